"""A bundle of CSV files, written row by row: memory does not grow with the number of people."""

import csv
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from programmes.exchange.tables import TABLES

# The oldest day a zip can name; the real one would make two equal bundles differ.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Bundle:
    """The open files of a bundle, one a table."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self._add = {}
        for table in TABLES.values():
            path = folder / f"{table.name}.csv"
            file = files.enter_context(path.open("w", encoding="utf-8", newline="", buffering=1 << 16))
            rows = csv.writer(file, delimiter=";", lineterminator="\n")
            rows.writerow(table.names)
            self._add[table.name] = rows.writerow

    def add(self, table: str, *values: Any) -> None:
        """One more row, its values in the order of the columns; None is an empty cell."""
        self._add[table](values)


@contextmanager
def writing(path: Path) -> Iterator[Bundle]:
    """A bundle that is at `path` when all is written: a zip if it is called so, else a folder."""
    if path.suffix != ".zip":
        path.mkdir(parents=True, exist_ok=True)
        with ExitStack() as files:
            yield Bundle(path, files)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        with ExitStack() as files:
            yield Bundle(Path(folder), files)
        _pack(Path(folder), path)


def _pack(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table in TABLES:
            entry = zipfile.ZipInfo(f"{table}.csv", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / entry.filename).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)
