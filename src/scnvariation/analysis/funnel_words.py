"""What a funnel says in words: title, caption, text, alternative text and table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.indicator import heading, show_value, unit_words
from scnvariation.messages.words import count, p_words
from scnvariation.options import TableKind, check_option

if TYPE_CHECKING:
    from scnvariation.analysis.funnel_result import FunnelResult

__all__ = ["alt_text", "caption", "table", "text", "title"]

SYSTEMIC = "Areas differ far more than chance explains; outlier limits are not the message"
BASIS_WORDS = {
    "exact": "exact limits (chance alone)",
    "adjusted": "limits adjusted for the variation between areas",
}
NAMED_IN_TEXT = 6


def percent(level: float) -> str:
    """Write a level as a percentage."""
    return f"{level * 100:.6g}%"


def title(result: FunnelResult) -> str:
    """Give the message in one line."""
    if result.systemic:
        return SYSTEMIC
    outside, among = result.n_outside(), len(result.computed)
    limits = f"the {'adjusted ' if result.flag_basis == 'adjusted' else ''}{percent(result.levels[-1])} limits"
    if not outside:
        return f"None of {count(among, 'area')} lies outside {limits}"
    return f"{outside} of {count(among, 'area')} {'lies' if outside == 1 else 'lie'} outside {limits}"


def by_chance(result: FunnelResult) -> str:
    """Say how many areas chance would put outside the outermost limits."""
    expected = result.expected_by_chance[result.levels[-1]]
    return "fewer than one" if expected < 0.95 else f"about {expected:.0f}"


def chance_of_dispersion(p: float) -> str:
    """Write the P-value of the dispersion test."""
    if math.isnan(p):
        return "no test of one area"
    return p_words(p)


def exclusions(result: FunnelResult) -> str:
    """Count the rows left out, by reason."""
    used = len(result.computed)
    if result.excluded.empty:
        return f"All {count(used, 'area')} used"
    by_reason = result.excluded["reason"].value_counts()
    reasons = ", ".join(f"{number} {str(reason).replace('_', ' ')}" for reason, number in by_reason.items())
    return f"{used:,} of {count(used + len(result.excluded), 'area')} used; {reasons}"


def caption(result: FunnelResult) -> str:
    """Give what stands under the picture."""
    outermost = percent(result.levels[-1])
    parts = [
        f"Benchmark {show_value(result.benchmark, result.indicator)} ({result.settings.benchmark_source})",
        (
            f"Dispersion phi {result.dispersion.phi:,.2f} ({chance_of_dispersion(result.dispersion.p)}); "
            f"flags follow the {BASIS_WORDS[result.flag_basis]}"
        ),
        (
            f"Outside {outermost}: {result.n_outside('status')} by the exact limits, "
            f"{result.n_outside('status_adjusted')} by the adjusted; chance alone would give {by_chance(result)}"
        ),
        exclusions(result),
        *result.notes,
    ]
    return ". ".join(part.rstrip(".") for part in parts) + "."


def text(result: FunnelResult) -> str:
    """Give plain sentences that a board can read."""
    info, n = result.indicator, len(result.computed)
    sentences = [
        (
            f"{heading(info, result.period)}: {count(n, 'area')} compared with "
            f"{show_value(result.benchmark, info)} ({result.settings.benchmark_source})."
        )
    ]
    if result.systemic:
        sentences.append(
            f"{SYSTEMIC}: the spread between areas (variance) is {result.dispersion.phi:,.0f} times what chance "
            f"gives, and {result.n_outside('status')} of {n} lie outside the {percent(result.levels[-1])} limits of "
            "chance alone. Ask first what differs between the areas (need, recording, coding), not which area "
            "is unusual."
        )
    elif result.flag_basis == "adjusted":
        sentences.append(
            "The areas differ by more than chance alone; each is judged against the usual variation between the others."
        )
    else:
        sentences.append("The differences between areas as a whole are no greater than chance would give.")
    sentences.append(outlier_sentence(result))
    if not result.excluded.empty:
        sentences.append(f"{exclusions(result)}.")
    return " ".join(sentences)


def outlier_sentence(result: FunnelResult) -> str:
    """Name the selected areas outside, high and low apart."""
    outliers = result.outliers()
    outermost = f"{'adjusted ' if result.flag_basis == 'adjusted' else ''}{percent(result.levels[-1])}"
    shown, among = int(result.computed["shown"].sum()), len(result.computed)
    of = f"Of the {count(shown, 'area')} selected, " if shown < among else ""
    chance = f"chance alone: {by_chance(result)} of {among:,}"
    if outliers.empty:
        return f"{of or 'Of all areas, '}none lies outside the {outermost} limits ({chance})."
    low, high = result.outer_statuses
    column = outliers[result.status_column]
    parts = [
        f"{word}: {_some(names)}"
        for word, status in (("high", high), ("low", low))
        if (names := outliers.loc[column == status, "area_name"].tolist())
    ]
    verb = "lies" if len(outliers) == 1 else "lie"
    return (
        f"{of}{len(outliers):,} {verb} outside the {outermost} limits ({chance}): {'; '.join(parts)}. "
        "Treat these as questions to ask, not as verdicts."
    )


def _some(names: list[str]) -> str:
    """List a few names and count the rest."""
    more = len(names) - NAMED_IN_TEXT
    return ", ".join(names[:NAMED_IN_TEXT]) + (f" and {more} more" if more > 0 else "")


def alt_text(result: FunnelResult) -> str:
    """Say what the picture shows."""
    return (
        f"Funnel plot of {heading(result.indicator, result.period)}. {title(result)}. "
        f"{count(len(result.computed), 'area')} as points, value against size, around a benchmark of "
        f"{show_value(result.benchmark, result.indicator)} with {' and '.join(map(percent, result.levels))} limits. "
        f"{outlier_sentence(result)}"
    )


def table(result: FunnelResult, kind: str) -> pd.DataFrame:
    """Tabulate the areas for people."""
    check_option("kind", kind, TableKind)
    rows = result.outliers() if kind == "headline" else result.areas[result.areas["shown"]]
    info = result.indicator
    inner = f"{result.levels[0] * 100:.6g}".replace(".", "_")
    prefix = "" if result.flag_basis == "exact" else "adjusted_"
    lines = zip(rows[f"{prefix}lower_{inner}"], rows[f"{prefix}upper_{inner}"], strict=True)
    shown = {
        "Area": rows["area_name"],
        "Code": rows["area_code"],
        f"Value{'' if info.is_percentage else f' ({unit_words(info)})'}": [show_value(v, info) for v in rows["value"]],
        # The line at the size of the area: with adjusted limits the flag itself leaves the area out.
        f"{percent(result.levels[0])} lines": [
            "" if math.isnan(low) else f"{show_value(low, info)} to {show_value(high, info)}" for low, high in lines
        ],
        "Status": rows[result.status_column].map(status_words),
        f"Judgement ({percent(result.levels[-1])})": rows["judgement"].str.replace("_", " "),
    }
    if "network_area" in rows:
        shown = {"Network area": rows["network_area"], **shown}
    return pd.DataFrame(shown).reset_index(drop=True)


def status_words(status: str) -> str:
    """Write a status as people say it.

    >>> status_words("above_99_8"), status_words("within"), status_words("not_computed")
    ('above 99.8%', 'within', 'not computed')
    """
    side, _, level = status.partition("_")
    return f"{side} {level.replace('_', '.')}%" if level[:1].isdigit() else status.replace("_", " ")
