"""Several processes give what one gives, from any script, and take nothing with them when they end."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings

import pytest

from scnvariation.errors import DataError, DataWarning
from scnvariation.report.workers import FEW, in_processes

# No guard, and a line that would be printed again by every process that read the script again.
SCRIPT = """
print("script starts")
from test_workers_help import where
from scnvariation.report.workers import in_processes
import os
found = in_processes(where, range(8), setup=10, label="numbers")
print([number for number, process in found], os.getpid() in {process for number, process in found})
print(__name__)
"""
HELP = """
import os
def where(setup, item):
    return setup * item, os.getpid()
"""
ORPHANS = """
import os, sys, time
from test_workers_help import slowly
from scnvariation.report.workers import in_processes
in_processes(slowly, range(8), setup=sys.argv[1], label="numbers")
"""
SLOWLY = """
import os, time
from pathlib import Path
def slowly(folder, item):
    (Path(folder) / (str(os.getpid()) + ".pid")).touch()
    time.sleep({})
    (Path(folder) / (str(os.getpid()) + ".done")).touch()
"""


def times(setup, item):
    return setup * item


def process_of(_setup, _item):
    time.sleep(0.05)  # so that one process alone cannot take all of them
    return os.getpid()


def refuse_three(_setup, item):
    if item == 3:
        raise DataError("three is refused")
    return item


def warn_of_three(_setup, item):
    if item == 3:
        warnings.warn("three is odd", DataWarning, stacklevel=1)
    return item


def stop_at_three(_setup, item):
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_answers_come_in_the_order_of_the_items():
    assert in_processes(times, range(20), setup=7, label="numbers") == [7 * number for number in range(20)]


def test_it_is_done_in_two_other_processes():
    found = set(in_processes(process_of, range(12), setup=None, label="numbers"))
    assert len(found) == 2
    assert os.getpid() not in found


@pytest.mark.parametrize(("number", "processes"), [(FEW, 2), (12, 1), (0, 2)])
def test_a_few_items_or_one_process_are_done_here(number, processes):
    """Starting a process takes longer than a pack."""
    found = in_processes(process_of, range(number), setup=None, processes=processes, label="numbers")
    assert found == [os.getpid()] * number


def test_a_process_that_may_start_none_does_it_itself(monkeypatch):
    """As a worker of a cluster may be."""
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert set(in_processes(process_of, range(12), setup=None, label="numbers")) == {os.getpid()}


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_comes_out_as_itself(processes):
    with pytest.raises(DataError, match="three is refused"):
        in_processes(refuse_three, range(8), setup=None, processes=processes, label="numbers")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_warning_comes_out_as_itself(processes):
    with pytest.warns(DataWarning, match="three is odd") as caught:
        found = in_processes(warn_of_three, range(8), setup=None, processes=processes, label="numbers")
    assert found == list(range(8))
    assert len(caught) == 1


def test_a_process_that_was_killed_is_told_in_plain_words():
    """As the system does where memory runs out."""
    with pytest.raises(ChildProcessError, match="was stopped from outside, perhaps for want of memory") as caught:
        in_processes(stop_at_three, range(8), setup=None, label="numbers")
    assert caught.value.filename is None
    assert isinstance(caught.value, OSError)


def test_the_users_script_is_where_it_was():
    script = sys.modules["__main__"]
    with pytest.raises(DataError):
        in_processes(refuse_three, range(8), setup=None, label="numbers")
    assert sys.modules["__main__"] is script


@pytest.mark.parametrize("way", ["file", "stdin", "module", "-c"])
def test_a_script_without_a_guard_runs_once(way, tmp_path):
    """A notebook or a script of five lines has no `if __name__ == "__main__"`."""
    (tmp_path / "test_workers_help.py").write_text(HELP)
    (tmp_path / "script.py").write_text(SCRIPT)
    words = {"file": ["script.py"], "stdin": ["-"], "module": ["-m", "script"], "-c": ["-c", SCRIPT]}[way]
    done = subprocess.run(
        [sys.executable, "-W", "error", *words],
        input=SCRIPT if way == "stdin" else "",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "script starts",
        str([10 * number for number in range(8)]) + " False",
        "__main__",
    ]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_workers_go_with_their_parent(sign, tmp_path):
    """A run that is killed leaves nobody behind who would go on writing."""
    (tmp_path / "test_workers_help.py").write_text(SLOWLY.format(30))
    words = [sys.executable, "-c", ORPHANS, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL) as running:
        workers = until(lambda: [int(path.stem) for path in tmp_path.glob("*.pid")], number=2)
        running.send_signal(sign)
        running.wait()
    assert until(lambda: [1 for worker in workers if not runs(worker)], number=2) == [1, 1]


def test_ctrl_c_is_answered_once(tmp_path):
    """A terminal sends it to every process; one traceback is enough, and what is under way is finished."""
    (tmp_path / "test_workers_help.py").write_text(SLOWLY.format(0.5))
    words = [sys.executable, "-c", ORPHANS, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(words, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        until(lambda: list(tmp_path.glob("*.pid")), number=2)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert running.returncode == -signal.SIGINT
    assert len(list(tmp_path.glob("*.done"))) == 2
    assert said.count("Traceback") == said.count("KeyboardInterrupt\n") == 1


def until(look, *, number):
    """Wait until so many are found."""
    for _ in range(400):
        if len(look()) >= number:
            break
        time.sleep(0.025)
    return look()


def runs(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
