"""How problems are told when they stop a call, and how they are told when they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from scnvariation.messages.words import count, five_of

__all__ = ["Line", "general_warning", "missing_refusal", "one_refusal", "refusals", "suppressed_warning"]

SHOWN = 20
_SINGULAR = {"are": "is", "have": "has", "hold": "holds"}
Line = Mapping[str, object]

# Texts of these codes say what the source is or has, and need it as their subject.
_ABOUT_SOURCE = frozenset(
    {
        "no_header",
        "unreadable_text", "nul_byte", "no_rows", "several_tables", "which_sheet", "wrong_extension",
        "unsupported_workbook", "too_large_inside", "truncated", "not_parquet", "pickle_refused", "cannot_open",
        "no_network", "missing_extra", "period_unknown", "too_large", "ragged_block", "long_mixed", "patient_level",
    }
)  # fmt: skip


def place_of(line: Line) -> str:
    """Say where a problem stands: sheet, row, column, cell and what is in it.

    >>> place_of({"sheet": "", "row": 3, "column": "numerator", "cell": "", "value": "'-4'", "code": "negative"})
    "row 3, column 'numerator', '-4'"
    """
    if line["row"] is None and line["code"] in _ABOUT_SOURCE:
        return ""
    parts = [f"sheet {line['sheet']!r}"] if line["sheet"] else []
    if line["row"] is not None:
        parts.append(f"row {line['row']:,}")
    if line["column"]:
        parts.append(f"column {line['column']!r}" + (f" ({line['cell']})" if line["cell"] else ""))
    if line["value"]:
        parts.append(str(line["value"]))
    return ", ".join(parts)


def told(line: Line) -> str:
    """Say what is wrong and what to do, with its subject where it needs one."""
    what = str(line["what"])
    if line["row"] is None and line["code"] in _ABOUT_SOURCE:
        subject = f"sheet {line['sheet']!r}" if line["sheet"] else "the file" if line["file"] else "the table"
        what = f"{subject} {what}"
    return " ".join(part for part in (f"{what}.", str(line["mend"])) if part)


def one_refusal(call: str, line: Line) -> str:
    """Tell a single problem of a whole source."""
    return f"{call}: {told(line)}"


def missing_refusal(call: str, line: Line) -> str:
    """Tell that a column is absent."""
    return f"{call} {told(line)}"


def refusals(call: str, lines: Sequence[Line], rows: int) -> str:
    """Tell several problems together: the first 20, and how many more of each code."""
    touched = len({line["row"] for line in lines if line["row"] is not None})
    within = f" in {touched:,} of {count(rows, 'row')}" if touched else ""
    text = [f"{call} found {count(len(lines), 'problem')}{within} and used nothing."]
    text += [f"  {': '.join(part for part in (place_of(line), told(line)) if part)}" for line in lines[:SHOWN]]
    rest = Counter(str(line["code"]) for line in lines[SHOWN:])
    if rest:
        tally = ", ".join(f"{code!r} {number:,}" for code, number in rest.most_common())
        text.append(f"  and {sum(rest.values()):,} more: {tally}.")
    everything = "It is" if len(lines) == 1 else f"All {len(lines):,} are"
    text.append(f"{everything} in error.problems. Nothing was written.")
    return "\n".join(text)


def suppressed_warning(marks: Mapping[str, int], values: int, areas: Sequence[str], *, of: int) -> str:
    """Warn of suppressed values: how many, by mark, and in which areas."""
    tally = ", ".join(f"{mark}: {number:,}" for mark, number in marks.items())
    verb = "is" if values == 1 else "are"
    return (
        f"{values:,} of {count(of, 'value')} {verb} suppressed (mark {tally}) and left out of the benchmark and "
        f"limits: {five_of(areas)}. See result.excluded; pass strict=True to stop here instead."
    )


def general_warning(words: str, number: int, of: str, places: Sequence[str]) -> str:
    """Warn of rows, areas or names that were set aside or changed.

    >>> general_warning("have the denominator 0", 1, "of 212 rows", ["E38000004"])
    '1 of 212 rows has the denominator 0: E38000004. See problems of the data; pass strict=True to stop here instead.'
    """
    if number == 1:
        verb, _, rest = words.partition(" ")
        words = f"{_SINGULAR.get(verb, verb)} {rest}"
    listed = f": {five_of(places)}" if places else ""
    return f"{number:,} {of} {words}{listed}. See problems of the data; pass strict=True to stop here instead."
