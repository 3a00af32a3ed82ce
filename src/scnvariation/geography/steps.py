"""From the code of an area to the code of the area that it is part of later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from scnvariation.errors import OptionError
from scnvariation.messages import places as messages

__all__ = ["Split", "Steps", "as_day"]


@dataclass(frozen=True, slots=True)
class Split:
    """An area that was divided: its successors and their first day, missing where it is not known."""

    after: tuple[str, ...]
    day: pd.Timestamp


@dataclass(frozen=True)
class Steps:
    """The changes of areas that apply to some data.

    Attributes
    ----------
    following : mapping
        New code and first day by the old code, for areas that went whole into another.
    splits : mapping
        Areas that were divided.
    names, ods : mapping
        Name and organisation code of new areas, by code.
    own : mapping
        ONS code by organisation code, where the data have both kinds.
    """

    following: Mapping[str, tuple[str, pd.Timestamp]]
    splits: Mapping[str, Split]
    names: Mapping[str, str]
    ods: Mapping[str, str]
    own: Mapping[str, str]

    @classmethod
    def of(cls, changes: pd.DataFrame, codes: Collection[str], day: pd.Timestamp | None) -> Steps:
        """Choose the changes up to a day, in the kind of code that the data have.

        Parameters
        ----------
        changes : pandas.DataFrame
            A checked succession table.
        codes : collection of str
            Area codes of the data.
        day : Timestamp, optional
            Changes from a later day on are left out; None takes all.

        Returns
        -------
        Steps
            Organisation codes go to ONS codes where the data have both kinds, else they stay what they are.
        """
        both_kinds = not set(codes).isdisjoint({*changes["old_code"], *changes["new_code"]})
        own = _only_ons_code(changes) if both_kinds else {}
        if day is not None:
            changes = changes[changes["from"].isna() | (changes["from"] <= day)]
        ons = changes[["old_code", "new_code", "from", "kind", "new_name", "new_ods_code"]]
        has_ods = changes[(changes["old_ods_code"] != "") & (changes["new_ods_code"] != "")]
        ods = has_ods.assign(old_code=has_ods["old_ods_code"], new_code=has_ods["new_ods_code"])[ons.columns]
        everything = ons if both_kinds else pd.concat([ons, ods], ignore_index=True)
        whole = everything[(everything["kind"] != "split") & (everything["old_code"] != everything["new_code"])]
        pairs = zip(whole["new_code"], whole["from"], strict=True)
        divided = everything[everything["kind"] == "split"].groupby("old_code", sort=False)
        return cls(
            following=dict(zip(whole["old_code"], pairs, strict=True)),
            splits={str(old): Split(tuple(rows["new_code"]), rows["from"].min()) for old, rows in divided},
            names=dict(zip(everything["new_code"], everything["new_name"], strict=True)),
            ods=dict(zip(ons["new_code"], ons["new_ods_code"], strict=True)),
            own=own,
        )

    def path(self, code: str) -> list[str]:
        """List the codes that an area has one after the other, its own first, all of one kind."""
        codes = [self.own.get(code, code)]
        while codes[-1] in self.following:
            codes.append(self.following[codes[-1]][0])
        return codes

    def predecessors(self, code: str) -> list[str]:
        """List the codes that went straight into a code."""
        return self._predecessors.get(code, [])

    @cached_property
    def _predecessors(self) -> dict[str, list[str]]:
        """The codes that went straight into each code."""
        found: dict[str, list[str]] = {}
        for old, (new, _) in self.following.items():
            found.setdefault(new, []).append(old)
        return found

    def parts(self, code: str, present: Collection[str]) -> frozenset[str]:
        """Name the earliest areas that a code covers, among codes that are present in the data."""
        older = [part for old in self.predecessors(code) for part in self.parts(old, present)]
        return frozenset(older) or (frozenset({code}) if code in present else frozenset())


def _only_ons_code(changes: pd.DataFrame) -> dict[str, str]:
    """Give the ONS code of each organisation code that has only one."""
    pairs = [changes[[f"{age}_ods_code", f"{age}_code"]].set_axis(["ods", "ons"], axis=1) for age in ("old", "new")]
    known = pd.concat(pairs).drop_duplicates()
    known = known[(known["ods"] != "") & ~known["ods"].duplicated(keep=False)]
    return dict(zip(known["ods"], known["ons"], strict=True))


def as_day(at: object) -> pd.Timestamp:
    """Read the day that `at=` gives.

    Raises
    ------
    OptionError
        If it is neither a date nor a text such as `2021-04-01`.

    Examples
    --------
    >>> as_day("2021-04-01")
    Timestamp('2021-04-01 00:00:00')
    """
    read = pd.to_datetime(pd.Series([at]), format="%Y-%m-%d", errors="coerce").iloc[0]
    if isinstance(at, bool | int | float) or pd.isna(read):
        raise OptionError(messages.at_not_a_date(at))
    return pd.Timestamp(read)
