"""Putting a finished set of files into the place of an earlier one, with the way back."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Exchange"]

ASIDE = ".earlier"


class Exchange:
    """Move files of a run into the folder and take old ones out, all or nothing.

    Until `keep` is called, everything is undone where an error or the user stops the run. What stood in the folder is
    copied, not moved, before another file takes its place: a reader finds either the old file or the new one.

    Parameters
    ----------
    folder : pathlib.Path
        Where the files go.
    run : pathlib.Path
        Folder of the run, on the same disk.
    """

    def __init__(self, folder: Path, run: Path) -> None:
        self.folder = folder
        self.run = run
        self._way_back = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._way_back.close()

    def keep(self) -> None:
        """Make it final."""
        self._way_back.pop_all()

    def put(self, relative: str) -> None:
        """Move a file of the run to its place."""
        target = self.folder / relative
        self._make_folder(target.parent)
        if target.exists():
            self._copy_aside(relative)
        else:
            self._way_back.callback(target.unlink, missing_ok=True)
        (self.run / relative).replace(target)

    def take_out(self, relative: str) -> None:
        """Remove a file from the folder."""
        self._copy_aside(relative)
        (self.folder / relative).unlink()

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            self._make_folder(folder.parent)
            folder.mkdir()
            self._way_back.callback(folder.rmdir)

    def _copy_aside(self, relative: str) -> None:
        """Copy what is there, so that it can be put back."""
        target, aside = self.folder / relative, self.run / ASIDE / relative
        if aside.exists():
            return  # it was copied before, as the manifest is that is written twice
        aside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, aside)
        self._way_back.callback(aside.replace, target)
