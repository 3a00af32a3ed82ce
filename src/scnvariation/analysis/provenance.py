"""Where a result comes from: its settings, the package and the libraries it was made with."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import platform
import re
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import PurePath

import numpy as np
import pandas as pd

from scnvariation.analysis.result import Result, Settings
from scnvariation.contract.source import SourceInfo
from scnvariation.messages.provenance import STAMP_LABELS
from scnvariation.messages.shell import NO_DISCLOSURE_RULE

__all__ = ["in_order", "in_row_order", "methods", "plain", "result_stamp", "settings_stamp"]

PACKAGE = "scnvariation"
LIBRARIES = ("Jinja2", "XlsxWriter", "matplotlib", "numpy", "openpyxl", "pandas", "pyarrow", "scipy", "statsmodels")
#: Rows that a reader looks for first.
ROWS_FIRST = ("read", "used")


def result_stamp(result: Result) -> dict[str, object]:
    """Put together where a single result comes from; without a time, so that the same result gives the same bytes.

    Parameters
    ----------
    result : Result
        Any result.

    Returns
    -------
    dict
        Texts, numbers, lists and dictionaries only, always in the same order.
    """
    source = result.settings.source
    reasons = {str(reason): int(number) for reason, number in result.excluded["reason"].value_counts().items()}
    rows = ({"read": source.rows_read} if source.rows_read else {}) | reasons
    facts = settings_stamp(result.settings, source)
    return in_order(facts | {"rows": in_row_order(rows), "disclosure_rule": NO_DISCLOSURE_RULE})


def settings_stamp(settings: Settings, source: SourceInfo) -> dict[str, object]:
    """Put together what was read, what was asked, and what it was made with.

    The file is named, never its folder: paths name people and their projects.

    Parameters
    ----------
    settings : Settings
        Of the analysis.
    source : SourceInfo
        What was read.

    Returns
    -------
    dict
    """
    facts = {
        "package_version": settings.version,
        "commit": commit(),
        "call": settings.call,
        "input_name": file_name(source.name),
        "input_layout": source.layout,
        "input_sha256": source.sha256 or settings.input_hash,
        "reference": settings.reference,
        "benchmark_source": settings.benchmark_source,
        "side": settings.side,
        "options": plain(settings.options),
        "python": platform.python_version(),
        "libraries": dict(libraries()),
    }
    return in_order(facts | methods(settings.options))


def in_row_order(rows: Mapping[str, int]) -> dict[str, int]:
    """Put rows read and used before the reasons in the order of the alphabet.

    >>> in_row_order({"suppressed": 17, "used": 195, "missing": 0, "read": 212})
    {'read': 212, 'used': 195, 'missing': 0, 'suppressed': 17}
    """
    first = [name for name in ROWS_FIRST if name in rows]
    return {name: int(rows[name]) for name in (*first, *sorted(set(rows) - set(first)))}


def file_name(path: str) -> str:
    """Keep the last part of a path, whatever system wrote it."""
    return re.split(r"[\\/]", path)[-1]


def methods(options: Mapping[str, object]) -> dict[str, object]:
    """Name the methods by which areas were judged; None where the call has no such choice."""
    return {
        "levels": plain(options.get("levels")),
        "limits_method": plain(options.get("method")),
        "overdispersion": plain(options.get("overdispersion")),
        "seed": plain(options.get("seed")),
    }


def in_order(facts: Mapping[str, object]) -> dict[str, object]:
    """Put entries into the order in which people read them; those without an answer are left out."""
    return {name: facts[name] for name in STAMP_LABELS if facts.get(name) is not None}


def plain(value: object) -> object:
    """Give an option as JSON can hold it, the same in every run.

    Parameters
    ----------
    value : object
        Any option; of a path the file name is kept, of a table its size, of anything else the name of its type.

    Returns
    -------
    object

    Examples
    --------
    >>> plain({"levels": (0.95, 0.998), "among": {"B", "A"}, "as_at": dt.date(2015, 3, 31)})
    {'among': ['A', 'B'], 'as_at': '2015-03-31', 'levels': [0.95, 0.998]}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(value[name]) for name in sorted(value, key=str)}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=json.dumps)
    if isinstance(value, list | tuple | np.ndarray | pd.Series | pd.Index):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    """Give one value as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.name
    if isinstance(value, pd.DataFrame):
        return f"a table of {len(value):,} rows: {', '.join(map(str, value.columns))}"
    return type(value).__name__


@cache
def libraries() -> Mapping[str, str]:
    """List the versions of the libraries that are installed; none is loaded for it."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@cache
def commit() -> str | None:
    """Give the commit that was installed, where the installer recorded it (PEP 610)."""
    try:
        record = metadata.distribution(PACKAGE).read_text("direct_url.json")
        return str(json.loads(record)["vcs_info"]["commit_id"]) if record else None
    except (metadata.PackageNotFoundError, KeyError, ValueError):
        return None
