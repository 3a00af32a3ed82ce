"""The answer of `scn.shares`: where the true differences between areas sit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pandas as pd

from scnvariation.analysis import shares_tables, shares_words
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.result import Result, Settings
from scnvariation.messages.words import count

__all__ = ["NetworkTest", "SharesResult"]


class NetworkTest(NamedTuple):
    """Whether networks differ by more than the scatter of their areas explains.

    Attributes
    ----------
    p : float
        Restricted likelihood ratio against an equal mixture of 0 and chi-square with one degree of freedom.
    check_p : float
        F test of the networks after need, the variance between areas taken as estimated: a check.
    """

    p: float
    check_p: float


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class SharesResult(Result):
    """The split of what makes areas differ: chance, need, between networks, within networks.

    Attributes
    ----------
    shares : pandas.DataFrame
        Rows `chance, need, between_networks, within_networks`. `variance` on the log scale for counts, the logit
        scale for proportions, squared natural units otherwise; `share` of all variation; `share_of_true` without
        chance, for the areas and networks present, with its 95 % limits; `population_lower, population_upper`: the
        same if networks were drawn afresh. `reason` says why a figure is missing: where the lower limit is 0 there is
        none but "at most" the upper one, where the upper limit is 1 none but "at least" the lower one (`no_variation`,
        of this part or of all others), and none where the interval is wider than a half (`too_few_areas`, or
        `too_few_events` where chance leads). Each interval is for its part alone.
    reliability, reliability_weighted : float
        True variation over all that is seen; averaged over areas, and with large areas counting for more.
    explained : float
        Share of the true variation that need takes away, 1 - adjusted over unadjusted; may be negative, and is then
        shown as 0. NaN without need.
    network_test : NetworkTest
        P-values.
    need_p : float
        Wald test that no covariate matters; NaN without need.
    slopes : pandas.DataFrame
        One row per covariate: `slope` and its standard error for one standard deviation (`sd`) of it,
        `slope_per_unit`, slopes among areas of one network (`slope_within`) and among means of networks
        (`slope_between`), `difference_p` that these two are one, and `confounding`, the correlation of the network
        means with what else differs between networks.
    n_areas, n_networks : int
        Areas and networks used.
    mean_expected : float
        Expected events an area, of the rarer side of a proportion; NaN for means and estimates.
    between : str
        The column that says in which network an area lies.
    need : tuple of str
        Covariates.
    info : IndicatorInfo
        Name, statistic, and how values are shown.
    period : str
        The period.
    notes : tuple of str
        Sentences that belong under picture and table.
    """

    _main: ClassVar[str] = "shares"

    shares: pd.DataFrame
    reliability: float
    reliability_weighted: float
    explained: float
    network_test: NetworkTest
    need_p: float
    slopes: pd.DataFrame
    n_areas: int
    n_networks: int
    mean_expected: float
    between: str
    need: tuple[str, ...]
    info: IndicatorInfo
    period: str
    excluded: pd.DataFrame
    settings: Settings
    notes: tuple[str, ...] = ()

    def title(self) -> str:
        """Give the message in one line."""
        return shares_words.title(self)

    def caption(self) -> str:
        """Give what stands under the picture: reliability, tests, areas used, notes."""
        return shares_words.caption(self)

    def text(self) -> str:
        """Plain sentences that a board can read."""
        return shares_words.text(self)

    def alt_text(self) -> str:
        """Say what the picture shows, for a reader who cannot see it."""
        return shares_words.alt_text(self)

    def table(self, kind: str = "headline") -> pd.DataFrame:
        """Tabulate for people.

        Parameters
        ----------
        kind : {'headline', 'appendix', 'slopes'}
            `headline`: shares of the true differences with intervals, and how much of what is seen is true.
            `appendix`: variances, chance among all, and intervals if networks were drawn afresh.
            `slopes`: what goes with each need covariate, within and between networks.

        Returns
        -------
        pandas.DataFrame
            Labelled and rounded.
        """
        return shares_tables.table(self, kind)

    def __repr__(self) -> str:
        between = shares_words.range_words(self.part("between_networks"))
        return (
            f"<SharesResult {self.info.indicator_id}{f' {self.period}' if self.period else ''}: "
            f"{count(self.n_areas, 'area')}, {self.n_networks} by {self.between}, "
            f"between {between}, reliability {shares_words.percent(self.reliability)}, {len(self.excluded)} excluded>"
        )

    def part(self, name: str) -> pd.Series:
        """Give one row of `shares`.

        Parameters
        ----------
        name : str
            `chance`, `need`, `between_networks` or `within_networks`.

        Returns
        -------
        pandas.Series
        """
        return self.shares[self.shares["part"] == name].iloc[0]
