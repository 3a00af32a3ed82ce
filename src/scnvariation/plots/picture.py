"""Which picture belongs to which result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, cast

from matplotlib.axes import Axes

from scnvariation.analysis.change_result import ChangeResult
from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.rates import RatesResult
from scnvariation.analysis.result import Result
from scnvariation.analysis.shares_result import SharesResult
from scnvariation.analysis.trend_result import TrendResult
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import OptionError
from scnvariation.plots.boxes import describe_boxes, paint_boxes
from scnvariation.plots.caterpillar import paint_caterpillar
from scnvariation.plots.change import describe_change, paint_change
from scnvariation.plots.fonts import drawing
from scnvariation.plots.funnel import paint_funnel
from scnvariation.plots.gaps import describe_gaps, paint_gaps
from scnvariation.plots.page import Page, given_page, notebook_figure, notebook_page
from scnvariation.plots.rug import paint_rug
from scnvariation.plots.shares import paint_shares
from scnvariation.plots.strip import describe_strip, paint_strip
from scnvariation.plots.style import (
    ChangeStyle,
    FunnelStyle,
    OverviewStyle,
    PlainStyle,
    RatesStyle,
    SharesStyle,
    TrendStyle,
    VariationStyle,
)
from scnvariation.plots.tiles import describe_tiles, paint_tiles
from scnvariation.plots.trajectories import describe_trajectories, paint_trajectories
from scnvariation.plots.trend_lines import describe_levels, paint_levels
from scnvariation.plots.trend_spread import describe_spread, paint_spread
from scnvariation.plots.words import no_picture

__all__ = ["Picture", "draw", "picture_of"]


class Kind(NamedTuple):
    """How one kind of picture is drawn, and how it is told to a reader who cannot see it."""

    paint: Callable[..., Axes]
    describe: Callable[..., str]


class Picture(NamedTuple):
    """One result, in the picture asked for: drawn, and told."""

    paint: Callable[[Page], Axes]
    alt_text: Callable[[], str]


def as_the_result_says(result: Result, _style: PlainStyle) -> str:
    """Take the alternative text of a result that has one picture."""
    return result.alt_text()


#: By result, its style, and its pictures by the word for `kind`; the only picture of a result needs no word.
PICTURES: dict[type[Any], tuple[type[PlainStyle], dict[str, Kind]]] = {
    FunnelResult: (FunnelStyle, {"": Kind(paint_funnel, as_the_result_says)}),
    RatesResult: (
        RatesStyle,
        {"caterpillar": Kind(paint_caterpillar, as_the_result_says), "strip": Kind(paint_strip, describe_strip)},
    ),
    VariationResult: (
        VariationStyle,
        {"gaps": Kind(paint_gaps, describe_gaps), "tiles": Kind(paint_tiles, describe_tiles)},
    ),
    SharesResult: (SharesStyle, {"": Kind(paint_shares, as_the_result_says)}),
    TrendResult: (
        TrendStyle,
        {
            "level": Kind(paint_levels, describe_levels),
            "spread": Kind(paint_spread, describe_spread),
            "boxes": Kind(paint_boxes, describe_boxes),
        },
    ),
    ChangeResult: (
        ChangeStyle,
        {
            "spread": Kind(paint_change, describe_change),
            "trajectories": Kind(paint_trajectories, describe_trajectories),
        },
    ),
    OverviewResult: (OverviewStyle, {"": Kind(paint_rug, as_the_result_says)}),
}


def picture_of(result: Result, options: Mapping[str, object]) -> Picture:
    """Choose the picture of a result and check its options, before any figure exists."""
    if type(result) not in PICTURES:
        raise OptionError(no_picture(type(result).__name__, [kind.__name__ for kind in PICTURES]))
    form, kinds = PICTURES[type(result)]
    style = form.given(options)
    kind = kinds[str(getattr(style, "kind", ""))]
    return Picture(partial(kind.paint, result, style=style), partial(kind.describe, result, style))


def draw(result: Result, ax: Axes | None = None, **style: object) -> Axes:
    """Draw a finished result.

    Parameters
    ----------
    result : Result
        A result that has a picture. Nothing of it changes.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Only this Axes is touched: it keeps its box, from which title and caption take what
        they need. A new figure by default, which a notebook shows by itself.
    **style
        `kind` where a result has several pictures; `palette`, `title`, `caption`; `highlight` where areas are
        drawn; and the options of single pictures, fields of the classes in `scnvariation.plots.style`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    OptionError
        If a result has no picture, or an option is unknown.
    """
    picture = picture_of(result, style)
    # A figure of pyplot is opened before our style: opening it inside would let leaving the style undo the set-up
    # of the notebook's backend, and only the first picture would show.
    figure = None if ax is not None else notebook_figure()
    with drawing():
        return picture.paint(notebook_page(figure) if figure is not None else given_page(cast("Axes", ax)))
