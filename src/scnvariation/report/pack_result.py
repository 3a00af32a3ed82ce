"""What `scn.variation_pack` gives back: where the packs lie, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from scnvariation.analysis.result import Settings
from scnvariation.messages import pack as messages
from scnvariation.messages.words import count
from scnvariation.report.html_table import html_table
from scnvariation.report.pack_index import InShort
from scnvariation.report.verify import Verification, verify

__all__ = ["Pack"]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True, slots=True)
class Pack:
    """A folder of packs.

    Attributes
    ----------
    folder : pathlib.Path
        Where they lie; `index.html` in it lists them.
    packs : pandas.DataFrame
        One row per pack: `folder, title, network, network_area, indicators, areas`, and how many of its figures were
        judged `better, similar, worse, higher, lower, not_compared`, how many of the last `withheld`.
    files : tuple of pathlib.Path
        Every file of the set, by name; the manifest stands last.
    excluded : pandas.DataFrame
        Every row left out, with the analysis that left it out and the reason.
    disclosure : str
        The rule that was applied in words, or that there was none.
    stamp : mapping
        Provenance, as in the manifest.
    settings : Settings
        Enough to run it again.
    notes : tuple of str
        What is to be read with the figures.
    """

    folder: Path
    packs: pd.DataFrame
    files: tuple[Path, ...]
    excluded: pd.DataFrame
    disclosure: str
    stamp: Mapping[str, object]
    settings: Settings
    notes: tuple[str, ...]

    def verify(self) -> Verification:
        """Compare every file with the manifest."""
        return verify(self.folder)

    def table(self) -> pd.DataFrame:
        """List the packs for people."""
        packs = self.packs
        return pd.DataFrame({"Pack": packs["title"], **{_heading(name): packs[name] for name in InShort._fields[4:]}})

    def text(self) -> str:
        """Say in plain sentences what was written, and by which disclosure rule."""
        outside = int(self.packs[["better", "worse", "higher", "lower"]].sum().sum())
        judged = outside + int(self.packs["similar"].sum())
        said = messages.packs_written(len(self.packs), len(self.files), str(self.folder))
        return " ".join([said, messages.outside_in_packs(outside, judged), self.disclosure])

    def __repr__(self) -> str:
        withheld = int(self.packs["withheld"].sum())
        return (
            f"<Pack: {count(len(self.packs), 'pack')}, {count(len(self.files), 'file')} in {str(self.folder)!r}, "
            f"{withheld:,} withheld, {len(self.excluded):,} excluded>"
        )

    def _repr_html_(self) -> str:
        return html_table(self.table(), caption=repr(self).strip("<>"), note=self.disclosure)


def _heading(name: str) -> str:
    """Write the name of a column for people."""
    return name.replace("_", " ").capitalize()
