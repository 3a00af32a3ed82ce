"""Folders of files under names that are safe everywhere, with a manifest that is written last."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from scnvariation._version import __version__
from scnvariation.messages import shell as messages
from scnvariation.whole_files import write_whole

__all__ = ["OutputFolder", "file_names", "slug"]

LONGEST_SLUG = 60
HASH_LENGTH = 8
MANIFEST = "manifest.json"
# Names that Windows keeps for devices, whatever their ending.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def slug(name: str) -> str:
    """Make a file name of `[a-z0-9-]` from any text.

    Parameters
    ----------
    name : str
        For example the name of a network.

    Returns
    -------
    str
        Reserved, empty and long names get eight characters of a hash of the original.

    Examples
    --------
    >>> slug("Yorkshire and The Humber"), slug("../../etc/passwd"), slug("CON")
    ('yorkshire-and-the-humber', 'etc-passwd', 'con-a3dbc4b6')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if words and words not in RESERVED and len(words) <= LONGEST_SLUG:
        return words
    return hashed(words, name)


def hashed(words: str, name: str) -> str:
    """Add part of a hash of the whole name, so that two names never share a file."""
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    return f"{words[: LONGEST_SLUG - HASH_LENGTH - 1].strip('-')}-{mark}".lstrip("-")


def file_names(names: Iterable[str]) -> dict[str, str]:
    """Give each name a slug of its own; names that share one all get a hash, whatever their order.

    Parameters
    ----------
    names : iterable of str
        For example all indicators of one run.

    Returns
    -------
    dict of str to str
        From name to slug.

    Examples
    --------
    >>> file_names(["Stroke", "Renal"])
    {'Stroke': 'stroke', 'Renal': 'renal'}
    """
    given = list(dict.fromkeys(names))
    slugs = {name: slug(name) for name in given}
    shared = Counter(slugs.values())
    return {name: hashed(found, name) if shared[found] > 1 else found for name, found in slugs.items()}


class OutputFolder:
    """A folder of results that never overwrites what it did not write.

    The list of its own files is kept in `manifest.json`, brought up to date after each file and marked complete
    at the end.

    Parameters
    ----------
    path : str or Path
        Made where it does not exist.

    Raises
    ------
    OSError
        If it cannot be made.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self._files = _known_files(self.path / MANIFEST)

    def target(self, name: str) -> Path:
        """Give the path for a file of ours, or stop where it is another's or leads out of the folder.

        Parameters
        ----------
        name : str
            A slug with an ending.

        Returns
        -------
        pathlib.Path
        """
        path = self.path / name
        if Path(name).name != name or name == "..":
            raise OSError(errno.EINVAL, messages.outside_folder(str(self.path)), str(path))
        if path.is_symlink():
            raise OSError(errno.ELOOP, messages.is_link(), str(path))
        if path.exists() and name not in self._files:
            raise FileExistsError(errno.EEXIST, messages.foreign_file(), str(path))
        return path

    @property
    def names(self) -> list[str]:
        """The files of ours, in the order of the alphabet."""
        return sorted(self._files)

    def record(self, path: Path) -> Path:
        """Note that a file is ours and complete."""
        self._files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        self._write_manifest(complete=False)
        return path

    def finish(self) -> None:
        """Mark the set as complete."""
        self._write_manifest(complete=True)

    def _write_manifest(self, *, complete: bool) -> None:
        facts = {
            "maker": f"scnvariation {__version__}",
            "complete": complete,
            "files": dict(sorted(self._files.items())),
        }
        write_whole(self.path / MANIFEST, (json.dumps(facts, indent=1) + "\n").encode())


def _known_files(manifest: Path) -> dict[str, str]:
    """Read which files an earlier run wrote; stop where the manifest is another maker's."""
    if not manifest.exists():
        return {}
    try:
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        files, maker = dict(facts["files"]), str(facts["maker"])
    except (ValueError, KeyError, TypeError):
        files, maker = {}, ""
    if not maker.startswith("scnvariation "):
        raise FileExistsError(errno.EEXIST, messages.foreign_file(), str(manifest))
    return files
