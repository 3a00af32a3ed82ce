"""The areas as points: by status, the selected over the others, the highlighted ringed on top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scnvariation.analysis.funnel_result import FunnelResult
from scnvariation.analysis.levels import status_names
from scnvariation.plots import words
from scnvariation.plots.highlight import Highlighted, find_highlighted
from scnvariation.plots.key import KeyItem
from scnvariation.plots.page import Page
from scnvariation.plots.palette import Look, look_of, side_word
from scnvariation.plots.style import FunnelStyle

__all__ = ["Dots", "dots_of", "draw_dots", "draw_rings", "key_of", "marker_size"]

Texts = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
PALE = 0.35
RING = 1.75  # diameter of a ring, in markers


@dataclass(frozen=True, slots=True)
class Dots:
    """The areas that have a place in the picture, in order of their codes.

    Attributes
    ----------
    size, value, z : ndarray of float
        Place in the funnel, natural units; distance from the benchmark in standard deviations.
    status, code, name : ndarray of object
        Status on the basis that leads; identity.
    shown, ringed : ndarray of bool
        Selected by the user; highlighted by the user.
    highlight_name : str
        What the key says of the ringed ones.
    """

    size: Floats
    value: Floats
    z: Floats
    status: Texts
    code: Texts
    name: Texts
    shown: Flags
    ringed: Flags
    highlight_name: str


def dots_of(result: FunnelResult, leading: str, style: FunnelStyle) -> Dots:
    """Take from the result what is drawn; the order of rows must not matter to the picture."""
    suffix = "" if leading == "exact" else "_adjusted"
    asked: Highlighted = find_highlighted(style.highlight, result.areas)
    areas = result.areas.assign(ringed=asked.mask)
    placed = areas[np.isfinite(areas["value"].to_numpy(float)) & np.isfinite(areas["size"].to_numpy(float))]
    placed = placed.sort_values("area_code", kind="stable")
    return Dots(
        size=placed["size"].to_numpy(dtype=float),
        value=placed["value"].to_numpy(dtype=float),
        z=placed[f"z{suffix}"].to_numpy(dtype=float),
        status=placed[f"status{suffix}"].to_numpy(dtype=object),
        code=placed["area_code"].to_numpy(dtype=object),
        name=placed["area_name"].to_numpy(dtype=object),
        shown=placed["shown"].to_numpy(dtype=bool),
        ringed=placed["ringed"].to_numpy(dtype=bool),
        highlight_name=asked.name,
    )


def marker_size(page: Page, number: int) -> float:
    """Choose the diameter of a marker for so many areas, in points."""
    return page.pt(7.5 if number <= 40 else 5.2 if number <= 600 else 3.0)


def statuses_of(result: FunnelResult, dots: Dots) -> list[str]:
    """List the statuses there are, from above to below, those not judged last."""
    present = set(dots.status)
    return [name for name in [*reversed(status_names(result.levels)), "not_computed"] if name in present]


def look(result: FunnelResult, status: str, style: FunnelStyle) -> Look:
    """Choose how one status of this result looks."""
    return look_of(status, result.outer_statuses, result.indicator.polarity, style.colours)


def draw_dots(page: Page, result: FunnelResult, dots: Dots, style: FunnelStyle) -> None:
    """Draw every area; a point is never clipped."""
    diameter = marker_size(page, len(dots.size))
    for status in statuses_of(result, dots):
        drawn = look(result, status, style)
        for shown in (False, True):
            rows = (dots.status == status) & (dots.shown == shown)
            if not rows.any():
                continue
            page.axes.scatter(
                dots.size[rows],
                dots.value[rows],
                s=(diameter * (1.25 if drawn.rank >= 2 else 1.0)) ** 2,
                marker=drawn.marker,
                facecolor=drawn.fill,
                edgecolor=drawn.edge,
                linewidth=page.pt(1.3 if drawn.rank == 2 else 0.6),
                alpha=1.0 if shown else PALE,
                zorder=3 + drawn.rank + (4 if shown else 0),
                clip_on=False,
                gid=f"areas-{status}{'' if shown else '-not-selected'}",
            )


def draw_rings(page: Page, dots: Dots, style: FunnelStyle) -> None:
    """Ring the highlighted areas, over everything else."""
    if dots.ringed.any():
        page.axes.scatter(
            dots.size[dots.ringed],
            dots.value[dots.ringed],
            s=(RING * marker_size(page, len(dots.size))) ** 2,
            marker="o",
            facecolor="none",
            edgecolor=style.colours.ink,
            linewidth=page.pt(1.2),
            zorder=12,
            clip_on=False,
            gid="highlighted",
        )


def key_of(result: FunnelResult, dots: Dots, style: FunnelStyle) -> list[KeyItem]:
    """Count every kind of point for the key."""
    items = []
    for status in statuses_of(result, dots):
        drawn = look(result, status, style)
        side = status.partition("_")[0]
        meaning = side_word(side, result.indicator.polarity) if status in result.outer_statuses else ""
        text = words.status_key(status, meaning, int((dots.status == status).sum()))
        items.append(KeyItem(drawn, text))
    if not dots.shown.all():
        pale = Look("o", "#EBEDEE", style.colours.faint, 0)
        items.append(KeyItem(pale, words.not_selected_key(int((~dots.shown).sum()))))
    if dots.ringed.any():
        ring = Look("o", "none", style.colours.ink, 0)
        items.append(KeyItem(ring, dots.highlight_name, size=8.0, edge=1.4))
    return items
