"""Reading Parquet files."""

from __future__ import annotations

from scnvariation.io.files import OpenedFile
from scnvariation.io.tables import Table, table_of_frame

__all__ = ["read_parquet_file"]


def read_parquet_file(opened: OpenedFile) -> Table:
    """Read all columns of a Parquet file, of any type.

    Parameters
    ----------
    opened : OpenedFile
        The file.

    Returns
    -------
    Table
        Rows are counted from 1; there are no headings in cells.
    """
    import pyarrow as pa  # noqa: PLC0415 - kept out of the import of the package
    import pyarrow.parquet as pq  # noqa: PLC0415 - kept out of the import of the package

    try:
        table = pq.read_table(opened.path)
        table.validate(full=True)  # texts that are none would only be met later
        frame = table.to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise opened.refuse("truncated", "inside") from None
    return table_of_frame(frame, file=opened.path.name)
