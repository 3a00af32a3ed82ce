"""Texts about the call itself: options, arguments and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scnvariation.messages.words import did_you_mean, listed

__all__ = ["missing_columns", "statistic_needed", "unknown_word"]


def unknown_word(name: str, value: object, words: Sequence[object]) -> str:
    """Say which word an option does not know, and all that it does."""
    near = did_you_mean(value, [word for word in words if isinstance(word, str)])
    return f"{name}={value!r} is not known; choose one of {listed(words)}.{near}"


def missing_columns(call: str, missing: Sequence[str], present: Iterable[object]) -> str:
    """Say which columns a frame lacks, which it has, and the nearest spelling."""
    names = [str(column) for column in present]
    needs = f"column {missing[0]!r}" if len(missing) == 1 else f"columns {listed(missing)}"
    near = next((hint for column in missing if (hint := did_you_mean(column, names))), "")
    return f"{call} needs {needs}. Columns present: {', '.join(names)}.{near}"


def statistic_needed(call: str, indicator: str) -> str:
    """Say that the statistic type of an indicator is not known."""
    return (
        f"{call}() does not know what kind of figure {indicator!r} is; pass statistic='proportion', 'rate', "
        "'ratio', 'dsr', 'mean' or 'estimate', or name it in the catalogue."
    )


def benchmark_not_number(value: object) -> str:
    """Say that a benchmark is no number in natural units."""
    return (
        f"benchmark={value!r} is not a number of 0 or more; give it in natural units (0.132 for 13.2%), "
        "None for England, or a table with a column 'value'."
    )


def benchmark_above_one(value: float) -> str:
    """Say that the benchmark of a proportion is above 1, and what was probably meant."""
    return f"benchmark={value:g} is above 1, which a proportion cannot be; did you mean {value / 100:g}?"


def benchmark_table_ambiguous(rows: int) -> str:
    """Say that a benchmark table has several rows and no key."""
    return (
        f"the benchmark table has {rows} rows and neither 'indicator_id' nor 'period' to match by; "
        "add one of them, or give one row."
    )


def benchmark_table_incomplete(missing: Sequence[str]) -> str:
    """Say that a benchmark table lacks indicators."""
    return f"the benchmark table has no row for {', '.join(missing[:5])}; add them, or narrow the data."


def not_for_family(option: str, statistic: str) -> str:
    """Say that an over-dispersion option does not apply to a statistic type."""
    return (
        f"overdispersion={option!r} does not apply to a {statistic}; "
        "use 'predictive', 'none', 'multiplicative' or 'additive'."
    )
