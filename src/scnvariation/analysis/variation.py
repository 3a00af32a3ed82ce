"""`scn.variation`: how much areas differ, for any grouping, beside what chance alone would give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation._version import __version__
from scnvariation.analysis.families import measure
from scnvariation.analysis.groups import Grouped, group_rows
from scnvariation.analysis.level import Totals, level_against_rest, totals
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import as_indicators, doubt_note, indicator_infos
from scnvariation.analysis.spread_panel import PANEL, SpreadOptions, spread_panel
from scnvariation.analysis.variation_result import VariationResult
from scnvariation.errors import TooFewAreasError
from scnvariation.messages import variation as messages
from scnvariation.options import About, Polarity, Statistic, check_option
from scnvariation.reference import SortedRows

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["variation"]

MIN_AREAS = 3
PLACES = frozenset({"network_area", "network_area_key", "scn"})
GAP_MEASURE = PANEL.index("typical_gap_upper") + 1
REST = (*PANEL[GAP_MEASURE:], "reason", "side")
LEVEL = ("events", "rate", "rate_lower", "rate_upper", "rate_ratio", "rate_ratio_lower", "rate_ratio_upper")


def variation(  # noqa: PLR0913 - the public face of the variation table; each option is one word
    data: Indicators | pd.DataFrame,
    *,
    by: str | Sequence[str] = ("indicator_id", "period"),
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
    about: About = "own",
    intervals: bool = True,
    simulations: int = 999,
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
    about : {'own', 'england', 'given'}
        Level about which spread is measured: the group's own, England's, or expected counts as given.
    intervals : bool, default True
        Whether intervals of the between-area variance, and all that follows from it, are computed.
    simulations : int, default 999
        Draws for the chance-only values and the P-value of chi-square; 0 leaves them out.
    seed : int, default 0
        Each group has a stream of its own made from this and its name, so that neither order nor selection matters.

    Returns
    -------
    VariationResult

    Raises
    ------
    OptionError
        If a column is unknown, or the grouping would pool several indicators or periods.
    TooFewAreasError
        If the only group has fewer than three areas with data; in a table such groups are marked instead.

    Notes
    -----
    The chance variance is binomial for proportions, Poisson for rates and ratios; proportions are measured on the
    adverse side (decision record 4). Numbers are given from three areas on.

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
    by = (by,) if isinstance(by, str) else tuple(by)
    held = as_indicators(data, "variation", statistic, polarity)
    infos = indicator_infos(held, "variation")
    grouped = group_rows(held, by)
    options = SpreadOptions(about=about, intervals=intervals, simulations=simulations, seed=seed)
    groups, refused = _panel(held, grouped, options)
    _check_single(groups, by, held)
    settings = Settings(
        call="variation",
        version=__version__,
        input_hash=held.input_hash,
        reference="england",
        benchmark_source="the rest of England",
        side="complement" if (groups["side"] == "complement").any() else "as_given",
        options=MappingProxyType(
            {
                "by": tuple(by),
                "about": about,
                "intervals": intervals,
                "simulations": simulations,
                "seed": seed,
            }
        ),
    )
    return VariationResult(
        groups=groups,
        by=by,
        indicators=MappingProxyType(infos),
        group_indicator=grouped.rows.keys["indicator_id"],
        excluded=_excluded(held, grouped, refused),
        settings=settings,
        notes=doubt_note(held, narrowed=bool(PLACES.intersection(by))),
    )


def _panel(data: Indicators, grouped: Grouped, options: SpreadOptions) -> tuple[pd.DataFrame, dict[int, str]]:
    """Fill the columns of every group, one statistic type at a time."""
    n = grouped.rows.segments.n_groups
    numbers = {name: np.full(n, np.nan) for name in (*LEVEL, *PANEL)}
    words = {name: np.full(n, "", dtype=object) for name in ("typical_gap_measure", "side", "reason")}
    n_areas = np.zeros(n, dtype=np.int64)
    refused: dict[int, str] = {}
    facts = data.catalogue.set_index("indicator_id")
    of_group = grouped.rows.keys["indicator_id"].map(facts["statistic"]).to_numpy(object).astype(str)
    polarity = grouped.rows.keys["indicator_id"].map(facts["polarity"]).to_numpy(object).astype(str)
    seeds = _seeds(grouped, options.seed) if options.simulations else np.zeros(n, dtype=np.uint64)
    for statistic in sorted(set(of_group)):
        wanted = np.flatnonzero(of_group == statistic)
        rows, kept = _usable(grouped.rows.groups(wanted), wanted, statistic, refused)
        if not kept.size:
            continue
        measured, _ = measure(rows, statistic)
        england = _england_totals(data, rows.keys, statistic)
        level = level_against_rest(measured, england)
        n_areas[kept] = rows.segments.lengths
        panel = spread_panel(measured, statistic, polarity[kept], england.mean, options, seeds[kept])
        for name, values in (*zip(LEVEL, level, strict=True), *panel.numbers.items()):
            numbers[name][kept] = values
        for name, texts in panel.words.items():
            words[name][kept] = texts
    words["reason"][n_areas < MIN_AREAS] = "too_few_areas"
    table = grouped.names.assign(adjustment="crude", n_areas=n_areas)
    columns = pd.DataFrame({**numbers, **words})[[*LEVEL, *PANEL[:GAP_MEASURE], "typical_gap_measure", *REST]]
    return pd.concat([table, columns], axis=1), refused


def _usable(
    rows: SortedRows, wanted: NDArray[np.int64], statistic: str, refused: dict[int, str]
) -> tuple[SortedRows, NDArray[np.int64]]:
    """Leave out the rows that the statistic cannot use, noting why."""
    _, reason = measure(rows, statistic)
    out = reason != ""
    if not out.any():
        return rows, wanted
    refused.update(zip(rows.positions[out].tolist(), reason[out].tolist(), strict=True))
    kept = wanted[np.logical_or.reduceat(~out, rows.segments.starts)]
    return rows.rows(~out), kept


def _england_totals(data: Indicators, keys: pd.DataFrame, statistic: str) -> Totals:
    """Add up all of England for the indicator and period of each group."""
    everywhere = data.reference.sorted
    pairs = pd.MultiIndex.from_frame(everywhere.keys)
    found, inverse = np.unique(pairs.get_indexer(pd.MultiIndex.from_frame(keys)), return_inverse=True)
    # Every group has a usable row, so no group of England disappears here.
    rows, _ = _usable(everywhere.groups(found), found, statistic, {})
    return Totals(*(part[inverse] for part in totals(measure(rows, statistic)[0])))


def _seeds(grouped: Grouped, seed: int) -> NDArray[np.uint64]:
    """Give each group a seed made from its name alone."""
    names = pd.concat([grouped.rows.keys, grouped.names.add_prefix("by ")], axis=1)
    labels = names.astype(str).agg("|".join, axis=1)
    digests = (hashlib.sha256(f"{seed}|{label}".encode()).digest()[:8] for label in labels)
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)


def _check_single(groups: pd.DataFrame, by: Sequence[str], data: Indicators) -> None:
    """Stop where the only group asked for has too few areas; a table of many marks such groups instead."""
    if len(groups) == 1 and int(groups["n_areas"].iloc[0]) < MIN_AREAS:
        row = groups.iloc[0]
        place = ", ".join(f"{name}={row[name]!r}" for name in by)
        raise TooFewAreasError(messages.too_few_areas(place, int(row["n_areas"]), len(data)))


def _excluded(data: Indicators, grouped: Grouped, refused: dict[int, str]) -> pd.DataFrame:
    """List every selected row that entered no group, with its reason."""
    rows = data.observations
    reason = rows["reason"].to_numpy(object).copy()
    for position, why in refused.items():
        reason[position] = why
    reason[grouped.unmapped] = "unmapped_area"
    columns = ["indicator_id", "period", "area_code", "area_name"]
    out = pd.DataFrame(rows.loc[reason != "", columns])
    return out.assign(reason=reason[reason != ""]).reset_index(drop=True)
