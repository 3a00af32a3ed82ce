"""Names are hostile text: whatever a pack is called or made of, each of its files says it and none obeys it."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from small_packs import INDICATORS, areas, catalogue, rows

import scnvariation as scn
from scnvariation.report.csv import as_text
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.pack_result import Pack
from scnvariation.report.workbook_text import cell_text

NAMES = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","y")',
    "{=1+1}",
    "@SUM(1)",
    "+1",
    "-2",
    "\t=1",
    "<script>window.__x=1</script>",
    '<img src=x onerror="window.__x=2">',
    "</title></style><h1>Taken over</h1>",
    "]]></svg><a href='javascript:alert(1)' onclick=alert(2)>",
    "javascript:alert(1)",
)
PLACES = ("../../etc/passwd", "a/b\\c:*?", "<r>x</r>|*_#")
NETWORKS = ("CON", "..", "日本")
TITLES = (
    "$\\badcmd{x}$ costs $5 per $ unit",
    "two\nlines\x07\x01 and \u202eback\u202c",
    "_x0041_ " + "N" * 300,
)
UNITS = ("</script>%", "=per 1,000", "@per <b onmouseover=alert(3)>")
SOURCES = ("<b>src</b>", "=1+1", "javascript:alert(4)")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
#: Elements that run or load something, or send it away.
LOADING = {"script", "iframe", "object", "embed", "img", "link", "base", "form", "image", "use", "foreignobject"}
OURS = re.compile(r"#[A-Za-z][A-Za-z0-9_-]*|[a-z0-9-]+/pack\.html")
#: Where names stand, by the line of the catalogue; each is sought in every form of output.
LINES = {
    "B104-formulas_in_a_pack": NAMES[:3],
    "B105-other_formulas_in_a_pack": NAMES[3:7],
    "B106-markup_in_a_pack": NAMES[7:10],
    "B107-drawings_and_links_in_a_pack": NAMES[10:],
    "B108-mathematics_in_a_pack": TITLES[:1],
    "B112-line_break_in_a_pack": TITLES[1:2],
    "B113-long_name_in_a_pack": TITLES[2:],
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Write the packs of three networks in three places, in every form."""
    data = scn.Indicators(
        rows(),
        catalogue=catalogue(TITLES, ["CON;..", "日本", ""], unit=UNITS, source=SOURCES),
        areas=areas(NAMES, PLACES),
    )
    return scn.variation_pack(
        data,
        out=tmp_path_factory.mktemp("hostile") / "packs",
        suppress=DisclosureRule(threshold=1, round_to=1),
        formats=["xlsx", "html", "csv", "parquet"],
        processes=1,
    )


class Reader(HTMLParser):
    """Everything of a page that could run, lead somewhere or be read."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.titles: list[str] = []
        self.texts: list[str] = []
        self._inside: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "link", "br", "col", "img", "input"}:  # these have no end
            self._inside.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._inside[-2:] == ["head", "title"]:
            self.titles.append(data)
        elif "style" not in self._inside:
            self.texts.append(data)

    @property
    def said(self) -> str:
        """The text of the page, blanks as a browser shows them."""
        return one_line(" ".join(self.texts))


def one_line(text: str) -> str:
    return " ".join(text.split())


def folders(pack: Pack) -> list[Path]:
    return [pack.folder / name for name in pack.packs["folder"]]


def pages(pack: Pack) -> list[Path]:
    return [pack.folder / "index.html", *(folder / "pack.html" for folder in folders(pack))]


def all_cells(path: Path) -> list[object]:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    return [cell for sheet in book for line in sheet.iter_rows() for cell in line]


def shown_on_page(name: str) -> str:
    """Write a name as a page shows it: on one line, without what no reader sees."""
    return one_line(re.sub("[\x00-\x08\x0b\x0e-\x1f\u202a-\u202e]", "", name))


# -- file names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("catalogue_line", ["B109-folders_of_packs"], indirect=True)
def test_bad_input_names_of_folders(pack: Pack) -> None:
    """Folders are slugs inside the one given; two that would be called alike bear a hash each."""
    assert set(pack.packs["network"]) == set(NETWORKS)
    assert set(pack.packs["network_area"]) == set(PLACES)
    names = pack.packs["folder"].tolist()
    assert len(set(names)) == len(names) == 9
    assert all(re.fullmatch("[a-z0-9-]{1,60}", name) for name in names)
    root = pack.folder.resolve()
    assert all(path.resolve().is_relative_to(root) for path in pack.files)
    assert {path.name for path in root.parent.iterdir()} == {root.name}
    assert {path.name for path in root.iterdir()} == {*names, "index.html", "manifest.json"}
    assert pack.verify().ok


@pytest.mark.parametrize("catalogue_line", ["B110-networks_of_one_slug"], indirect=True)
def test_bad_input_networks_of_one_slug(pack: Pack) -> None:
    """`..` and `日本` leave nothing of a slug: their packs differ by a hash, and each holds its own."""
    places = pack.packs[pack.packs["network_area"] == PLACES[0]].set_index("network")["folder"]
    assert places["CON"] == "con-etc-passwd"
    assert all(re.fullmatch("etc-passwd-[0-9a-f]{8}", places[name]) for name in ("..", "日本"))
    for name, ids in {"..": {"one", "three"}, "日本": {"two", "three"}}.items():
        text = (pack.folder / places[name] / "areas.csv").read_text(encoding="utf-8-sig")
        assert set(pd.read_csv(io.StringIO(text))["indicator_id"]) == ids


def test_repr_is_one_short_line(pack: Pack) -> None:
    """Apart from the name of the folder, which is the user's own."""
    text = repr(pack).replace(str(pack.folder), "")
    assert len(text.splitlines()) == 1
    assert len(text) < 200


# -- workbooks -------------------------------------------------------------------------------------------------


def test_no_cell_of_a_workbook_is_a_formula_or_leads_out(pack: Pack) -> None:
    for folder in folders(pack):
        for cell in all_cells(folder / "pack.xlsx"):
            assert cell.data_type != "f", cell
            if cell.hyperlink is not None:
                assert cell.hyperlink.target is None
                assert cell.hyperlink.location


def test_workbooks_say_the_names(pack: Pack) -> None:
    """As they were given, but for characters that no workbook can hold and a beginning that means markup to it."""
    for folder, place in zip(folders(pack), pack.packs["network_area"], strict=True):
        texts = {cell.value for cell in all_cells(folder / "pack.xlsx") if isinstance(cell.value, str)}
        mine = [name for name, at in zip(NAMES, areas(NAMES, PLACES)["network_area"], strict=True) if at == place]
        assert {cell_text(name) for name in mine} <= texts
        assert cell_text(TITLES[2]) in texts


def test_numbers_of_a_workbook_are_numbers(pack: Pack) -> None:
    """The area called -2 has its counts beside it as numbers, and its name as text."""
    openpyxl = pytest.importorskip("openpyxl")
    (folder,) = (pack.folder / line.folder for line in pack.packs.itertuples() if line.folder == "con-a-b-c")
    sheet = openpyxl.load_workbook(folder / "pack.xlsx")["Areas"]
    table = list(sheet.iter_rows(min_row=5, values_only=True))
    found = [dict(zip(table[0], line, strict=True)) for line in table[1:]]
    (line,) = (one for one in found if one["Area"] == "-2" and one["Indicator"] == TITLES[0])
    wanted = rows().query("indicator_id == 'one' and period == '2014/15' and area_code == 'E05'").iloc[0]
    assert (line["Code"], line["Events"], line["Out of"]) == ("E05", wanted["numerator"], wanted["denominator"])


# -- CSV and Parquet -------------------------------------------------------------------------------------------


def test_texts_of_csv_are_guarded_and_numbers_are_not(pack: Pack) -> None:
    """A number may begin with a minus; a text that begins as a formula bears an apostrophe."""
    guarded = 0
    for path in sorted(pack.folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.reader(stream):
                for cell in line:
                    assert not cell.startswith(FORMULAS) or is_number(cell), (path, cell)
                    guarded += cell.startswith("'")
    assert guarded


def is_number(text: str) -> bool:
    try:
        return str(float(text)) != ""
    except ValueError:
        return False


def test_csv_holds_what_parquet_holds(pack: Pack) -> None:
    """Texts as they were given, the apostrophe apart; numbers the same in both."""
    for folder in folders(pack):
        exact = pd.read_parquet(folder / "areas.parquet")
        text = (folder / "areas.csv").read_text(encoding="utf-8-sig")
        plain = pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""], dtype={"area_code": str})
        assert plain["area_name"].tolist() == [as_text(name, escape=True) for name in exact["area_name"]]
        assert plain["excess"].to_numpy() == pytest.approx(exact["excess"].to_numpy(), rel=1e-15, nan_ok=True)
        assert (plain["excess"] < 0).any() or (plain["z"] < 0).any()


def test_parquet_holds_the_names_as_given(pack: Pack) -> None:
    names = dict(zip(areas(NAMES, PLACES)["area_code"], NAMES, strict=True))
    titles = dict(zip(INDICATORS, TITLES, strict=True))
    for folder in folders(pack):
        found = pd.read_parquet(folder / "areas.parquet")
        assert found["area_name"].tolist() == found["area_code"].map(names).tolist()
        listed = pd.read_parquet(folder / "indicators.parquet")
        assert listed["name"].tolist() == listed["indicator_id"].map(titles).tolist()
        assert set(listed["unit"]) <= set(UNITS)
        assert set(listed["source"]) <= set(SOURCES)


def test_provenance_and_manifest_are_json(pack: Pack) -> None:
    for path in sorted(pack.folder.rglob("*.json")):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)


# -- pages -----------------------------------------------------------------------------------------------------


def test_no_page_runs_or_loads_anything(pack: Pack) -> None:
    """No script, no event, no address but places on the page and our own folders; the policy forbids the rest."""
    for path in pages(pack):
        page = Reader(path.read_text(encoding="utf-8"))
        assert not {"script", "iframe", "object", "embed", "img", "link", "base", "form", "image", "use"} & set(
            page.tags
        )
        for tag, name, value in page.attributes:
            assert not name.startswith("on"), (path, tag, name)
            assert name not in {"src", "srcset", "action", "formaction", "xlink:href", "srcdoc"}
            if name == "href":
                assert OURS.fullmatch(value), (path, value)
        policy = [value for tag, name, value in page.attributes if (tag, name) == ("meta", "content")]
        assert any(value.startswith("default-src 'none'") for value in policy)


def test_titles_are_whole(pack: Pack) -> None:
    for folder, title in zip(folders(pack), pack.packs["title"], strict=True):
        page = Reader((folder / "pack.html").read_text(encoding="utf-8"))
        assert one_line("".join(page.titles)) == title
        assert page.tags.count("svg") > 0
        assert page.tags.count("h1") == 1


def test_the_contents_page_leads_to_every_pack(pack: Pack) -> None:
    page = Reader((pack.folder / "index.html").read_text(encoding="utf-8"))
    links = {value for _, name, value in page.attributes if name == "href" and not value.startswith("#")}
    assert links == {f"{name}/pack.html" for name in pack.packs["folder"]}
    assert all((pack.folder / link).is_file() for link in links)
    assert all(title in page.said for title in pack.packs["title"])


def test_places_on_a_page_are_there_once(pack: Pack) -> None:
    for path in pages(pack):
        page = Reader(path.read_text(encoding="utf-8"))
        ids = [value for _, name, value in page.attributes if name == "id"]
        assert len(set(ids)) == len(ids)
        leads = {value[1:] for _, name, value in page.attributes if name == "href" and value.startswith("#")}
        assert leads <= set(ids)


def test_drawings_are_well_formed(pack: Pack) -> None:
    """Each drawing is read as XML, as a program does that takes it out of the page."""
    for folder in folders(pack):
        drawings = re.findall("<svg.*?</svg>", (folder / "pack.html").read_text(encoding="utf-8"), flags=re.DOTALL)
        assert drawings
        for drawing in drawings:
            tags = {element.tag for element in ET.fromstring(drawing).iter()}  # noqa: S314 - our own file
            assert not tags & {"script", "a", "image", "foreignObject", "use"}


@pytest.mark.parametrize("names", LINES.values(), ids=LINES)
def test_bad_input_is_said_in_every_form(pack: Pack, names: tuple[str, ...]) -> None:
    """The reader of each form finds the name as it was given, or as the form can hold it."""
    everywhere = {ending: said(pack, ending) for ending in ("pack.html", "areas.parquet", "indicators.parquet")}
    tables = everywhere["areas.parquet"] | everywhere["indicators.parquet"]
    for name in names:
        assert name in tables
        assert any(shown_on_page(name) in text for text in everywhere["pack.html"]), name


def said(pack: Pack, name: str) -> set[str]:
    """Collect the texts of one file of every pack."""
    if name.endswith(".html"):
        return {Reader((folder / name).read_text(encoding="utf-8")).said for folder in folders(pack)}
    frames = [pd.read_parquet(folder / name) for folder in folders(pack)]
    return {str(text) for frame in frames for text in frame.iloc[:, 3]}
