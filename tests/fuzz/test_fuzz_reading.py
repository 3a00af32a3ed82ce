"""Any bytes at all give a clean load or the errors of this package: nothing else, nothing that hangs or swells."""

from __future__ import annotations

import io
import resource
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scnvariation.contract.problems import REGISTRY
from scnvariation.errors import DataError, DataWarning
from scnvariation.io.read import check, read_indicators

QUICK, LONG = 200, 1_000
SECONDS = 10.0
MEGABYTES = 700
TIDY = (
    "indicator_id,period,area_code,area_name,numerator,denominator,value,statistic\n"
    'x,2013/14,E38000001,"Alpha, north",10,100,0.1,proportion\n'
    'x,2013/14,E38000002,Beta,"1,020",2400,0.425,proportion\n'
    "x,2013/14,E38000003,Ynys Môn,*,100,,proportion\n"
    "x,2013/14,E92000001,England,<5,100,0.3,proportion\n"
    "y,2014/15 Q1,00Q,Delta,12r,100,12%,rate\n"
)
#: What breaks readers when it stands where none expects it.
TOKENS = (
    *(b'"', b'""', b"\0", b"\r", b"\n", b"\r\n", b",", b";", b"\t", b"|", b"'", b"=cmd|", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"1e999", b"9" * 400, b"-inf", b"nan", b"0x1A", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xc3\x28", b"<!ENTITY"),
    *(b"2013/14", b"99999-99-99", b"31/02/2014", b"#REF!", b"[c]", b"{}", b"{0}", b"%s", b"\\", b"area_code", b"E38"),
)
Generator = np.random.Generator


def text_file(encoding: str, separator: str = ",") -> bytes:
    return TIDY.replace(",", separator).encode(encoding)


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Quarterly figures"])
    for line in TIDY.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.replace('"', "").split(",")])
    book.create_sheet("Notes").append(["Source: HES"])
    book.save(stream)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pd.read_csv(io.StringIO(TIDY), dtype=str).to_parquet(stream)
    return stream.getvalue()


def mutated(good: bytes, generator: Generator) -> bytes:
    """Change a few bytes, cut, double, splice in what breaks readers, or give noise."""
    way = generator.integers(6)
    if way == 0:
        return generator.bytes(int(generator.integers(1, 2_000)))
    if way == 1:
        return good[: generator.integers(1, len(good) + 1)]
    if way == 2:
        start, end = sorted(generator.integers(0, len(good), 2).tolist())
        return good[:end] + good[start:end] * int(generator.integers(1, 4)) + good[end:]
    changed = bytearray(good)
    for _ in range(generator.integers(1, 9)):
        place = int(generator.integers(len(changed)))
        if way == 3:
            changed[place] = int(generator.integers(256))
        else:
            token = TOKENS[generator.integers(len(TOKENS))]
            changed[place : place + (len(token) if way == 4 else 0)] = token
    return bytes(changed)


def mutated_inside(good: bytes, generator: Generator) -> bytes:
    """Change one part of a workbook and pack it again, so that the fault is met by the parser of the part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = names[generator.integers(len(names))]
        for name in names:
            part = source.read(name)
            target.writestr(name, mutated(part, generator) if name == chosen else part)
    return stream.getvalue()


KINDS: dict[str, tuple[str, Callable[[], bytes], Callable[[bytes, Generator], bytes]]] = {
    "csv": (".csv", lambda: text_file("utf-8"), mutated),
    "tsv": (".tsv", lambda: text_file("cp1252", "\t"), mutated),
    "unicode_text": (".txt", lambda: text_file("utf-16"), mutated),
    "xlsx": (".xlsx", workbook, mutated),
    "xlsx_inside": (".xlsx", workbook, mutated_inside),
    "xlsm": (".xlsm", workbook, mutated_inside),
    "xls": (".xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), mutated),
    "parquet": (".parquet", parquet, mutated),
}


def attempt(path: Path, *, also_check: bool) -> None:
    """Read one file: only our own errors, each with its table; what is used has values; `check` says the same."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        try:
            data = read_indicators(path)
        except DataError as stopped:
            problems, expected = stopped.problems, True
        else:
            problems, expected = data.problems, False
            assert np.isfinite(data.observations.loc[data.observations["reason"] == "", "value"]).all()
    assert set(problems["code"]) <= set(REGISTRY)
    assert (problems["severity"] == "E").any() == expected
    if also_check:
        pd.testing.assert_frame_equal(check(path), problems)


def peak_megabytes() -> float:
    """Give the largest memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def run(kind: str, number: int, seed: int, folder: Path) -> None:
    suffix, make, mutate = KINDS[kind]
    good, generator = make(), np.random.default_rng([seed, list(KINDS).index(kind)])
    before, path = peak_megabytes(), folder / f"fuzz{suffix}"
    for turn in range(number):
        content = mutate(good, generator)
        path.write_bytes(content)
        start = time.process_time()
        try:
            attempt(path, also_check=turn % 8 == 0)
        except Exception as error:
            raise AssertionError(f"{kind}, seed {seed}, file {turn}: {content[:300]!r}") from error
        assert time.process_time() - start < SECONDS, f"{kind}, seed {seed}, file {turn} takes too long"
    assert peak_megabytes() - before < MEGABYTES


@pytest.mark.parametrize("kind", KINDS)
def test_changed_files_give_data_or_our_own_errors(kind, tmp_path):
    # S06
    run(kind, QUICK, 20_260_901, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_changed_files_give_data_or_our_own_errors(kind, tmp_path):
    # S06
    run(kind, LONG, 7, tmp_path)
