"""The list of problems as a file: as text, as CSV, or as the given tables with the bad cells marked."""

from pathlib import Path

from programmes.exchange.problems import Problem


def write_list(path: Path, bundle: Path, problems: list[Problem]) -> None:
    raise NotImplementedError
