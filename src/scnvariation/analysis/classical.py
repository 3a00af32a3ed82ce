"""The published adjustments: multiplicative, additive and the presets, word for word."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.adjusted import SCALES, Adjusted, on_scale, passed, two_sided
from scnvariation.analysis.blocks import Block
from scnvariation.analysis.exact import chance_z
from scnvariation.analysis.funnel_options import FunnelOptions
from scnvariation.analysis.lines import InflatedLines, Lines, ScaledLines
from scnvariation.stats import dispersion
from scnvariation.stats.presets import PublishedAdjustment, cqc2012, shmi, spiegelhalter2005
from scnvariation.stats.scales import Scale

__all__ = ["additive", "multiplicative", "preset"]

FloatArray = NDArray[np.float64]
TENTH = 0.1


def preset(block: Block, options: FunnelOptions) -> Adjusted:
    """Follow a published method word for word."""
    rows = block.rows
    trials = rows.family == "binomial"
    size = rows.size if trials else rows.size * block.centre
    trim = TENTH if options.trim is None else options.trim
    found = _published(block, options, size, trim)
    p = two_sided(found.z)
    scales: dict[str, Scale] = {
        "spiegelhalter2005": "identity",
        "cqc2012": SCALES[rows.family],
        "shmi": "log",
    }
    scale = scales[options.overdispersion]
    lines: Lines
    if options.overdispersion == "spiegelhalter2005":
        lines = _inflated(block, options, found.phi)
    else:
        lines = _scaled(block, options, scale, found.tau2)
    return Adjusted(
        z=found.z,
        p=p,
        side=passed(found.z, p, options.tails),
        phi=found.phi,
        tau2=np.nan_to_num(found.tau2),
        scale=scale,
        lines=lines,
        reason="zero_count_undefined" if options.overdispersion == "shmi" else "too_few_areas",
    )


def _published(block: Block, options: FunnelOptions, size: FloatArray, trim: float) -> PublishedAdjustment:
    """Call the method of the preset; proportions bring their benchmark, counts are against expected ones."""
    rows = block.rows
    if options.overdispersion == "shmi":
        return shmi(rows.count, size, rows.segments, trim=trim, consistent=options.consistent)
    method = spiegelhalter2005 if options.overdispersion == "spiegelhalter2005" else cqc2012
    benchmark = block.benchmark if rows.family == "binomial" else None
    return method(rows.count, size, rows.segments, benchmark=benchmark, trim=trim, consistent=options.consistent)


def multiplicative(block: Block, options: FunnelOptions) -> Adjusted:
    """One factor for all, on the score z."""
    segments = block.rows.segments
    z = chance_z(block.rows, block.centre)
    phi = dispersion.phi(z, segments, trim=options.trim or 0.0, consistent=options.consistent)
    z = z / segments.repeat(np.sqrt(np.maximum(1.0, phi)))
    p = two_sided(z)
    return Adjusted(
        z=z,
        p=p,
        side=passed(z, p, options.tails),
        phi=phi,
        tau2=np.zeros_like(phi),
        scale="identity",
        lines=_inflated(block, options, phi),
    )


def additive(block: Block, options: FunnelOptions) -> Adjusted:
    """One variance for all, added to chance on the variance-stabilised scale."""
    scale = SCALES[block.rows.family]
    y, s, target = on_scale(block, scale)
    segments = block.rows.segments
    centre = segments.repeat(target)
    z = dispersion.zscore(y, centre, s)
    phi = dispersion.phi(z, segments, trim=options.trim or 0.0, consistent=options.consistent)
    if options.estimator == "dl":
        tau2 = dispersion.tau2_from_phi(phi, s, segments)
    else:
        known = target if block.fixed else None
        tau2 = dispersion.tau2(y, s, segments, estimator=options.estimator, target=known)
    z = dispersion.zscore(y, centre, np.sqrt(s**2 + segments.repeat(tau2)))
    p = two_sided(z)
    return Adjusted(
        z=z,
        p=p,
        side=passed(z, p, options.tails),
        phi=phi,
        tau2=tau2,
        scale=scale,
        lines=_scaled(block, options, scale, tau2),
    )


def _inflated(block: Block, options: FunnelOptions, phi: FloatArray) -> InflatedLines:
    return InflatedLines(
        family=block.rows.family,
        benchmark=block.benchmark,
        inflation=np.sqrt(np.maximum(1.0, phi)),
        quantile=options.normal_quantiles,
    )


def _scaled(block: Block, options: FunnelOptions, scale: Scale, tau2: FloatArray) -> ScaledLines:
    """Give normal limits about the benchmark on a scale."""
    family = block.rows.family
    target = block.benchmark
    if family != "normal":
        target = dispersion.to_scale(np.ones_like(target) if family == "poisson" else target, scale)
    return ScaledLines(
        family=family,
        scale=scale,
        benchmark=block.benchmark,
        centre=target,
        tau2=np.nan_to_num(tau2),
        quantile=np.repeat(options.normal_quantiles[:, None], len(tau2), axis=1),
        extra_variance=np.zeros_like(tau2),
    )
