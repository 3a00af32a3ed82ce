"""Which picture belongs to which result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from matplotlib.axes import Axes

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.rates import RatesResult
from scnvariation.analysis.result import Result
from scnvariation.errors import OptionError
from scnvariation.plots.caterpillar import paint_caterpillar
from scnvariation.plots.fonts import drawing
from scnvariation.plots.funnel import paint_funnel
from scnvariation.plots.page import Page, given_page, notebook_figure, notebook_page
from scnvariation.plots.style import CaterpillarStyle, FunnelStyle
from scnvariation.plots.words import no_picture

__all__ = ["draw", "painter_of"]

PICTURED = ("FunnelResult", "RatesResult")


def painter_of(result: Result, options: Mapping[str, object]) -> Callable[[Page], Axes]:
    """Choose the drawing function of a result and check its options, before any figure exists."""
    if isinstance(result, FunnelResult):
        return partial(paint_funnel, result, style=FunnelStyle.given(options))
    if isinstance(result, RatesResult):
        return partial(paint_caterpillar, result, style=CaterpillarStyle.given(options))
    raise OptionError(no_picture(type(result).__name__, PICTURED))


def draw(result: Result, ax: Axes | None = None, **style: object) -> Axes:
    """Draw a finished result.

    Parameters
    ----------
    result : FunnelResult or RatesResult
        A funnel, or a caterpillar of values with their intervals. Nothing of it changes.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Only this Axes is touched: it keeps its box, from which title and caption take what
        they need. A new figure by default, which a notebook shows by itself.
    **style
        Fields of `FunnelStyle` or `CaterpillarStyle`: `palette`, `highlight`, `title`, `caption`; `names` of
        a funnel; `order` of a caterpillar.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    OptionError
        If a result has no picture, or an option is unknown.
    """
    paint = painter_of(result, style)
    # A figure of pyplot is opened before our style: opening it inside would let leaving the style undo the set-up
    # of the notebook's backend, and only the first picture would show.
    figure = None if ax is not None else notebook_figure()
    with drawing():
        return paint(notebook_page(figure) if figure is not None else given_page(cast("Axes", ax)))
