"""What was said on the command line about the file, and the file itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from scnvariation.errors import OptionError
from scnvariation.indicators import Indicators
from scnvariation.io.read import read_indicators
from scnvariation.io.sample import load_sample, sample_folder
from scnvariation.messages import shell as messages

__all__ = ["given", "load", "reading", "source_of"]

SAMPLE = "sample"


def load(options: argparse.Namespace) -> Indicators:
    """Load the sample or read the file."""
    words = reading(options)
    return load_sample() if options.file == SAMPLE else read_indicators(options.file, **words)


def source_of(options: argparse.Namespace) -> str | Path:
    """Give what `check` reads: the file, or that of the sample."""
    return sample_folder() / "observations.csv" if options.file == SAMPLE else str(options.file)


def reading(options: argparse.Namespace) -> dict[str, Any]:
    """Collect what was said about the file."""
    words = given(options, ("layout", "sheet", "statistic", "areas", "catalogue"))
    if options.columns:
        words["columns"] = dict(mapping(one) for one in options.columns)
    if options.strict:
        words["strict"] = True
    if options.file != SAMPLE:
        return words
    if words:
        raise OptionError(messages.sample_as_it_is(list(words)))
    folder = sample_folder()
    return {"catalogue": folder / "catalogue.csv", "areas": folder / "areas.csv"}


def mapping(text: str) -> tuple[str, str]:
    """Read `heading=column`; a heading may hold an equals sign, a column of ours does not."""
    heading, equals, column = text.rpartition("=")
    if not equals:
        raise OptionError(messages.not_a_mapping(text))
    return heading.strip(), column.strip()


def given(options: argparse.Namespace, names: tuple[str, ...]) -> dict[str, Any]:
    """Keep the options that were given, so that every default is the library's own."""
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}
