"""Pictures as files: whole, described, and the same bytes every time."""

from __future__ import annotations

import os
import re

import numpy as np
import pytest
from factory import funnel_result, rates_result
from looking import svg_words
from matplotlib import pyplot as plt
from PIL import Image

from scnvariation.errors import OptionError
from scnvariation.plots import save
from scnvariation.plots.page import SIZES

SVG = "{http://www.w3.org/2000/svg}"
EVIL = ["</title><script>alert(1)</script>", "<img src=x onerror=y>", "javascript:alert(1)", "$x$", *"abcde"]


@pytest.mark.parametrize("size", ["slide", "page", "web"])
@pytest.mark.parametrize("make", [funnel_result, rates_result])
def test_a_png_has_the_size_asked_for_and_says_what_it_shows(tmp_path, make, size):
    """Title, alternative text, maker and settings are in the file."""
    result = make()
    path = save(result, tmp_path / "picture.png", size=size)
    sheet = SIZES[size]
    with Image.open(path) as image:
        assert image.size == (int(sheet.width * sheet.dpi), int(sheet.height * sheet.dpi))
        assert image.text["Title"] == result.title()
        assert image.text["Description"] == result.alt_text()
        assert image.text["Software"] == "scnvariation 0.1.0"
        assert '"call": "funnel"' in image.text["Comment"]


def test_sizes_are_those_of_slides_pages_and_screens():
    """16 to 9, the width of an A4 text, 8 by 6 inches."""
    assert SIZES["slide"].width / SIZES["slide"].height == pytest.approx(16 / 9, rel=1e-3)
    assert (SIZES["page"].width, SIZES["page"].height) == (7.2, 5.4)
    assert (SIZES["web"].width, SIZES["web"].height) == (8.0, 6.0)


def test_an_svg_is_described_for_screen_readers(tmp_path):
    """The first things in the file are its title and its description."""
    result = funnel_result(outliers=3)
    path = save(result, tmp_path / "f.svg", size="page")
    root = svg_words(path)
    assert root.get("role") == "img"
    assert "&quot;input_sha256&quot;" in path.read_text() or '"input_sha256"' in path.read_text()
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == result.title()
    assert description.text == result.alt_text()
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("catalogue_line", ["B107-markup_in_drawings"], indirect=True)
def test_names_cannot_inject_into_an_svg(tmp_path):
    """B106, B107: escaped everywhere, and no link is built from data."""
    path = save(funnel_result(n=9, names=EVIL, outliers=4), tmp_path / "f.svg", size="page", highlight=EVIL[0])
    root = svg_words(path)
    kinds = {element.tag.removeprefix(SVG) for element in root.iter() if isinstance(element.tag, str)}
    assert not kinds & {"script", "img", "a", "foreignObject"}
    text = path.read_text(encoding="utf-8")
    assert "<script" not in text
    assert not re.search(r"href=\"(?!#)", text)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_the_same_result_gives_the_same_bytes(tmp_path, monkeypatch, ending):
    """S19: no random identifier, in any order of rows; the only time is that of a PNG, which can be fixed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1427842800")
    one, other = funnel_result(outliers=5), funnel_result(outliers=5)
    object.__setattr__(other, "areas", other.areas.sample(frac=1, random_state=1))
    first = save(one, tmp_path / f"a.{ending}", size="page").read_bytes()
    assert save(one, tmp_path / f"b.{ending}", size="page").read_bytes() == first
    assert save(other, tmp_path / f"c.{ending}", size="page").read_bytes() == first


def test_a_png_tells_when_it_was_written(tmp_path, monkeypatch):
    """S18: in the text chunk that the PNG specification keeps for it; 1,427,842,800 s after 1970 is 1 April 2015."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1427842800")
    content = save(rates_result(9), tmp_path / "f.png", size="page").read_bytes()
    assert b"Creation Time\x002015-03-31T23:00:00Z" in content


def test_a_pdf_carries_title_and_description(tmp_path):
    """For readers that show document properties."""
    content = save(rates_result(9), tmp_path / "f.pdf", size="page").read_bytes()
    assert content.startswith(b"%PDF")
    assert b"Caterpillar plot of" in content
    assert b"CreationDate" not in content


@pytest.mark.parametrize("name", ["f.jpg", "f", "f.xlsx"])
def test_other_endings_stop(tmp_path, name):
    """The list of endings, before anything is drawn."""
    with pytest.raises(OptionError) as caught:
        save(funnel_result(n=9), tmp_path / name, size="page")
    assert str(caught.value).startswith(f"path={name!r} is not known; choose one of '.png', '.svg', '.pdf'.")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    """The folder, and not our temporary file, is what the user can mend."""
    with pytest.raises(FileNotFoundError) as caught:
        save(funnel_result(n=9), tmp_path / "absent" / "f.png", size="page")
    assert caught.value.filename == str(tmp_path / "absent")


def test_a_failed_write_leaves_the_old_picture(tmp_path, monkeypatch):
    """S12, S13: whole or not at all, and no litter."""
    path = tmp_path / "f.svg"
    path.write_text("old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        save(funnel_result(n=9), path, size="page")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["f.svg"]


def test_an_option_that_is_not_known_writes_nothing(tmp_path):
    """A slip in a keyword must not leave an empty file."""
    with pytest.raises(OptionError, match="palet"):
        save(funnel_result(n=9), tmp_path / "f.png", size="page", palet="fingertips")
    assert list(tmp_path.iterdir()) == []


def test_saving_leaves_no_trace_in_pyplot(tmp_path):
    """A thousand pictures in a loop: no figure stays open, no setting changes."""
    before = dict(plt.rcParams)
    save(funnel_result(n=9), tmp_path / "f.png", size="web")
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before


def test_a_withheld_value_is_nowhere_in_the_file(tmp_path):
    """An SVG holds coordinates to many digits: an area without a value must have none."""
    result = funnel_result(n=9)
    path = tmp_path / "f.svg"
    whole = save(result, path, size="page").read_text().count("<use ")
    result.areas.loc[0, "value"] = np.nan
    assert save(result, path, size="page").read_text().count("<use ") < whole
