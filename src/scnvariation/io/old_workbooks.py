"""Reading old workbooks (.xls): values only, by a reader that runs nothing of what the file contains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from io import BytesIO
from typing import Any

from scnvariation.io.files import OpenedFile
from scnvariation.io.old_format import fault_of
from scnvariation.io.sheets import Sheet

__all__ = ["old_sheets"]


@contextmanager
def old_sheets(opened: OpenedFile) -> Iterator[list[Sheet]]:
    """Open an old workbook.

    Parameters
    ----------
    opened : OpenedFile
        The file.

    Yields
    ------
    list of Sheet

    Raises
    ------
    DataError
        If the reader is not installed, with the command that installs it, or the file is damaged.
    """
    try:
        import python_calamine  # noqa: PLC0415 - an extra
    except ImportError:
        raise opened.refuse("missing_extra", package="python-calamine", extra="excel") from None
    content = opened.path.read_bytes()
    if fault := fault_of(content):
        raise opened.refuse("unsupported_workbook", really=fault)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a damaged file can make the reader panic, which is no Exception
        raise opened.refuse("unsupported_workbook", really=_fault(error)) from error
    with closing(book):
        visible = python_calamine.SheetVisibleEnum.Visible
        yield [
            Sheet(about.name, about.visible == visible, partial(_records, opened, book, about.name))
            for about in book.sheets_metadata
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]


def _records(opened: OpenedFile, book: Any, name: str) -> list[Sequence[object]]:  # noqa: ANN401 - an extra's type
    """Give all rows of a sheet; row 1 of the sheet is the first, filled or not."""
    try:
        rows: list[Sequence[object]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # as above
        raise opened.refuse("unsupported_workbook", really=_fault(error)) from error
    return rows


def _fault(error: BaseException) -> str:
    """Name what is wrong with a file that the reader does not understand."""
    return "protected by a password" if "password" in str(error).casefold() else f"damaged ({type(error).__name__})"
