"""Laws by which events fall where areas do not differ, and the streams that draw from them."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Kind", "draws"]

FloatArray = npt.NDArray[np.float64]
Kind = Literal["multinomial", "hypergeometric", "binomial", "normal"]

LARGEST_POPULATION = 999_999_999  # NumPy draws no hypergeometric counts from more


def draws(
    generator: np.random.Generator,
    values: FloatArray,
    size: FloatArray,
    people: FloatArray,
    *,
    simulations: int,
    kind: Kind,
) -> npt.NDArray[Any]:
    """Draw all data sets of one group.

    Parameters
    ----------
    generator : numpy.random.Generator
        The stream of the group.
    values, size : ndarray of shape (n_areas,)
        As `observed` and `expected` of `chance`.
    people : ndarray of shape (n_areas,)
        Denominators; of the kind "binomial" only.
    simulations : int
        How many.
    kind : {"multinomial", "hypergeometric", "binomial", "normal"}
        The law.

    Returns
    -------
    ndarray of shape (simulations, n_areas)
        Counts, or values of the normal kind.

    Examples
    --------
    >>> import numpy as np
    >>> stream = np.random.default_rng(1)
    >>> two = np.full(2, 5.0)
    >>> draws(stream, two, two, two, simulations=3, kind="multinomial").sum(axis=1)
    array([10, 10, 10])
    """
    if kind == "normal":
        mean = np.average(values, weights=size**-2)
        return mean + size * generator.standard_normal((simulations, size.size))
    if kind == "binomial":
        return generator.binomial(np.rint(people).astype(np.int64), size / people, size=(simulations, size.size))
    events = round(values.sum())
    if kind == "multinomial":
        return generator.multinomial(events, size / size.sum(), size=simulations)
    whole = np.rint(size).astype(np.int64)
    if whole.sum() > LARGEST_POPULATION:
        return generator.binomial(whole, events / whole.sum(), size=(simulations, whole.size))
    return generator.multivariate_hypergeometric(whole, events, size=simulations, method="marginals")
