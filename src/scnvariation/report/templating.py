"""The templates of our pages: every text escaped on its way out, compiled once in a process."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from scnvariation.errors import OptionError
from scnvariation.messages.shell import extra_needed

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = ["plain_text", "template"]

TEMPLATES = Path(__file__).with_name("templates")
# Control characters but for blanks, what turns the direction of writing, and halves of a character.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
HALVES = re.compile(r"[\ud800-\udfff]")


def template(name: str) -> Template:
    """Give a compiled template.

    Parameters
    ----------
    name : str
        Of its file.

    Returns
    -------
    jinja2.Template

    Raises
    ------
    OptionError
        If jinja2 (extra `report`) is not installed.
    """
    return environment().get_template(name)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Set up the engine: all output escaped, a missing name an error, no template read twice."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - an extra
    except ImportError:
        raise OptionError(extra_needed("A page", "jinja2", "report")) from None
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=plain_text,
    )


def plain_text(value: object) -> object:
    r"""Take from a text what no reader sees but a browser obeys; anything else stays as it is.

    >>> plain_text("a\u202eb\x07"), plain_text("Ynys Môn"), plain_text(3)
    ('ab', 'Ynys Môn', 3)
    """
    if not isinstance(value, str) or value.isprintable() or hasattr(value, "__html__"):
        return value
    return HALVES.sub("\N{REPLACEMENT CHARACTER}", UNSEEN.sub("", value))
