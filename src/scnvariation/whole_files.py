"""Files that are written whole or not at all.

A file is written beside its target and moved into place: a reader never sees half of it, and a full disk leaves
the old one as it was.
"""

from __future__ import annotations

import errno
import os
import time
from glob import escape as glob_quoted
from pathlib import Path

from scnvariation.messages import shell as messages

__all__ = ["write_whole"]

STALE_AFTER_SECONDS = 3600


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write a file beside its target and move it into place.

    Parameters
    ----------
    path : str or Path
        In a folder that exists; a link is refused.
    content : bytes
        All of the file.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is unchanged.
    """
    target = Path(path)
    if target.is_symlink():
        raise OSError(errno.ELOOP, messages.is_link(), str(target))
    _sweep(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        why = messages.unfinished_write(error.strerror or "", len(content))
        raise OSError(error.errno, why, str(target)) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _sweep(target: Path) -> None:
    """Remove what a run killed long ago left behind of the same file."""
    for part in target.parent.glob(f".{glob_quoted(target.name)}.*.part"):
        if time.time() - part.stat().st_mtime > STALE_AFTER_SECONDS:
            part.unlink(missing_ok=True)
