"""Each area against the others: the options that allow for variation beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from scnvariation.analysis.blocks import Block
from scnvariation.analysis.count_laws import count_law
from scnvariation.analysis.exact import chance_p, chance_z
from scnvariation.analysis.funnel_options import FunnelOptions, applies_to
from scnvariation.analysis.lines import ChanceLines, InflatedLines, Lines, ScaledLines
from scnvariation.stats import dispersion
from scnvariation.stats.presets import cqc2012, shmi, spiegelhalter2005

__all__ = ["Adjusted", "Scaled", "adjust", "on_scale"]

FloatArray = NDArray[np.float64]
SCALES = {"binomial": "arcsine", "poisson": "sqrt", "normal": "identity"}
MIN_AREAS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """What an option makes of a block.

    Attributes
    ----------
    z, p : ndarray of shape (n_rows,)
        Adjusted z-score and two-sided P-value; NaN where not computed.
    phi, tau2 : ndarray of shape (n_groups,)
        Of the option.
    scale : str
        Scale of `tau2`.
    lines : Lines or None
        Adjusted limit lines.
    reason : str
        Why rows with NaN were not computed.
    """

    z: FloatArray
    p: FloatArray
    phi: FloatArray
    tau2: FloatArray
    scale: str
    lines: Lines | None
    reason: str = "too_few_areas"


class Scaled(NamedTuple):
    """A block on a variance-stabilised scale: values, chance sd, target of each group."""

    y: FloatArray
    s: FloatArray
    target: FloatArray


def on_scale(block: Block, scale: str) -> Scaled:
    """Put values, their chance sd and the benchmark on a scale.

    Poisson counts are taken as observed over expected at the benchmark. Where nothing is expected, nothing can
    differ: such rows lie on the target with unit sd.
    """
    rows, centre = block.rows, block.centre
    if rows.family == "normal":
        return Scaled(rows.value, rows.se, block.benchmark)
    unit = centre if rows.family == "poisson" else np.ones_like(centre)
    expected = rows.size * unit
    possible = expected > 0
    safe = np.where(possible, expected, 1.0)
    target = dispersion.to_scale(
        np.ones_like(block.benchmark) if rows.family == "poisson" else block.benchmark, scale
    )
    y = np.where(possible, dispersion.to_scale(rows.count / safe, scale), rows.segments.repeat(target))
    return Scaled(y, dispersion.chance_sd(safe, scale), target)


def adjust(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    """Judge each row of a block by the chosen option.

    Parameters
    ----------
    block : Block
        Groups of one family.
    options : FunnelOptions
        Which option.
    raw_phi : ndarray of shape (n_groups,)
        Pearson's phi, reported by the options that estimate none of their own.

    Returns
    -------
    Adjusted
    """
    option = options.overdispersion
    if not applies_to(option, block.rows.family):
        return _nothing(block, "not_for_this_statistic")
    if option == "none":
        return _none(block, options, raw_phi)
    if option in {"gamma_poisson", "beta_binomial"} or (option == "predictive" and block.sparse):
        return _by_count_law(block, options, raw_phi)
    if option == "predictive":
        return _predictive(block, options, raw_phi)
    if option in {"multiplicative", "spiegelhalter2005"}:
        return _multiplicative(block, options)
    return _additive(block, options)


def _nothing(block: Block, reason: str) -> Adjusted:
    rows = np.full(block.rows.segments.n_rows, np.nan)
    groups = np.full(block.rows.segments.n_groups, np.nan)
    return Adjusted(z=rows, p=rows, phi=groups, tau2=groups, scale="", lines=None, reason=reason)


def _none(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    lines = ChanceLines(
        family=block.rows.family, benchmark=block.benchmark, levels=options.levels, method=options.method
    )
    z, p = chance_z(block.rows, block.centre), chance_p(block.rows, block.centre)
    scale = SCALES[block.rows.family]
    return Adjusted(z=z, p=p, phi=raw_phi, tau2=np.zeros_like(raw_phi), scale=scale, lines=lines)


def _by_count_law(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    law = count_law(block, options)
    return Adjusted(z=law.z, p=law.p, phi=raw_phi, tau2=law.variance, scale="ratio", lines=law.lines)


def _predictive(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    """Each area against the law of the others; lines without the areas they flag."""
    scale = SCALES[block.rows.family]
    y, s, target = on_scale(block, scale)
    segments = block.rows.segments
    known = target if block.fixed else None
    extra = _variance_on_scale(block)
    left_out = dispersion.delete_one(
        y, s, segments, target=known, target_variance=extra, fast=options.flags_only
    )
    flagged = left_out.p < options.tails[-1]
    centre, tau2 = dispersion.refit_lines(y, s, segments, flagged, target=known)
    df = np.maximum(segments.lengths - 2.0, 1.0)
    lines = ScaledLines(
        family=block.rows.family,
        scale=scale,
        benchmark=block.benchmark,
        centre=centre,
        tau2=tau2,
        quantile=np.array([stdtrit(df, (1 + level) / 2) for level in options.levels]),
        extra_variance=extra,
    )
    return Adjusted(z=left_out.z, p=left_out.p, phi=raw_phi, tau2=tau2, scale=scale, lines=lines)


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


def _multiplicative(block: Block, options: FunnelOptions) -> Adjusted:
    """One factor for all, on the score z; the 2005 preset winsorises a tenth at each end."""
    z = chance_z(block.rows, block.centre)
    segments = block.rows.segments
    if options.overdispersion == "spiegelhalter2005":
        phi = spiegelhalter2005(z, segments, consistent=options.consistent).phi
    else:
        phi = dispersion.phi(z, segments, trim=options.trim, consistent=options.consistent)
    inflation = np.sqrt(np.maximum(1.0, phi))
    lines = InflatedLines(
        family=block.rows.family,
        benchmark=block.benchmark,
        inflation=inflation,
        quantile=options.normal_quantiles,
    )
    z = z / segments.repeat(inflation)
    return Adjusted(z=z, p=_two_sided(z), phi=phi, tau2=np.zeros_like(phi), scale="identity", lines=lines)


def _additive(block: Block, options: FunnelOptions) -> Adjusted:
    """One variance for all, added to chance on the scale of the preset."""
    scale = "log" if options.overdispersion == "shmi" else SCALES[block.rows.family]
    with np.errstate(divide="ignore"):
        y, s, target = on_scale(block, scale)
    segments = block.rows.segments
    if options.overdispersion == "shmi":
        preset = shmi(block.rows.count, block.rows.size * block.centre, segments, consistent=options.consistent)
        phi, tau2 = preset.phi, preset.tau2
    elif options.overdispersion == "cqc2012":
        preset = cqc2012(y, s, segments, target, consistent=options.consistent)
        phi, tau2 = preset.phi, preset.tau2
    else:
        phi, tau2 = _classical(block, options, Scaled(y, s, target))
    z = (y - segments.repeat(target)) / np.sqrt(s**2 + segments.repeat(tau2))
    z = np.where(np.isfinite(z), z, np.nan)
    lines = ScaledLines(
        family=block.rows.family,
        scale=scale,
        benchmark=block.benchmark,
        centre=target,
        tau2=tau2,
        quantile=np.repeat(options.normal_quantiles[:, None], segments.n_groups, axis=1),
        extra_variance=np.zeros_like(tau2),
    )
    reason = "zero_count_undefined" if scale == "log" else "too_few_areas"
    return Adjusted(z=z, p=_two_sided(z), phi=phi, tau2=tau2, scale=scale, lines=lines, reason=reason)


def _classical(block: Block, options: FunnelOptions, scaled: Scaled) -> tuple[FloatArray, FloatArray]:
    """Give phi and tau2 of the estimator asked for."""
    y, s, target = scaled
    segments = block.rows.segments
    z = dispersion.zscore(y, segments.repeat(target), s)
    phi = dispersion.phi(z, segments, trim=options.trim, consistent=options.consistent)
    if options.estimator == "dl":
        return phi, dispersion.tau2_from_phi(phi, s, segments)
    known = target if block.fixed else None
    return phi, dispersion.tau2(y, s, segments, estimator=options.estimator, target=known)


def _two_sided(z: FloatArray) -> FloatArray:
    return np.asarray(2.0 * ndtr(-np.abs(z)), dtype=np.float64)
