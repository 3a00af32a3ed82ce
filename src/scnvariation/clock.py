"""The time of day, in one place, so that it can be fixed."""

from __future__ import annotations

import datetime as dt
import os

from scnvariation.errors import OptionError
from scnvariation.messages.provenance import not_an_epoch

__all__ = ["now_utc"]

EPOCH = "SOURCE_DATE_EPOCH"


def now_utc() -> str:
    """Give the time in UTC to the second, or the one that `SOURCE_DATE_EPOCH` fixes.

    Returns
    -------
    str
        As ISO 8601 writes it, `2015-04-01T09:30:00Z`.

    Raises
    ------
    OptionError
        If `SOURCE_DATE_EPOCH` is set and is no number of seconds.

    References
    ----------
    .. [1] reproducible-builds.org, SOURCE_DATE_EPOCH specification.
    """
    given = os.environ.get(EPOCH, "")
    moment = dt.datetime.now(dt.UTC) if not given else _fixed(given)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _fixed(seconds: str) -> dt.datetime:
    """Read the seconds since 1970 that a build fixes."""
    if not (seconds.isascii() and seconds.isdigit()):
        raise OptionError(not_an_epoch(EPOCH, seconds))
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise OptionError(not_an_epoch(EPOCH, seconds)) from error
