"""Checks of rows and codes: notes below the table, merged cells, codes that were numbers, England."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scnvariation.contract.columns import KEYS, fold_heading
from scnvariation.contract.draft import Draft
from scnvariation.contract.numbers import CODE
from scnvariation.contract.texts import TextColumn
from scnvariation.messages.words import count

__all__ = [
    "check_cleaned",
    "check_number_codes",
    "fill_merged",
    "find_england",
    "find_merged",
    "find_notes",
    "is_england",
]

ENGLAND_CODE = "E92000001"
_ENGLAND = frozenset({"england", "eng", "national", "total", "england total", "all registered patients in england"})
_SCIENTIFIC = re.compile(r"(?P<digit>[1-9])(?:\.0+)?E\+?0*(?P<power>[1-9][0-9]?)", re.IGNORECASE)


def is_england(label: str) -> bool:
    """Say whether a code or a name stands for England as a whole.

    >>> is_england("E92000001"), is_england("All Registered Patients in England"), is_england("East of England")
    (True, True, False)
    """
    return label == ENGLAND_CODE or label.casefold() in _ENGLAND


def check_cleaned(draft: Draft) -> None:
    """Note every text that was cleaned, with its original."""
    for column, texts in draft.texts.items():
        for before, after, first, number in texts.cleaned:
            rows = count(number, "row")
            code = "control_characters" if column == "area_name" and _has_control(before) else "code_cleaned"
            words = {"clean": after, "number": rows}
            draft.ledger.note(code, row=first, column=column, cell_text=before, words=words)
        if column == "area_name":
            _check_encoding(draft, texts)


def _has_control(text: str) -> bool:
    """Whether a text has characters that turn or hide what follows, other than tabs and line breaks."""
    return any((ord(letter) < 32 and letter not in "\t\r\n") or "\u202a" <= letter <= "\u202e" for letter in text)


def _check_encoding(draft: Draft, names: TextColumn) -> None:
    """Warn of names whose UTF-8 bytes were read as Windows text."""
    for code, name in enumerate(names.labels):
        if name.isascii():
            continue
        try:
            probably = name.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        first = int(np.argmax(names.codes == code))
        draft.ledger.note("double_encoding", row=first, column="area_name", cell_text=name, words={"clean": probably})


def check_number_codes(draft: Draft) -> None:
    """Refuse codes that a spreadsheet or a number column has turned into numbers."""
    areas = draft.texts["area_code"]
    variant = "zeros" if draft.ledger.where.file else "frame"
    _refuse_numbers(draft, "area_code", areas.numeric, variant)
    scientific = areas.equals(lambda label: _SCIENTIFIC.fullmatch(label) is not None and not label.isalnum())
    _refuse_numbers(draft, "area_code", np.flatnonzero(scientific), "zeros")
    indicators = draft.texts["indicator_id"]
    fractional = indicators.equals(lambda label: "." in label)[indicators.numeric]
    _refuse_numbers(draft, "indicator_id", indicators.numeric[fractional], "indicator")


def _refuse_numbers(draft: Draft, column: str, rows: NDArray[np.int64], variant: str) -> None:
    """Refuse rows, with the code that was probably there before where it can be told for all of them."""
    if not len(rows):
        return
    texts = draft.texts[column]
    labels = texts.texts(rows)
    guesses = [_guess(label) for label in labels]
    if variant == "zeros" and all(guesses):
        variant = ""
    draft.ledger.add(
        "code_is_number",
        rows,
        column=column,
        value=texts.texts,
        variant=variant,
        words={"guess": guesses, "number": labels},
    )


def _guess(label: str) -> str:
    """Guess the code that was read as a power of ten: 5.00E+01 and 50 were 5E1."""
    if match := _SCIENTIFIC.fullmatch(label):
        return f"{match['digit']}E{match['power']}"
    if match := re.fullmatch(r"([1-9])(0+)", label):
        return f"{match[1]}E{len(match[2])}"
    return ""


def find_notes(draft: Draft) -> None:
    """Set aside notes, blank rows and repeated headings: they are not areas."""
    repeated = draft.active & draft.texts["area_code"].equals(_is_heading(draft))
    blank = draft.active.copy()
    for numbers in draft.numbers.values():
        blank &= numbers.kinds == CODE["missing"]
    if blank.any():
        blank &= _has_no_key(draft) | _is_lone_sentence(draft)
    rows = np.flatnonzero(repeated | blank)
    draft.ledger.add("note_row", rows, column="area_code", value=lambda some: [_first_text(draft, row) for row in some])
    draft.set_aside(rows)


def _is_heading(draft: Draft) -> Callable[[str], bool]:
    heading = draft.ledger.where.headings.get("area_code", "area_code")
    return lambda label: label == heading or (bool(label) and fold_heading(label) == "areacode")


def _has_no_key(draft: Draft) -> NDArray[np.bool_]:
    """Say which rows lack one of the key columns that the source has."""
    lacks = np.zeros(draft.size, dtype=np.bool_)
    for column in KEYS:
        if column in draft.frame:
            lacks |= draft.texts[column].equals(lambda label: not label)
    return lacks


def _is_lone_sentence(draft: Draft) -> NDArray[np.bool_]:
    """Say which rows hold nothing but one text of several words."""
    filled = np.zeros(draft.size, dtype=np.int8)
    for column, texts in draft.texts.items():
        if column in draft.frame:
            filled += texts.equals(bool)
    return np.asarray(draft.texts["area_code"].equals(lambda label: " " in label) & (filled == 1))


def _first_text(draft: Draft, row: int) -> str:
    """Give the first text that stands in a row."""
    cells = draft.frame.iloc[row].tolist()
    return next((cell for cell in cells if isinstance(cell, str) and cell.strip()), "")


def fill_merged(draft: Draft) -> None:
    """Repeat codes and names over merged cells, where the user asked for it."""
    if not draft.settings.fill_merged:
        return
    for column in (*KEYS, "area_name"):
        if column in draft.texts:
            draft.texts[column] = draft.texts[column].filled_down()


def find_merged(draft: Draft) -> None:
    """Refuse rows with figures but without a key."""
    for column in KEYS:
        if column in draft.frame:
            blank = draft.texts[column].equals(lambda label: not label)
            needed = draft.active & ~draft.england if column == "area_code" else draft.active
            draft.ledger.add("merged_cells", np.flatnonzero(blank & needed), column=column)


def find_england(draft: Draft) -> None:
    """Take England rows out of the areas: they are the comparator."""
    codes = draft.texts["area_code"]
    found = codes.equals(is_england)
    if "area_name" in draft.texts:
        names = draft.texts["area_name"]
        found |= codes.equals(lambda label: not label) & names.equals(is_england)
    draft.england = found & draft.active
    rows = np.flatnonzero(draft.england)
    if not len(rows):
        return
    labels = [codes.at(row) or draft.texts["area_name"].at(row) for row in rows.tolist()]
    for label in dict.fromkeys(labels):
        words = {"number": count(labels.count(label), "row"), "label": label}
        first = int(rows[labels.index(label)])
        draft.ledger.note("comparator_found", row=first, column="area_code", words=words)
