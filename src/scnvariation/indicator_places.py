"""`Indicators` brought to another geography: larger areas, later areas, areas that are in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

import pandas as pd

from scnvariation import framework
from scnvariation.aggregation import without_parent
from scnvariation.area_table import checked_areas
from scnvariation.geography.alternatives import alternative_areas
from scnvariation.geography.memberships import with_networks
from scnvariation.geography.rebuild import rebuilt_areas, rebuilt_rows, refuse_what_cannot_be_added
from scnvariation.geography.report import noted_merges, with_places_left_out
from scnvariation.geography.steps import Steps, as_day
from scnvariation.indicator_views import IndicatorViews
from scnvariation.reference import Reference

__all__ = ["IndicatorPlaces"]


class IndicatorPlaces(IndicatorViews):
    """How `Indicators` change their geography; counts are added, rates never averaged."""

    _networks: tuple[str, ...]
    _problems: pd.DataFrame

    def _narrowed(self, observations: pd.DataFrame, networks: tuple[str, ...]) -> Self:
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        other._observations = observations.reset_index(drop=True)  # noqa: SLF001 - another of our own
        other._networks = networks  # noqa: SLF001 - another of our own
        other.__dict__.pop("own_reference", None)  # computed anew for what is selected now
        return other

    def everywhere(self) -> Self:
        """Show every area of England again, at the indicators and periods that are selected now.

        Returns
        -------
        Indicators
            With the same `reference`.
        """
        whole = self.reference.observations
        if len(self._observations) == len(whole):
            return self
        keys = ["indicator_id", "period"]
        selected = pd.MultiIndex.from_frame(self._observations[keys].drop_duplicates())
        return self._narrowed(whole[pd.MultiIndex.from_frame(whole[keys]).isin(selected)], self._networks)

    def with_areas(self, table: pd.DataFrame) -> Self:
        """Put another areas table in the place of the present one.

        Parameters
        ----------
        table : pandas.DataFrame
            With `area_code`, one row per area.

        Returns
        -------
        Indicators
        """
        other = self._narrowed(self._observations, self._networks)
        other._observations = self._observations  # noqa: SLF001 - another of our own
        other._areas = checked_areas(table)  # noqa: SLF001 - another of our own
        return other

    def with_alternative_areas(self, codes: Iterable[str] | Mapping[str, str] | None = None) -> Self:
        """Move areas whose network area is in doubt to the other one that has a claim to them.

        Run an analysis on both and compare: what changes depends on a mapping that nobody has settled.

        Parameters
        ----------
        codes : iterable of str or mapping, optional
            Areas to move, by ONS or organisation code; a mapping says to which of several. By default every area with
            an alternative goes to the first one.

        Returns
        -------
        Indicators
            The same figures with another areas table. Moving twice gives the first mapping again.

        Raises
        ------
        OptionError
            If the areas table has no alternatives, or none for one of the codes.

        Examples
        --------
        >>> frame = pd.DataFrame({"indicator_id": "x", "period": "2013/14", "area_code": ["E38000181", "E38000009"],
        ...                       "numerator": [3, 5], "denominator": [100, 100], "statistic": "proportion"})
        >>> from scnvariation import Indicators, area_lookup
        >>> data = Indicators(frame, areas=area_lookup("ccg_2013"))
        >>> data.areas["network_area"].tolist()
        ['South West', 'South West']
        >>> data.with_alternative_areas(["12D"]).areas["network_area"].tolist()
        ['South West', 'Thames Valley']
        """
        return self.with_areas(alternative_areas(self._areas, codes, self._observations["area_code"].unique().tolist()))

    def with_membership(self, table: pd.DataFrame, *, kind: str, at: object = None) -> Self:
        """Add the networks of one kind to the areas table, from a table of memberships.

        Networks that commissioners, providers or professions set up become a place like any other: `aggregate` to
        them, or list their `areas_in`.

        Parameters
        ----------
        table : pandas.DataFrame
            As for `scnvariation.framework.check_membership`: `area_code, network, kind, from, to`.
        kind : str
            Kind of network, such as `operational_delivery`; also the name of the new column.
        at : str or date, optional
            Day on which membership counts; by default the last day of the latest period.

        Returns
        -------
        Indicators
            Areas that are in no network of this kind have a blank.

        Raises
        ------
        DataError
            If an area is in two networks of this kind on that day: its counts would be added twice.
        """
        last = self.reference.observations["period_end"].max()
        day = (None if pd.isna(last) else last) if at is None else as_day(at)
        areas = self._areas
        if areas is None:
            areas = self.reference.observations.drop_duplicates("area_code")[["area_code", "area_name"]]
        return self.with_areas(with_networks(areas, framework.check_membership(table), kind, day))

    def rebuilt(self, succession: pd.DataFrame | None = None, *, at: object = None) -> Self:
        """Add the figures of former areas up to the areas that followed them.

        Use it before comparing periods between which areas merged. Only counts are added; a rate is computed anew from
        the sums. England, as published or as the sum of all areas, stays exactly what it was.

        Parameters
        ----------
        succession : pandas.DataFrame, optional
            Changes of areas, with `old_code`, `new_code`, `from` and `kind`; by default those of clinical
            commissioning groups that `scnvariation.framework.succession` lists. To extend that table, concatenate.
        at : str or date, optional
            Changes after this day are left out; by default the last day of the latest period.

        Returns
        -------
        Indicators
            Areas that did not change are as they were. Where a part is missing, `note` says so: "of 3 areas, 1
            missing".

        Raises
        ------
        DataError
            If an area was divided, since counts cannot be shared out; or if figures of the old and the new area stand
            side by side.
        """
        whole = self.reference.observations
        last = whole["period_end"].max()
        day = (None if pd.isna(last) else last) if at is None else as_day(at)
        changes = framework.check_succession(framework.succession() if succession is None else succession)
        steps = Steps.of(changes, whole["area_code"].unique().tolist(), day)
        refuse_what_cannot_be_added(whole, steps)
        statistics = self.fact("statistic")
        everywhere = rebuilt_rows(whole, steps, statistics)
        selected = len(self._observations) < len(whole)
        other = self._narrowed(everywhere, self._networks)
        other.reference = Reference(other._observations, self.reference.published, statistics)  # noqa: SLF001 - another of our own
        if selected:
            other._observations = rebuilt_rows(self._observations, steps, statistics)  # noqa: SLF001 - another of our own
        codes = {code: new for code in whole["area_code"].unique() if (new := steps.path(code)[-1]) != code}
        if self._areas is not None:
            other._areas = rebuilt_areas(self._areas, codes, steps)  # noqa: SLF001 - another of our own
        other._problems = noted_merges(self._problems, codes)  # noqa: SLF001 - another of our own
        return other

    def _say_what_is_left_out(self, of: IndicatorPlaces, parents: pd.Series[str], to: str) -> None:
        """Enter the areas without a parent, which are in no total, and keep the England that is published."""
        left_out = without_parent(of._observations, parents)
        self._problems = with_places_left_out(self._problems, left_out, to)
        if len(of.reference.published):
            self.reference = Reference(self._observations, of.reference.published, self.fact("statistic"))
