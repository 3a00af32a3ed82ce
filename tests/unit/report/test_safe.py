"""A file is whole or not there, and a name from the data can never choose where it goes."""

import errno
import hashlib
import json
import os
import resource
import signal
import stat
import time
from pathlib import Path

import pytest

from scnvariation.report.safe import OutputFolder, file_names, slug
from scnvariation.whole_files import write_whole

AWKWARD = ["../../etc/passwd", "CON", "com1", "..", "a/b\\c:*?", "日本", "x" * 300, "", "---", "Ynys Môn", "\x00\n"]


@pytest.mark.parametrize("catalogue_line", ["B109-no_file_name"], indirect=True)
@pytest.mark.parametrize("name", AWKWARD)
def test_slug_is_a_plain_name(name):
    """B109."""
    found = slug(name)
    assert found
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found[0] != "-" != found[-1]
    assert len(found) <= 60


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Ynys Môn", "ynys-mon"),
        ("a/b\\c:*?", "a-b-c"),
        ("../../etc/passwd", "etc-passwd"),
        ("2014/15 Q4", "2014-15-q4"),
        # sha256 of the UTF-8 text, as `printf %s NAME | sha256sum` gives it
        ("CON", "con-a3dbc4b6"),
        ("", "e3b0c442"),
    ],
)
def test_slug_by_hand(name, wanted):
    assert slug(name) == wanted


def test_long_names_that_begin_alike_stay_apart():
    assert slug("x" * 300) != slug("x" * 301)


@pytest.mark.parametrize("catalogue_line", ["B110-one_slug"], indirect=True)
def test_two_names_of_one_slug_get_files_of_their_own():
    """B110: whatever the order in which they come."""
    names = ["Stroke!", "Renal", "stroke"]
    found = file_names(names)
    assert len(set(found.values())) == 3
    assert found["Renal"] == "renal"
    assert found == file_names(reversed(names)) | {}


def test_written_whole(tmp_path):
    target = write_whole(tmp_path / "a.txt", b"abc")
    assert target.read_bytes() == b"abc"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_permissions_follow_the_umask(tmp_path):
    """S16."""
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.txt", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_a_link_is_refused(tmp_path):
    """S11: the file it points at is not ours."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "a.txt").symlink_to(elsewhere)
    with pytest.raises(OSError, match="it is a link to another place") as caught:
        write_whole(tmp_path / "a.txt", b"abc")
    assert caught.value.errno == errno.ELOOP
    assert elsewhere.read_text() == "mine"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "a.txt", b"abc")


def test_a_full_disk_leaves_the_old_file(tmp_path):
    """S13, with a limit on the size of files in the place of a full disk."""
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(OSError, match="50,000 bytes are needed, and a file that was there") as caught:
            write_whole(target, b"x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.errno == errno.EFBIG
    assert caught.value.filename == str(target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_a_killed_run_left_is_swept_after_an_hour(tmp_path):
    """S12: of the same file only, and not while another run may still write it."""
    old, young, other = (tmp_path / name for name in (".a.txt.1.part", ".a.txt.2.part", ".b.txt.1.part"))
    for path in (old, young, other):
        path.write_bytes(b"half")
    long_ago = time.time() - 4000
    os.utime(old, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    write_whole(tmp_path / "a.txt", b"abc")
    assert {path.name for path in tmp_path.iterdir()} == {".a.txt.2.part", ".b.txt.1.part", "a.txt"}


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def fill(folder: OutputFolder, name: str, content: bytes) -> None:
    folder.record(write_whole(folder.target(name), content))


def test_a_folder_knows_its_own_files(tmp_path):
    folder = OutputFolder(tmp_path / "out" / "deep")
    fill(folder, "a.txt", b"abc")
    assert manifest(folder.path)["complete"] is False
    folder.finish()
    facts = manifest(folder.path)
    assert facts["complete"] is True
    assert facts["files"] == {"a.txt": hashlib.sha256(b"abc").hexdigest()}


def test_its_own_files_may_be_written_again(tmp_path):
    for content in (b"one", b"two"):
        folder = OutputFolder(tmp_path)
        fill(folder, "a.txt", content)
        folder.finish()
    assert (tmp_path / "a.txt").read_bytes() == b"two"


def test_a_run_that_was_stopped_can_be_repeated(tmp_path):
    fill(OutputFolder(tmp_path), "a.txt", b"one")
    fill(OutputFolder(tmp_path), "a.txt", b"two")
    assert (tmp_path / "a.txt").read_bytes() == b"two"


@pytest.mark.parametrize("catalogue_line", ["B187-files_of_others"], indirect=True)
def test_a_file_of_somebody_else_is_not_overwritten(tmp_path):
    """B187."""
    (tmp_path / "a.txt").write_bytes(b"mine")
    folder = OutputFolder(tmp_path)
    with pytest.raises(FileExistsError, match="was not written by scnvariation; choose another folder"):
        folder.target("a.txt")
    assert (tmp_path / "a.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("content", ["[1, 2]", "not json", '{"files": {}}', '{"maker": "x", "files": 3}'])
def test_a_manifest_of_somebody_else_is_not_overwritten(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(FileExistsError, match="choose another folder"):
        OutputFolder(tmp_path).finish()
    assert (tmp_path / "manifest.json").read_text() == content


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "sub/a.txt", ".."])
def test_a_name_cannot_leave_the_folder(tmp_path, name):
    """S11."""
    with pytest.raises(OSError, match="lies outside the output folder"):
        OutputFolder(tmp_path).target(name)
