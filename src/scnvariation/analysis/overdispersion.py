"""The over-dispersion options: which way each is computed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scnvariation.analysis.adjusted import SCALES, Adjusted
from scnvariation.analysis.blocks import Block
from scnvariation.analysis.classical import additive, multiplicative, preset
from scnvariation.analysis.exact import chance_p, chance_status, chance_z
from scnvariation.analysis.funnel_options import FunnelOptions, applies_to
from scnvariation.analysis.lines import ChanceLines
from scnvariation.analysis.predictive import by_count_law, predictive

__all__ = ["adjust"]

FloatArray = NDArray[np.float64]


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
        return by_count_law(block, options, raw_phi)
    if option == "predictive":
        return predictive(block, options, raw_phi)
    if option in {"spiegelhalter2005", "cqc2012", "shmi"}:
        return preset(block, options)
    return multiplicative(block, options) if option == "multiplicative" else additive(block, options)


def _nothing(block: Block, reason: str) -> Adjusted:
    rows = np.full(block.rows.segments.n_rows, np.nan)
    groups = np.full(block.rows.segments.n_groups, np.nan)
    side = np.zeros(rows.size, dtype=np.int8)
    return Adjusted(z=rows, p=rows, side=side, phi=groups, tau2=groups, scale="", lines=None, reason=reason)


def _none(block: Block, options: FunnelOptions, raw_phi: FloatArray) -> Adjusted:
    """Repeat the exact columns."""
    rows, centre = block.rows, block.centre
    lines = ChanceLines(family=rows.family, benchmark=block.benchmark, levels=options.levels, method=options.method)
    return Adjusted(
        z=chance_z(rows, centre),
        p=chance_p(rows, centre),
        side=chance_status(rows, centre, levels=options.levels, method=options.method),
        phi=raw_phi,
        tau2=np.zeros_like(raw_phi),
        scale=SCALES[rows.family],
        lines=lines,
    )
