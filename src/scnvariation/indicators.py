"""`Indicators`: checked observations, what England is, the catalogue, the areas and the problems found."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pandas as pd

from scnvariation import framework
from scnvariation.aggregation import aggregated
from scnvariation.area_table import checked_areas, named
from scnvariation.cataloguing import complete_catalogue, facts_in_data
from scnvariation.contract.accept import accept
from scnvariation.contract.checks import Checked
from scnvariation.contract.source import SourceInfo
from scnvariation.denominator_scopes import with_denominator_scopes
from scnvariation.geography.alternatives import with_uncertain_areas
from scnvariation.indicator_places import IndicatorPlaces
from scnvariation.indicator_words import describe, summary_table
from scnvariation.messages import areas as messages
from scnvariation.periods import period_ends
from scnvariation.reference import Reference
from scnvariation.selection import Filters, Wanted, select_rows

__all__ = ["Indicators"]


class Indicators(IndicatorPlaces):
    """Validated area-level observations and all that is needed to judge them.

    Parameters
    ----------
    observations : pandas.DataFrame
        One row per indicator, period and area, with the contract's columns; never changed.
    catalogue : pandas.DataFrame, optional
        One row per indicator; completed by what the package knows of the frameworks.
    areas : pandas.DataFrame, optional
        One row per area: `area_code`, `network_area`, `region`, need covariates. Without it nothing is unmapped.
    reference : Indicators, optional
        What England is, where it is not the observations given.

    Attributes
    ----------
    reference : Reference
        What England is for each indicator and period; kept through `select`.
    problems : pandas.DataFrame
        What was found when the data were read, one row each.

    Raises
    ------
    DataError
        If any row cannot be right; all problems are shown together and are in `error.problems`.
    MissingColumnsError
        If a column of the contract is absent.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"indicator_id": "x", "period": "2013/14", "area_code": ["A", "B", "C"],
    ...                       "numerator": [3, 5, 7], "denominator": [100, 100, 100], "statistic": "proportion"})
    >>> Indicators(frame)
    <Indicators: 3 areas, 1 indicator, 1 year>
    """

    def __init__(
        self,
        observations: pd.DataFrame,
        *,
        catalogue: pd.DataFrame | None = None,
        areas: pd.DataFrame | None = None,
        reference: Indicators | None = None,
    ) -> None:
        source = SourceInfo.of_frame(observations)
        table = None if areas is None else checked_areas(areas)
        checked = accept(observations, statistic_of=catalogue, areas=table, source=source)
        self._fill(checked, catalogue=catalogue, areas=areas, source=source)
        if reference is not None:
            self.reference = reference.reference

    @classmethod
    def from_checked(
        cls,
        checked: Checked,
        *,
        catalogue: pd.DataFrame | None,
        areas: pd.DataFrame | None,
        source: SourceInfo,
    ) -> Self:
        """Build from rows that a reader has checked already."""
        self = cls.__new__(cls)
        self._fill(checked, catalogue=catalogue, areas=areas, source=source)
        return self

    def _fill(
        self,
        checked: Checked,
        *,
        catalogue: pd.DataFrame | None,
        areas: pd.DataFrame | None,
        source: SourceInfo,
    ) -> None:
        observations = checked.observations.assign(**period_ends(checked.observations["period"]))
        ids = observations["indicator_id"].unique()
        facts = facts_in_data(observations, checked.statistics)
        self._catalogue = complete_catalogue(ids, (facts, catalogue, framework.catalogue()))
        self._areas = None if areas is None else checked_areas(areas)
        self._observations = named(observations, self._areas)
        self._problems = checked.problems
        self._set_aside = checked.set_aside
        self._networks: tuple[str, ...] = ()
        self.source = source
        statistics = self._catalogue.set_index("indicator_id")["statistic"]
        self.reference = Reference(self._observations, checked.england, statistics)

    # -- what it holds -------------------------------------------------------------------------------------

    @property
    def observations(self) -> pd.DataFrame:
        """The selected rows, each with its `reason` where it is not computed (a copy)."""
        return self._observations.copy()

    @property
    def catalogue(self) -> pd.DataFrame:
        """One row per indicator present (a copy)."""
        present = self._catalogue["indicator_id"].isin(self._observations["indicator_id"].unique())
        return self._catalogue[present].reset_index(drop=True)

    @property
    def areas(self) -> pd.DataFrame:
        """One row per area present (a copy)."""
        codes = self._observations["area_code"].unique()
        if self._areas is None:
            named = self._observations.drop_duplicates("area_code")[["area_code", "area_name"]]
            return named.reset_index(drop=True)
        return self._areas[self._areas["area_code"].isin(codes)].reset_index(drop=True)

    @property
    def problems(self) -> pd.DataFrame:
        """What was found when the data were read, and areas whose network area is in doubt (a copy)."""
        found = with_uncertain_areas(self._problems, self.areas)
        return with_denominator_scopes(found, self._observations["indicator_id"].unique())

    @property
    def set_aside(self) -> pd.DataFrame:
        """Rows that are no observations of their own: parts beside their total, repeats, notes (a copy)."""
        return self._set_aside.copy()

    @property
    def networks(self) -> tuple[str, ...]:
        """The condition networks that were selected; empty where none was."""
        return self._networks

    # -- choosing ------------------------------------------------------------------------------------------

    def select(  # noqa: PLR0913 - one word for each way of choosing
        self,
        *,
        indicator: object = None,
        domain: object = None,
        network: object = None,
        network_area: object = None,
        scn: object = None,
        period: object = None,
        area_type: object = None,
        cross_cutting: bool = True,
    ) -> Self:
        """Narrow what is shown; England stays what it is.

        Parameters
        ----------
        indicator : str or list of str, optional
            Ids, or bare codes that are unique in the data.
        domain : int or list of int, optional
            Domains of the NHS Outcomes Framework, 1 to 5.
        network : str or list of str, optional
            Condition networks; indicators that serve every network come too.
        network_area, period, area_type : str or list of str, optional
            Exact values; `period` may also be a mapping that gives each indicator, by id, its own.
        scn : str or list of str, optional
            A network in an area, `cardiovascular / Wessex`.
        cross_cutting : bool, default True
            Whether indicators that belong to every network are kept with `network` and `scn`.

        Returns
        -------
        Indicators
            With the same `reference`.

        Raises
        ------
        OptionError
            If a value is nowhere in the data.
        DataError
            If no row is left; the text says which filter removed how many.
        """
        wanted = Wanted(
            indicator=indicator,
            domain=domain,
            network=network,
            network_area=network_area,
            scn=scn,
            period=period,
            area_type=area_type,
            cross_cutting=cross_cutting,
        )
        rows, networks = select_rows(self._observations, self._catalogue, wanted, self.column)
        return self._narrowed(rows, networks or self._networks)

    def areas_in(self, **place: str) -> list[str]:
        """List the codes of the areas in one place.

        Parameters
        ----------
        **place
            Exactly one of `network_area=`, `network=`, `region=`, or any column of the areas table.

        Returns
        -------
        list of str
            Codes, among all areas of the reference.
        """
        if len(place) != 1:
            raise TypeError(messages.one_place())
        ((name, wanted),) = place.items()
        everywhere = self.reference.observations.drop_duplicates("area_code")
        if name == "network" and (self._areas is None or "network" not in self._areas):
            framework.network_key(wanted)  # every area belongs to each of the condition networks
            return [str(code) for code in everywhere["area_code"]]
        filters = Filters(everywhere)
        filters.keep(name, self.column(name, everywhere), [wanted])
        return [str(code) for code in filters.frame["area_code"]]

    # -- remaking ------------------------------------------------------------------------------------------

    def aggregate(self, to: str) -> Indicators:
        """Add areas up to larger ones, by counts only.

        Parameters
        ----------
        to : str
            `network_area`, `region` or any column of the areas table; its values become the area codes.

        Returns
        -------
        Indicators
            Sums of numerators and denominators; `note` says "of 7 areas, 1 missing". Areas without a parent are in no
            total and in `problems`; a published England stays. Values of standardised rates, means and estimates cannot
            be added: their rows are kept with a reason.
        """
        parents = self.column(to, self._observations)
        summed = aggregated(self._observations, parents, self.fact("statistic"))
        larger = Indicators(summed, catalogue=self._catalogue)
        larger._say_what_is_left_out(self, parents, to)
        return larger

    def retyped(self, statistic: str | None, polarity: str | None) -> Self:
        """Give the same data with another statistic type or polarity for every indicator."""
        if statistic:
            everything = self.reference.observations.assign(statistic=statistic)
            accept(everything, source=self.source)  # stops where the new type makes a row impossible
        changes = {"statistic": statistic, "polarity": polarity}
        other = self._narrowed(self._observations, self._networks)
        other._catalogue = self._catalogue.assign(**{k: v for k, v in changes.items() if v})  # noqa: SLF001
        other.reference = Reference(
            self.reference.observations,
            self.reference.published,
            other.fact("statistic"),
        )
        return other

    def summary(self) -> pd.DataFrame:
        """Tabulate what is held: one row per indicator with areas, periods and rows not computed."""
        return summary_table(self._observations, self.catalogue)

    def to_parquet(self, path: str | Path) -> None:
        """Write the selected observations as Parquet, natural units."""
        self._observations.to_parquet(path, index=False)

    def __repr__(self) -> str:
        return f"<Indicators: {describe(self._observations, self.catalogue)}>"

    def __len__(self) -> int:
        return len(self._observations)
