"""Chebyshev interpolation of many smooth functions at once, each column its own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["clenshaw", "derivative", "interpolation", "nodes", "nodes_for_span", "transform"]

FloatArray = npt.NDArray[np.float64]

FEWEST, MOST = 5, 128
ONE_THREAD = 250_000  # multiplications up to which BLAS starts no threads


def nodes_for_span(span: float, accuracy: float) -> int:
    """Count the nodes that a function of ln(tau2 + c) needs over a stretch of that length.

    Its nearest singularities lie pi from the real line, so n nodes leave an error of about rho^-n, where rho
    belongs to the largest ellipse without a singularity.
    """
    ratio = 2.0 * np.pi / max(span, 1e-9)
    rho = ratio + np.sqrt(1.0 + ratio * ratio)
    return int(np.clip(np.ceil(-np.log(accuracy) / np.log(rho)) + 1, FEWEST, MOST))


@lru_cache(maxsize=64)
def nodes(n: int) -> FloatArray:
    """Give the n Chebyshev nodes on (-1, 1), the largest first."""
    at: FloatArray = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    return at


@lru_cache(maxsize=64)
def interpolation(n: int) -> FloatArray:
    """Give the matrix from values at the nodes to Chebyshev coefficients."""
    degree = np.arange(n)
    matrix: FloatArray = np.cos(np.outer(degree, np.pi * (degree + 0.5) / n)) * (2.0 / n)
    matrix[0] *= 0.5
    return matrix


@lru_cache(maxsize=64)
def derivative(n: int) -> FloatArray:
    """Give the matrix from coefficients to those of the derivative, the last of them 0."""
    row, column = np.arange(n)[:, None], np.arange(n)[None, :]
    matrix = np.where((column > row) & ((column - row) % 2 == 1), 2.0 * column, 0.0)
    matrix[0] *= 0.5
    return matrix


def transform(matrix: FloatArray, values: FloatArray) -> FloatArray:
    """Multiply in pieces so small that BLAS keeps to one thread: on shared cores its threads wait for each other."""
    out = np.empty((len(matrix), values.shape[1]))
    step = max(1, ONE_THREAD // matrix.size)
    for first in range(0, values.shape[1], step):
        piece = slice(first, first + step)
        np.matmul(matrix, values[:, piece], out=out[:, piece])
    return out


def clenshaw(coefficients: FloatArray, x: FloatArray) -> FloatArray:
    """Evaluate each column's series at its own x; the last axes of both agree."""
    double = x + x
    one, two = coefficients[-1].copy(), np.zeros_like(coefficients[-1])
    spare = np.empty_like(one)
    for coefficient in coefficients[-2:0:-1]:
        np.multiply(double, one, out=spare)
        spare -= two
        spare += coefficient
        one, two, spare = spare, one, two
    np.multiply(x, one, out=spare)
    spare -= two
    spare += coefficients[0]
    value: FloatArray = spare
    return value
