"""`scn.shares`: where the true differences between areas sit: need, between networks, within networks."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.covariates import need_names
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import Common, Scope, scope_of
from scnvariation.analysis.shares_areas import Asked, SplitAreas, areas_to_split
from scnvariation.analysis.shares_notes import notes_on
from scnvariation.analysis.shares_parts import no_parts, parts_table
from scnvariation.analysis.shares_result import NetworkTest, SharesResult
from scnvariation.errors import OptionError
from scnvariation.messages import shares as messages
from scnvariation.options import Polarity, ReferenceRows, Statistic
from scnvariation.stats import nested
from scnvariation.stats.nested import NestedShares

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["shares"]

LEAST_DRAWS = 100


def shares(  # noqa: PLR0913 - the public face of the shares; each option is one word
    data: Indicators | pd.DataFrame,
    indicator: str | None = None,
    *,
    period: str | None = None,
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    reference: ReferenceRows = "england",
    need: str | Sequence[str] = (),
    between: str = "network_area",
    draws: int = 600,
    seed: int = 0,
) -> SharesResult:
    r"""Split the true differences between areas by a nested model: need, between networks, within networks.

    Use it to see whether a difference is a matter for England's networks to compare among themselves, or for each
    network to look for inside. Chance is taken out first and stands beside the split as reliability. Do not use it to
    judge a single network, nor compare shares of periods of different length.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        A plain frame needs `area_code`, counts or a value, and the column named in `between`.
    indicator : str, optional
        Id, or a code that is unique in the data; may be left out where there is one only.
    period : str, optional
        By default the latest.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.
    reference : {'england', 'these_areas'}
        Whether all areas of England are split, or the selected ones only.
    need : str or sequence of str
        Numeric columns of the areas table, or of a plain frame: what areas cannot help. None by default.
    between : str, default 'network_area'
        Column that says in which network, region or other place an area lies.
    draws : int, default 600
        Draws for the intervals; 4000 for print.
    seed : int, default 0
        Same seed, same intervals, whatever the order of the rows.

    Returns
    -------
    SharesResult

    Raises
    ------
    OptionError
        If a word or column is unknown, all areas lie in one place, or a covariate says nothing of its own.
    TooFewAreasError
        If fewer than three areas can be used.

    See Also
    --------
    scnvariation.variation : How much areas differ.

    Notes
    -----
    Counts are Poisson about :math:`E_i \exp(b_0 + x_i'b + a_{g(i)} + u_i)`, proportions binomial on the logit scale,
    values normal with their standard errors; :math:`a` and :math:`u` are normal. The variances are restricted
    maximum likelihood by Laplace's approximation. Shares are those of the areas and networks present ("realised"),
    with intervals from draws over a grid of the two standard deviations; they are withheld below 5 networks or 15
    expected events an area, where nothing is known of how well they cover. See the page on shares under methods.

    References
    ----------
    .. [1] Breslow NE, Clayton DG (1993). Approximate inference in generalized linear mixed models. J. Am. Stat.
       Assoc. 88:9-25. doi:10.1080/01621459.1993.10594284
    .. [2] Nakagawa S, Schielzeth H (2013). A general and simple method for obtaining R2 from generalized linear
       mixed-effects models. Methods Ecol. Evol. 4:133-142. doi:10.1111/j.2041-210x.2012.00261.x

    Examples
    --------
    Six networks of three areas, the same inside each and different from one another:

    >>> import pandas as pd
    >>> events = [n for n in (200, 260, 320, 380, 440, 500) for _ in range(3)]
    >>> frame = pd.DataFrame({"area_code": [f"A{k:02d}" for k in range(18)], "network_area": [f"N{k // 3}" for k in
    ...                       range(18)], "numerator": events, "denominator": 1000})
    >>> split = shares(frame, statistic="rate")
    >>> bool(split.part("between_networks")["share_of_true_lower"] > 0.8)
    True
    """
    asked = Asked(need=need_names(need), between=between, draws=_checked_draws(draws), seed=seed)
    common = Common(
        call="shares", indicator=indicator, period=period, statistic=statistic, polarity=polarity, reference=reference
    )
    scope = scope_of(data, common)
    areas = areas_to_split(scope, asked)
    fitted = nested.shares(
        areas.observed,
        areas.size,
        areas.network,
        areas.standardised,
        family=areas.family,
        draws=draws,
        seed=seed,
    )
    return _result(scope, areas, asked, fitted)


def _checked_draws(draws: object) -> int:
    """Stop unless the draws are enough for the ends of a 95 % interval."""
    if not isinstance(draws, int) or isinstance(draws, bool) or draws < LEAST_DRAWS:
        raise OptionError(messages.draws_not_a_count(draws))
    return draws


def _result(scope: Scope, areas: SplitAreas, asked: Asked, fitted: NestedShares) -> SharesResult:
    """Wrap what the model found."""
    table = no_parts("no_variation") if areas.all_alike else parts_table(fitted, with_need=bool(asked.need))
    slopes = _slopes(areas, asked.need, fitted)
    return SharesResult(
        shares=table,
        reliability=fitted.reliability,
        reliability_weighted=fitted.reliability_weighted,
        explained=fitted.explained,
        network_test=NetworkTest(fitted.network_p, fitted.network_check_p),
        need_p=fitted.need_p,
        slopes=slopes,
        n_areas=fitted.n_areas,
        n_networks=fitted.n_networks,
        mean_expected=fitted.mean_expected,
        between=asked.between,
        need=asked.need,
        info=scope.info,
        period=scope.period,
        excluded=areas.excluded,
        settings=_settings(scope, asked),
        notes=notes_on(scope, areas, asked, fitted, table, slopes),
    )


def _slopes(areas: SplitAreas, need: tuple[str, ...], fitted: NestedShares) -> pd.DataFrame:
    """Give what goes with one standard deviation of each covariate."""
    return pd.DataFrame(
        {
            "covariate": list(need),
            "sd": areas.spread,
            "slope": fitted.slopes,
            "slope_se": fitted.slope_se,
            "slope_per_unit": fitted.slopes / areas.spread,
            "slope_within": fitted.slope_within,
            "slope_within_se": fitted.slope_within_se,
            "slope_between": fitted.slope_between,
            "slope_between_se": fitted.slope_between_se,
            "difference_p": fitted.slope_difference_p,
            "confounding": fitted.confounding,
        }
    )


def _settings(scope: Scope, asked: Asked) -> Settings:
    """Keep what was asked."""
    options = {
        "indicator": scope.info.indicator_id,
        "period": scope.period,
        "statistic": scope.info.statistic,
        "polarity": scope.info.polarity,
        **asked._asdict(),
    }
    return Settings(
        call="shares",
        version=__version__,
        input_hash=scope.data.input_hash,
        source=scope.data.source,
        reference=scope.reference_words,
        options=MappingProxyType(options),
    )
