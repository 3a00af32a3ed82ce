"""Areas whose network area is in doubt: which they are, and the same areas table with their alternatives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from scnvariation.contract.ledger import Ledger
from scnvariation.contract.source import SourceMap
from scnvariation.errors import OptionError
from scnvariation.framework.network_areas import network_areas
from scnvariation.messages import places as messages

__all__ = ["alternative_areas", "with_uncertain_areas"]

IN_DOUBT = ("low", "medium")


def alternative_areas(
    areas: pd.DataFrame | None, codes: Iterable[str] | Mapping[str, str] | None, present: Collection[str]
) -> pd.DataFrame:
    """Move areas to the other network area that has a claim to them.

    Parameters
    ----------
    areas : pandas.DataFrame or None
        With `area_code`, `network_area`, `alternative` (keys, `;` between several).
    codes : iterable of str, mapping or None
        Area or organisation codes; with a mapping also which of several alternatives. None takes every area that
        has one.
    present : collection of str
        Area codes of the data, for the message.

    Returns
    -------
    pandas.DataFrame
        A copy; `alternative` then begins with the area that each was moved from, so that moving twice moves back.

    Raises
    ------
    OptionError
        If no alternatives are recorded, or none for a code.
    """
    if areas is None or not {"network_area", "alternative"} <= set(areas.columns):
        raise OptionError(messages.no_alternatives_known())
    table = areas.copy()
    others = {code: text.split(";") for code, text in _texts(table, "alternative").items() if text}
    chosen = _chosen(table, others, codes, present)
    keys = _texts(table, "network_area_key") if "network_area_key" in table else _texts(table, "network_area")
    known = network_areas()
    names = dict(zip(known["network_area_key"], known["network_area"], strict=True)) | _names_by_key(table)
    rows = table.set_index("area_code").index
    for code, key in chosen.items():
        row = rows.get_loc(code)
        table.loc[row, "network_area"] = names.get(key, key)
        if "network_area_key" in table:
            table.loc[row, "network_area_key"] = key
        table.loc[row, "alternative"] = ";".join([keys[code], *(one for one in others[code] if one != key)])
    return table


def _texts(table: pd.DataFrame, column: str) -> dict[str, str]:
    """Give a column as text by area code."""
    return dict(zip(table["area_code"], table[column].fillna("").astype(str).str.strip(), strict=True))


def _names_by_key(table: pd.DataFrame) -> dict[str, str]:
    """Give the names that the table itself has for its keys."""
    if "network_area_key" not in table:
        return {}
    named = table[(table["network_area_key"] != "") & table["network_area_key"].notna()]
    return dict(zip(named["network_area_key"], named["network_area"], strict=True))


def _chosen(
    table: pd.DataFrame,
    others: Mapping[str, list[str]],
    codes: Iterable[str] | Mapping[str, str] | None,
    present: Collection[str],
) -> dict[str, str]:
    """Give the key of the alternative for each area to be moved."""
    if codes is None:
        return {code: keys[0] for code, keys in others.items()}
    asked = [codes] if isinstance(codes, str) else list(codes)
    ods = {} if "ods_code" not in table else {ods: code for code, ods in _texts(table, "ods_code").items() if ods}
    area_of = {code: code if code in others else ods.get(code, code) for code in asked}
    without = [code for code, area in area_of.items() if area not in others]
    if without:
        known = [code for code in others if code in set(present)]
        raise OptionError(messages.no_alternative(without, known))
    chosen = {}
    for code, area in area_of.items():
        wanted = codes[code] if isinstance(codes, Mapping) else others[area][0]
        if wanted not in others[area]:
            raise OptionError(messages.unknown_alternative(code, wanted, others[area]))
        chosen[area] = wanted
    return chosen


def names_in_doubt(areas: pd.DataFrame) -> list[str]:
    """Name the areas whose network area is in doubt, those without a name by their code."""
    if not {"confidence", "network_area"} <= set(areas.columns):
        return []
    doubtful = areas[areas["confidence"].isin(IN_DOUBT)]
    names = doubtful["area_name"] if "area_name" in doubtful else doubtful["area_code"]
    return [str(name) for name in names.fillna(doubtful["area_code"])]


def with_uncertain_areas(problems: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Add to the problems the areas whose network area is in doubt.

    Parameters
    ----------
    problems : pandas.DataFrame
        Found when the data were read.
    areas : pandas.DataFrame
        Areas of the data, with `confidence` where the look-up says how sure it is.

    Returns
    -------
    pandas.DataFrame
        With one row more for each area of low or medium confidence. They are no fault of a file, so that neither
        reading nor `strict=True` stops at them.
    """
    if not {"confidence", "network_area"} <= set(areas.columns):
        return problems.copy()
    ledger = Ledger(SourceMap.of_file(""))
    for area in areas[areas["confidence"].isin(IN_DOUBT)].to_dict("records"):
        other = str(area.get("alternative") or "")
        words = {
            "name": area.get("area_name") or area["area_code"],
            "network_area": area["network_area"],
            "confidence": area["confidence"],
            "other": f"; {other.replace(';', ' and ')} may claim it too" if other else "",
        }
        ledger.note("mapping_uncertain", column="network_area", cell_text=str(area["area_code"]), words=words)
    found = ledger.table()
    return pd.concat([problems, found], ignore_index=True) if len(found) else problems.copy()
