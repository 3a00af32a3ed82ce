"""Texts about a folder of packs: its lock, its files, its manifest, and the processes that fill it."""

from __future__ import annotations

from collections.abc import Sequence

from scnvariation.messages.words import count, five_of, quoted

__all__ = [
    "changed_by_hand",
    "file_in_the_way",
    "holds_a_pack",
    "holds_other_results",
    "locked",
    "no_folder",
    "verified",
    "worker_stopped",
]


def locked(process: int, host: str, since: str) -> str:
    """Say who is writing into a folder, and how a lock that was left behind is cleared."""
    who = f"process {process} on {quoted(host)}, since {since}" if process else f"an unknown process, since {since}"
    return (
        f"another run is writing there ({who}); wait until it has ended. If it no longer runs, delete this file and "
        "start again"
    )


def file_in_the_way() -> str:
    """Say that a file stands where a folder is needed, or a folder where a file is."""
    return "a file is there where a folder is needed, or a folder where a file is; choose another folder"


def holds_a_pack() -> str:
    """Say that a folder belongs to a pack, which keeps it to itself."""
    return "it holds a pack, which keeps its folder to itself; choose another folder"


def holds_other_results() -> str:
    """Say that a folder holds results of another command."""
    return "it holds other results of scnvariation, and a pack keeps its folder to itself; choose another folder"


def changed_by_hand(files: Sequence[str]) -> str:
    """Say which files of an earlier pack were left because somebody has changed them."""
    one = len(files) == 1
    return (
        f"{count(len(files), 'file')} of the earlier pack {'was' if one else 'were'} changed after it was written and "
        f"{'is' if one else 'are'} left in the folder: {five_of(files)}. "
        f"{'It is' if one else 'They are'} no part of the new pack."
    )


def worker_stopped() -> str:
    """Say that a worker process ended before its work was done."""
    return (
        "A process that was writing packs was stopped from outside, perhaps for want of memory. Close other programs, "
        "or use processes=1, and start again."
    )


def no_folder() -> str:
    """Say that there is no such folder."""
    return "there is no such folder"


def verified(folder: str, listed: int, *, complete: bool) -> str:
    """Say in the first sentence what a folder is."""
    if complete:
        return f"{folder!r} was written to the end: {count(listed, 'file')} in its manifest."
    return f"{folder!r} is incomplete: a run was stopped while it wrote. Run it again."


def no_manifest(folder: str) -> str:
    """Say that a folder has no manifest of ours: either never finished, or none of our folders."""
    return (
        f"{folder!r} is incomplete or holds no pack: it has no manifest.json of scnvariation, which every run "
        "writes last."
    )


def every_file_as_written() -> str:
    """Say that nothing was changed since."""
    return "Every file is as it was written."


def files_changed(files: Sequence[str]) -> str:
    """Say which files are not as they were written."""
    return f"{count(len(files), 'file')} changed since: {_of(files)}"


def files_missing(files: Sequence[str]) -> str:
    """Say which files are gone."""
    return f"{count(len(files), 'file')} missing: {_of(files)}"


def files_unlisted(files: Sequence[str]) -> str:
    """Say which files are no part of the set; they are somebody's own."""
    return f"{count(len(files), 'file')} in the folder {'is' if len(files) == 1 else 'are'} no part of it: {_of(files)}"


def _of(files: Sequence[str]) -> str:
    """List files on one line: a name may hold a line break."""
    return five_of([repr(name) for name in files]) + "."


def pack_open(page: str) -> str:
    """Say which page to open first."""
    return f"Open: {page}"


def pack_next(command: str) -> str:
    """Say how to compare the folder with its manifest later."""
    return f"To check later that nothing was changed, type: {command}"
