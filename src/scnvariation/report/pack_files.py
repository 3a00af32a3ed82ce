"""The files of one pack: everything it says, in each format asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scnvariation.analysis.pack_figures import PackFigures
from scnvariation.report.content import PackContent
from scnvariation.report.csv import write_csv
from scnvariation.report.disclosure import DisclosureRule
from scnvariation.report.pack_folder import write_into
from scnvariation.report.pack_index import InShort, in_short

if TYPE_CHECKING:
    import pandas as pd

    from scnvariation.report.pack_content import PackCuts

__all__ = ["PackJob", "Place", "write_pack"]


class Place(NamedTuple):
    """One pack to be written: a network in a network area, and the folder of its files."""

    network: str
    network_area: str
    folder: str


@dataclass(frozen=True, kw_only=True)
class PackJob:
    """What every pack of one run has in common; a worker process receives it once.

    Attributes
    ----------
    run : pathlib.Path
        Folder into which everything is written first.
    figures : PackFigures
        After disclosure control: nothing that is withheld is in here.
    rule : DisclosureRule or None
        The rule that was applied.
    formats : tuple of str
        What is written.
    stamp : mapping
        Provenance.
    """

    run: Path
    figures: PackFigures
    rule: DisclosureRule | None
    formats: tuple[str, ...]
    stamp: Mapping[str, object]

    def __getstate__(self) -> dict[str, object]:
        """Give what a worker process receives: mappings that cannot be written to become plain ones on the way."""
        figures = self.figures
        settings = replace(figures.settings, options=dict(figures.settings.options))
        sent = replace(figures, infos=dict(figures.infos), rows=dict(figures.rows), settings=settings)
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "figures": sent}

    @cached_property
    def cuts(self) -> PackCuts:
        """The figures, sorted once for all packs."""
        from scnvariation.report.pack_content import PackCuts  # noqa: PLC0415 - the charts of its pages load matplotlib

        return PackCuts(self.figures)


def write_pack(job: PackJob, place: Place) -> InShort:
    """Write one pack in every format.

    Parameters
    ----------
    job : PackJob
        What all packs have in common.
    place : Place
        Which pack.

    Returns
    -------
    InShort
        What the contents page says of it.
    """
    content = job.cuts.content(place.network, place.network_area, job.rule)
    for name, written in _files(job, content).items():
        write_into(job.run, f"{place.folder}/{name}", written)
    return in_short(content, place.folder)


def _files(job: PackJob, content: PackContent) -> dict[str, bytes]:
    """Make the files of one pack by name."""
    files: dict[str, bytes] = {}
    if "html" in job.formats:
        from scnvariation.report.page import page  # noqa: PLC0415 - needs an extra

        files["pack.html"] = page(content, job.stamp).encode()
    if "xlsx" in job.formats:
        from scnvariation.report.pack_workbook import pack_workbook  # noqa: PLC0415 - needs an extra

        files["pack.xlsx"] = pack_workbook(content, job.stamp)
    if "csv" in job.formats:
        files |= {f"{_stem(name)}.csv": _csv(frame) for name, frame in content.tidy.items()}
    if "parquet" in job.formats:
        from scnvariation.report.parquet import parquet_bytes  # noqa: PLC0415 - pyarrow.parquet is loaded when asked for

        files |= {f"{_stem(name)}.parquet": parquet_bytes(frame, job.stamp) for name, frame in content.tidy.items()}
    files["provenance.json"] = _json(job.stamp)
    return files


def _stem(name: str) -> str:
    """Write the name of a table as that of a file."""
    return name.replace("_", "-")


def _csv(frame: pd.DataFrame) -> bytes:
    """Write a tidy table as CSV that Excel reads as it is meant."""
    return str(write_csv(frame)).encode("utf-8-sig")


def _json(stamp: Mapping[str, object]) -> bytes:
    """Write the provenance; the time stands in the manifest, so that the same pack gives the same bytes."""
    facts = {name: fact for name, fact in stamp.items() if name != "written_utc"}
    return (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode()
