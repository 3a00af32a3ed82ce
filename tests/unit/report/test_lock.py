"""One run at a time in a folder; a lock is taken over only from a run that surely is no more, and by one only."""

import errno
import json
import os
import platform
import stat
import subprocess
import sys
import time

import pytest

from scnvariation.report import lock as module
from scnvariation.report.lock import LOCK, FolderLock, Holder, claims_of_the_dead, is_run, run_has_ended


@pytest.fixture
def dead():
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as running:
        running.wait()
    return running.pid


def lock_of(folder, process, *, host=None, token="0" * 8):
    """Leave the lock of another process in a folder."""
    name = platform.node() if host is None else host
    run = f"{module._mark(name)}-{process}-{token}"
    facts = {"process": process, "host": name, "since": "2015-04-01 06:00:00 UTC", "run": run}
    (folder / LOCK).write_text(json.dumps(facts))
    return run


def test_a_lock_says_who_holds_it(tmp_path):
    FolderLock(tmp_path).take()
    facts = json.loads((tmp_path / LOCK).read_text())
    assert facts["process"] == os.getpid()
    assert facts["host"] == platform.node()
    assert facts["since"].startswith(time.strftime("%Y-", time.gmtime()))
    assert is_run(facts["run"])


def test_a_lock_tells_the_true_time(tmp_path, monkeypatch):
    """The time that files are given for the sake of equal bytes says nothing about a run."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert not FolderLock(tmp_path).holder.since.startswith("1970")


def test_a_second_run_is_told_who_is_at_work(tmp_path):
    """S15."""
    first = FolderLock(tmp_path)
    first.take()
    with pytest.raises(BlockingIOError) as caught:
        FolderLock(tmp_path).take()
    assert caught.value.errno == errno.EWOULDBLOCK
    assert caught.value.filename == str(tmp_path / LOCK)
    assert caught.value.strerror == (
        f"another run is writing there (process {os.getpid()} on '{platform.node()}', since {first.holder.since}); "
        "wait until it has ended. If it no longer runs, delete this file and start again"
    )


def test_after_the_first_the_second_may(tmp_path):
    first = FolderLock(tmp_path)
    first.take()
    first.release()
    assert list(tmp_path.iterdir()) == []
    FolderLock(tmp_path).take()


def test_a_run_whose_process_has_ended_is_taken_over(tmp_path, dead):
    lock_of(tmp_path, dead)
    lock = FolderLock(tmp_path)
    lock.take()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == lock.holder.run
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_run_on_another_machine_is_never_taken_over(tmp_path, dead):
    """Nothing can be known of its processes."""
    lock_of(tmp_path, dead, host="another-machine")
    with pytest.raises(BlockingIOError, match=rf"process {dead} on 'another-machine', since 2015-04-01 06:00:00 UTC"):
        FolderLock(tmp_path).take()


def test_where_processes_cannot_be_asked_nothing_is_taken_over(tmp_path, dead, monkeypatch):
    """On Windows `os.kill` would end the process it asks for."""
    run = lock_of(tmp_path, dead)
    assert run_has_ended(run)
    monkeypatch.setattr(module.os, "name", "nt")
    monkeypatch.setattr(module.os, "kill", lambda *_: pytest.fail("a process was signalled"))
    assert not run_has_ended(run)


def test_a_process_of_another_user_is_alive(monkeypatch):
    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(module.os, "kill", refused)
    assert not run_has_ended(Holder.here().run)


def test_a_number_that_no_process_has_is_that_of_none():
    host = Holder.here().run.split("-")[0]
    assert run_has_ended(f"{host}-9999999999-00000000")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"process": 1, "host": "", "since": "", "run": "../../x"}', b"\xff"]
)
def test_a_lock_that_says_nothing_is_left_for_a_minute(content, tmp_path):
    """It may be filled in this moment; its maker may also have been killed before that."""
    (tmp_path / LOCK).write_bytes(content)
    with pytest.raises(BlockingIOError, match="an unknown process, since "):
        FolderLock(tmp_path).take()
    long_ago = time.time() - 61
    os.utime(tmp_path / LOCK, (long_ago, long_ago))
    lock = FolderLock(tmp_path)
    lock.take()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == lock.holder.run
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


@pytest.mark.parametrize("aim", ["nowhere", "notes.txt"])
def test_a_link_is_a_lock_that_says_nothing(aim, tmp_path):
    """Such as another program leaves: one that leads nowhere is there and cannot be read, so no run would ever end."""
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / LOCK).symlink_to(tmp_path / aim)
    with pytest.raises(BlockingIOError, match="an unknown process, since "):
        FolderLock(tmp_path).take()
    long_ago = time.time() - 61
    os.utime(tmp_path / LOCK, (long_ago, long_ago), follow_symlinks=False)
    lock = FolderLock(tmp_path)
    lock.take()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == lock.holder.run
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_lock_that_was_cleared_by_hand_and_taken_by_another_is_not_given_back(tmp_path):
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take()
    (tmp_path / LOCK).unlink()
    second.take()
    first.release()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == second.holder.run


def test_of_two_that_find_the_same_dead_lock_one_gets_it(tmp_path, dead, monkeypatch):
    """The second has read the dead lock; before it can act, the first has taken it over."""
    lock_of(tmp_path, dead)
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    ended = Holder.has_ended.fget

    def while_another_is_quicker(_found):
        monkeypatch.setattr(Holder, "has_ended", property(ended))
        first.take()
        return True

    monkeypatch.setattr(Holder, "has_ended", property(while_another_is_quicker))
    with pytest.raises(BlockingIOError):
        second.take()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == first.holder.run
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_claim_whose_maker_was_killed_is_taken_over_too(tmp_path, dead):
    run = lock_of(tmp_path, dead)
    (tmp_path / LOCK).rename(tmp_path / "dead")
    lock_of(tmp_path, dead, token="1" * 8)
    (tmp_path / LOCK).rename(tmp_path / f"{LOCK}-{run}")
    (tmp_path / "dead").rename(tmp_path / LOCK)
    lock = FolderLock(tmp_path)
    lock.take()
    assert json.loads((tmp_path / LOCK).read_text())["run"] == lock.holder.run
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_claims_that_lie_about_are_found(tmp_path, dead):
    """Of runs that have ended; one that is being made is not touched."""
    for process, token in ((dead, "a" * 8), (os.getpid(), "b" * 8)):
        run = lock_of(tmp_path, process, token=token)
        (tmp_path / LOCK).rename(tmp_path / f"{LOCK}-{run}")
    (tmp_path / f"{LOCK}-notes.txt").write_text("mine")
    assert [path.name for path in claims_of_the_dead(tmp_path)] == [
        f"{LOCK}-{module._mark(platform.node())}-{dead}-{'a' * 8}"
    ]


RACE = """
import sys, time
from pathlib import Path
from scnvariation.report.lock import FolderLock
folder, start = Path(sys.argv[1]), float(sys.argv[2])
time.sleep(max(0, start - time.time()))
try:
    FolderLock(folder).take()
    print("taken", flush=True)
    time.sleep(1)
except BlockingIOError:
    print("blocked", flush=True)
"""


def test_of_many_that_start_together_one_gets_a_dead_lock(tmp_path, dead):
    lock_of(tmp_path, dead)
    words = [sys.executable, "-c", RACE, str(tmp_path), str(time.time() + 1.5)]
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    said = sorted(run.communicate()[0].strip() for run in runs)
    assert said == ["blocked"] * 7 + ["taken"]


def test_a_lock_that_cannot_be_filled_is_not_left(tmp_path, monkeypatch):
    """A full disk: the next run must not find a lock of nobody."""

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.json, "dumps", full)
    with pytest.raises(OSError, match="No space left") as caught:
        FolderLock(tmp_path).take()
    assert caught.value.filename == str(tmp_path / LOCK)
    assert list(tmp_path.iterdir()) == []


def test_permissions_follow_the_umask(tmp_path):
    """S16."""
    before = os.umask(0o027)
    try:
        FolderLock(tmp_path).take()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / LOCK).stat().st_mode) == 0o640
