"""What every kind of file is read as: sheets with a name and rows of cells."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from programmes.exchange.reading.cells import Cell

MEGABYTE = 1024**2
MOST_UNPACKED = 200 * MEGABYTE
MOST_ROWS = 1_000_000
MOST_ROWS_OF_A_SHEET = 100_000

Row = tuple[int, Sequence[Cell]]
"""The number of a row in its file (the header is row 1) and its cells."""


class Sheet(NamedTuple):
    """A table as it stands in a file. `rows` begins anew with every call."""

    name: str
    rows: Callable[[], Iterator[Row]]
    most_rows: int
