"""Change since the baseline of every indicator of a pack."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from scnvariation.analysis.change import change
from scnvariation.analysis.change_networks import TRAJECTORIES
from scnvariation.analysis.change_periods import check_pair
from scnvariation.analysis.change_tests import CHANGE
from scnvariation.analysis.pack_choice import Chosen
from scnvariation.errors import DataError, OptionError, TooFewAreasError
from scnvariation.messages import pack_figures as messages
from scnvariation.messages.selection import no_such_value
from scnvariation.periods import Period, parse_period

if TYPE_CHECKING:
    from scnvariation.analysis.change_result import ChangeResult
    from scnvariation.indicators import Indicators

__all__ = ["Changes", "baseline_of", "change_tables"]

#: `CHANGE` has a column `baseline` of its own: the figure at that time.
NAMES = {"trajectories": "baseline", "change": "baseline_period"}
EXCLUDED = ["indicator_id", "period", "area_code", "area_name", "reason"]


class Changes(NamedTuple):
    """What changed since the baselines, what could not be compared, and notes on it."""

    trajectories: pd.DataFrame
    spread: pd.DataFrame
    excluded: pd.DataFrame
    refused: dict[str, str]
    notes: tuple[str, ...]


def change_tables(chosen: Chosen, baseline: str | None, *, seed: int) -> Changes:
    """Compare each indicator with its baseline, as `change` does; one that cannot be compared has no rows.

    Parameters
    ----------
    chosen : Chosen
        The rows.
    baseline : str, optional
        As in `pack_figures`.
    seed : int
        As in `change`.

    Returns
    -------
    Changes

    Raises
    ------
    OptionError
        If the baseline is nowhere in the data, or can be compared with the period of no indicator.
    """
    baselines = {one: baseline_of(chosen, one, baseline) for one in chosen.judged_ids}
    without = [one for one, found in baselines.items() if found is None]
    if baseline is not None and baselines and len(without) == len(baselines):
        known = sorted(chosen.data.observations["period"].unique().tolist())
        raise OptionError(no_such_value("baseline", baseline, [text for text in known if text]))
    found: list[ChangeResult] = []
    refused: dict[str, str] = {}
    errors: list[OptionError] = []
    for indicator, earlier in baselines.items():
        if earlier is None or chosen.judged is None:
            continue
        try:
            found.append(_change(chosen.judged, indicator, earlier, chosen.period_of[indicator], seed))
        except OptionError as error:
            refused[indicator] = "overlapping_periods"
            errors.append(error)
        except TooFewAreasError:
            refused[indicator] = "too_few_areas"
        except DataError:
            refused[indicator] = "code_not_valid_in_period"
    if errors and len(errors) + len(without) == len(baselines):
        raise errors[0]
    return Changes(
        trajectories=_framed(found, "trajectories", TRAJECTORIES),
        spread=_framed(found, "change", CHANGE),
        excluded=_excluded(found),
        refused=refused,
        notes=_notes(chosen, without, refused, baseline),
    )


def baseline_of(chosen: Chosen, indicator: str, asked: str | None) -> str | None:
    """Find the earlier period with which an indicator is compared.

    Parameters
    ----------
    chosen : Chosen
        The rows.
    indicator : str
        Which one.
    asked : str, optional
        The baseline asked for: that period, or the one as long as the period shown that ends on the same day. By
        default the same stretch of time one year earlier, else the earliest that `change` can compare.

    Returns
    -------
    str or None
        None where there is no such period with a usable figure.
    """
    period = chosen.period_of[indicator]
    shown = parse_period(period)
    rows = chosen.data.observations
    usable = rows.loc[(rows["indicator_id"] == indicator) & (rows["reason"] == ""), "period"].unique().tolist()
    known = sorted(one for text in usable if (one := parse_period(text)) is not None)
    if shown is None:
        return None
    if asked is not None:
        day = parse_period(asked)
        same_end = [one.text for one in known if day and one.end == day.end and one.months == shown.months]
        return next(iter(same_end), asked if asked in usable else None)
    able = [one for one in known if one < shown and _comparable(one, shown)]
    year_before = [one.text for one in able if _a_year_before(one, shown)]
    return next(iter([*year_before, *(one.text for one in able)]), None)


def _comparable(one: Period, shown: Period) -> bool:
    """Whether `change` compares two periods."""
    try:
        check_pair(one.text, shown.text)
    except OptionError:
        return False
    return True


def _a_year_before(one: Period, shown: Period) -> bool:
    """Whether a period is the same stretch of the year before."""
    return (one.start.year + 1, one.start.month, one.start.day) == (
        shown.start.year,
        shown.start.month,
        shown.start.day,
    )


def _change(data: Indicators, indicator: str, baseline: str, period: str, seed: int) -> ChangeResult:
    """Compare one indicator; draws serve the chance-only ratio alone, which a pack does not show."""
    return change(data, indicator, baseline=baseline, period=period, simulations=0, seed=seed)


def _framed(found: list[ChangeResult], name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Put one table of every comparison under another."""
    parts = [
        getattr(one, name).assign(
            **{"indicator_id": one.info.indicator_id, NAMES[name]: one.baseline, "period": one.period}
        )
        for one in found
        if len(getattr(one, name))
    ]
    names = ["indicator_id", NAMES[name], "period", *columns]
    return pd.concat(parts, ignore_index=True)[names] if parts else pd.DataFrame(columns=names)


def _excluded(found: list[ChangeResult]) -> pd.DataFrame:
    """List what the comparisons left out."""
    parts = [one.excluded[EXCLUDED] for one in found if len(one.excluded)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=EXCLUDED)


def _notes(chosen: Chosen, without: list[str], refused: dict[str, str], baseline: str | None) -> tuple[str, ...]:
    """Count the indicators without a baseline, and those that cannot be compared with it."""
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for indicator, reason in refused.items():
        by_reason[reason].append(chosen.infos[indicator].name)
    replaced, overlapping = by_reason["code_not_valid_in_period"], by_reason["overlapping_periods"]
    few = by_reason["too_few_areas"]
    return (
        *((messages.no_baseline(chosen.names_of(without), baseline),) if without else ()),
        *((messages.areas_replaced(replaced),) if replaced else ()),
        *((messages.change_refused(overlapping),) if overlapping else ()),
        *((messages.too_few_in_both(few),) if few else ()),
    )
