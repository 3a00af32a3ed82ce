"""Packs of real files come out whole: QOF registers, cancer waits, and a workbook of one CCG and its peers."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import scnvariation as scn
from scnvariation.indicators import Indicators
from scnvariation.report.pack_result import Pack

pytestmark = pytest.mark.acceptance

QOF = Path("real") / "qof" / "qof_2013_14_prevalence_by_ccg.csv"
CCGOIS = Path("real") / "ccgois" / "Coastal-West-Sussex-CCGOIS-June-2017.xlsx"
CWT = Path("real") / "cwt" / "cwt_commissioner_jul_2021.xlsx"
#: Words of programs, brackets with nothing between them, and blanks where a word is missing.
SLIPS = re.compile(r"\b(?:nan|NaN|NaT|inf|<NA>)\b|\bNone\b(?! of )|(?<!\w)\(\)|\[\]|\S {2,}\S|\s[,;.](?:\s|$)|\.\.|,,")
#: Words that a pack never uses of a place or a reason.
NEVER = re.compile(r"postcode lottery|worst performer|caused by|unwarranted (?!is )", flags=re.IGNORECASE)
#: Of the variation table: the higher over the lower of two areas, as it is and by chance alone.
RATIOS = ("extremal_quotient", "p95_p5", "p90_p10", "p75_p25")
Maker = Callable[..., Pack]


def quietly(path: Path) -> Indicators:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", scn.DataWarning)
        return scn.read_indicators(path)


@pytest.fixture(scope="module")
def qof(real_data: Path) -> Indicators:
    return quietly(real_data / QOF)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Write packs under the rule of hospital statistics, in this process, in three forms."""

    def make(data: Indicators, **options: object) -> Pack:
        wanted: dict[str, object] = {"suppress": "hes", "processes": 1} | options
        return scn.variation_pack(data, out=tmp_path_factory.mktemp("packs"), **wanted)

    return make


@pytest.fixture(scope="module")
def registers(qof: Indicators, made: Maker) -> Pack:
    return made(qof, network="cardiovascular", network_area=["Wessex", "London"])


@pytest.fixture(scope="module")
def waits(real_data: Path, made: Maker) -> Pack:
    pytest.importorskip("openpyxl")
    return made(quietly(real_data / CWT))


@pytest.fixture(scope="module")
def one_place(real_data: Path, made: Maker) -> Pack:
    pytest.importorskip("openpyxl")
    places = ["South East Coast", "Wessex"]
    return made(quietly(real_data / CCGOIS), network="cancer", network_area=places)


@pytest.fixture(scope="module")
def sample(made: Maker) -> Pack:
    """Six packs of the sample, where every kind of indicator is, under no rule: nothing is hidden behind a mark."""
    return made(
        scn.load_sample(),
        as_at="2014/15 Q4",
        network=["cardiovascular", "cancer"],
        network_area=["Wessex", "London", "South West"],
        suppress=scn.DisclosureRule(threshold=1, round_to=1),
    )


@pytest.fixture(params=["registers", "waits", "one_place", "sample"])
def pack(request: pytest.FixtureRequest) -> Pack:
    """Give the packs of each file in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Pack)
    return found


class Reader(HTMLParser):
    """The texts of a page, each as it stands in its element."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.texts += [value for name, value in attrs if value and name in {"title", "aria-label"}]

    def handle_data(self, data: str) -> None:
        if not self._style and data.strip():
            self.texts.append(data.strip())


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Give every text of pages and workbooks with its place."""
    openpyxl = pytest.importorskip("openpyxl")
    for path in sorted(pack.folder.rglob("*.html")):
        for text in Reader(path.read_text(encoding="utf-8")).texts:
            yield path.parent.name, text
    for path in sorted(pack.folder.rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows(values_only=True):
                yield from ((f"{path.parent.name}/{sheet.title}", cell) for cell in row if isinstance(cell, str))


def names_given(pack: Pack) -> set[str]:
    """Give the texts that are not ours: a name may hold what our own words may not."""
    found: set[str] = set()
    for path in sorted(pack.folder.rglob("indicators.csv")):
        table = pd.read_csv(path, dtype=str).fillna("")
        found |= {*table["name"], *table["source"]}
    return found - {""}


def test_it_comes_out_whole(pack: Pack) -> None:
    assert pack.verify().ok
    assert len(pack.packs)
    assert (pack.packs["indicators"] > 0).all()


def test_no_text_holds_a_word_of_programs(pack: Pack) -> None:
    """What is not known is marked as such, and every sentence has all its words."""
    given = names_given(pack)
    slips = {(place, text[:160]) for place, text in texts_of(pack) if SLIPS.search(without(text, given))}
    assert not slips


def without(text: str, names: set[str]) -> str:
    """Take the names of indicators and the calls a note advises out of a text."""
    for name in names:
        if name in text:
            text = text.replace(name, "X")
    return re.sub(r"\w+\(\)", "X", text)


def test_no_text_says_what_a_pack_never_says(pack: Pack) -> None:
    assert not {text[:160] for _, text in texts_of(pack) if NEVER.search(text)}


def test_numbers_of_the_tables_are_finite_or_missing(pack: Pack) -> None:
    """Only a ratio may be infinite, where the lower of two areas has nothing; people read another word there."""
    for path in sorted(pack.folder.rglob("*.csv")):
        table = pd.read_csv(path, dtype={"area_code": str})
        numbers = table.select_dtypes("number")
        numbers = numbers.drop(columns=[name for name in numbers if name.startswith(RATIOS)])
        assert not numbers.abs().eq(float("inf")).any(axis=None), (path.parent.name, path.name)


def test_nobody_is_counted_whom_the_rule_hides(registers: Pack, waits: Pack, one_place: Pack) -> None:
    """Every count of the tables is nothing, or at least 8 and a multiple of 5."""
    for pack in (registers, waits, one_place):
        for path in sorted(pack.folder.rglob("areas.csv")):
            table = pd.read_csv(path, dtype={"area_code": str})
            kinds = pd.read_csv(path.with_name("indicators.csv")).set_index("indicator_id")["statistic"]
            counted = table["indicator_id"].map(kinds).isin(["proportion", "rate", "ratio"])
            counts = table.loc[counted, "numerator"]
            counts = counts[counts.notna()]
            assert len(counts)
            assert (counts % 5 == 0).all(), path
            assert not counts.between(1, 7).any(), path


def test_withheld_rows_hold_nothing_that_tells(waits: Pack) -> None:
    """A monthly count of 1 to 7 patients is nowhere in the file: neither as rate nor as interval nor as z."""
    assert waits.packs["withheld"].sum() > 100
    for path in sorted(waits.folder.rglob("areas.csv")):
        table = pd.read_csv(path, dtype={"area_code": str})
        hidden = table[table["reason"].fillna("").str.startswith("withheld")]
        told = ["numerator", "value", "interval_lower", "interval_upper", "z", "p_value", "z_adjusted", "excess"]
        assert hidden[told].isna().all(axis=None)
        assert set(hidden["judgement"]) == {"not_compared"}


def test_registers_are_those_of_england(registers: Pack, qof: Indicators) -> None:
    """Wessex has 9 CCGs and London 32; each is judged on each register of the network, and few lie outside."""
    packs = registers.packs.set_index("network_area")
    assert packs["areas"].to_dict() == {"Wessex": 9, "London": 32}
    numbers = packs[["better", "similar", "worse", "higher", "lower", "not_compared"]].sum(axis=1)
    assert (numbers == packs["areas"] * packs["indicators"]).all()
    page = (registers.folder / packs.loc["Wessex", "folder"] / "pack.html").read_text(encoding="utf-8")
    wessex = registers.folder / packs.loc["Wessex", "folder"] / "areas.csv"
    table = pd.read_csv(wessex, dtype={"area_code": str}).query("indicator_id == 'qof:DM'")
    one = scn.funnel(qof, "qof:DM").areas.set_index("area_code").loc[table["area_code"]]
    assert table["judgement"].tolist() == one["judgement"].tolist()
    assert (table["numerator"].to_numpy() - one["numerator"].to_numpy() <= 2.5).all()
    assert "areas differ far more than chance explains" in page


def test_one_ccg_and_its_peers_are_not_called_a_network_area(one_place: Pack) -> None:
    """With one CCG in the file nothing is said of the spread in its network area, and the pack says why."""
    packs = one_place.packs.set_index("folder")
    assert packs.loc["cancer-south-east-coast", "areas"] == 1
    page = Reader((one_place.folder / "cancer-south-east-coast" / "pack.html").read_text(encoding="utf-8"))
    text = " ".join(page.texts)
    assert "South East Coast as a whole could not be compared with the rest of England." in text
    spread = pd.read_csv(one_place.folder / "cancer-south-east-coast" / "variation.csv")
    own = spread[spread["network_area"] == "South East Coast"]
    assert own["scv"].isna().all()
    assert len(own)


def test_sentences_count_what_the_tables_hold(sample: Pack) -> None:
    """The first sentence of a page names as many comparisons, and as many outside, as its table has."""
    for line in sample.packs.to_dict("records"):
        table = pd.read_csv(sample.folder / line["folder"] / "areas.csv", dtype={"area_code": str})
        compared = (table["judgement"] != "not_compared").sum()
        outside = table["judgement"].isin(["better", "worse", "higher", "lower"]).sum()
        text = " ".join(Reader((sample.folder / line["folder"] / "pack.html").read_text(encoding="utf-8")).texts)
        said = re.search(r"Of ([\d,]+) comparisons of single areas with England,? (none|[\d,]+) lies? outside", text)
        assert said is not None, text[:300]
        assert int(said[1].replace(",", "")) == compared
        assert (0 if said[2] == "none" else int(said[2])) == outside
