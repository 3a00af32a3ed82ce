"""Which picture belongs to which result."""

from __future__ import annotations

from matplotlib.axes import Axes

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.errors import OptionError
from scnvariation.plots.fonts import drawing
from scnvariation.plots.funnel import paint_funnel
from scnvariation.plots.page import Page, given_page, notebook_page
from scnvariation.plots.style import FunnelStyle
from scnvariation.plots.words import no_picture

__all__ = ["draw", "paint"]


def paint(result: object, page: Page, options: dict[str, object]) -> Axes:
    """Draw a result on a page, inside our drawing style."""
    with drawing():
        if isinstance(result, FunnelResult):
            return paint_funnel(result, page, FunnelStyle.given(options))
    raise OptionError(no_picture(type(result).__name__, ["FunnelResult"]))


def draw(result: object, ax: Axes | None = None, **style: object) -> Axes:
    """Draw a result."""
    with drawing():
        page = notebook_page() if ax is None else given_page(ax)
        return paint(result, page, style)
