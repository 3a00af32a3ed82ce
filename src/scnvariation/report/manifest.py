"""The list of a folder's own files, which is written last: whoever finds it complete finds the whole set."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scnvariation._version import __version__
from scnvariation.messages import shell as messages

__all__ = ["MANIFEST", "PACK", "Manifest", "fingerprint", "manifest_bytes", "read_manifest"]

MANIFEST = "manifest.json"
PACK = "pack"
MAKER = "scnvariation "
OWN_KEYS = ("maker", "kind", "complete", "moving", "files")


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a manifest says.

    Attributes
    ----------
    maker : str
        Package and version.
    kind : str
        `pack`, or empty for a folder of single results.
    complete : bool
        Whether the run came to its end.
    files : mapping of str to str
        SHA-256 of each file of the set by its path below the folder.
    moving : mapping of str to str
        In a run that was stopped, the files that were being moved into the folder.
    facts : mapping
        Everything else that it says.
    """

    maker: str
    kind: str
    complete: bool
    files: Mapping[str, str]
    moving: Mapping[str, str]
    facts: Mapping[str, object]

    @property
    def own(self) -> dict[str, frozenset[str]]:
        """Every file that may lie in the folder as ours, with what it may hold."""
        names = sorted({*self.files, *self.moving})
        return {name: frozenset(_both(name, self.files, self.moving)) for name in names}


def _both(name: str, *lists: Mapping[str, str]) -> Iterable[str]:
    return (one[name] for one in lists if name in one)


def read_manifest(folder: Path) -> Manifest | None:
    """Read what an earlier run left.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of results.

    Returns
    -------
    Manifest or None
        None where there is no manifest.

    Raises
    ------
    FileExistsError
        If there is one that is not ours.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        found = Manifest(
            maker=str(facts["maker"]),
            kind=str(facts.get("kind", "")),
            complete=facts["complete"] is True,
            files=_hashes(facts["files"]),
            moving=_hashes(facts.get("moving", {})),
            facts={name: fact for name, fact in facts.items() if name not in OWN_KEYS},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IsADirectoryError):
        found = None
    if found is None or not found.maker.startswith(MAKER):
        raise FileExistsError(errno.EEXIST, messages.foreign_file(), str(path))
    return found


def _hashes(files: Mapping[str, object]) -> dict[str, str]:
    """Read a list of files as texts."""
    return {str(name): str(mark) for name, mark in files.items()}


def manifest_bytes(
    files: Mapping[str, str],
    *,
    complete: bool,
    kind: str = "",
    moving: Mapping[str, str] | None = None,
    facts: Mapping[str, object] | None = None,
) -> bytes:
    """Write a manifest.

    Parameters
    ----------
    files : mapping of str to str
        SHA-256 by path.
    complete : bool
        Whether the run has come to its end.
    kind : str
        `pack`, or empty.
    moving : mapping, optional
        Files that are about to be moved into the folder.
    facts : mapping, optional
        What else is to be told, such as the provenance.

    Returns
    -------
    bytes
        JSON; the same facts and files give the same bytes.
    """
    whole: dict[str, object] = {"maker": f"{MAKER}{__version__}"}
    whole |= {"kind": kind} if kind else {}
    whole |= {"complete": complete, **(facts or {})}
    whole |= {"moving": dict(sorted(moving.items()))} if moving is not None else {}
    whole |= {"files": dict(sorted(files.items()))}
    return (json.dumps(whole, indent=1, allow_nan=False) + "\n").encode()


def fingerprint(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
