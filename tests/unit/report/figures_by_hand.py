"""Figures of a pack made by hand: every number that a sentence or a cell repeats can be seen in the test."""

import datetime as dt
from types import MappingProxyType

import pandas as pd

from scnvariation.analysis.change_networks import TRAJECTORIES
from scnvariation.analysis.change_tests import CHANGE
from scnvariation.analysis.indicator import IndicatorInfo
from scnvariation.analysis.pack_areas import AREAS, FUNNELS, LIMITS
from scnvariation.analysis.pack_choice import INDICATORS
from scnvariation.analysis.pack_figures import ENGLAND, PackFigures
from scnvariation.analysis.pack_spread import LEVELS, VOLUME
from scnvariation.analysis.result import Settings
from scnvariation.analysis.variation_columns import GROUP_COLUMNS

NAN = float("nan")
SHARE, RATE = "ccg_ois:3.5", "sample:falls"
NAMES = {SHARE: "Stroke unit within 4 hours", RATE: "Falls"}
KEYS = ("indicator_id", "period")
EXCLUDED = (*KEYS, "area_code", "area_name", "network_area", "analysis", "reason")
SHARES = (
    *(*KEYS, "reliability", "part", "variance", "share", "share_of_true", "share_of_true_lower"),
    *("share_of_true_upper", "population_lower", "population_upper", "reason"),
)


def indicator(indicator_id=SHARE, **facts):
    """Give one line of the catalogue."""
    usual = {
        "code": indicator_id.split(":")[1],
        "framework": indicator_id.split(":")[0],
        "name": NAMES.get(indicator_id, indicator_id),
        "domain": 3.0,
        "networks": "cardiovascular",
        "statistic": "proportion",
        "polarity": "high_is_good",
        "multiplier": 100.0,
        "unit": "%",
        "source": "made by hand",
        "period": "2014/15 Q4",
        "period_end": pd.Timestamp("2015-03-31"),
        "age_months": 0.0,
    }
    return {"indicator_id": indicator_id, **usual, **facts}


def falls(**facts):
    """Give a rate that is better low."""
    usual = {"statistic": "rate", "polarity": "low_is_good", "multiplier": 1000.0, "unit": "per 1,000"}
    return indicator(RATE, **{**usual, **facts})


def area(code="A1", numerator=50.0, denominator=100.0, **facts):
    """Give one area of Wessex within its limits; `benchmark` is 0.6."""
    value = numerator / denominator
    benchmark = facts.get("benchmark", 0.6)
    usual = {
        "indicator_id": SHARE,
        "period": "2014/15 Q4",
        "area_name": f"Area {code}",
        "network_area": "Wessex",
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "interval_lower": value - 0.1,
        "interval_upper": value + 0.1,
        "benchmark": benchmark,
        "size": denominator,
        "z": -1.0,
        "p_value": 0.3,
        "status": "within",
        "z_adjusted": -0.5,
        "p_adjusted": 0.6,
        "status_adjusted": "within",
        "flag_basis": "exact",
        "judgement": "similar",
        "side": 0,
        "excess": numerator - denominator * benchmark,
        "since": "",
        "periods_outside": 0,
        "periods_judged": 3,
        "is_new": False,
        "persistent": "",
        "reason": "",
    }
    return {"area_code": code, **usual, **facts}


def low(code="A1", **facts):
    """Give an area far below, which is worse where high is good."""
    usual = {"status": "below_99_8", "judgement": "worse", "side": -1, "since": "2014/15 Q3"}
    return area(code, 30.0, 100.0, **{**usual, **facts})


def withheld(code="A9", **facts):
    """Give an area as disclosure control leaves it: nothing of its family, and the reason."""
    numbers = ("value", "interval_lower", "interval_upper", "size", "z", "p_value", "z_adjusted", "p_adjusted")
    usual = {
        **dict.fromkeys((*numbers, "excess"), NAN),
        "status": "not_computed",
        "status_adjusted": "not_computed",
        "judgement": "not_compared",
        "reason": "withheld_primary",
    }
    return {**area(code, **{**usual, **facts}), "numerator": NAN, "denominator": NAN}


def group(place="Wessex", **facts):
    """Give one crude line of a variation table: a level of 0.5, the rest of England at 0.6."""
    usual = {
        "indicator_id": SHARE,
        "period": "2014/15 Q4",
        "adjustment": "crude",
        "n_areas": 9,
        "events": 450.0,
        "rate": 0.5,
        "rate_lower": 0.45,
        "rate_upper": 0.55,
        "rate_ratio": 0.8333,
        "rate_ratio_lower": 0.75,
        "rate_ratio_upper": 0.92,
        "typical_gap": 1.2,
        "typical_gap_lower": 1.1,
        "typical_gap_upper": 1.4,
        "typical_gap_measure": "median_odds_ratio",
        "between_variance": 0.04,
        "between_variance_lower": 0.01,
        "between_variance_upper": 0.09,
        "smallest_detectable_scv": 0.0123,
        "flag_basis": "exact",
        "systemic": False,
        "reason": "",
        "side": "as_given",
    }
    blank = dict.fromkeys(GROUP_COLUMNS, NAN)
    return {**blank, "network_area": place, **usual, **facts}


def england(**facts):
    """Give England's line of a variation table: no ratio to a rest of itself."""
    ends = {f"rate_ratio{end}": NAN for end in ("", "_lower", "_upper")}
    usual = {"rate": 0.6, "rate_lower": 0.59, "rate_upper": 0.61, "n_areas": 211, "events": 12_345.0}
    return group(ENGLAND, **{**usual, **ends, **facts})


def funnel(indicator_id=SHARE, **facts):
    """Give the facts of one funnel."""
    usual = {
        "period": "2014/15 Q4",
        "n_areas": 211,
        "benchmark": 0.6,
        "phi": 1.1,
        "tau2": 0.0,
        "dispersion_p": 0.3,
        "flag_basis": "exact",
        "systemic": False,
        "n_outside": 3,
        "n_outside_adjusted": 1,
        "expected_by_chance": 0.42,
    }
    return {"indicator_id": indicator_id, **usual, **facts}


def trajectory(place="Wessex", **facts):
    """Give how a network area moved."""
    usual = {
        "indicator_id": SHARE,
        "baseline": "2013/14 Q4",
        "period": "2014/15 Q4",
        "n_areas": 9,
        "ratio_baseline": 0.9,
        "ratio_current": 0.99,
        "change": 0.0953,
        "change_lower": 0.01,
        "change_upper": 0.18,
        "p_value": 0.02,
        "fdr_q": 0.04,
        "verdict": "moved up",
        "expected_change": 0.01,
        "smallest_detectable": 0.07,
        "reason": "",
    }
    return {"network_area": place, **usual, **facts}


def left_out(code="A3", **facts):
    """Give a row left out."""
    usual = {
        "indicator_id": SHARE,
        "period": "2014/15 Q4",
        "area_name": f"Area {code}",
        "network_area": "Wessex",
        "analysis": "funnel",
        "reason": "suppressed",
    }
    return {"area_code": code, **usual, **facts}


def volume(place="Wessex", **facts):
    """Give the events of a place."""
    usual = {
        "indicator_id": SHARE,
        "period": "2014/15 Q4",
        "numerator": 450.0,
        "denominator": 900.0,
        "england_numerator": 12_345.0,
        "england_denominator": 20_000.0,
        "share_of_events": 0.0365,
        "share_of_size": 0.045,
    }
    return {"network_area": place, **usual, **facts}


def figures(indicators=None, **tables):
    """Set tables up as the figures of a pack; those that are not given are empty."""
    lines = [indicator()] if indicators is None else indicators
    columns = {
        "areas": AREAS,
        "funnels": FUNNELS,
        "limits": LIMITS,
        "variation": (*KEYS, "network_area", *GROUP_COLUMNS),
        "levels": LEVELS,
        "change": (*KEYS, "baseline", *TRAJECTORIES),
        "spread_change": (*KEYS, "baseline_period", *CHANGE),
        "shares": SHARES,
        "volume": VOLUME,
        "excluded": EXCLUDED,
    }
    frames = {name: pd.DataFrame(tables.pop(name, []), columns=list(dict.fromkeys(of))) for name, of in columns.items()}
    places = sorted({row for name in ("areas", "variation") for row in frames[name]["network_area"]} - {"", ENGLAND})
    infos = {line["indicator_id"]: info_of(line) for line in lines}
    usual = {
        "networks": ("cardiovascular",),
        "network_areas": tuple(places),
        "day": dt.date(2015, 3, 31),
        "notes": (),
        "rows": MappingProxyType({"read": 9, "used": 9}),
        "settings": Settings(call="pack_figures", version="0", input_hash="ab" * 32, reference="england"),
    }
    frame = pd.DataFrame(lines, columns=INDICATORS)
    return PackFigures(indicators=frame, infos=MappingProxyType(infos), **frames, **{**usual, **tables})


def info_of(line):
    """Give what the catalogue says of one indicator."""
    names = ("indicator_id", "name", "statistic", "polarity", "multiplier", "unit")
    return IndicatorInfo(**{name: line[name] for name in names})
