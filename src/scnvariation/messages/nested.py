"""Texts about the model of areas within networks."""

from __future__ import annotations

from scnvariation.messages.words import count

__all__ = ["covariates_repeat", "too_many_covariates"]


def too_many_covariates(covariates: int, areas: int) -> str:
    """Say that there are not enough areas for the covariates asked for.

    >>> too_many_covariates(3, 4)
    '3 need covariates cannot be fitted to 4 areas; name fewer covariates, or widen the selection.'
    """
    return (
        f"{count(covariates, 'need covariate')} cannot be fitted to {count(areas, 'area')}; "
        "name fewer covariates, or widen the selection."
    )


def covariates_repeat(covariates: int, distinct: int) -> str:
    """Say that a covariate is constant or follows from the others.

    >>> covariates_repeat(1, 0)
    'the need covariate is the same in every area; leave it out.'
    >>> covariates_repeat(3, 2)
    '3 need covariates say no more than 2: a covariate is the same in every area, or repeats others; leave it out.'
    """
    if covariates == 1:
        return "the need covariate is the same in every area; leave it out."
    return (
        f"{count(covariates, 'need covariate')} say no more than {distinct}: a covariate is the same in every area, "
        "or repeats others; leave it out."
    )
