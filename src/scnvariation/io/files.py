"""Opening a source safely: what a file really is, before anything in it is parsed."""

from __future__ import annotations

import hashlib
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scnvariation.contract.problems import source_refusal
from scnvariation.contract.settings import ReadingSettings
from scnvariation.errors import DataError
from scnvariation.messages.words import did_you_mean

__all__ = ["FileKind", "OpenedFile", "Refuse", "open_file"]

FileKind = Literal["text", "workbook", "parquet"]
#: Makes the error that says why a file is not read.
Refuse = Callable[..., DataError]

_KIND_OF: dict[str, FileKind] = {
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xls": "workbook",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_PICKLES = frozenset({".pkl", ".pickle", ".joblib", ".npy", ".npz"})
_OLD = ".xls"
_BINARY = ".xlsb"
_WEB = re.compile(r"(?:https?|ftps?|s3|gs|file):/", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"
_HTML = (b"<!doctype html", b"<html", b"<table", b"<?xml")
# What unpacking raises for archives that are damaged, encrypted or of another age.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
MEGABYTE = 1_000_000
PROLOGUE = 65_536
UNPACKED_MB = 500.0
MOST_RATIO = 200.0


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that may be parsed.

    Attributes
    ----------
    path : pathlib.Path
        Where it lies.
    kind : str
        `text`, `workbook` or `parquet`.
    sha256 : str
        Of its bytes.
    refuse : callable
        Makes the error that says why this file is not read.
    """

    path: Path
    kind: FileKind
    sha256: str
    refuse: Refuse


def open_file(source: str | Path, settings: ReadingSettings, *, call: str) -> OpenedFile:
    """Find out what a file is, or say in plain words why it is not read.

    Parameters
    ----------
    source : str or pathlib.Path
        A local path.
    settings : ReadingSettings
        For the limit of unpacked sizes.
    call : str
        The call as the user typed it.

    Returns
    -------
    OpenedFile

    Raises
    ------
    DataError
        If it cannot be opened, is not what its name says, or could do harm.
    """
    path = Path(source)

    def refuse(code: str, variant: str = "", **words: object) -> DataError:
        return source_refusal(code, call=call, file=path.name or str(source), variant=variant, words=words)

    if _WEB.match(str(source)):
        raise refuse("no_network")
    try:
        _check_place(path, refuse)
    except OSError as error:
        raise refuse("cannot_open", "failed", reason=error.strerror or "the system refused") from error
    suffix = path.suffix.casefold()
    if suffix in _PICKLES:
        raise refuse("pickle_refused")
    start, digest = _first_bytes_and_hash(path, refuse)
    kind = _KIND_OF.get(suffix)
    if kind is None and suffix != _BINARY:
        raise refuse("wrong_extension", "unknown", suffix=suffix)
    if not path.stat().st_size:
        raise refuse("no_rows", "empty")
    _check_content(path, start, kind, refuse)
    if kind == "workbook" and suffix != _OLD:
        _check_unpacked(path, settings, refuse)
    return OpenedFile(path, kind or "text", digest, refuse)


def _check_place(path: Path, refuse: Refuse) -> None:
    """Refuse what is no readable file."""
    if path.name.startswith("~$"):
        raise refuse("cannot_open", "lock")
    if path.is_dir():
        raise refuse("cannot_open", "folder")
    if not path.exists():
        parent = path.parent
        names = sorted(other.name for other in parent.iterdir()) if parent.is_dir() else []
        near = did_you_mean(path.name, names).strip()
        advice = near or ("Check the path." if parent.is_dir() else f"There is no folder {str(parent)!r} either.")
        raise refuse("cannot_open", advice=advice)
    if not path.is_file():
        raise refuse("cannot_open", "failed", reason="it is no ordinary file")


def _first_bytes_and_hash(path: Path, refuse: Refuse) -> tuple[bytes, str]:
    """Read the whole file once for its hash and keep the beginning."""
    digest = hashlib.sha256()
    start = b""
    try:
        with path.open("rb") as stream:
            while block := stream.read(MEGABYTE):
                start = start or block[:512]
                digest.update(block)
    except PermissionError:
        raise refuse("cannot_open", "denied") from None
    except OSError as error:
        raise refuse("cannot_open", "failed", reason=error.strerror or "the system refused") from error
    return start, digest.hexdigest()


def _check_content(path: Path, start: bytes, kind: FileKind | None, refuse: Refuse) -> None:
    """Refuse a file whose bytes are not what its name says."""
    suffix = path.suffix.casefold()
    if start.startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"\x93NUMPY")):
        raise refuse("pickle_refused")
    if start.startswith(_OLE):
        if suffix == _OLD:
            return
        what = "protected by a password or an old workbook" if kind == "workbook" else "an old Excel workbook"
        raise refuse("unsupported_workbook", really=what)
    really = _what_it_is(start)
    if kind is None:
        raise refuse("unsupported_workbook", really="a binary Excel workbook (.xlsb)")
    if kind == "parquet":
        _check_parquet(path, start, refuse)
    elif kind == "text" and really:
        advice = {
            "an Excel workbook": "Give it the ending .xlsx.",
            "a Parquet file": "Give it the ending .parquet.",
            "a web page": "Open it in Excel and save it as 'CSV UTF-8'.",
        }[really]
        raise refuse("wrong_extension", really=really, suffix=suffix, advice=advice)
    elif kind == "workbook" and (suffix == _OLD or really != "an Excel workbook"):
        text = really or "a text file"
        advice = {
            "a text file": "Give it the ending .csv.",
            "an Excel workbook": "Give it the ending .xlsx.",
        }.get(text, "Open it in Excel and save it as .xlsx.")
        raise refuse("wrong_extension", really=text, suffix=suffix, advice=advice)


def _what_it_is(start: bytes) -> str:
    """Name a kind of file by its first bytes; empty where they say nothing."""
    if start.startswith(b"PK\x03\x04"):
        return "an Excel workbook"
    if start.startswith(b"PAR1"):
        return "a Parquet file"
    return "a web page" if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_HTML) else ""


def _check_parquet(path: Path, start: bytes, refuse: Refuse) -> None:
    """Refuse what does not begin and end as Parquet does."""
    if not start.startswith(b"PAR1"):
        raise refuse("not_parquet", start=repr(start[:8])[1:])
    with path.open("rb") as stream:
        stream.seek(-4, 2)
        if path.stat().st_size < 12 or stream.read(4) != b"PAR1":
            raise refuse("truncated")


def _check_unpacked(path: Path, settings: ReadingSettings, refuse: Refuse) -> None:
    """Refuse a workbook that would unpack to far more than its size, before it is parsed."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except _DAMAGED:
        raise refuse("unsupported_workbook", really="damaged and cannot be unpacked") from None
    if not any(entry.filename.endswith("workbook.xml") for entry in entries):
        raise refuse("unsupported_workbook", really="packed like a workbook but holds no .xlsx workbook")
    unpacked = sum(entry.file_size for entry in entries) / MEGABYTE
    ratio = unpacked * MEGABYTE / path.stat().st_size
    limit = settings.max_unpacked_mb or UNPACKED_MB
    if unpacked > limit or (settings.max_unpacked_mb is None and ratio > MOST_RATIO):
        words = {"size": f"{unpacked:,.0f}", "ratio": f"{ratio:,.0f}", "limit": f"{limit:,.0f}"}
        raise refuse("too_large_inside", offer=f"{int(unpacked) + 1}", **words)
    try:
        with zipfile.ZipFile(path) as archive:
            declares = any(_declares_entities(archive, entry) for entry in entries)
    except _DAMAGED:
        raise refuse("unsupported_workbook", really="damaged and cannot be unpacked") from None
    if declares:
        raise refuse("unsupported_workbook", really="written with definitions of its own, which no workbook needs")


def _declares_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Say whether a part begins with a document type, in which entities could be made to swell or to fetch."""
    if not entry.filename.endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(entry) as part:
        start = part.read(PROLOGUE).replace(b"\0", b"")  # of UTF-16 the letters remain
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start
