"""Several panels, one above another, inside one Axes."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.plots.fonts import clean, cut
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Palette

__all__ = ["HEADING_ROOM", "name_panel", "stacked"]

HEADING, HEADING_ROOM = 8.5, 18.0
GAP = 12.0


def stacked(page: Page, shares: Sequence[float], *, foot: float = 0.0) -> list[Page]:
    """Part the axes of a page into panels from above to below, each with room for its own heading.

    The Axes itself becomes an empty frame that holds the words; the panels are its `child_axes`.

    Parameters
    ----------
    page : Page
        Laid out already.
    shares : sequence of float
        Height of each panel, in proportion.
    foot : float, default 0
        Room under each panel for its own tick labels, in points of a page.

    Returns
    -------
    list of Page
    """
    axes = page.axes
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.patch.set_visible(False)
    tall = page.axes_size[1]
    between = page.pt(GAP) * (len(shares) - 1) + page.pt(HEADING_ROOM + foot) * len(shares)
    panels, top = [], 1.0
    for share in shares:
        height = max(tall - between, 0.3 * tall) * share / sum(shares) / tall
        low = top - page.pt(HEADING_ROOM) / tall - height
        inner = axes.inset_axes((0.0, low, 1.0, height))
        panels.append(Page(inner, owned=False, scale=page.scale))
        top = low - page.pt(GAP + foot) / tall
    return panels


def name_panel(page: Page, name: str, colours: Palette) -> None:
    """Write the heading of a panel above its left end."""
    size = page.pt(HEADING)
    page.axes.annotate(
        cut(clean(name), size * 1.12, page.axes_size[0]),
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(0, page.pt(6)),
        textcoords="offset points",
        va="bottom",
        fontsize=size,
        fontweight="bold",
        color=colours.ink,
        annotation_clip=False,
        gid="panel-name",
    )
