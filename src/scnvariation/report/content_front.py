"""Page one of a pack in words: title, periods, and three sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scnvariation.analysis.change_network_words import UP_OR_DOWN, move_words
from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.overview_words import LEVELS, OUTSIDE, WORDS, expected_words
from scnvariation.framework import networks
from scnvariation.messages import pack_sentences as messages
from scnvariation.periods import parse_period
from scnvariation.report.cells import is_withheld
from scnvariation.report.pack_cuts import PackCut, Row

__all__ = ["front_sentences", "network_label", "outside_rows", "pack_subtitle", "pack_title", "parts_words"]

EVERY_NETWORK = "All indicators"
#: How often a figure comes, by the kind of its period.
KINDS = {
    "financial_year": "annual",
    "year": "annual",
    "quarter": "quarterly",
    "month": "monthly",
    "day": "of one day",
    "": "without dates",
}
OF_OTHER_LENGTHS = "of several months or years"


def network_label(network: str) -> str:
    """Name a network as people say it; one of the users' own as they spell it.

    >>> network_label("cardiovascular"), network_label("our own"), network_label("")
    ('Cardiovascular', 'our own', 'All indicators')
    """
    labels = networks().set_index("network")["label"].to_dict()
    return str(labels.get(network, network)) or EVERY_NETWORK


def pack_title(cut: PackCut) -> str:
    """Name the network and the place."""
    return f"{network_label(cut.network)}: {cut.place}"


def pack_subtitle(cut: PackCut) -> str:
    """Say of which periods the figures are, and how old the oldest is."""
    periods = [str(line["period"]) for line in cut.lines]
    day = cut.figures.day
    if len(set(periods)) <= 1 or day is None:
        return messages.all_of_one_period(periods[0] if len(set(periods)) == 1 else "", len(periods))
    kinds = Counter(kind_words(period) for period in periods)
    oldest = max((float(line["age_months"]) for line in cut.lines if line["age_months"] > 0), default=0.0)
    return messages.latest_by(day, dict(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))), oldest)


def kind_words(period: str) -> str:
    """Say how often figures of such a period come.

    >>> kind_words("2014/15 Q4"), kind_words("2013/14"), kind_words("2011-13"), kind_words("last spring")
    ('quarterly', 'annual', 'of several months or years', 'without dates')
    """
    parsed = parse_period(period)
    return KINDS.get(parsed.kind if parsed else "", OF_OTHER_LENGTHS)


def outside_rows(cut: PackCut) -> list[Row]:
    """List the areas outside, indicator after indicator."""
    return [row for row in cut.every_area if row["judgement"] in OUTSIDE]


def parts_words(judgements: Iterable[str]) -> str:
    """Count each kind of mark.

    >>> parts_words(["worse", "better", "worse"])
    '2 worse, 1 better'
    """
    found = Counter(judgements)
    return ", ".join(f"{found[name]:,} {WORDS[name]}" for name in OUTSIDE if found[name])


def front_sentences(cut: PackCut) -> tuple[str, str, str]:
    """Give the three sentences of page one: areas outside, the place as a whole, what is new or has changed."""
    return _areas(cut), _whole(cut), _new(cut)


def _areas(cut: PackCut) -> str:
    """Say who is outside, beside what chance alone would give; where nearly all are, that is the message."""
    rows, outside = cut.every_area, outside_rows(cut)
    compared = sum(row["judgement"] != "not_compared" for row in rows)
    level = LEVELS["area"]
    parts = [messages.systemic_in_short(cut.systemic, len(cut.lines))] if cut.systemic else []
    parts.append(
        messages.compared_areas(
            [_named(cut, row) for row in outside],
            compared,
            percent(level),
            expected_words(compared * (1 - level)),
            parts_words(row["judgement"] for row in outside),
        )
        if compared
        else messages.not_compared()
    )
    hidden = sum(is_withheld(row["reason"]) for row in rows)
    if hidden:
        parts.append(messages.withheld_figures(hidden, len(rows)))
    blank = len(rows) - compared - hidden
    if compared and blank:
        parts.append(messages.not_comparable(blank, len(rows)))
    return " ".join(parts)


def _whole(cut: PackCut) -> str:
    """Say how the network area as a whole stands, or how many of all do, and how much of it is withheld."""
    if not cut.wholes:
        return messages.no_network_areas()
    pairs = ((one, cut.whole(one, place)) for one in cut.indicators for place in cut.wholes)
    found = [(one, row) for one, row in pairs if row is not None]
    hidden = sum(is_withheld(row["why_not"]) for _, row in found)
    return " ".join([_compared(cut, found), *([messages.withheld_wholes(hidden)] if hidden else [])])


def _compared(cut: PackCut, found: list[tuple[str, Row]]) -> str:
    """Say on what places as a whole differ from the rest of England."""
    compared = sum(row["judgement"] != "not_compared" for _, row in found)
    marked = [(one, row) for one, row in found if row["judgement"] in OUTSIDE]
    expected = expected_words(compared * (1 - LEVELS["network_area"]))
    if not cut.network_area:
        parts = parts_words(row["judgement"] for _, row in marked)
        return messages.compared_wholes(len(marked), compared, parts, expected)
    names = {WORDS[word]: [cut.info(one).name for one, row in marked if row["judgement"] == word] for word in OUTSIDE}
    by_word = {word: of for word, of in names.items() if of}
    return messages.compared_whole(cut.network_area, by_word, compared, expected)


def _new(cut: PackCut) -> str:
    """Say what is new since the last independent period, and what has moved since the baseline."""
    outside = outside_rows(cut)
    new = sum(bool(row["is_new"]) for row in outside)
    first = sum(not _has_earlier(row) for row in outside)
    known = any(map(_has_earlier, cut.every_area))
    said = messages.newly_outside(new, len(outside), first) if known else messages.nothing_earlier()
    moved = _moved(cut)
    return f"{said}; {moved}." if moved else f"{said}."


def _has_earlier(row: Row) -> bool:
    """Whether an area was judged in an earlier independent period."""
    return bool(row["periods_judged"] > 1)


def _named(cut: PackCut, row: Row) -> str:
    """Name an area with its judgement and its indicator."""
    return f"{row['area_name']} ({WORDS[row['judgement']]} on {cut.info(str(row['indicator_id'])).name})"


def _moved(cut: PackCut) -> str:
    """Say which places moved against the rest of England."""
    rows = [(one, row) for one in cut.indicators for row in cut.at_places(cut.all.change, one)]
    compared = [(one, row) for one, row in rows if not row["reason"]]
    if not compared:
        return ""
    found = [(one, row) for one, row in compared if row["verdict"] in UP_OR_DOWN]
    if not cut.network_area:
        return messages.moves(len(found), len(compared))
    words = [f"{cut.info(one).name} {move_words(row['verdict'], cut.info(one).polarity)}" for one, row in found]
    return messages.moved(cut.network_area, words, len(compared))
