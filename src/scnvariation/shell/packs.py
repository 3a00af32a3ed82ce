"""The commands that write packs and look after them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from scnvariation.errors import DataError, OptionError
from scnvariation.messages import folder as messages
from scnvariation.messages.shell import not_a_folder
from scnvariation.report.verify import verify
from scnvariation.shell.inputs import given, load
from scnvariation.shell.outputs import paragraphs
from scnvariation.shell.program import program, shell_word

__all__ = ["run_pack", "run_verify"]

#: Of single files; `--out pack.xlsx` is a slip.
ENDINGS = (".xlsx", ".html", ".csv", ".parquet")
PACK_OPTIONS = ("period", "as_at", "baseline", "network", "network_area", "suppress", "formats")


def run_pack(options: argparse.Namespace) -> Iterator[str]:
    """Write the packs of each network and network area."""
    out = Path(options.out)
    if out.is_file() or (out.suffix.lower() in ENDINGS and not out.exists()):
        raise OptionError(not_a_folder(options.out))
    from scnvariation.report.pack import variation_pack  # noqa: PLC0415 - no other command needs pages and workbooks

    pack = variation_pack(load(options), out=out, **given(options, PACK_OPTIONS))
    yield from paragraphs(pack.text())
    yield ""
    if (out / "index.html").exists():
        yield messages.pack_open(str(out / "index.html"))
    yield messages.pack_next(f"{program()} verify {shell_word(options.out)}")


def run_verify(options: argparse.Namespace) -> Iterator[str]:
    """Compare a folder with its manifest; refuse at the end where it is not as it was written."""
    try:
        found = verify(options.folder)
    except FileNotFoundError as error:
        raise OptionError(f"{options.folder!r}: {error.strerror}.") from error
    if not found.has_manifest:
        raise OptionError(found.text())
    if not found.ok:
        raise DataError(found.text())
    yield from paragraphs(found.text())
