"""`scn.variation`: how much areas differ, for any grouping, beside what chance alone would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.covariates import need_names
from scnvariation.analysis.groups import Grouped, group_rows
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import as_indicators, indicator_infos, reference_words
from scnvariation.analysis.spread_panel import SpreadOptions
from scnvariation.analysis.variation_groups import MIN_AREAS, Asked, Filled, fill_groups
from scnvariation.analysis.variation_notes import notes_under
from scnvariation.analysis.variation_repeats import repeat_factors
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import OptionError, TooFewAreasError
from scnvariation.messages import variation as messages
from scnvariation.options import About, Polarity, Statistic, check_option

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["variation"]


def variation(  # noqa: PLR0913 - the public face of the variation table; each option is one word
    data: Indicators | pd.DataFrame,
    *,
    by: str | Sequence[str] = ("indicator_id", "period"),
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    need: str | Sequence[str] = (),
    about: About = "own",
    intervals: bool = True,
    simulations: int = 999,
    repeat_factor: float | Mapping[str, float] | None = None,
    seed: int = 0,
) -> VariationResult:
    """Measure level and spread of each group of areas: SCV, typical gap, percentile ratios and their chance values.

    Level and spread are two questions. `rate_ratio` compares a group with the rest of England, with an interval
    that carries the variation between areas; the spread is about the group's own level and corrected for its
    size, so that a network that is low throughout is not called varied.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The selected rows are grouped; the reference says what the rest of England is.
    by : str or sequence of str
        Columns of the observations, the catalogue or the areas, also `network` and `scn`.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    need : str or sequence of str, default ()
        Need covariates, numeric columns of the areas table or of a plain frame. Each group then has a second line,
        `adjustment` `need`, of counts against those that a regression over all areas of England expects.
    about : {'own', 'england', 'given'}
        Level about which spread is measured: the group's own, England's, or expected counts as given.
    intervals : bool, default True
        Whether intervals of the between-area variance and all that follows from it are computed, and with them the
        areas outside limits and the split between network areas. Without, and without simulations, a national table
        takes a fraction of a second.
    simulations : int, default 999
        Draws for the chance-only values and the P-value of chi-square; 0 leaves them out, 9999 is for print.
    repeat_factor : float or mapping of str to float, optional
        How much repeat events inflate chance (`stats.spread.multiple_admission_factor`): one number from 1 on for all
        indicators, or one by `indicator_id`. Counts of events only. Counts and rates are shown as they are.
    seed : int, default 0
        Each group has a stream of its own made from this and its name, so that neither order nor selection matters.

    Returns
    -------
    VariationResult

    Raises
    ------
    OptionError
        If a column or covariate is unknown, the grouping would pool several indicators or periods, or a repeat factor
        is given for what counts no events.
    DataError
        If, of the only indicator, covariates never change or determine each other; a table of many says so in a note.
    TooFewAreasError
        If the only group has fewer than three areas with data; in a table such groups are marked instead.

    See Also
    --------
    scnvariation.shares : Where the true variation of one indicator sits, with intervals.

    Notes
    -----
    The chance variance is binomial for proportions, Poisson for rates and ratios; proportions are measured on the
    adverse side (decision record 4). Numbers are given from three areas on.

    Where observations carry `expected` beside numerator and denominator, counts standardised for age and sex, each
    group has a line `age_sex` too. What adjustment leaves is unexplained by chance and by what was measured, no more:
    it is ecological, and deprivation also carries poor access (decision record 6).

    References
    ----------
    .. [1] Diehr P, Cain K, Connell F, Volinn E (1990). What is too much variation? The null hypothesis in
       small-area analysis. Health Serv. Res. 24:741-771.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"area_code": list("ABCDE"), "numerator": [8, 12, 10, 9, 11], "denominator": 10.0})
    >>> found = variation(frame, statistic="ratio", about="given", intervals=False, simulations=0)
    >>> round(float(found.groups["scv"].iloc[0]), 4)
    -0.08
    """
    check_option("about", about, About)
    _check_simulations(simulations)
    by = (by,) if isinstance(by, str) else tuple(by)
    held = as_indicators(data, "variation", statistic, polarity)
    infos = indicator_infos(held, "variation")
    grouped = group_rows(held, by)
    asked = Asked(
        by=by,
        options=SpreadOptions(about=about, intervals=intervals, simulations=simulations, seed=seed),
        need=need_names(need),
        factors=repeat_factors(repeat_factor, held.catalogue.set_index("indicator_id")["statistic"]),
    )
    filled = fill_groups(held, grouped, asked)
    groups, of_group = filled.table.frame(grouped.names)
    _check_single(groups, by, held)
    return VariationResult(
        groups=groups,
        by=by,
        indicators=MappingProxyType(infos),
        group_indicator=grouped.rows.keys["indicator_id"].iloc[of_group].reset_index(drop=True),
        excluded=_excluded(held, grouped, filled),
        settings=_settings(held, asked, groups),
        notes=notes_under(held, asked, filled, groups),
    )


def _check_simulations(simulations: object) -> None:
    """Stop unless a whole number of draws is asked for."""
    if isinstance(simulations, bool) or not isinstance(simulations, int | np.integer) or simulations < 0:
        raise OptionError(messages.simulations_not_counted(simulations))


def _settings(data: Indicators, asked: Asked, groups: pd.DataFrame) -> Settings:
    """Write down what is needed to run it again."""
    options = asked.options
    return Settings(
        call="variation",
        version=__version__,
        input_hash=data.input_hash,
        source=data.source,
        reference=reference_words(data),
        benchmark_source="the rest of England",
        side="complement" if (groups["side"] == "complement").any() else "as_given",
        options=MappingProxyType(
            {
                "by": asked.by,
                "need": asked.need,
                "about": options.about,
                "intervals": options.intervals,
                "simulations": options.simulations,
                "repeat_factor": MappingProxyType(asked.factors) if asked.factors else None,
                "seed": options.seed,
            }
        ),
    )


def _check_single(groups: pd.DataFrame, by: Sequence[str], data: Indicators) -> None:
    """Stop where the only group asked for has too few areas; a table of many marks such groups instead."""
    if groups["adjustment"].eq("crude").sum() == 1 and int(groups["n_areas"].iloc[0]) < MIN_AREAS:
        row = groups.iloc[0]
        place = ", ".join(f"{name}={row[name]!r}" for name in by)
        raise TooFewAreasError(messages.too_few_areas(place, int(row["n_areas"]), len(data)))


def _excluded(data: Indicators, grouped: Grouped, filled: Filled) -> pd.DataFrame:
    """List every selected row that entered no group, or no line adjusted for need, with its reason."""
    rows = data.observations
    reason = rows["reason"].to_numpy(object).copy()
    for position, why in {**filled.without_need, **filled.refused}.items():
        reason[position] = why
    reason[grouped.unmapped] = "unmapped_area"
    columns = ["indicator_id", "period", "area_code", "area_name"]
    out = pd.DataFrame(rows.loc[reason != "", columns])
    return out.assign(reason=reason[reason != ""]).reset_index(drop=True)
