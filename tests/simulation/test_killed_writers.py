"""Sixty runs are killed at random moments: a reader never finds half a file, and never a manifest that is not true."""

import hashlib
import json
import os
import subprocess
import sys
import time
from contextlib import suppress

import numpy as np

from scnvariation.report.pack_folder import PackFolder
from scnvariation.report.verify import verify

RUNS = 60
AT_ONCE = 3
NAMES = [f"network-{number}/{name}" for number in range(2) for name in ("pack.html", "areas.csv")]
# Each run writes files that are all of one letter, as long as the run has it, so that half a file or a mixture shows.
# It says when it is ready: from then on, and not while Python starts, it is killed.
WRITER = f"""
import sys, time
from scnvariation.report.pack_folder import PackFolder
names = {NAMES!r}
print("ready", flush=True)
while True:
    for letter in sys.argv[2:]:
        try:
            with PackFolder(sys.argv[1]) as folder:
                for name in names + [f"only-{{letter}}/pack.html"]:
                    folder.write(name, letter.encode() * (60_000 + ord(letter)))
                folder.publish({{"letter": letter}})
        except BlockingIOError:
            time.sleep(0.002)
"""


def is_whole(content):
    """Whether a file is one that some run wrote in full."""
    letter = content[:1]
    return bool(letter) and content == letter * (60_000 + ord(letter))


def look(folder):
    """Read everything as a reader would, at any moment; give the manifest."""
    for name in (*NAMES, *(f"only-{letter}/pack.html" for letter in "bcdefg")):
        with suppress(FileNotFoundError):  # no run has brought it, or one has taken it away
            assert is_whole((folder / name).read_bytes()), name
    return json.loads((folder / "manifest.json").read_bytes())


def age_an_empty_lock(folder):
    """Let a minute go by for a lock whose maker was killed before it had filled it."""
    lock = folder / ".lock"
    if lock.exists() and not lock.read_bytes():
        long_ago = time.time() - 100
        os.utime(lock, (long_ago, long_ago))


def fill(folder, letter):
    with PackFolder(folder) as own:
        for name in NAMES:
            own.write(name, letter.encode() * (60_000 + ord(letter)))
        own.publish({"letter": letter})


def test_sixty_killed_writers_leave_nothing_torn(tmp_path):
    """S12, S14, S15."""
    folder = tmp_path / "packs"
    fill(folder, "a")
    moments = np.random.default_rng(20150401).uniform(0.0, 0.08, RUNS)
    outcomes = []
    for first in range(0, RUNS, AT_ONCE):
        letters = [["b", "c"], ["d", "e"], ["f", "g"]]
        words = [[sys.executable, "-c", WRITER, str(folder), *pair] for pair in letters]
        runs = [subprocess.Popen(word, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for word in words]
        for run in runs:
            assert run.stdout.readline() == "ready\n"
        for run, moment in zip(runs, moments[first : first + AT_ONCE], strict=True):
            time.sleep(moment)
            look(folder)
            run.kill()
        for run in runs:
            assert run.communicate()[1] == ""
            assert run.returncode == -9
        age_an_empty_lock(folder)
        outcomes.append(after_the_kill(folder))
    assert {True, False} == {complete for complete, _ in outcomes}  # some were killed while they moved files
    assert any(litter for _, litter in outcomes)  # and some left a folder of theirs
    fill(folder, "z")
    assert verify(folder).ok
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        "manifest.json",
        *NAMES,
    }
    assert not list(folder.glob(".*"))


def after_the_kill(folder):
    """Hold the manifest against the files; tell whether it was complete, and whether something was left behind."""
    facts = look(folder)
    found = verify(folder)
    assert found.complete == facts["complete"]
    if facts["complete"]:
        assert found.ok
        letter = facts["letter"]
        marks = {hashlib.sha256(letter.encode() * (60_000 + ord(letter))).hexdigest()}
        assert set(facts["files"].values()) == marks
    assert found.unlisted == ()  # even then every file is known to be ours
    return facts["complete"], bool(list(folder.glob(".run-*")))
