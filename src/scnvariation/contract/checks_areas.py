"""Checks of areas: organisation codes, other countries, kinds of area, areas that no network is recorded for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from scnvariation.contract.checks_rows import ENGLAND_CODE
from scnvariation.contract.columns import fold_heading
from scnvariation.contract.draft import Draft
from scnvariation.contract.ledger import RANK
from scnvariation.contract.texts import TextColumn, clean_code
from scnvariation.messages.words import count, listed

__all__ = ["check_area_kinds", "check_areas"]

_ONS = re.compile(r"[EWSN][0-9]{8}")
_PARENTS = frozenset({"E12", "E39", "E40"})
_ABROAD = re.compile(r"[WSN][0-9]{8}")


def check_areas(draft: Draft, areas: pd.DataFrame | None) -> None:
    """Bring codes to the areas table's own, and list areas that it cannot place in a network."""
    if areas is None or "area_code" not in areas:
        return
    known = [clean_code(str(code)) for code in areas["area_code"]]
    if not _is_unique(draft, areas, known):
        return
    _translate(draft, areas, known)
    network = dict(zip(known, _column(areas, "network_area", "area_code"), strict=True))
    texts = draft.texts["area_code"]
    for code in _present(draft, texts):
        label = texts.labels[code]
        if not network.get(label):
            first = int(np.argmax((texts.codes == code) & draft.active))
            draft.ledger.note("unmapped_area", row=first, column="area_code", cell_text=label)


def _column(areas: pd.DataFrame, name: str, otherwise: str) -> list[str]:
    """Give a column of the areas table as text, blank where missing."""
    column = areas[name if name in areas else otherwise]
    return ["" if pd.isna(item) else str(item) for item in column]


def _present(draft: Draft, texts: TextColumn) -> list[int]:
    """List the labels of the areas that a source is about, in order of first appearance."""
    others = draft.england | (draft.ledger.rank == RANK["other_area_type"])
    codes = texts.codes[draft.active & ~others]
    return [code for code in pd.unique(codes).tolist() if texts.labels[code]]


def _is_unique(draft: Draft, areas: pd.DataFrame, known: Sequence[str]) -> bool:
    """Refuse a table that would multiply rows in a join."""
    repeated = [code for code, number in Counter(known).items() if number > 1]
    networks = _column(areas, "network_area", "area_code")
    for code in repeated:
        found = list(dict.fromkeys(name for one, name in zip(known, networks, strict=True) if one == code))
        if len(found) > 1:
            draft.ledger.note("two_networks", column="area_code", cell_text=code, words={"networks": listed(found)})
        else:
            draft.ledger.note(
                "lookup_not_unique", column="area_code", cell_text=code, words={"number": known.count(code)}
            )
    return not repeated


def _translate(draft: Draft, areas: pd.DataFrame, known: Sequence[str]) -> None:
    """Read organisation codes as the ONS codes beside them in the areas table."""
    if "ods_code" not in areas:
        return
    pairs = zip(_column(areas, "ods_code", "area_code"), known, strict=True)
    ons_of = {clean_code(ods).casefold(): ons for ods, ons in pairs if ods}
    texts = draft.texts["area_code"]
    already = set(known)
    labels = [label if label in already else ons_of.get(label.casefold(), label) for label in texts.labels]
    changed = sum(before != after for before, after in zip(texts.labels, labels, strict=True))
    if changed:
        draft.texts["area_code"] = texts.relabelled(labels)
        draft.ledger.note("code_kind", column="area_code", words={"number": f"{changed:,}"})


def check_area_kinds(draft: Draft) -> None:
    """Keep one kind of area: mixed kinds would be added up twice."""
    _leave_out_abroad(draft)
    if draft.settings.area_type is not None:
        _keep_kind(draft, draft.settings.area_type)
        return
    kinds, column = _kinds(draft)
    if len(kinds) > 1:
        offer = (
            f"Pass area_type={min(kinds, key=lambda kind: -kinds[kind])!r} to keep one of them."
            if column == "area_type"
            else "Leave all but one kind out of the file, or add a column area_type and pass area_type='...'."
        )
        draft.ledger.note("mixed_area_types", column=column, words={"types": _tally(kinds), "offer": offer})
        draft.ledger.mark(np.flatnonzero(draft.active & ~draft.england), "", refused=True)


def _kinds(draft: Draft) -> tuple[Counter[str], str]:
    """Count areas by kind: by the column that says so, else ONS parents beside the areas they contain."""
    texts = draft.texts["area_code"]
    present = _present(draft, texts)
    if "area_type" in draft.texts:
        kinds = draft.texts["area_type"]
        pairs = pd.DataFrame({"area": texts.codes, "kind": kinds.codes})[draft.active & ~draft.england]
        counted = pairs.drop_duplicates()["kind"].tolist()
        return Counter(kinds.labels[code] for code in counted if kinds.labels[code]), "area_type"
    entities = Counter(texts.labels[code][:3] for code in present if _ONS.fullmatch(texts.labels[code]))
    if entities.keys() & _PARENTS and entities.keys() - _PARENTS:
        return entities, "area_code"
    return Counter(), "area_code"


def _tally(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} ({count(number, 'area')})" for kind, number in kinds.most_common())


def _keep_kind(draft: Draft, wanted: str) -> None:
    """Keep the areas of the kind asked for; never others in their place."""
    kinds = draft.texts.get("area_type")
    folded = fold_heading(wanted)
    if kinds is None or not any(fold_heading(label) == folded for label in kinds.labels):
        there = _tally(_kinds(draft)[0]) or "no column area_type"
        draft.ledger.note("no_such_area_type", words={"wanted": wanted, "types": there})
        draft.ledger.mark(np.flatnonzero(draft.active), "", refused=True)
        return
    others = draft.active & ~draft.england & kinds.equals(lambda label: fold_heading(label) != folded)
    rows = np.flatnonzero(others)
    draft.ledger.add("other_area_type", rows, column="area_type", words={"kind": kinds.texts(rows)})


def _leave_out_abroad(draft: Draft) -> None:
    """Leave Welsh, Scottish and Irish areas out of data that are about England."""
    texts = draft.texts["area_code"]
    english = any(label.startswith("E") and _ONS.fullmatch(label) and label != ENGLAND_CODE for label in texts.labels)
    if english:
        rows = np.flatnonzero(draft.active & texts.equals(lambda label: _ABROAD.fullmatch(label) is not None))
        draft.ledger.add("other_country", rows, column="area_code", value=texts.texts)
