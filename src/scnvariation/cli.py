"""The shell: `scnvariation demo | check | funnel | variation | pack | verify | template`, or `python -m scnvariation`.

Exit codes: 0 done, 1 data refused, 2 usage, 3 another run holds the folder, 4 could not write.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from scnvariation.errors import DataWarning, OptionError, ScnVariationError
from scnvariation.messages import shell as messages
from scnvariation.messages.calls import unknown_word
from scnvariation.shell.commands import COMMANDS
from scnvariation.shell.parser import build_parser

__all__ = ["main"]

DONE, REFUSED, USAGE, LOCKED, NOT_WRITTEN = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after the name of the program; those of the shell by default.

    Returns
    -------
    int
        The exit code.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter is no reason to stop
    if not words:
        build_parser(COMMANDS).print_help(sys.stderr)
        return USAGE
    try:
        _run(words)
    except OptionError as error:
        return _stop(str(error), USAGE)
    except ScnVariationError as error:
        return _stop(str(error), REFUSED)
    except BrokenPipeError:
        # Whoever read us has gone (`| head`); leave without a word, also when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        code = LOCKED if isinstance(error, BlockingIOError) else NOT_WRITTEN
        return _stop(messages.could_not_write(error.filename, error.strerror or str(error)), code)
    return DONE


def _run(words: list[str]) -> None:
    if not words[0].startswith("-") and words[0] not in COMMANDS:
        raise OptionError(unknown_word("command", words[0], list(COMMANDS)))
    options = build_parser(COMMANDS).parse_args(words)
    with _warnings_as_notes():
        for line in options.run(options):
            print(line, flush=True)


def _stop(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


@contextmanager
def _warnings_as_notes() -> Iterator[None]:
    """Print warnings about the data as plain lines; any other is left as it is."""
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, DataWarning):
                print(f"Note: {message}", file=sys.stderr)
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        warnings.simplefilter("always", DataWarning)
        yield
