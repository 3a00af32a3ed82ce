"""Reading text files: encoding, separator, headings, and every line in its place."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from scnvariation.contract.ledger import Finding
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import column_letters
from scnvariation.io import tidy
from scnvariation.io.files import OpenedFile
from scnvariation.io.headers import SEARCHED, Header, find_header
from scnvariation.io.large_text import TextShape, is_large, needed_columns, read_large, rows_below
from scnvariation.io.ragged import Squared, squared
from scnvariation.io.tables import Recognise, Table, dropped_blank_columns, without_blank_rows

__all__ = ["read_text_file"]

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARK = codecs.BOM_UTF8
BLOCK = 1_000_000


@dataclass(slots=True)
class TextFacts:
    """What one pass over the bytes of a text file tells."""

    encoding: str = "utf-8"
    marks: int = 0
    quotes: int = 0
    nul_bytes: int = 0
    returns: int = 0
    feeds: int = 0
    pairs: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing in the file that a quick reader would misread."""
        is_usual = self.encoding in {"utf-8", "utf-8-sig", "cp1252"} and not self.line_ends
        return is_usual and not (self.quotes % 2 or self.nul_bytes or self.marks > 1)

    @property
    def line_ends(self) -> str:
        """Name unusual line ends; empty where there is one usual kind."""
        alone = self.returns - self.pairs
        if alone and not self.feeds:
            return "carriage returns"
        return "mixed" if alone or (self.pairs and self.feeds != self.pairs) else ""


def read_text_file(opened: OpenedFile, settings: ReadingSettings, recognise: Recognise) -> Table:
    """Read the table of a text file, every cell as text.

    Parameters
    ----------
    opened : OpenedFile
        The file.
    settings : ReadingSettings
        For headings.
    recognise : callable
        Says whether a row is one of headings.

    Returns
    -------
    Table
    """
    facts = _facts(opened)
    separator, header, lines = _separator_and_header(opened, facts, settings, recognise)
    findings = [*facts.findings, *header.findings]
    if separator != ",":
        findings.append(Finding(code="separator", words={"separator": _SEPARATORS[separator]}))
    if facts.line_ends:
        findings.append(Finding(code="line_ends", words={"kind": facts.line_ends}))
    shape = _shape(facts, separator, header, lines)
    places = list(range(shape.width))
    if is_large(opened.path):
        is_tidy = recognise(header.headings) == tidy.recognises(header.headings, settings)
        places = needed_columns(header.headings, settings) if is_tidy else places
        body = read_large(opened, shape if facts.is_plain else None, header, places)
    else:
        quick = _quick_body(opened.path, shape, header) if facts.is_plain else None
        body = _careful_body(opened, facts, separator, header) if quick is None else quick
    table = Table(
        headings=body.headings,
        columns=body.columns,
        rows=body.rows,
        letters=[column_letters(place) for place in places],
        header_row=header.row,
        file=opened.path.name,
        separator=separator,
        titles=header.titles,
        findings=[*findings, *body.findings],
    )
    return dropped_blank_columns(without_blank_rows(table))


def _facts(opened: OpenedFile) -> TextFacts:
    """Find encoding and line ends in one pass."""
    facts = TextFacts()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, last = True, b""
    with opened.path.open("rb") as stream:
        start = stream.read(8)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            facts.encoding = "utf-16"
            _check_decodes(opened, facts)
            facts.findings.append(Finding(code="encoding", words={"encoding": "UTF-16"}))
            return facts
        while start.startswith(_MARK * (facts.marks + 1)):
            facts.marks += 1
        stream.seek(0)
        while block := stream.read(BLOCK):
            letters = np.frombuffer(block, dtype=np.uint8)  # counts common letters quicker than bytes do
            facts.quotes += int(np.count_nonzero(letters == ord('"')))
            facts.nul_bytes += block.count(b"\0")
            facts.feeds += int(np.count_nonzero(letters == ord("\n")))
            if b"\r" in block or last.endswith(b"\r"):
                facts.returns += block.count(b"\r")
                facts.pairs += (last[-1:] + block).count(b"\r\n")
            is_utf8 = is_utf8 and _decodes(utf8, block)
            last = block
    _choose_encoding(opened, facts, is_utf8=is_utf8 and _decodes(utf8, b"", final=True))
    return facts


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _choose_encoding(opened: OpenedFile, facts: TextFacts, *, is_utf8: bool) -> None:
    """Take UTF-8, else Windows text, else stop."""
    if facts.marks > 1:
        facts.findings.append(Finding(code="encoding", variant="marks", words={"number": facts.marks}))
    if is_utf8:
        facts.encoding = "utf-8-sig" if facts.marks else "utf-8"
        return
    facts.encoding = "cp1252"
    _check_decodes(opened, facts)
    facts.findings.append(Finding(code="encoding", words={"encoding": "Windows text (cp1252)"}))


def _check_decodes(opened: OpenedFile, facts: TextFacts) -> None:
    """Stop where a file is not in the encoding that it seemed to be in."""
    try:
        with opened.path.open(encoding=facts.encoding, newline="") as stream:
            while stream.read(BLOCK):
                pass
    except UnicodeError:
        raise opened.refuse("unreadable_text") from None


def _separator_and_header(
    opened: OpenedFile, facts: TextFacts, settings: ReadingSettings, recognise: Recognise
) -> tuple[str, Header, int]:
    """Choose the separator that makes the best headings, and count the physical lines down to them."""
    with opened.path.open(encoding=facts.encoding, newline="") as stream:
        sample = [line.replace("\0", "") for line in islice(stream, 4 * SEARCHED)]
    best: tuple[tuple[int, int], str, Header, int] | None = None
    for separator in _SEPARATORS:
        records, lines = _first_records(sample, separator)
        header = find_header(records, settings, recognise)
        if header is not None:
            score = (header.known, len(header.headings) if header.known != 1 else _filled(header))
            if best is None or score > best[0]:
                best = (score, separator, header, lines[header.row - 1] if header.row else 0)
    if best is None:
        raise opened.refuse("no_rows", "empty")
    if best[2].looks_like_data:
        raise opened.refuse("no_header", row=best[2].row)
    return best[1:]


def _filled(header: Header) -> int:
    return sum(map(bool, header.headings))


def _first_records(sample: Sequence[str], separator: str) -> tuple[list[list[str]], list[int]]:
    """Parse the first records, with the physical line on which each ends."""
    reader = csv.reader(sample, delimiter=separator)
    records, lines = [], []
    try:
        for record in islice(reader, SEARCHED):
            records.append(record)
            lines.append(reader.line_num)
    except csv.Error:
        pass  # the careful reader says what is wrong and where
    return records, lines


def _shape(facts: TextFacts, separator: str, header: Header, lines: int) -> TextShape:
    """Describe the rows below the headings."""
    encoding = "cp1252" if facts.encoding == "cp1252" else "utf8"
    width = len(header.headings)
    return TextShape(encoding=encoding, separator=separator, quoted=facts.quotes > 0, skipped=lines, width=width)


def _quick_body(path: Path, shape: TextShape, header: Header) -> Squared | None:
    """Read the rows of a well-formed file in one go; None where anything needs a closer look."""
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package
    import pyarrow.csv as pa_csv  # noqa: PLC0415 - kept out of the import of the package

    names = shape.names
    try:
        table = pa_csv.read_csv(
            path,
            read_options=pa_csv.ReadOptions(skip_rows=shape.skipped, column_names=names, encoding=shape.encoding),
            parse_options=pa_csv.ParseOptions(
                delimiter=shape.separator, newlines_in_values=shape.quoted, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    columns = [table.column(name).to_pandas() for name in names]
    return Squared(headings=header.headings, columns=columns, rows=rows_below(header, table.num_rows))


def _careful_body(opened: OpenedFile, facts: TextFacts, separator: str, header: Header) -> Squared:
    """Read record by record: ragged lines, open quotes and NUL bytes are found and placed."""
    records: list[list[str]] = []
    rows: list[int] = []
    findings: list[Finding] = []
    with opened.path.open(encoding=facts.encoding, newline="") as stream:
        for row, record in _records(stream, separator, facts, findings):
            if row > header.row and any(record):
                records.append(record)
                rows.append(row)
    body = squared(records, rows, header.headings)
    return Squared(body.headings, body.columns, body.rows, [*findings, *body.findings])


def _records(
    stream: Iterator[str], separator: str, facts: TextFacts, findings: list[Finding]
) -> Iterator[tuple[int, list[str]]]:
    """Give each record with its row as Excel counts; stop where a quotation mark is not closed."""
    nul_lines: list[int] = []
    lines = _without_nul(stream, nul_lines) if facts.nul_bytes else stream
    reader = csv.reader(lines, delimiter=separator, strict=True)
    row = 0
    while True:
        row += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.append(Finding(code="open_quote", row=row))
            return
        if nul_lines:
            findings.append(Finding(code="nul_byte", row=row))
            nul_lines.clear()
        yield row, record


def _without_nul(lines: Iterator[str], found: list[int]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            found.append(number)
        yield line.replace("\0", "")
