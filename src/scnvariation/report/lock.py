"""One run at a time in one folder: a file that only one process can make.

A lock names its process and its host. It is taken over only where that process ran on this host and has ended: of
another machine nothing can be known. Two runs may find the same dead lock at once. Whoever wants to take it over must
first make a claim, named after the dead run, in the same exclusive way; it then looks again, and moves its claim onto
the lock, which never is absent in between.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import platform
import re
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from scnvariation.messages import folder as messages

__all__ = ["LOCK", "RUN_PREFIX", "FolderLock", "Holder", "claims_of_the_dead", "is_run", "run_has_ended"]

LOCK = ".lock"
#: Of the folder into which a run writes.
RUN_PREFIX = ".run-"
#: Made and filled in two steps; a lock that says nothing for this long was made by a run that died in between.
SPEECHLESS_SECONDS = 60
RUN = re.compile(r"(?P<host>[0-9a-f]{8})-(?P<process>[1-9][0-9]{0,9})-[0-9a-f]{8}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Who holds a lock.

    Attributes
    ----------
    process : int
        Its number; 0 where it is not known.
    host : str
        Name of the machine.
    since : str
        Time in UTC.
    run : str
        Name of the run: mark of the host, process and a few random letters.
    """

    process: int
    host: str
    since: str
    run: str

    @classmethod
    def here(cls) -> Holder:
        """Name this process."""
        process = os.getpid()
        run = f"{_mark(platform.node())}-{process}-{secrets.token_hex(4)}"
        return cls(process=process, host=platform.node(), since=_utc(time.time()), run=run)

    @property
    def has_ended(self) -> bool:
        """Whether it surely is no more."""
        return run_has_ended(self.run)


def _mark(host: str) -> str:
    """Shorten the name of a machine to what a file name can hold."""
    return hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _utc(seconds: float) -> str:
    """Write a moment as people read it; it must be the true one, whatever time the files are given."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def run_has_ended(run: str) -> bool:
    """Whether a run was one of this machine and its process is no more.

    Parameters
    ----------
    run : str
        As `Holder.run` gives it.

    Returns
    -------
    bool
        False where it cannot be known.
    """
    found = RUN.fullmatch(run)
    if found is None or found["host"] != _mark(platform.node()) or os.name != "posix":
        return False  # elsewhere than on POSIX, asking for a process by os.kill would end it
    try:
        os.kill(int(found["process"]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def is_run(run: str) -> bool:
    """Whether a text is the name of a run, as `Holder.run` gives it."""
    return RUN.fullmatch(run) is not None


def claims_of_the_dead(folder: Path) -> list[Path]:
    """List claims to a lock whose makers were killed before they could use them."""
    claims = [(path, _holder(path)) for path in sorted(folder.glob(f"{LOCK}-*")) if path.is_file()]
    return [path for path, found in claims if found is not None and found.has_ended]


class FolderLock:
    """The lock of one folder.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that exists.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK
        self.holder = Holder.here()

    def take(self) -> None:
        """Take the lock.

        Raises
        ------
        BlockingIOError
            If another run holds it.
        OSError
            If it cannot be written.
        """
        self._take(self.path)

    def release(self) -> None:
        """Give the lock back, unless somebody has cleared it and another run holds it by now."""
        if _holder(self.path) == self.holder:
            self.path.unlink(missing_ok=True)

    def _take(self, path: Path) -> None:
        """Make a lock, or take over that of a run that has ended."""
        while not self._made(path):
            found = _holder(path)
            if found is None:
                continue  # given back in this moment
            if not (found.has_ended or _is_speechless(path, found)):
                text = messages.locked(found.process, found.host, found.since)
                raise BlockingIOError(errno.EWOULDBLOCK, text, str(self.path))
            claim = path.with_name(f"{LOCK}-{found.run}")
            self._take(claim)
            if _holder(path) == found:
                claim.replace(path)
                return
            claim.unlink()  # another run took it over before this one had its claim

    def _made(self, path: Path) -> bool:
        """Make the file, unless it is there."""
        try:
            file = path.open("x", encoding="utf-8")
        except FileExistsError:
            return False
        try:
            with file:
                file.write(json.dumps(asdict(self.holder)) + "\n")
        except OSError as error:
            path.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(path)) from error
        return True


def _holder(path: Path) -> Holder | None:
    """Read who holds a lock; None where there is none, process 0 where it does not say."""
    try:
        made = path.lstat().st_mtime
        content = b"" if path.is_symlink() else path.read_bytes()  # no lock is a link, and it may lead nowhere
    except FileNotFoundError:
        return None
    try:
        facts = json.loads(content)
        host, since, run = (str(facts[name]) for name in ("host", "since", "run"))
        found = Holder(process=int(facts["process"]), host=host, since=since, run=run)
    except (ValueError, KeyError, TypeError):
        found = None
    if found is not None and is_run(found.run):
        return found
    name = hashlib.sha256(f"{made}".encode() + content).hexdigest()[:16]
    return Holder(process=0, host="", since=_utc(made), run=name)


def _is_speechless(path: Path, found: Holder) -> bool:
    """Whether a lock says nothing although its maker had all the time to fill it."""
    try:
        return not found.process and time.time() - path.lstat().st_mtime > SPEECHLESS_SECONDS
    except FileNotFoundError:
        return True
