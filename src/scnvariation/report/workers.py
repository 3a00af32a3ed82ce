"""Several processes that do the same to many items.

Each process is started afresh ("spawn"): a copy of this one ("fork") may carry locks that a thread of it held, and
there is none on Windows. Three things are seen to that spawning does not do by itself:

- It runs the user's script again in each new process, where there is no guard in it. Nothing of ours is in that script,
  so the new processes are not told of it.
- A process whose parent was killed waits for ever. Each one watches its parent and goes with it.
- Ctrl-C reaches every process of a terminal. The new ones leave it to their parent.

What is sent between these processes is packed by pickle, as `concurrent.futures` does it: through a pipe that nobody
else can reach, never from or to a file. The rule that no pickle is read is about what comes from outside, and stands.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

from scnvariation.messages import folder as messages
from scnvariation.progress import tracked

__all__ = ["in_processes"]

Setup = TypeVar("Setup")
Item = TypeVar("Item")
Answer = TypeVar("Answer")
Told = tuple[str | Warning, type[Warning]]

#: Starting a process costs about a second, as much as a few packs.
FEW = 4
_one_start_at_a_time = threading.Lock()
#: In a worker: the function and what all items have in common.
_task: dict[str, Any] = {}


def in_processes(
    function: Callable[[Setup, Item], Answer],
    items: Sequence[Item],
    *,
    setup: Setup,
    processes: int = 2,
    label: str,
) -> list[Answer]:
    """Do the same to many items, several at a time, with progress on a terminal.

    A few items, or one process, are worked through here. An error of the function is raised as it is, and a warning is
    given as it is.

    Parameters
    ----------
    function : callable
        Of a module, called as ``function(setup, item)``.
    items : sequence
        What is worked through; small, for each is sent on its own.
    setup : object
        What all items have in common, such as the figures; sent once to each process.
    processes : int, default 2
        How many.
    label : str
        What is being done.

    Returns
    -------
    list
        The answers, in the order of the items.

    Raises
    ------
    OSError
        If a process was stopped from outside.
    """
    # A process that was itself started by a pool of daemons, as in some clusters, may start none.
    if processes <= 1 or len(items) <= FEW or multiprocessing.current_process().daemon:
        return [function(setup, item) for item in tracked(items, label)]
    pool = ProcessPoolExecutor(
        min(processes, len(items)), multiprocessing.get_context("spawn"), _prepare, (function, setup)
    )
    try:
        with _without_the_users_script():
            futures = [pool.submit(_work, item) for item in items]
        return [_answer(future) for future in tracked(futures, label)]
    except BrokenProcessPool as error:
        raise ChildProcessError(errno.ECHILD, messages.worker_stopped()) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _answer(future: Future[tuple[Any, list[Told]]]) -> Any:  # noqa: ANN401 - whatever the function gives
    """Wait for one answer and pass on what the worker was warned of."""
    answer, told = future.result()
    for message, category in told:
        warnings.warn(message, category, stacklevel=3)
    return answer


@contextmanager
def _without_the_users_script() -> Iterator[None]:
    """Put an empty module into the place of the script while processes are started."""
    with _one_start_at_a_time:
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def _prepare(function: Callable[[Any, Any], Any], setup: object) -> None:
    """Make a worker ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _task.update(function=function, setup=setup)


def _leave_with_parent() -> None:
    """End this process where its parent ends, however that was."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(item: object) -> tuple[Any, list[Told]]:
    """Do one item, and keep the warnings for the parent: here nobody would see them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answer = _task["function"](_task["setup"], item)
    return answer, [(warning.message, warning.category) for warning in caught]
