"""Four real files of Fingertips and its forerunner: every row used, kept with a reason, or refused."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.errors import DataError, DataWarning
from scnvariation.stats import intervals

pytestmark = pytest.mark.acceptance

FOLDER = Path("real") / "fingertips"
DOWNLOAD = "fingertips_93861_extract_Rnames.csv"
SERVICE = "fingertipsnext_healthdata_small.csv"
UPLOAD = "pholio_upload-new-data.csv"
PROFILE = "obese_children_year6_pct.csv"
STATISTICS = {"fingertips:108": "dsr", "fingertips:219": "proportion", "fingertips:40401": "dsr"}
LOWER_TIER = "E06 & E07 & E08 & E09"


def raw(path: Path) -> list[dict[str, str]]:
    """Give the rows of a file as text, read without this library."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes(problems: pd.DataFrame, severity: str) -> set[str]:
    return set(problems.loc[problems["severity"] == severity, "code"])


def test_a_download_saved_again_by_r(real_data: Path) -> None:
    """Three deciles of two systems share England's code; only the row without a category is England."""
    path = real_data / FOLDER / DOWNLOAD
    with pytest.warns(DataWarning, match="4 of 7 rows have only a value"):
        data = scn.read_indicators(path)
    rows = raw(path)
    areas = [row for row in rows if row["Area.Code"] != "E92000001"]
    assert data.observations["area_name"].tolist() == ["Hartlepool", "Kingston upon Hull", "Bristol"]
    assert data.observations["value"].tolist() == [float(row["Value"]) for row in areas]
    assert set(data.observations["reason"]) == {"no_counts"}
    assert data.reference.published["value"].tolist() == [7.06799435738659]
    assert data.source.rows_read == len(rows) == 7
    left_out = data.problems.loc[data.problems["code"] == "other_breakdown", "what"].item()
    assert left_out.startswith("3 rows left out: parts by Category.Type ('County & UA deprivation deciles")
    assert "'District & UA deprivation deciles" in left_out
    facts = data.catalogue.iloc[0]
    assert facts["indicator_id"] == "fingertips:93861"
    assert facts["name"] == "Fraction of mortality attributable to particulate air pollution (new method)"


def test_figures_of_the_service(real_data: Path) -> None:
    """Persons are used, one sex at a time is not; values and counts are those published."""
    path = real_data / FOLDER / SERVICE
    data = scn.read_indicators(path, statistic=STATISTICS)
    persons = [row for row in raw(path) if row["SexID"] == "4"]
    seen = data.observations
    assert seen["numerator"].tolist() == [float(row["Count"]) for row in persons]
    assert (seen["reason"] == "").all()
    assert data.source.rows_read == 20 == len(seen) + 8
    per = seen["indicator_id"].map({"fingertips:108": 1e5, "fingertips:219": 100, "fingertips:40401": 1e5})
    for name, heading in (("value", "Value"), ("lower", "LowerCI"), ("upper", "UpperCI")):
        assert np.allclose(seen[name] * per, [float(row[heading]) for row in persons], rtol=1e-12)
    assert codes(data.problems, "W") == codes(data.problems, "E") == set()


def test_the_published_interval_of_a_proportion_is_wilsons(real_data: Path) -> None:
    """To 1e-3 of a percentage point: the publisher's z or rounding differs in the fifth digit."""
    data = scn.read_indicators(real_data / FOLDER / SERVICE, statistic=STATISTICS)
    seen = data.observations[data.observations["indicator_id"] == "fingertips:219"]
    lower, upper = intervals.wilson(seen["numerator"].to_numpy(), seen["denominator"].to_numpy(), level=0.95)
    assert np.abs(100 * (lower - seen["lower"])).max() < 1e-3
    assert np.abs(100 * (upper - seen["upper"])).max() < 1e-3


def test_what_the_statistics_look_like_is_said(real_data: Path) -> None:
    """219 equals 100 x count / denominator, the two standardised rates equal it on no scale."""
    problems = scn.check(real_data / FOLDER / SERVICE)
    hints = problems[problems["code"] == "statistic_hint"]["what"].tolist()
    assert sum("values of fingertips:219 equal 100 x numerator / denominator" in hint for hint in hints) == 1
    assert sum("values of fingertips:108, fingertips:40401 are not" in hint for hint in hints) == 1


def test_an_upload_file_of_men_and_women(real_data: Path) -> None:
    """-1 is missing; the two sexes have no total, and become two indicators where that is asked for."""
    path = real_data / FOLDER / UPLOAD
    with pytest.raises(DataError, match="differ by SexId"):
        scn.read_indicators(path)
    with pytest.warns(DataWarning, match="still to come"):  # the year of this test file of the publisher is 2030
        data = scn.read_indicators(path, indicator=["IndicatorId", "SexId"], statistic="estimate")
    england = data.reference.published
    assert england["indicator_id"].tolist() == ["fingertips:91491 / Male", "fingertips:91491 / Female"]
    assert england["value"].tolist() == [35.3, 23.4]
    assert england["denominator"].tolist() == [56704.0, 60357.0]
    assert england["numerator"].isna().all()
    assert len(data) == 0


def test_a_health_profile_of_all_kinds_of_area(real_data: Path) -> None:
    """363 rows: England, 9 regions, 2 SHAs, 27 counties and 324 districts, unitary authorities and boroughs."""
    path = real_data / FOLDER / PROFILE
    kinds = Counter(row["ONS Code (new)"][:3] for row in raw(path))
    assert sum(kinds.values()) == 363
    with pytest.raises(DataError, match=r"E07 \(201 areas\).*E10 \(27 areas\).*E12 \(9 areas\).*E18 \(2 areas\)"):
        scn.read_indicators(path)
    data = scn.read_indicators(path, area_type=LOWER_TIER, statistic="estimate")
    reasons = data.observations["reason"].value_counts().to_dict()
    assert reasons == {"": 324, "other_area_type": 38}
    assert 1 + sum(reasons.values()) == 363
    used = data.observations[data.observations["reason"] == ""]
    assert Counter(used["area_code"].str[:3]) == {kind: kinds[kind] for kind in ("E06", "E07", "E08", "E09")}
    assert data.reference.published[["value", "lower", "upper"]].to_numpy().tolist() == [[19.0, 18.9, 19.1]]
    assert (data.observations["area_code_old"] != "").all()


def test_a_health_profile_can_be_judged_by_its_intervals(real_data: Path) -> None:
    """Percentages stay percentages: an estimate has no counts that would tell its scale."""
    data = scn.read_indicators(real_data / FOLDER / PROFILE, area_type=LOWER_TIER, statistic="estimate")
    result = scn.funnel(data)
    assert result.benchmark == pytest.approx(19.0)
    assert (result.areas["status"] != "not_computed").sum() == 324
