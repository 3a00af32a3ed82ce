"""The few ways out that a reader offers: all off unless asked for, all recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, Self

from scnvariation.contract.columns import CONTRACT_COLUMNS
from scnvariation.errors import OptionError
from scnvariation.messages.calls import unknown_word
from scnvariation.messages.reading_options import unknown_column, unknown_keyword
from scnvariation.options import Statistic, check_option

__all__ = ["ReadingSettings"]

Dash = Literal["zero", "missing"]
DecimalMark = Literal[".", ","]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    """What the user said about a source; every field is off by default.

    Attributes
    ----------
    columns : mapping of str to str, optional
        From a heading of the source to a column of the contract.
    header : int or sequence of int, optional
        Row of the headings as Excel shows it; several rows are joined.
    names : sequence of str, optional
        Names of the columns where the file has no headings.
    sheet : str, optional
        Sheet of a workbook.
    table : int or 'all', optional
        Which of several tables one under another, counted from 1.
    statistic : str or mapping of str to str, optional
        Statistic type, for all indicators or by `indicator_id`.
    indicator : str or sequence of str, optional
        Column or columns that name the indicator, or its id where no column does.
    area_type : str, optional
        The area type to keep.
    status : str, optional
        Column that says whether a row is provisional or final.
    dash : {'zero', 'missing'}, optional
        What a lone "-" means.
    decimal : {'.', ','}, optional
        Decimal mark; a point by default.
    fill_merged : bool
        Repeat the code above where cells were merged.
    allow_fractional : bool
        Accept weighted counts in a proportion.
    use_flagged : bool
        Use figures that the publisher marks as failing data quality.
    drop_exact_duplicates : bool
        Leave out rows that repeat another one exactly.
    max_unpacked_mb : float, optional
        Limit of the unpacked size of a workbook in MB; 500 by default.

    Examples
    --------
    >>> ReadingSettings.of({"dash": "zero"}, call="read_indicators()").dash
    'zero'
    """

    columns: Mapping[str, str] | None = None
    header: int | Sequence[int] | None = None
    names: Sequence[str] | None = None
    sheet: str | None = None
    table: int | Literal["all"] | None = None
    statistic: str | Mapping[str, str] | None = None
    indicator: str | Sequence[str] | None = None
    area_type: str | None = None
    status: str | None = None
    dash: Dash | None = None
    decimal: DecimalMark | None = None
    fill_merged: bool = False
    allow_fractional: bool = False
    use_flagged: bool = False
    drop_exact_duplicates: bool = False
    max_unpacked_mb: float | None = None

    def __post_init__(self) -> None:
        """Check every closed list at the door."""
        given = self.statistic
        words = [] if given is None else [given] if isinstance(given, str) else list(given.values())
        for word in words:
            check_option("statistic", word, Statistic)
        if self.dash is not None:
            check_option("dash", self.dash, Dash)
        if self.decimal is not None:
            check_option("decimal", self.decimal, DecimalMark)
        if self.table is not None and self.table != "all" and not isinstance(self.table, int):
            raise OptionError(unknown_word("table", self.table, (1, 2, "all")))
        for heading, column in (self.columns or {}).items():
            if column not in CONTRACT_COLUMNS:
                raise OptionError(unknown_column(heading, column, CONTRACT_COLUMNS))

    @classmethod
    def of(cls, given: Mapping[str, object], *, call: str) -> Self:
        """Build from keywords, or stop with the list of those that exist."""
        known = [field.name for field in fields(cls)]
        for name in given:
            if name not in known:
                raise OptionError(unknown_keyword(call, name, known))
        return cls(**given)  # type: ignore[arg-type]  # names are checked above, words in __post_init__

    def given(self) -> dict[str, object]:
        """List what was asked for, for the record."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) not in (None, False)
        }
