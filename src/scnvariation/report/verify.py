"""Whether a folder is as it was written: each file against the manifest."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from scnvariation.messages import folder as messages
from scnvariation.report.lock import LOCK, RUN_PREFIX
from scnvariation.report.manifest import MANIFEST, Manifest, fingerprint, read_manifest
from scnvariation.report.safe import is_behind_a_link

__all__ = ["Verification", "verify"]

#: A set that is replaced during a comparison is compared again.
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What a comparison of a folder with its manifest found.

    Attributes
    ----------
    folder : pathlib.Path
        The folder.
    complete : bool
        Whether the run that wrote it came to its end.
    listed : int
        Files in the manifest.
    changed : tuple of str
        Files that are not as they were written.
    missing : tuple of str
        Files that are gone.
    unlisted : tuple of str
        Files that are no part of the set. They are no fault: somebody may keep notes beside it.
    facts : mapping
        What the manifest tells beside its list: the provenance. Empty where there is no manifest.
    has_manifest : bool
        Whether there is one that scnvariation wrote.
    """

    folder: Path
    complete: bool
    listed: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]
    facts: Mapping[str, object]
    has_manifest: bool

    @property
    def ok(self) -> bool:
        """Whether the set is complete and every file is as it was written."""
        return self.complete and not self.changed and not self.missing

    def text(self) -> str:
        """Say in plain sentences what was found."""
        folder = str(self.folder)
        if not self.has_manifest:
            return messages.no_manifest(folder)
        said = [messages.verified(folder, self.listed, complete=self.complete)]
        if self.ok:
            said.append(messages.every_file_as_written())
        said += [messages.files_changed(self.changed)] if self.changed else []
        said += [messages.files_missing(self.missing)] if self.missing else []
        said += [messages.files_unlisted(self.unlisted)] if self.unlisted else []
        return " ".join(said)

    def problems(self) -> pd.DataFrame:
        """List every file that is changed, missing or unlisted, one row each: `file`, `what`."""
        found = {"changed": self.changed, "missing": self.missing, "unlisted": self.unlisted}
        rows = [(name, what) for what, names in found.items() for name in names]
        return pd.DataFrame(rows, columns=["file", "what"], dtype="str")


def verify(folder: str | Path) -> Verification:
    """Compare every file of a folder with the manifest that was written with it.

    Use it before a pack is passed on, or after it was copied. It finds accidents, not forgery: whoever can change a
    file can change the manifest too.

    Parameters
    ----------
    folder : str or path-like
        Folder of packs, or of results that a command has written.

    Returns
    -------
    Verification

    Raises
    ------
    FileNotFoundError
        If there is no such folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     verify(empty).complete
    False
    """
    place = Path(folder)
    if not place.is_dir():
        raise FileNotFoundError(errno.ENOENT, messages.no_folder(), str(place))
    for _ in range(ATTEMPTS):
        manifest = _manifest_of(place)
        found = _compared(place, manifest)
        if _manifest_of(place) == manifest:
            break  # else a new set was put into place meanwhile
    return found


def _manifest_of(place: Path) -> Manifest | None:
    """Read the manifest; None where there is none, or one of another maker."""
    try:
        return read_manifest(place)
    except (FileExistsError, FileNotFoundError):  # the latter: taken back in this moment
        return None


def _compared(place: Path, manifest: Manifest | None) -> Verification:
    """Sort the files of a folder by what became of them."""
    files = {} if manifest is None else manifest.files
    own = {} if manifest is None else manifest.own
    present = {name: path for name, path in _files_of(place).items() if name not in {MANIFEST, LOCK}}
    return Verification(
        folder=place,
        complete=manifest is not None and manifest.complete,
        listed=len(files),
        changed=tuple(name for name in sorted(files) if name in present and not _is_as_written(place, name, own[name])),
        missing=tuple(name for name in sorted(files) if name not in present),
        unlisted=tuple(name for name in sorted(present) if name not in own),
        facts={} if manifest is None else manifest.facts,
        has_manifest=manifest is not None,
    )


def _files_of(place: Path) -> dict[str, Path]:
    """List files by their path below a folder; those of a run at work are not part of it yet."""
    files: dict[str, Path] = {}
    for folder, folders, names in os.walk(place):  # which passes over a folder that goes while it looks
        if Path(folder) == place:
            folders[:] = [name for name in folders if not name.startswith(RUN_PREFIX)]
            names = [name for name in names if not name.startswith(f"{LOCK}-")]  # noqa: PLW2901
        paths = (Path(folder, name) for name in (*folders, *names))
        files |= {path.relative_to(place).as_posix(): path for path in paths if path.is_symlink() or path.is_file()}
    return files


def _is_as_written(place: Path, name: str, marks: frozenset[str]) -> bool:
    """Whether a file is still ours; what lies behind a link is not read."""
    try:
        return not is_behind_a_link(place, name) and fingerprint(place / name) in marks
    except FileNotFoundError:  # moved in this moment
        return False
