"""The folder of a pack: a whole set is written aside and put into the place of the earlier one.

A run takes the lock of the folder and writes into `.run-...` inside it. When everything is written, the manifest of the
earlier set is marked as incomplete, the files are moved one by one, and the new manifest comes last. Whatever stops a
run before that leaves the earlier set as it was; whoever finds a complete manifest finds every file that it names.
"""

from __future__ import annotations

import errno
import re
import shutil
import time
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from scnvariation.errors import DataWarning
from scnvariation.messages import folder as messages
from scnvariation.messages.shell import outside_folder
from scnvariation.report.exchange import Exchange
from scnvariation.report.lock import RUN_PREFIX, FolderLock, claims_of_the_dead, is_run, run_has_ended
from scnvariation.report.manifest import MANIFEST, PACK, Manifest, fingerprint, manifest_bytes, read_manifest
from scnvariation.report.safe import free_target, is_behind_a_link
from scnvariation.whole_files import STALE_AFTER_SECONDS, write_whole

__all__ = ["PackFolder", "is_below", "write_into"]

FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+")


def is_below(relative: str) -> bool:
    """Whether a path is one that a pack may have: slugs and an ending, which never lead out of a folder.

    >>> is_below("cardiovascular-wessex/pack.html"), is_below("../pack.html"), is_below("/etc/passwd")
    (True, False, False)
    """
    *folders, name = relative.split("/")
    return all(FOLDER_NAME.fullmatch(one) for one in folders) and FILE_NAME.fullmatch(name) is not None


def write_into(run: Path, relative: str, content: bytes) -> None:
    """Write a file of a pack, whole or not at all, into the folder of a run.

    Worker processes call it; `PackFolder.publish` puts the files into their place.

    Parameters
    ----------
    run : pathlib.Path
        `PackFolder.run`.
    relative : str
        Path below the folder of packs, such as ``cardiovascular-wessex/pack.html``.
    content : bytes
        All of the file.

    Raises
    ------
    OSError
        If the path leads out of the folder, or the file cannot be written; it names the place that was meant.
    """
    place = run.parent / relative
    if not is_below(relative) or relative == MANIFEST:
        raise OSError(errno.EINVAL, outside_folder(str(run.parent)), str(place))
    try:
        (run / relative).parent.mkdir(parents=True, exist_ok=True)
        write_whole(run / relative, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error


class PackFolder:
    """A folder that holds one set of packs, replaced as a whole.

    Use it as a context: the lock is held inside of it, and what was not published is removed at its end.

    Parameters
    ----------
    path : str or Path
        Made where it does not exist.

    Attributes
    ----------
    run : pathlib.Path
        Where this run writes until it publishes.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = FolderLock(self.path)
        self.run = self.path / f"{RUN_PREFIX}{self._lock.holder.run}"
        self._earlier: Manifest | None = None
        self._made: list[Path] = []

    def __enter__(self) -> Self:
        if not self.path.is_dir() and (self.path.exists() or self.path.is_symlink()):
            raise NotADirectoryError(errno.ENOTDIR, messages.file_in_the_way(), str(self.path))
        self._made = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.take()
            self._earlier = _earlier_pack(self.path)
            self._sweep()
            self.run.mkdir()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.run, ignore_errors=True)
        self._leave()

    def _leave(self) -> None:
        """Give the lock back, and remove the folders that were made for nothing."""
        self._lock.release()
        for folder in self._made:
            with suppress(OSError):  # it holds something, as it does after every run that has published
                folder.rmdir()

    def write(self, relative: str, content: bytes) -> None:
        """Write a file of the set; see `write_into`."""
        write_into(self.run, relative, content)

    def publish(self, facts: Mapping[str, object]) -> tuple[Path, ...]:
        """Put the files that were written into the place of the earlier set, the manifest last.

        Files of the earlier set that are no part of this one are removed, unless somebody has changed them.

        Parameters
        ----------
        facts : mapping
            What the manifest tells beside the list of files.

        Returns
        -------
        tuple of pathlib.Path
            Every file of the set by name, the manifest last.

        Raises
        ------
        FileExistsError
            If a file that is not ours stands where one of the set has to go; nothing was moved.
        OSError
            If a file cannot be moved; the earlier set is in its place again.

        Warns
        -----
        DataWarning
            If a file of the earlier set was changed after it was written, and is left.
        """
        new = {path.relative_to(self.run).as_posix(): fingerprint(path) for path in _files_in(self.run)}
        last = manifest_bytes(new, complete=True, kind=PACK, facts=facts)
        own = {} if self._earlier is None else self._earlier.own
        targets = [free_target(self.path, relative, {*own, MANIFEST}) for relative in (*new, MANIFEST)]
        gone, left = self._old(name for name in own if name not in new)
        with Exchange(self.path, self.run) as exchange:
            self._put_manifest(exchange, self._marked(new))
            for relative in new:
                exchange.put(relative)
            for relative in gone:
                exchange.take_out(relative)
            self._put_manifest(exchange, last)
            exchange.keep()
        self._remove_empty_folders(gone)
        if left:
            warnings.warn(messages.changed_by_hand(left), DataWarning, stacklevel=2)
        return tuple(targets)

    def _marked(self, new: Mapping[str, str]) -> bytes:
        """Write the manifest that stands while files are moved: both sets are ours, and neither is complete."""
        files = {} if self._earlier is None else self._earlier.files
        moving = new if self._earlier is None else {**self._earlier.moving, **new}
        return manifest_bytes(files, complete=False, kind=PACK, moving=moving)

    def _put_manifest(self, exchange: Exchange, content: bytes) -> None:
        write_whole(self.run / MANIFEST, content)
        exchange.put(MANIFEST)

    def _old(self, names: Iterable[str]) -> tuple[list[str], list[str]]:
        """Tell files of the earlier set that are as they were written from those somebody has changed."""
        gone: list[str] = []
        left: list[str] = []
        for name in names:
            path = self.path / name
            if not is_below(name) or not path.is_file() or is_behind_a_link(self.path, name):
                continue
            as_written = self._earlier is not None and fingerprint(path) in self._earlier.own[name]
            (gone if as_written else left).append(name)
        return gone, left

    def _remove_empty_folders(self, gone: Iterable[str]) -> None:
        """Remove the folders of earlier packs of which no file is left."""
        folders = {parent for name in gone for parent in (self.path / name).parents if self.path in parent.parents}
        for folder in sorted(folders, reverse=True):
            with suppress(OSError):  # it holds a file of somebody else
                folder.rmdir()

    def _sweep(self) -> None:
        """Remove what runs that were killed have left behind: they had the lock, which is ours now."""
        for path in sorted(self.path.glob(f"{RUN_PREFIX}*")):
            run = path.name.removeprefix(RUN_PREFIX)
            if path.is_dir() and not path.is_symlink() and (run_has_ended(run) or _is_old_run(path)):
                shutil.rmtree(path, ignore_errors=True)
        for claim in claims_of_the_dead(self.path):
            claim.unlink(missing_ok=True)


def _earlier_pack(folder: Path) -> Manifest | None:
    """Read what an earlier run left; stop where that was no pack."""
    earlier = read_manifest(folder)
    if earlier is not None and earlier.kind != PACK:
        raise FileExistsError(errno.EEXIST, messages.holds_other_results(), str(folder))
    return earlier


def _files_in(run: Path) -> list[Path]:
    """List the files that a run has written, by name."""
    files = (path for path in run.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(files, key=lambda path: path.relative_to(run).as_posix())


def _is_old_run(path: Path) -> bool:
    """Whether a folder is that of a run which has written nothing for long, on whatever machine."""
    return is_run(path.name.removeprefix(RUN_PREFIX)) and time.time() - path.stat().st_mtime > STALE_AFTER_SECONDS
