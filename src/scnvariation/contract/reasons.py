"""The closed list of reason codes: why a row or a figure is not computed."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["REASONS", "ROW_REASONS", "STRICT_REASONS", "Reason", "reason_sentence"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason code.

    Attributes
    ----------
    code : str
        What machines read.
    about : str
        `output` (withheld by us), `row` or `statistic`.
    template : str
        What people read, with names in braces.
    usual : dict
        What stands for a name in braces where the caller has nothing more exact.
    """

    code: str
    about: str
    template: str
    usual: dict[str, str] = field(default_factory=dict)


def _reasons(about: str, *rows: tuple[str, str] | tuple[str, str, dict[str, str]]) -> dict[str, Reason]:
    return {row[0]: Reason(row[0], about, *row[1:]) for row in rows}


# In order of precedence within each part: where several apply to a row, the first one is given.
_OUTPUT = _reasons(
    "output",
    ("withheld_primary", "withheld: the count is between 1 and 7"),
    ("withheld_secondary", "withheld: it would let a withheld count be worked out"),
)
_ROW = _reasons(
    "row",
    ("excluded_by_user", "you left this row out"),
    ("note_row", "this is a note or a repeated heading, not an area"),
    ("duplicate_dropped", "it repeats {row} exactly", {"row": "another row"}),
    ("superseded", "a final (or later) figure for the same area and period is used"),
    ("other_breakdown", "it is a {kind} breakdown, not the total asked for", {"kind": "sex, age or category"}),
    (
        "other_area_type",
        "it is a {kind} among {wanted}",
        {"kind": "region, area team, hub or subtotal", "wanted": "the areas asked for"},
    ),
    ("other_country", "it is outside England"),
    (
        "code_not_valid_in_period",
        "{code} was not in use in {period}",
        {"code": "the code", "period": "the period"},
    ),
    ("unmapped_area", "no network is recorded for this area (the area still counts towards England)"),
    (
        "suppressed",
        "the publisher suppressed it ({mark}); bounds kept where the mark gives them",
        {"mark": "a mark"},
    ),
    ("data_quality", "the publisher marks it as failing data quality ({mark})", {"mark": "a mark"}),
    (
        "inconsistent_source",
        "the published figures contradict each other ({what})",
        {"what": "see the problems"},
    ),
    ("not_available", "the publisher marks it as not available ({mark})", {"mark": "a mark"}),
    ("not_applicable", "the publisher marks it as not applicable ({mark})", {"mark": "a mark"}),
    ("ambiguous_dash", '"-" may mean zero or missing; say which with `dash=`'),
    ("excel_error", "the cell holds {error}", {"error": "an Excel error"}),
    ("missing", "the {column} is blank", {"column": "numerator, denominator or value"}),
    ("no_counts", "only a value is given, without numerator and denominator"),
    ("zero_denominator", "the denominator is 0"),
    ("incomplete_period", "{present} months are present", {"present": "not all"}),
)
_STATISTIC = _reasons(
    "statistic",
    (
        "not_for_this_statistic",
        "{method} does not apply to {statistic}",
        {"method": "the method", "statistic": "this kind of figure"},
    ),
    ("too_few_areas", "{areas}, at least {least} are needed", {"areas": "too few areas", "least": "3"}),
    ("too_few_events", "{events}, at least {least} are needed", {"events": "too few events", "least": "more"}),
    ("too_few_periods", "{periods}, at least {least} are needed", {"periods": "too few periods", "least": "more"}),
    ("period_gap", "{periods} are missing from the series", {"periods": "periods"}),
    ("overlapping_periods", "the periods share years, so they are not independent"),
    ("constant_series", "the figure is the same in every period"),
    ("group_incomplete", "{part} of the network are not computed", {"part": "some areas"}),
    ("no_variation", "all areas are identical"),
    ("zero_count_undefined", "the statistic is not defined when an area has no events"),
    ("neutral_polarity", "the indicator has no better or worse direction"),
    ("did_not_converge", "the estimate did not settle after {steps}", {"steps": "all its steps"}),
)

REASONS: dict[str, Reason] = {**_OUTPUT, **_ROW, **_STATISTIC}
# Publishers withhold single figures for too few events, so rows come with this reason too, after all others.
ROW_REASONS: tuple[str, ...] = (*_ROW, "too_few_events")
STRICT_REASONS: frozenset[str] = frozenset(
    ROW_REASONS[ROW_REASONS.index("suppressed") : ROW_REASONS.index("incomplete_period") + 1]
)


def reason_sentence(code: str, **exact: object) -> str:
    """Write the sentence of a reason code.

    Parameters
    ----------
    code : str
        One of the closed list.
    **exact
        What is known more exactly than the usual words: `mark="*"`, `row="row 31"`.

    Returns
    -------
    str
        "not computed because ..." for rows and statistics, "withheld: ..." for outputs.

    Examples
    --------
    >>> reason_sentence("suppressed", mark="*")
    'not computed because the publisher suppressed it (*); bounds kept where the mark gives them'
    >>> reason_sentence("withheld_primary")
    'withheld: the count is between 1 and 7'
    """
    reason = REASONS[code]
    words = reason.template.format(**{**reason.usual, **{name: str(what) for name, what in exact.items()}})
    return words if reason.about == "output" else f"not computed because {words}"
