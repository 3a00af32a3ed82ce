"""The recipe for running packs unattended: its script is run as it is printed."""

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")


@pytest.fixture
def script() -> dict[str, object]:
    """Load the functions of the script without running it."""
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    (code,) = [block for block in blocks if "def main" in block]
    names: dict[str, object] = {"__name__": "quarter"}
    exec(code, names)  # noqa: S102 - our own page
    return names


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        ("2015-04-10", "2014/15 Q4"),
        ("2015-07-10", "2015/16 Q1"),
        ("2015-12-31", "2015/16 Q2"),
        ("2016-01-10", "2015/16 Q3"),
    ],
)
def test_the_quarter_that_ended_last(script: dict[str, object], today: str, quarter: str) -> None:
    """Financial years begin in April: on 10 April 2015 the fourth quarter of 2014/15 has just ended."""
    assert script["last_quarter"](dt.date.fromisoformat(today)) == quarter


def test_the_script_writes_packs_that_verify(
    script: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [f"A{n:02}" for n in range(12)]
    rows = {
        "indicator_id": "own:1",
        "period": "2014/15",
        "area_code": codes,
        "numerator": range(20, 32),
        "denominator": 100,
    }
    areas = {"area_code": codes, "network_area": ["Wessex", "London"] * 6}
    indicators = {"indicator_id": ["own:1"], "name": ["One"], "statistic": ["proportion"], "networks": ["cancer"]}
    for name, table in (("figures", rows), ("areas", areas), ("indicators", indicators)):
        pd.DataFrame(table).to_csv(tmp_path / f"{name}.csv", index=False)
    monkeypatch.chdir(tmp_path)
    assert script["main"]() == 0
    assert "2 packs" in capsys.readouterr().out
    (index,) = tmp_path.glob("packs/*/index.html")
    assert (index.parent / "cancer-wessex" / "pack.xlsx").exists()


def test_the_script_says_what_is_wrong_and_ends_with_one(
    script: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "figures.csv").write_text("area_code,numerator\nA,1\n", encoding="utf-8")
    for name in ("areas", "indicators"):
        (tmp_path / f"{name}.csv").write_text("area_code,indicator_id\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert script["main"]() == 1
    assert capsys.readouterr().err
