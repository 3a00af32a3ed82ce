"""Each area against the law of the others: the default, on a scale or by a count law."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.adjusted import SCALES, Adjusted, on_scale, passed
from scnvariation.analysis.blocks import Block
from scnvariation.analysis.count_laws import count_law
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.lines import ScaledLines
from scnvariation.stats import dispersion
from scnvariation.stats.levels import t_quantile

__all__ = ["by_count_law", "predictive"]

FloatArray = NDArray[np.float64]


def by_count_law(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    """Judge sparse counts by the delete-one law of counts."""
    law = count_law(block, options)
    side = passed(law.z, law.p, options.tails)
    return Adjusted(z=law.z, p=law.p, side=side, phi=raw_phi, tau2=law.tau2, scale="ratio", lines=law.lines)


def predictive(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    """Each area against the law of the others; lines without the areas they flag."""
    scale = SCALES[block.rows.family]
    y, s, target = on_scale(block, scale)
    segments = block.rows.segments
    known = target if block.fixed else None
    extra = _variance_on_scale(block)
    left_out = dispersion.delete_one(y, s, segments, target=known, target_variance=extra)
    side = left_out.status(options.levels)
    if options.flags_only:
        nothing = np.full_like(raw_phi, np.nan)
        return Adjusted(z=left_out.z, p=left_out.z, side=side, phi=raw_phi, tau2=nothing, scale=scale, lines=None)
    centre, tau2 = dispersion.refit_lines(y, s, segments, np.abs(side) == len(options.levels), target=known)
    df = np.maximum(segments.lengths - 2.0, 1.0)
    lines = ScaledLines(
        family=block.rows.family,
        scale=scale,
        benchmark=block.benchmark,
        centre=centre,
        tau2=tau2,
        quantile=np.array([t_quantile(level, df) for level in options.levels]),
        extra_variance=extra,
    )
    return Adjusted(z=left_out.z, p=left_out.p, side=side, phi=raw_phi, tau2=tau2, scale=scale, lines=lines)


def _variance_on_scale(block: Block) -> FloatArray:
    """Carry the benchmark's own variance to the scale by its slope there."""
    variance, centre = block.benchmark_variance, block.benchmark
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = {
            "binomial": 1.0 / (4.0 * centre * (1.0 - centre)),
            "poisson": 1.0 / (4.0 * centre**2),
            "normal": np.ones_like(centre),
        }[block.rows.family]
        return np.where(variance > 0, variance * slope, 0.0)
