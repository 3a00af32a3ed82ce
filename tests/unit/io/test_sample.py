"""The sample is what its README says, and comes from its script."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
import pytest

from scnvariation import framework
from scnvariation.indicators import Indicators
from scnvariation.io import sample
from scnvariation.io.sample import load_sample

FOLDER = Path(__file__).parents[3] / "data" / "sample"
WRITTEN = ("areas.csv", "observations.csv", "truth.csv")
QUARTERS = {f"{year} Q{quarter}" for year in ("2013/14", "2014/15") for quarter in (1, 2, 3, 4)}
YEARS = {"2013/14", "2014/15"}


def as_text(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return as_text("observations.csv")


@pytest.fixture(scope="module")
def catalogue() -> pd.DataFrame:
    return as_text("catalogue.csv")


@pytest.fixture(scope="module")
def areas() -> pd.DataFrame:
    return as_text("areas.csv")


@pytest.fixture(scope="module")
def data() -> Indicators:
    return load_sample()


class TestFiles:
    def test_the_script_writes_the_same_bytes(self, tmp_path):
        """Or the planted truth would no longer be that of the data."""
        subprocess.run([sys.executable, "-B", FOLDER / "generate.py", tmp_path], check=True)
        for name in WRITTEN:
            assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name

    @pytest.mark.parametrize("name", [*WRITTEN, "catalogue.csv"])
    def test_text_is_plain_everywhere(self, name):
        raw = (FOLDER / name).read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        raw.decode("ascii")

    def test_it_is_small_enough_for_a_wheel(self):
        assert sum((FOLDER / name).stat().st_size for name in WRITTEN) < 2_500_000


class TestAreas:
    def test_each_network_area_has_its_number_of_areas(self, areas):
        """Those of April 2013: a sample with other numbers would teach wrong limits."""
        expected = framework.network_areas().set_index("network_area")["n_ccg_2013"].astype(int)
        counted = areas["network_area"].value_counts()
        assert counted.sum() == 211
        assert counted.to_dict() == expected.to_dict()

    def test_keys_and_regions_are_those_of_the_framework(self, areas):
        columns = ["network_area", "network_area_key", "region"]
        known = framework.network_areas()[columns].astype(str)
        merged = areas[columns].drop_duplicates().merge(known, on=columns, how="left", indicator=True)
        assert (merged["_merge"] == "both").all()
        assert len(merged) == 12

    def test_no_real_place_is_named(self, areas):
        """Invented words only: none is a word of a real area name, no code is a real code."""
        real = pd.concat([framework.area_lookup(name) for name in ("ccg_2013", "ccg_2021", "sicbl_2022")])
        real_words = set(re.findall(r"[a-z]+", " ".join(real["area_name"]).lower())) - {"and"}
        words = set(re.findall(r"[a-z]+", " ".join(areas["area_name"]).lower())) - {"and"}
        assert not words & real_words
        assert not set(areas["area_code"]) & set(real["area_code"])
        assert areas["area_code"].str.fullmatch(r"SX\d{6}").all()
        assert areas["ods_code"].str.fullmatch(r"S[0-9A-Z]\d").all()

    @pytest.mark.parametrize("column", ["area_code", "ods_code", "area_name"])
    def test_nothing_is_named_twice(self, areas, column):
        assert areas[column].is_unique

    def test_sizes_and_need_are_plausible(self, areas):
        need = ["deprivation", "share_over_75", "share_under_5"]
        numbers = areas[["registered_population", *need]].astype(float)
        assert numbers["registered_population"].between(60_000, 900_000).all()
        assert numbers["deprivation"].between(5, 50).all()
        assert numbers["share_over_75"].between(0.03, 0.14).all()
        assert numbers["share_under_5"].between(0.04, 0.09).all()
        between = numbers.groupby(areas["network_area"]).transform("mean").var() / numbers.var()
        assert (between[need] > 0.2).all()
        assert (between[need] < 0.7).all()


class TestIndicators:
    def test_the_catalogue_covers_what_there_is_to_cover(self, catalogue, observations):
        assert list(catalogue["indicator_id"]) == list(dict.fromkeys(observations["indicator_id"]))
        assert len(catalogue) == 24
        assert set(catalogue["domain"]) == {"1", "2", "3", "4", "5"}
        assert set(catalogue["statistic"]) == {"proportion", "rate", "ratio", "dsr", "mean", "estimate"}
        assert set(catalogue["polarity"]) == {"high_is_good", "low_is_good", "neutral"}
        networks = catalogue["networks"].value_counts()
        assert networks.pop("cross_cutting") == 4
        assert (networks == 5).all()
        assert len(networks) == 4

    def test_real_codes_say_what_the_framework_says(self, catalogue):
        """Domain, network and statistic are the framework's; 4.5 alone is given as a mean here."""
        known = framework.catalogue().set_index("indicator_id")
        real = catalogue[catalogue["framework"] != "sample"].set_index("indicator_id")
        known = known.loc[real.index]
        assert len(real) == 21
        assert (real["domain"].astype(float) == known["domain"].astype(float)).all()
        assert (real["networks"] == known["networks"]).all()
        stated = known["statistic"].fillna("").ne("") & ~real.index.isin(["nhs_of:4.5"])
        assert (real["statistic"] == known["statistic"])[stated].all()

    def test_the_plan_draws_the_statistics_of_the_catalogue(self, catalogue):
        plans = runpy.run_path(str(FOLDER / "plan.py"))["PLANS"]
        planned = {plan.indicator_id: plan.statistic for plan in plans}
        assert planned == catalogue.set_index("indicator_id")["statistic"].to_dict()

    def test_quarters_and_years_are_not_mixed(self, observations):
        periods = observations.groupby("indicator_id")["period"].agg(set)
        assert periods.map(lambda found: found in (QUARTERS, YEARS)).all()
        assert periods.map(lambda found: found == QUARTERS).sum() == 12

    def test_only_one_area_is_ever_absent(self, observations):
        areas = observations[observations["area_code"] != "ENG"]
        held = areas.groupby(["indicator_id", "period"])["area_code"].nunique()
        assert held[held != 211].to_dict() == {("ccg_ois:1.16", "2014/15 Q2"): 210}
        assert not observations.duplicated(["indicator_id", "period", "area_code"]).any()

    def test_england_is_published_for_rates_and_estimates(self, observations, catalogue):
        with_england = set(observations.loc[observations["area_code"] == "ENG", "indicator_id"])
        published = catalogue["statistic"].isin(["dsr", "estimate"])
        assert with_england == set(catalogue.loc[published, "indicator_id"])

    def test_england_is_the_sum_of_the_areas(self, observations, catalogue):
        """Counts of a standardised rate add up exactly: a publisher's England holds the same events."""
        dsr = catalogue.loc[catalogue["statistic"] == "dsr", "indicator_id"]
        rows = observations[observations["indicator_id"].isin(dsr)]
        totals = rows.assign(
            england=rows["area_code"] == "ENG",
            numerator=rows["numerator"].astype(float),
            denominator=rows["denominator"].astype(float),
        ).groupby(["indicator_id", "period", "england"])[["numerator", "denominator"]].sum()  # fmt: skip
        assert len(totals) == 12
        assert totals.xs(key=True, level="england").equals(totals.xs(key=False, level="england"))

    def test_intervals_of_rates_are_those_of_their_counts(self, observations, catalogue):
        """A standardised rate of x events has about the relative error 1/sqrt(x); age mix adds a little."""
        dsr = catalogue.loc[catalogue["statistic"] == "dsr", "indicator_id"]
        rows = observations[observations["indicator_id"].isin(dsr)]
        x, value, low, high = (rows[c].astype(float) for c in ("numerator", "value", "lower", "upper"))
        relative = (high - low) / (2 * 1.959964 * value) * x**0.5
        assert relative.between(0.99, 1.25).all()
        assert ((low < value) & (value < high)).all()
        assert (high - value > value - low).all()


class TestFaults:
    def test_small_counts_are_withheld(self, observations):
        """The rule of the file is that counts of 1 to 7 are withheld, and 17 are."""
        withheld = observations[observations["numerator"] == "*"]
        assert len(withheld) == 17
        assert set(withheld["indicator_id"]) == {"ccg_ois:1.25"}
        shown = observations[observations["indicator_id"] == "ccg_ois:1.25"]["numerator"]
        assert (shown[shown != "*"].astype(int) > 7).all()

    def test_the_others_are_where_the_readme_says(self, observations):
        cells = observations.set_index(["indicator_id", "period", "area_code"])
        counts = cells[["numerator", "denominator"]]
        blank = counts.loc[("ccg_ois:2.11a", "2014/15 Q1", "SX000101")]
        assert blank["numerator"] == ""
        assert int(blank["denominator"]) > 0
        assert counts.loc[("ccg_ois:1.18", "2013/14", "SX000007"), "numerator"] == "x"
        assert list(counts.loc[("sample:memory_6_weeks", "2013/14 Q3", "SX000142")]) == ["0", "0"]
        assert ("ccg_ois:1.16", "2014/15 Q2", "SX000033") not in cells.index

    def test_the_readme_names_every_outlier(self):
        text = (FOLDER / "README.md").read_text(encoding="utf-8")
        truth = as_text("truth.csv")
        table = text.split("### Indicators")[1]
        for outlier in truth[truth["kind"] == "outlier"].itertuples():
            line = next(line for line in table.splitlines() if line.startswith(f"| `{outlier.indicator_id}`"))
            assert outlier.area_code in line
            assert outlier.period in line


class TestLoadSample:
    def test_it_says_what_it_is(self, data):
        counts = "211 areas, 24 indicators, 4 networks, 5 domains, 8 quarters, 17 suppressed values"
        assert counts in repr(data)

    def test_it_loads_without_a_warning(self):
        """Its faults are expected; they stay in `problems`."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            load_sample()

    def test_its_faults_are_in_problems(self, data):
        problems = data.problems
        assert not (problems["severity"] == "E").any()
        found = problems["code"].value_counts()
        assert found["suppressed"] == 17
        assert found["zero_denominator"] == 1
        assert found["not_available"] == 1
        assert found["missing"] == 1

    def test_rows_are_kept_with_their_reason(self, data):
        """25,319 rows of areas, four kinds of fault, and nothing else is left out."""
        reasons = data.observations["reason"].value_counts().to_dict()
        used = reasons.pop("")
        assert reasons == {"suppressed": 17, "missing": 1, "not_available": 1, "zero_denominator": 1}
        assert used == 25_319 - 20

    def test_england_is_not_an_area(self, data):
        assert "ENG" not in set(data.observations["area_code"])
        assert len(data.areas) == 211

    def test_need_travels_with_the_areas(self, data):
        assert {"deprivation", "share_over_75", "share_under_5"} <= set(data.areas.columns)
        assert data.areas["deprivation"].dtype == float

    def test_network_areas_are_there(self, data):
        assert len(data.areas_in(network_area="Wessex")) == 9
        assert "SX000162" in data.areas_in(network_area="Wessex")

    def test_it_is_quick(self):
        """A first look must not wait; the budget of one second is for a quiet machine."""
        start = time.process_time()
        load_sample()
        assert time.process_time() - start < 2.0


def test_an_installed_package_holds_its_own_sample(tmp_path, monkeypatch):
    """A wheel has no repository around it."""
    shipped = tmp_path / "scnvariation" / "data" / "sample"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(sample.resources, "files", lambda package: tmp_path / package)
    assert sample.sample_folder() == shipped
