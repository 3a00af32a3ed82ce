"""Folders of files under names that are safe everywhere, with a manifest that is written last."""

from __future__ import annotations

import errno
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable
from pathlib import Path

from scnvariation.messages import folder as folder_messages
from scnvariation.messages import shell as messages
from scnvariation.report.manifest import MANIFEST, PACK, fingerprint, manifest_bytes, read_manifest
from scnvariation.whole_files import write_whole

__all__ = ["OutputFolder", "file_names", "free_target", "is_behind_a_link", "slug"]

LONGEST_SLUG = 60
HASH_LENGTH = 8
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
        self._files = _known_files(self.path)

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
        if Path(name).name != name or name == "..":
            raise OSError(errno.EINVAL, messages.outside_folder(str(self.path)), str(self.path / name))
        return free_target(self.path, name, self._files)

    @property
    def names(self) -> list[str]:
        """The files of ours, in the order of the alphabet."""
        return sorted(self._files)

    def record(self, path: Path) -> Path:
        """Note that a file is ours and complete."""
        self._files[path.name] = fingerprint(path)
        self._write_manifest(complete=False)
        return path

    def finish(self) -> None:
        """Mark the set as complete."""
        self._write_manifest(complete=True)

    def _write_manifest(self, *, complete: bool) -> None:
        write_whole(self.path / MANIFEST, manifest_bytes(self._files, complete=complete))


def _known_files(folder: Path) -> dict[str, str]:
    """Read which files an earlier run wrote; stop where the manifest is another maker's or that of a pack."""
    earlier = read_manifest(folder)
    if earlier is None:
        return {}
    if earlier.kind == PACK:
        raise FileExistsError(errno.EEXIST, folder_messages.holds_a_pack(), str(folder))
    return dict(earlier.files)


def free_target(folder: Path, relative: str, own: Container[str]) -> Path:
    """Give the path of a file of ours below a folder, or stop where the way is another's.

    Parameters
    ----------
    folder : pathlib.Path
        The folder.
    relative : str
        Path below it.
    own : container of str
        Files below it that were written by us.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    OSError
        If the file, or a folder on the way to it, is a link.
    FileExistsError
        If the file is there and not ours, or a file stands where a folder is needed.
    """
    path = folder / relative
    if is_behind_a_link(folder, relative):
        raise OSError(errno.ELOOP, messages.is_link(), str(path))
    if path.is_dir() or any(step.exists() and not step.is_dir() for step in _folders_on_the_way(folder, path)):
        raise FileExistsError(errno.EEXIST, folder_messages.file_in_the_way(), str(path))
    if path.exists() and relative not in own:
        raise FileExistsError(errno.EEXIST, messages.foreign_file(), str(path))
    return path


def is_behind_a_link(folder: Path, relative: str) -> bool:
    """Whether a file, or a folder on the way to it, is a link: what lies behind is not ours."""
    path = folder / relative
    return any(step.is_symlink() for step in (path, *_folders_on_the_way(folder, path)))


def _folders_on_the_way(folder: Path, path: Path) -> list[Path]:
    """List the folders between a folder and a file in it."""
    return [parent for parent in path.parents if folder in parent.parents]
