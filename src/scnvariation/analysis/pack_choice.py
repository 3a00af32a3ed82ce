"""Which indicators a pack shows, at which period, and what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation.analysis.as_at import Figures, choose_figures
from scnvariation.analysis.overview_rows import DOMAINS_OF_ALL, headed_indicators, serving
from scnvariation.analysis.pack_figures import ENGLAND
from scnvariation.analysis.scope import catalogue_infos
from scnvariation.errors import DataError
from scnvariation.framework import networks
from scnvariation.messages import pack_figures as messages
from scnvariation.messages.overview import without_figure
from scnvariation.periods import parse_period
from scnvariation.selection import as_list, network_keys

if TYPE_CHECKING:
    from scnvariation.analysis.indicator import IndicatorInfo
    from scnvariation.indicators import Indicators

__all__ = ["PLACE", "Chosen", "choice_notes", "chosen_figures", "places_of"]

PLACE = "network_area"
CROSS_CUTTING = "cross_cutting"
INDICATORS = [
    *("indicator_id", "code", "framework", "name", "domain", "networks", "statistic", "polarity", "multiplier"),
    *("unit", "source", "period", "period_end", "age_months"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The rows of a pack.

    Attributes
    ----------
    data : Indicators
        The indicators shown, every area of England, all periods selected.
    now : Indicators
        The same at the period shown.
    judged : Indicators or None
        Of `data`, the indicators of known statistic type that have a usable figure at the period shown.
    lines : pandas.DataFrame
        One row per indicator, in order.
    figures : Figures
        How periods were chosen.
    infos : dict of str to IndicatorInfo
        By `indicator_id`.
    networks, network_areas : tuple of str
        Whose packs can be made.
    has_places : bool
        Whether any area of England has a network area.
    """

    data: Indicators
    now: Indicators
    judged: Indicators | None
    lines: pd.DataFrame
    figures: Figures
    infos: dict[str, IndicatorInfo]
    networks: tuple[str, ...]
    network_areas: tuple[str, ...]
    has_places: bool

    @property
    def period_of(self) -> dict[str, str]:
        """The period shown, by `indicator_id`, in order."""
        return dict(zip(self.lines["indicator_id"], self.lines["period"], strict=True))

    @property
    def judged_now(self) -> Indicators | None:
        """What is judged, at the period shown."""
        if self.judged is None:
            return None
        mine = set(self.judged.catalogue["indicator_id"])
        return self.judged.select(period={one: text for one, text in self.period_of.items() if one in mine})

    @property
    def judged_ids(self) -> list[str]:
        """The indicators that are judged, in order."""
        mine = set() if self.judged is None else set(self.judged.catalogue["indicator_id"])
        return [one for one in self.period_of if one in mine]

    def history(self, indicator: str) -> tuple[str, ...]:
        """List the periods of an indicator up to the one shown that are as long as that one, in order of time."""
        shown = parse_period(self.period_of[indicator])
        if shown is None:
            return (self.period_of[indicator],)
        known = [one for text in self.data.periods_of(indicator) if (one := parse_period(text)) is not None]
        return tuple(one.text for one in sorted(known) if one.end <= shown.end and one.months == shown.months)

    def names_of(self, indicators: Sequence[str]) -> list[str]:
        """Give the names of some indicators."""
        return [self.infos[one].name for one in indicators]

    def in_order(self, table: pd.DataFrame, *then: str) -> pd.DataFrame:
        """Sort a table by indicator, in the order of the lines, and then by other columns."""
        number = {indicator: k for k, indicator in enumerate(self.period_of)}
        keyed = table.assign(_order=table["indicator_id"].map(number).fillna(len(number)))
        ordered = keyed.sort_values(["_order", "indicator_id", *then], kind="stable", ignore_index=True)
        return ordered.drop(columns="_order")


def chosen_figures(held: Indicators, *, period: str | None, as_at: object, network: object) -> Chosen:
    """Choose the indicators of some networks, a period for each, and find whose packs they make.

    Parameters
    ----------
    held : Indicators
        What was selected.
    period, as_at : str, optional
        As in `overview`.
    network : str or list of str, optional
        Condition networks; indicators that serve all networks come too.

    Returns
    -------
    Chosen

    Raises
    ------
    OptionError
        If a network or period is unknown.
    DataError
        If no indicator has a figure, or a network area is called like England as a whole.
    """
    wanted = None if network is None else serving(held, network)
    figures = choose_figures(held, period=period, as_at=as_at, indicators=wanted)
    selected = _only(held, figures.chosen["indicator_id"].tolist())
    data = selected.everywhere()
    lines = _lines(data, figures)
    now = data.select(period=dict(zip(lines["indicator_id"], lines["period"], strict=True)))
    places = set(places_of(now, now.observations)) - {""}
    if ENGLAND in places:
        raise DataError(messages.place_named_england(ENGLAND))
    shown = places_of(selected, selected.observations)
    return Chosen(
        data=data,
        now=now,
        judged=_judged(data, now),
        lines=lines,
        figures=figures,
        infos=catalogue_infos(data),
        networks=_networks(lines, held, network),
        network_areas=tuple(sorted(set(shown) - {""})),
        has_places=bool(places),
    )


def places_of(data: Indicators, rows: pd.DataFrame) -> pd.Series[str]:
    """Give the network area of each row; empty where none is known.

    Parameters
    ----------
    data : Indicators
        With an areas table or a column of its own.
    rows : pandas.DataFrame
        Some of its observations.

    Returns
    -------
    pandas.Series
        Aligned with `rows`.
    """
    if not data.has_column(PLACE):
        return pd.Series("", index=rows.index, dtype="str")
    return data.column(PLACE, rows)


def _lines(data: Indicators, figures: Figures) -> pd.DataFrame:
    """Give one row per indicator: under its domain and networks, by name."""
    headed = headed_indicators(data, figures)
    heading = (headed["domain_heading"] + "\n" + headed["network_heading"]).to_numpy(object)
    more = [name for name in INDICATORS if name not in headed]
    facts = data.catalogue[["indicator_id", *more]]
    rows = headed.assign(block=pd.factorize(heading)[0]).merge(facts, on="indicator_id", how="left", validate="1:1")
    of_all = rows["domain"].isin(DOMAINS_OF_ALL) & (rows["networks"] == "")
    rows["networks"] = rows["networks"].mask(of_all, CROSS_CUTTING)
    return rows.sort_values(["block", "name", "indicator_id"], ignore_index=True)[INDICATORS]


def _judged(data: Indicators, now: Indicators) -> Indicators | None:
    """Keep the indicators of known statistic type with a usable figure, if there is any."""
    rows = now.observations
    typed = rows["indicator_id"].map(now.fact("statistic")) != ""
    usable = sorted(rows.loc[typed & (rows["reason"] == ""), "indicator_id"].unique().tolist())
    return _only(data, usable) if usable else None


def _only(data: Indicators, indicators: list[str]) -> Indicators:
    """Keep some indicators; data that hold no other stay what they are, which analyses know to be all of England."""
    return data if len(indicators) == len(data.catalogue) else data.select(indicator=indicators)


def _networks(lines: pd.DataFrame, held: Indicators, network: object) -> tuple[str, ...]:
    """List the networks that were asked for or selected, else those of the indicators: the known ones first."""
    if network is not None:
        return network_keys(as_list(network), held.catalogue["networks"])
    if held.networks:
        return held.networks
    present = {key for text in lines["networks"] for key in str(text).split(";")} - {"", CROSS_CUTTING}
    known = networks()["network"].tolist()
    return (*(key for key in known if key in present), *sorted(present - set(known)))


def choice_notes(chosen: Chosen) -> tuple[str, ...]:
    """Say how periods were chosen, and which indicators are in no pack."""
    names = chosen.data.fact("name")
    without = [str(names[one]) for one in chosen.figures.left_out["indicator_id"] if one in names.index]
    nowhere = chosen.lines.loc[chosen.lines["networks"] == "", "name"].tolist() if chosen.networks else []
    return (
        *chosen.figures.notes,
        *((without_figure(without),) if without else ()),
        *((messages.served_by_none(nowhere),) if nowhere else ()),
        *((messages.no_places(),) if not chosen.has_places else ()),
    )
