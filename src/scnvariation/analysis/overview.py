"""`scn.overview`: every indicator in every place at a glance."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scnvariation._version import __version__
from scnvariation.analysis.as_at import Figures, choose_figures
from scnvariation.analysis.funnel_words import percent
from scnvariation.analysis.overview_cells import EXCLUDED, MIN_AREAS, Cells, area_cells, network_area_cells
from scnvariation.analysis.overview_result import OverviewResult
from scnvariation.analysis.overview_rows import headed_indicators, serving
from scnvariation.analysis.overview_words import LEVELS
from scnvariation.analysis.result import Settings
from scnvariation.analysis.scope import as_indicators, catalogue_infos, doubt_note, england_note, reference_words
from scnvariation.messages import overview as messages
from scnvariation.options import Across, Polarity, Statistic, check_option

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["overview"]

COLUMNS = [
    "indicator_id",
    "period",
    "age_months",
    "place",
    "place_name",
    "network_area",
    "value",
    "judgement",
    "status",
    "flag_basis",
    "reason",
]


def overview(
    data: Indicators | pd.DataFrame,
    *,
    network: object = None,
    period: str | None = None,
    as_at: object = None,
    across: Across = "area",
    statistic: Statistic | None = None,
    polarity: Polarity | None = None,
) -> OverviewResult:
    """Judge every indicator in every place: the tartan rug.

    Use it as page one of a pack, to see where to look. It counts looks: with 24 indicators in 211 areas some lie
    outside their limits by chance alone, and the text says how many. Do not use it to rank places.

    Parameters
    ----------
    data : Indicators or pandas.DataFrame
        The selected areas are shown, judged against England as always.
    network : str or list of str, optional
        Condition networks whose indicators are shown, with those that serve every network; all by default.
    period : str, optional
        This period for every indicator; those that have no such period are not shown.
    as_at : str or date, optional
        The latest figure of each indicator that had ended by then: `2014/15 Q4`, or a day. By default the latest.
    across : {'area', 'network_area'}
        Columns: single areas, by the limits of `funnel_table`; or network areas as a whole, by the 95 % interval of
        their ratio to the rest of England, which carries the variation between areas.
    statistic, polarity : str, optional
        Of a plain frame, or to replace what the catalogue says.

    Returns
    -------
    OverviewResult

    Raises
    ------
    OptionError
        If a word is unknown, `period` is not in the data, `as_at` is no moment, or both are given.
    DataError
        If nothing is left to show: no figure that early, no indicator of the network, no network areas.

    See Also
    --------
    scnvariation.funnel_table : The limits behind the cells, with P-values.
    scnvariation.variation : How much areas differ, which an overview of outliers cannot say.

    Notes
    -----
    Areas are marked beyond the outer (99.8 %) limits on the flag basis of each indicator. Twelve network areas are
    twelve points of a funnel, and are marked at 95 %: by chance alone one mark in 20, counted in `counts()`.
    A figure with polarity is better, similar or worse; one without is higher, similar or lower.

    Examples
    --------
    >>> import pandas as pd
    >>> deaths = pd.DataFrame({"area_code": list("ABCDEFGH"), "numerator": [10] * 7 + [50], "denominator": 100})
    >>> rug = overview(deaths, statistic="proportion", polarity="low_is_good")
    >>> rug.cells["judgement"].tolist()[-3:]
    ['similar', 'similar', 'worse']
    """
    check_option("across", across, Across)
    held = as_indicators(data, "overview", statistic, polarity)
    indicators = None if network is None else serving(held, network)
    figures = choose_figures(held, period=period, as_at=as_at, indicators=indicators)
    lines = headed_indicators(held, figures)
    shown = held.select(period=dict(zip(lines["indicator_id"], lines["period"], strict=True)))
    found = area_cells(shown) if across == "area" else network_area_cells(shown)
    asked = {"network": network, "period": period, "as_at": as_at, "across": across}
    options = {**asked, "statistic": statistic, "polarity": polarity}
    lines = _filled(lines.merge(found.by_indicator, on="indicator_id", how="left", validate="1:1"))
    return OverviewResult(
        cells=_ordered(found.cells, lines),
        indicators=lines,
        across=across,
        infos=MappingProxyType(catalogue_infos(shown)),
        notes=_notes(held, shown, figures, lines, across),
        excluded=_excluded(found, figures),
        settings=Settings(
            call="overview",
            version=__version__,
            input_hash=held.input_hash,
            source=held.source,
            reference=reference_words(held),
            benchmark_source="England" if across == "area" else "the rest of England",
            options=MappingProxyType(options),
        ),
    )


def _ordered(cells: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Put cells in the order of the lines; places are in theirs already."""
    extra = [name for name in ("ratio", "ratio_lower", "ratio_upper", "n_areas") if name in cells]
    whole = lines[["indicator_id", "period", "age_months"]].merge(
        cells, on=["indicator_id", "period"], how="left", validate="1:m"
    )
    return whole[[*COLUMNS, *extra]].astype({"value": "float64"})


def _filled(lines: pd.DataFrame) -> pd.DataFrame:
    """Say of indicators of which nothing was judged that they have no flag basis and are not systemic."""
    return lines.assign(
        n_areas=pd.to_numeric(lines["n_areas"]).fillna(0).astype("int64"),
        flag_basis=lines["flag_basis"].astype(object).where(lines["flag_basis"].notna(), "").astype("str"),
        systemic=lines["systemic"].eq(other=True),
    )


def _notes(held: Indicators, shown: Indicators, figures: Figures, lines: pd.DataFrame, across: str) -> tuple[str, ...]:
    """Say how places are judged, how periods were chosen, and what is in doubt."""
    by_network_area = across == "network_area"
    loaded = held.reference.observations["area_code"].nunique()
    used = np.unique(held.reference.sorted.area).size
    names = held.fact("name")
    neutral = int((lines["polarity"] == "neutral").sum())
    few = 0 if by_network_area else int(lines["n_areas"].between(1, MIN_AREAS - 1).sum())
    without = [str(names[one]) for one in figures.left_out["indicator_id"]]
    limits = (
        messages.limits_of_network_areas(used) if by_network_area else messages.limits_of_areas(percent(LEVELS["area"]))
    )
    return (
        limits,
        *england_note(reference_words(held)),
        *((messages.limits_of_chance_alone(few),) if few else ()),
        *figures.notes,
        *((messages.without_figure(without),) if without else ()),
        *((messages.no_direction(neutral),) if neutral else ()),
        *doubt_note(shown, narrowed=by_network_area or len(shown.areas) < loaded),
    )


def _excluded(found: Cells, figures: Figures) -> pd.DataFrame:
    """List rows that were not used, and under a blank area the indicators that are not shown at all."""
    blank = dict.fromkeys(["area_code", "area_name", "network_area"], "")
    whole = figures.left_out.assign(**blank)[EXCLUDED]
    parts = [part for part in (found.excluded, whole) if len(part)]
    if not parts:
        return found.excluded
    return pd.concat(parts, ignore_index=True)
