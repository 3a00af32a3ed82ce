"""Roof: a finished result and an Axes in, the Axes out; only draws."""

from __future__ import annotations

from scnvariation.plots.picture import draw
from scnvariation.plots.save import save

__all__ = ["draw", "save"]
