"""A set of packs is replaced as a whole or left as it was, and what is not ours is never touched."""

import errno
import hashlib
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from scnvariation import __version__
from scnvariation.errors import DataWarning
from scnvariation.report import exchange
from scnvariation.report.lock import Holder
from scnvariation.report.pack_folder import PackFolder, is_below, write_into
from scnvariation.report.safe import OutputFolder, slug
from scnvariation.report.verify import verify

PAGE = "cardiovascular-wessex/pack.html"
SET = {"index.html": b"index", PAGE: b"page", "cardiovascular-wessex/areas.csv": b"a,b\n"}


def fill(out, files, facts=None):
    """Publish a set."""
    with PackFolder(out) as folder:
        for name, content in files.items():
            folder.write(name, content)
        return folder.publish({} if facts is None else facts)


def held(out):
    """Read every file of a folder, hidden ones too, by its path."""
    files = (path for path in Path(out).rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def manifest(out):
    return json.loads((Path(out) / "manifest.json").read_text())


def packs(out):
    """Read every file but the manifest."""
    return {name: content for name, content in held(out).items() if name != "manifest.json"}


# -- a set ---------------------------------------------------------------------------------------------------------


def test_a_set_is_in_its_place_and_nothing_else(tmp_path):
    fill(tmp_path / "new" / "packs", SET)
    assert packs(tmp_path / "new" / "packs") == SET


def test_the_manifest_names_every_file(tmp_path):
    files = fill(tmp_path, SET, {"rows": {"read": 3}, "disclosure_rule": "none"})
    facts = manifest(tmp_path)
    assert list(facts) == ["maker", "kind", "complete", "rows", "disclosure_rule", "files"]
    assert facts["maker"] == f"scnvariation {__version__}"
    assert facts["complete"] is True
    assert facts["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in SET.items()}
    assert list(facts["files"]) == sorted(SET)
    assert files == (*(tmp_path / name for name in sorted(SET)), tmp_path / "manifest.json")


def test_the_same_set_gives_the_same_bytes(tmp_path):
    """Whatever the order in which files were written."""
    fill(tmp_path / "a", SET, {"rows": 3})
    fill(tmp_path / "b", dict(reversed(SET.items())), {"rows": 3})
    assert held(tmp_path / "a") == held(tmp_path / "b")


def test_nothing_is_in_place_before_it_is_published(tmp_path):
    with PackFolder(tmp_path) as folder:
        folder.write(PAGE, b"page")
        assert all(path.name.startswith((".run-", ".lock")) for path in tmp_path.iterdir())
    assert held(tmp_path) == {}


def test_workers_write_through_a_function_that_can_be_sent(tmp_path):
    with PackFolder(tmp_path) as folder:
        write_into(folder.run, PAGE, b"page")
        folder.publish({})
    assert packs(tmp_path) == {PAGE: b"page"}


def test_permissions_follow_the_umask(tmp_path):
    """S16."""
    before = os.umask(0o027)
    try:
        fill(tmp_path / "packs", SET)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "packs").rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "packs").rglob("*") if path.is_dir()}
    assert modes == {0o640}
    assert folders == {0o750}


# -- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "/etc/a.csv",
        "a/../../b.csv",
        "a//b.csv",
        "a\\b.csv",
        "A.csv",
        "a",
        "a/b",
        ".a.csv",
        "a/.b.csv",
        "a.csv\n",
        "a..csv",
        "a.csv.",
        "c:a.csv",
        "",
        "manifest.json",
    ],
)
def test_a_name_cannot_leave_the_folder(tmp_path, name):
    """S11."""
    with PackFolder(tmp_path / "out") as folder, pytest.raises(OSError, match="lies outside the output folder"):
        folder.write(name, b"x")
    assert held(tmp_path) == {}


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "", "x" * 300, "日本", "..."])
def test_a_slug_makes_a_name_that_is_taken(name):
    assert is_below(f"{slug(name)}/pack.html")


# -- a later set ---------------------------------------------------------------------------------------------------


def test_a_later_set_takes_the_place_of_the_earlier_one(tmp_path):
    fill(tmp_path, SET | {"cancer-wessex/pack.html": b"old"})
    later = {"index.html": b"index 2", PAGE: b"page 2", "cardiovascular-wessex/trend.csv": b"new"}
    fill(tmp_path, later)
    assert packs(tmp_path) == later
    assert not (tmp_path / "cancer-wessex").exists()
    assert set(manifest(tmp_path)["files"]) == set(later)


def test_an_old_file_that_somebody_has_changed_is_left(tmp_path):
    fill(tmp_path, SET)
    (tmp_path / "cardiovascular-wessex/areas.csv").write_bytes(b"with my notes")
    text = (
        "1 file of the earlier pack was changed after it was written and is left in the folder: "
        "cardiovascular-wessex/areas.csv. It is no part of the new pack."
    )
    with pytest.warns(DataWarning, match=re.escape(text)) as caught:
        fill(tmp_path, {"index.html": b"index"})
    assert caught[0].filename == __file__
    assert packs(tmp_path) == {"index.html": b"index", "cardiovascular-wessex/areas.csv": b"with my notes"}
    assert set(manifest(tmp_path)["files"]) == {"index.html"}


def test_an_old_file_that_is_gone_is_not_missed(tmp_path):
    fill(tmp_path, SET)
    shutil.rmtree(tmp_path / "cardiovascular-wessex")
    fill(tmp_path, {"index.html": b"index"})
    assert packs(tmp_path) == {"index.html": b"index"}


@pytest.mark.parametrize("name", ["../theirs.csv", "link/theirs.csv"])
def test_a_manifest_cannot_make_a_run_remove_what_lies_elsewhere(tmp_path, name):
    """Somebody may have written into it; the hash fits."""
    out = tmp_path / "out"
    fill(out, SET)
    (out / "link").symlink_to(tmp_path)
    (tmp_path / "theirs.csv").write_bytes(b"mine")
    facts = manifest(out)
    facts["files"][name] = hashlib.sha256(b"mine").hexdigest()
    (out / "manifest.json").write_text(json.dumps(facts))
    fill(out, {"index.html": b"index"})
    assert (tmp_path / "theirs.csv").read_bytes() == b"mine"


# -- what is not ours ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("catalogue_line", ["B187-a_pack_among_files_of_others"], indirect=True)
@pytest.mark.parametrize("name", ["index.html", PAGE])
def test_a_file_of_somebody_else_stops_everything_before_anything_is_moved(tmp_path, name):
    """B187."""
    earlier = {"cancer-wessex/pack.html": b"old"}
    fill(tmp_path, earlier)
    theirs = tmp_path / name
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="was not written by scnvariation; choose another folder") as caught:
        fill(tmp_path, SET)
    assert caught.value.filename == str(theirs)
    assert packs(tmp_path) == earlier | {name: b"mine"}
    assert verify(tmp_path).ok


def test_files_beside_a_pack_stay(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".run-notes").mkdir()
    (tmp_path / ".run-notes" / "a.txt").write_text("mine too")
    long_ago = time.time() - 10_000
    os.utime(tmp_path / ".run-notes", (long_ago, long_ago))
    for _ in range(2):
        fill(tmp_path, SET)
    assert packs(tmp_path) == SET | {"notes.txt": b"mine", ".run-notes/a.txt": b"mine too"}


@pytest.mark.parametrize("name", ["index.html", "cardiovascular-wessex", "manifest.json"])
def test_a_link_in_the_folder_is_not_followed(tmp_path, name):
    """S11: nor is one that stands in the place of a file of ours."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    fill(out, SET)
    (out / name).rename(elsewhere)
    (out / name).symlink_to(elsewhere)
    before = held(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes()
    with pytest.raises(OSError, match="it is a link to another place") as caught:
        fill(out, dict.fromkeys(SET, b"later"))
    assert caught.value.errno == errno.ELOOP
    assert before == (held(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes())


@pytest.mark.parametrize(("name", "is_folder"), [("cardiovascular-wessex", False), ("index.html", True)])
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path, name, is_folder):
    fill(tmp_path, {"cancer-wessex/pack.html": b"old"})
    (tmp_path / name).mkdir() if is_folder else (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="a file is there where a folder is needed, or a folder where a file is"):
        fill(tmp_path, SET)
    assert verify(tmp_path).ok


def test_a_file_in_the_place_of_the_whole_folder_is_told(tmp_path):
    (tmp_path / "packs").write_bytes(b"mine")
    with pytest.raises(NotADirectoryError, match="a file is there where a folder is needed"):
        fill(tmp_path / "packs", SET)
    assert (tmp_path / "packs").read_bytes() == b"mine"


def test_results_of_another_command_and_a_pack_do_not_share_a_folder(tmp_path):
    """A pack removes what is no part of it: pictures of a funnel would be gone with the next quarter."""
    OutputFolder(tmp_path / "pictures").finish()
    with pytest.raises(FileExistsError, match="it holds other results of scnvariation, and a pack keeps its folder"):
        fill(tmp_path / "pictures", SET)
    fill(tmp_path / "packs", SET)
    with pytest.raises(FileExistsError, match="it holds a pack, which keeps its folder to itself"):
        OutputFolder(tmp_path / "packs")
    assert verify(tmp_path / "packs").ok
    assert set(held(tmp_path / "pictures")) == {"manifest.json"}


def test_a_manifest_of_somebody_else_is_not_overwritten(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "my web app"}')
    with pytest.raises(FileExistsError, match="choose another folder"):
        fill(tmp_path, SET)
    assert held(tmp_path) == {"manifest.json": b'{"name": "my web app"}'}


# -- whatever stops a run leaves the earlier set -------------------------------------------------------------------


@pytest.fixture
def earlier(tmp_path):
    """Publish a set that must survive, and give its folder with all that is in it."""
    fill(tmp_path / "packs", SET | {"cancer-wessex/pack.html": b"old"}, {"rows": 3})
    return tmp_path / "packs", held(tmp_path / "packs")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_an_error_before_publishing(earlier, error):
    out, before = earlier
    with pytest.raises(error):
        fail_before_publishing(out, error)
    assert held(out) == before


def fail_before_publishing(out, error):
    """Stop after the first file."""
    with PackFolder(out) as folder:
        folder.write(PAGE, b"page 2")
        raise error


@pytest.mark.parametrize(
    "error",
    [PermissionError(errno.EACCES, "Permission denied"), OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()],
    ids=["permission", "full", "ctrl_c"],
)
def test_an_error_at_any_step_of_publishing(earlier, monkeypatch, error):
    """As where a workbook is open in Excel on Windows: the files that were moved already go back."""
    out, before = earlier
    later = {"index.html": b"index 2", PAGE: b"page 2", "renal-wessex/pack.html": b"new"}
    for number in range(100):
        with monkeypatch.context() as patched:
            fail_at_step(number, error, patched)
            try:
                fill(out, later)
                break
            except type(error):
                pass
        assert held(out) == before
        assert not (out / "renal-wessex").exists()
        assert verify(out).ok
    assert number >= 5 + 2 * 5 + 4  # moved: three pages, the manifest twice; copied and called besides
    assert packs(out) == later


def test_a_first_run_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """No empty folder, and none of those made on the way to it: the name may have been a slip."""
    for number in range(100):
        with monkeypatch.context() as patched:
            fail_at_step(number, PermissionError(errno.EACCES, "Permission denied"), patched)
            try:
                fill(tmp_path / "new" / "packs", SET)
                break
            except PermissionError:
                pass
        assert list(tmp_path.iterdir()) == []
    assert number >= 2 * 3 + 2
    assert packs(tmp_path / "new" / "packs") == SET


def test_a_folder_that_was_there_stays_where_a_run_fails(tmp_path):
    (tmp_path / "packs").mkdir()
    with pytest.raises(ValueError, match=r"^$"):
        fail_before_publishing(tmp_path / "packs", ValueError)
    assert list((tmp_path / "packs").iterdir()) == []


def fail_at_step(number, error, patched):
    """Let so many steps of an exchange pass, and fail at the next, once."""
    done = []

    def step(real):
        def counted(*args, **more):
            done.append(real)
            if len(done) == number + 1:
                raise error
            return real(*args, **more)

        return counted

    patched.setattr(exchange.shutil, "copy2", step(shutil.copy2))
    for name in ("put", "take_out", "_make_folder"):
        patched.setattr(exchange.Exchange, name, step(getattr(exchange.Exchange, name)))
    real, counted = Path.replace, step(Path.replace)
    patched.setattr(Path, "replace", lambda path, target: (real if ".run-" in str(target) else counted)(path, target))


def test_facts_that_json_cannot_hold_stop_before_anything_is_moved(earlier):
    out, before = earlier
    with pytest.raises(ValueError, match="not JSON compliant"):
        fill(out, SET, {"phi": float("nan")})
    assert held(out) == before


def test_a_full_disk_leaves_the_earlier_set(earlier):
    """S13, with a limit on the size of files in the place of a full disk, in a process of its own."""
    out, before = earlier
    code = """
        import resource, signal, sys
        from scnvariation.report.pack_folder import PackFolder
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        try:
            with PackFolder(sys.argv[1]) as folder:
                folder.write("index.html", b"index 2")
                folder.write("cardiovascular-wessex/pack.html", b"x" * 50_000)
                folder.publish({})
        except OSError as error:
            print(error.errno, error.filename, error.strerror, sep="|")
    """
    words = [sys.executable, "-c", textwrap.dedent(code), str(out)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip().split("|")
    assert said[:2] == [str(errno.EFBIG), str(out / PAGE)]
    assert said[2].endswith("50,000 bytes are needed, and a file that was there before is unchanged")
    assert held(out) == before


def test_a_device_without_room_is_told_with_the_place_that_was_meant(tmp_path, monkeypatch):
    """S13: `/dev/full` answers as a full disk does."""
    real = Path.open

    def on_a_full_device(path, mode="r", *args, **more):
        return real(Path("/dev/full"), "wb") if path.suffix == ".part" else real(path, mode, *args, **more)

    with PackFolder(tmp_path) as folder:
        monkeypatch.setattr(Path, "open", on_a_full_device)
        with pytest.raises(OSError, match="No space left on device; 4 bytes are needed") as caught:
            folder.write(PAGE, b"page")
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.filename == str(tmp_path / PAGE)
    assert held(tmp_path) == {}


# -- runs that were killed -----------------------------------------------------------------------------------------


def run_of(out, process, *, hours, token="0" * 8):
    """Leave the folder of a run that was killed."""
    mark = Holder.here().run.split("-")[0]
    path = out / f".run-{mark}-{process}-{token}"
    (path / "cardiovascular-wessex").mkdir(parents=True)
    (path / PAGE).write_bytes(b"half")
    moment = time.time() - 3600 * hours
    os.utime(path, (moment, moment))
    return path


def test_what_killed_runs_left_is_swept(tmp_path):
    """S12: that of a process that has ended at once, any other after an hour."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    gone = [run_of(tmp_path, ended.pid, hours=0), run_of(tmp_path, os.getpid(), hours=2)]
    stays = run_of(tmp_path, os.getpid(), hours=0.5, token="1" * 8)
    fill(tmp_path, SET)
    assert [path.exists() for path in gone] == [False, False]
    assert stays.exists()
    assert verify(tmp_path).ok
    assert verify(tmp_path).unlisted == ()


KILLED = """
import os, sys
from scnvariation.report import exchange
from scnvariation.report.pack_folder import PackFolder
put = exchange.Exchange.put
def die(self, relative):
    put(self, relative)
    if relative == sys.argv[2]:
        os.kill(os.getpid(), 9)
exchange.Exchange.put = die
with PackFolder(sys.argv[1]) as folder:
    for name in sys.argv[3:]:
        folder.write(name, b"never finished")
    folder.publish({})
"""


def test_runs_that_were_killed_while_they_moved_files_can_be_repeated(tmp_path):
    """Files of every one of these sets are ours, whichever of them had arrived."""
    fill(tmp_path, SET | {"cancer-wessex/pack.html": b"old"})
    renal = "renal-wessex/pack.html"
    for last, names in ((renal, ["index.html", PAGE, renal, "stroke/pack.html"]), ("manifest.json", [PAGE])):
        subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), last, *names], check=False)
        found = verify(tmp_path)
        assert not found.complete
        assert found.unlisted == ()
        assert (tmp_path / renal).read_bytes() == b"never finished"
    third = {"index.html": b"third"}
    fill(tmp_path, third)
    assert packs(tmp_path) == third
    assert verify(tmp_path).ok


# -- two runs at once ----------------------------------------------------------------------------------------------


def test_a_second_run_is_stopped_and_the_first_goes_on(tmp_path):
    """S15."""
    with PackFolder(tmp_path) as first:
        first.write(PAGE, b"page")
        with pytest.raises(BlockingIOError, match=f"process {os.getpid()} on '{platform.node()}'"):
            fill(tmp_path, SET)
        first.publish({})
    assert packs(tmp_path) == {PAGE: b"page"}
    fill(tmp_path, SET)


def test_a_run_that_is_stopped_at_the_door_does_not_take_the_folder_away(tmp_path):
    """The first has made it, and goes on."""
    with PackFolder(tmp_path / "packs") as first:
        with pytest.raises(BlockingIOError):
            fill(tmp_path / "packs", SET)
        first.write(PAGE, b"page")
        first.publish({})
    assert packs(tmp_path / "packs") == {PAGE: b"page"}


def test_an_error_at_the_door_gives_the_lock_back(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    for _ in range(2):
        with pytest.raises(FileExistsError):
            fill(tmp_path, SET)
