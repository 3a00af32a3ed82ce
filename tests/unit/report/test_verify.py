"""A folder is what its manifest says, or the difference is told file by file."""

import json
import re
import shutil

import pytest

import scnvariation.report.verify as module
from scnvariation.report.pack_folder import PackFolder
from scnvariation.report.safe import OutputFolder
from scnvariation.report.verify import verify
from scnvariation.whole_files import write_whole

SET = {"index.html": b"index", "cancer-wessex/pack.html": b"page", "cancer-wessex/areas.csv": b"a,b\n"}


def publish(out, files):
    """Put a set into a folder."""
    with PackFolder(out) as folder:
        for name, content in files.items():
            folder.write(name, content)
        folder.publish({"written_utc": "2015-04-01T09:30:00Z"})


@pytest.fixture
def packs(tmp_path):
    """Publish a set and give its folder."""
    publish(tmp_path / "packs", SET)
    return tmp_path / "packs"


def change(folder, **facts):
    """Write other words into a manifest."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


def test_a_folder_as_it_was_written(packs):
    found = verify(packs)
    assert found.ok
    assert found.complete
    assert (found.listed, found.changed, found.missing, found.unlisted) == (3, (), (), ())
    assert found.facts == {"written_utc": "2015-04-01T09:30:00Z"}
    assert found.text() == (
        f"'{packs}' was written to the end: 3 files in its manifest. Every file is as it was written."
    )
    assert len(found.problems()) == 0
    assert list(found.problems()) == ["file", "what"]


def test_each_difference_is_told(packs):
    (packs / "index.html").write_bytes(b"Index")
    (packs / "cancer-wessex/areas.csv").unlink()
    (packs / "cancer-wessex/notes.txt").write_text("mine")
    found = verify(str(packs))
    assert not found.ok
    assert found.changed == ("index.html",)
    assert found.missing == ("cancer-wessex/areas.csv",)
    assert found.unlisted == ("cancer-wessex/notes.txt",)
    assert found.text() == (
        f"'{packs}' was written to the end: 3 files in its manifest. 1 file changed since: 'index.html'. "
        "1 file missing: 'cancer-wessex/areas.csv'. 1 file in the folder is no part of it: 'cancer-wessex/notes.txt'."
    )
    assert found.problems().to_numpy().tolist() == [
        ["index.html", "changed"],
        ["cancer-wessex/areas.csv", "missing"],
        ["cancer-wessex/notes.txt", "unlisted"],
    ]


def test_notes_beside_a_pack_are_no_fault(packs):
    (packs / "notes.txt").write_text("mine")
    found = verify(packs)
    assert found.ok
    assert found.text().endswith("Every file is as it was written. 1 file in the folder is no part of it: 'notes.txt'.")


def test_a_run_that_was_stopped(packs):
    change(packs, complete=False, moving={"renal-wessex/pack.html": "0" * 64})
    found = verify(packs)
    assert not found.ok
    assert found.text().startswith(f"'{packs}' is incomplete: a run was stopped while it wrote. Run it again.")


@pytest.mark.parametrize("complete", ["true", 1, None])
def test_only_the_word_itself_means_complete(packs, complete):
    change(packs, complete=complete)
    assert not verify(packs).ok


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"maker": "another"}', b'{"maker": "scnvariation 1"}'])
def test_a_folder_without_a_manifest_is_incomplete(packs, content):
    """S14."""
    (packs / "manifest.json").unlink()
    if content is not None:
        (packs / "manifest.json").write_bytes(content)
    found = verify(packs)
    assert not found.ok
    assert not found.complete
    assert not found.has_manifest
    assert found.text() == (
        f"'{packs}' is incomplete or holds no pack: it has no manifest.json of scnvariation, "
        "which every run writes last."
    )


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        verify(tmp_path / "nowhere")


def test_a_run_at_work_is_no_part_of_it(packs):
    """Nor are its lock and the files that it has not published."""
    with PackFolder(packs) as folder:
        folder.write("index.html", b"later")
        found = verify(packs)
    assert found.ok
    assert found.unlisted == ()


def test_a_set_that_is_replaced_during_the_comparison_is_compared_again(packs, monkeypatch):
    """Files of the new set against the manifest of the old one would all be told as changed."""
    real, later = module._compared, {"index.html": b"index 2", "renal-wessex/pack.html": b"new"}
    monkeypatch.setattr(module, "_compared", lambda *given: monkeypatch.undo() or publish(packs, later) or real(*given))
    found = verify(packs)
    assert (found.ok, found.listed) == (True, len(later))


def test_a_file_or_folder_that_goes_while_it_looks_is_no_error(packs, monkeypatch):
    """As where another run puts its set into place in this moment."""
    real = module.fingerprint

    def late(path):
        shutil.rmtree(packs / "cancer-wessex", ignore_errors=True)
        return real(path)

    monkeypatch.setattr(module, "fingerprint", late)
    found = verify(packs)
    assert found.changed
    assert not found.ok


def test_a_folder_in_the_place_of_the_manifest_is_none(packs):
    (packs / "manifest.json").unlink()
    (packs / "manifest.json").mkdir()
    assert not verify(packs).has_manifest


def test_the_folder_of_another_command(tmp_path):
    """`demo` and `funnel` keep the same list."""
    folder = OutputFolder(tmp_path)
    folder.record(write_whole(folder.target("funnel.png"), b"picture"))
    assert not verify(tmp_path).complete
    folder.finish()
    assert verify(tmp_path).ok
    (tmp_path / "funnel.png").write_bytes(b"another")
    assert verify(tmp_path).changed == ("funnel.png",)


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/hostname", "link/outside.csv"])
def test_what_lies_elsewhere_is_not_read(packs, name):
    """A manifest may have been written by anybody."""
    (packs.parent / "outside.csv").write_bytes(b"mine")
    (packs / "link").symlink_to(packs.parent)
    change(packs, files={name: "0" * 64})
    found = verify(packs)
    assert not found.ok
    assert name in found.missing


def test_a_link_in_the_place_of_a_file_is_a_change(packs):
    """Even where it leads to the same bytes today."""
    (packs / "index.html").rename(packs.parent / "index.html")
    (packs / "index.html").symlink_to(packs.parent / "index.html")
    assert verify(packs).changed == ("index.html",)


def test_names_are_told_on_one_line(packs):
    (packs / "a\nb.txt").write_text("mine")
    assert "\n" not in verify(packs).text()
    assert re.search(r"'a\\nb\.txt'", verify(packs).text())
