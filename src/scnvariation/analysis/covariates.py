"""Need covariates: numeric columns of the areas table or of a plain frame, matched to rows by area code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scnvariation.contract.columns import CONTRACT_COLUMNS
from scnvariation.contract.numbers import KINDS, NumberColumn, read_numbers
from scnvariation.contract.settings import ReadingSettings
from scnvariation.errors import OptionError
from scnvariation.messages import need as messages
from scnvariation.reference import Reference, SortedRows

if TYPE_CHECKING:
    from scnvariation.indicators import Indicators

__all__ = ["covariates", "need_names"]

FloatArray = NDArray[np.float64]

#: What an observation records of itself is not need: an outcome must not explain itself.
NOT_NEED = frozenset({*CONTRACT_COLUMNS, "period_start", "period_end"})
#: Marks for a figure that is not there; any other text says that the column is not one of numbers.
BLANK = frozenset(
    {"missing", "suppressed", "data_quality", "not_available", "ambiguous_dash", "excel_error", "infinite"}
)
A_NUMBER = frozenset({"number", "percent", "thousands", "text_number", "status_mark"})


def need_names(need: str | Sequence[str]) -> tuple[str, ...]:
    """Give the names of covariates as asked for: one, several or none.

    Parameters
    ----------
    need : str or sequence of str
        What a caller passed as `need=`.

    Returns
    -------
    tuple of str

    Raises
    ------
    OptionError
        If a name stands twice.

    Examples
    --------
    >>> need_names("deprivation"), need_names(["deprivation", "share_over_75"]), need_names(())
    (('deprivation',), ('deprivation', 'share_over_75'), ())
    """
    names = (need,) if isinstance(need, str) else tuple(need)
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise OptionError(messages.named_twice(twice))
    return names


def covariates(data: Indicators, rows: SortedRows, names: Sequence[str]) -> FloatArray:
    """Give the need covariates of rows, in natural units.

    Rows of a selection (`data.sorted`, and groups of it) and rows of England (`data.reference.sorted`) both do: a row
    knows its area by code. A column of the observations varies with the period, one of the areas table does not; where
    both have the name, the observations win.

    Parameters
    ----------
    data : Indicators
        With an areas table that holds the columns, or made of a frame that does.
    rows : SortedRows
        Rows of `data` or of its reference.
    names : sequence of str
        Columns.

    Returns
    -------
    ndarray of shape (n_rows, n_names)
        NaN where the figure is blank, suppressed or not available, or the area is not in the areas table.

    Raises
    ------
    OptionError
        If there is no such column, or it does not hold numbers; the text lists the columns there are.

    Examples
    --------
    >>> import pandas as pd
    >>> from scnvariation import Indicators
    >>> frame = pd.DataFrame({"indicator_id": "x", "period": "2013/14", "area_code": ["A", "B", "C"],
    ...                       "numerator": [3, 5, 7], "denominator": 100, "statistic": "proportion"})
    >>> areas = pd.DataFrame({"area_code": ["C", "A"], "deprivation": ["31.5", "12"]})
    >>> data = Indicators(frame, areas=areas)
    >>> covariates(data, data.sorted, ["deprivation"]).ravel()
    array([12. ,  nan, 31.5])
    """
    found = [_column(data, rows, name) for name in names]
    return np.column_stack(found) if found else np.empty((rows.segments.n_rows, 0))


def _column(data: Indicators, rows: SortedRows, name: str) -> FloatArray:
    """Find one column, by row in the observations or by area code in the areas table."""
    observations = _whole(data, rows).observations
    areas = data.areas_table
    if name in observations and name not in NOT_NEED:
        return _numbers(data, name, observations[name])[rows.positions]
    if areas is None or name not in areas or name in NOT_NEED:
        raise OptionError(messages.no_covariate(name, _offered(data)))
    of_code = pd.Series(_numbers(data, name, areas[name]), index=areas["area_code"])
    of_number = np.asarray(of_code.reindex(rows.area_codes), dtype=np.float64)
    return of_number[rows.area]


def _whole(data: Indicators, rows: SortedRows) -> Reference:
    """Say which reference numbered the areas and positions of rows."""
    return data.reference if rows.area_codes is data.reference.area_codes else data.own_reference


def _numbers(data: Indicators, name: str, column: pd.Series[Any]) -> FloatArray:
    """Read a column of numbers or of texts that look like numbers, or stop."""
    read = read_numbers(column, ReadingSettings())
    words = _words(read)
    values: FloatArray = np.where(np.isfinite(read.values), read.values, np.nan).astype(np.float64)
    if words or np.isnan(values).all():
        raise OptionError(messages.not_numeric(name, words, _offered(data)))
    return values


def _words(read: NumberColumn) -> list[str]:
    """List the different texts of a column that are neither a number nor a mark for a missing one."""
    kinds = np.array([kind not in A_NUMBER | BLANK for kind in KINDS])[read.kinds]
    return list(dict.fromkeys(read.texts(np.flatnonzero(kinds))))


def _offered(data: Indicators) -> list[str]:
    """List the columns that hold numbers and say something of the area, not of the figure."""
    frames = [frame for frame in (data.areas_table, data.reference.observations) if frame is not None]
    columns = {str(name): frame[name] for frame in frames for name in frame if name not in NOT_NEED}
    return [name for name, column in columns.items() if _has_only_numbers(column)]


def _has_only_numbers(column: pd.Series[Any]) -> bool:
    """Whether a column could be adjusted for."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return False
    read = read_numbers(column, ReadingSettings())
    return not _words(read) and bool(np.isfinite(read.values).any())
