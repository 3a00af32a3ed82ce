"""Names of areas that two codes share, that change with time, or that no label can hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from scnvariation.contract.draft import Draft
from scnvariation.framework.aliases import fold
from scnvariation.messages.words import count, listed
from scnvariation.periods import latest

__all__ = ["check_names"]

LONG = 200


def check_names(draft: Draft) -> None:
    """Note one name for two codes, several names for one code, and names too long for a label."""
    if "area_name" not in draft.texts:
        return
    names, codes = draft.texts["area_name"], draft.texts["area_code"]
    active = draft.active & ~draft.england
    rows = pd.DataFrame({"name": names.codes, "code": codes.codes, "period": draft.texts["period"].codes})[active]
    pairs = rows.drop_duplicates(["name", "code"])
    named = np.array([bool(label) for label in names.labels], dtype=np.bool_)
    pairs = pairs[named[pairs["name"].to_numpy()]]
    for label in names.labels:
        if len(label) > LONG:
            words = {"length": f"{len(label):,}"}
            draft.ledger.note("long_name", column="area_name", cell_text=label, words=words)
    for name in sorted(_repeated(pairs["name"])):
        here = pairs.loc[pairs["name"] == name, "code"].tolist()
        words = {"codes": listed(codes.labels[code] for code in here), "number": count(len(here), "code")}
        draft.ledger.note("same_name", column="area_name", cell_text=names.labels[name], words=words)
    _use_latest(draft, rows, pairs)


def _repeated(numbers: pd.Series[int]) -> frozenset[int]:
    return frozenset(numbers[numbers.duplicated()].tolist())


def _use_latest(draft: Draft, rows: pd.DataFrame, pairs: pd.DataFrame) -> None:
    """Give codes whose name differs by more than case and punctuation the latest, and warn."""
    names, codes = draft.texts["area_name"], draft.texts["area_code"].labels
    periods = draft.texts["period"].labels
    name_codes = names.codes.copy()
    for code in sorted(_repeated(pairs["code"])):
        here = pairs.loc[pairs["code"] == code, "name"].tolist()
        if len({fold(names.labels[name]) for name in here}) == 1:
            continue
        mine = rows[(rows["code"] == code) & rows["name"].isin(here)]
        last = latest([periods[period] for period in mine["period"].unique()])
        now = int(mine.loc[mine["period"] == periods.index(last), "name"].iloc[0])
        words = {"names": listed(names.labels[name] for name in here), "latest": names.labels[now]}
        first = int(mine.index[0])
        draft.ledger.note("name_changed", row=first, column="area_name", cell_text=codes[code], words=words)
        name_codes[mine.index] = now
    draft.texts["area_name"] = replace(names, codes=name_codes)
