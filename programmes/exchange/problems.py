"""What is wrong with a row of a bundle, or only remarkable about it, and how people read it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from integration.periods.refusals import Refusal

LONGEST_VALUE = 120


class Problem(NamedTuple):
    """A row (or a whole table: row 0) that is refused, or a warning about one that is not."""

    table: str
    row: int
    column: str
    value: Any
    refusal: Refusal
    params: Mapping[str, Any] | None = None
    warning: bool = False

    @property
    def reason(self) -> str:
        """The sentence, in the reader's language."""
        message = str(self.refusal.message)
        return message % self.params if self.params else message

    @property
    def shown_value(self) -> str:
        """The value as far as it can be read at a glance, on one line and without signs that steer a terminal."""
        text = "" if self.value is None else str(self.value)
        if len(text) > LONGEST_VALUE:
            text = text[: LONGEST_VALUE - 1] + "…"
        return "".join(sign if sign.isprintable() else " " for sign in text)

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """As a row of a list: table, row, column, value, reason."""
        return self.table, str(self.row) if self.row else "", self.column, self.shown_value, self.reason


class Unusable(Exception):  # noqa: N818  (says what the bundle is)
    """The bundle cannot be read at all; the message is one sentence for people."""


def headings() -> tuple[str, str, str, str, str]:
    """What stands above a list of problems."""
    return _("Table"), _("Row"), _("Column"), _("Value"), _("Reason")


def in_file_order(problems: Iterable[Problem], tables: Iterable[str]) -> list[Problem]:
    """Table by table, and in each from top to bottom."""
    rank = {name: number for number, name in enumerate(tables)}
    return sorted(problems, key=lambda problem: (rank.get(problem.table, len(rank)), problem.row))


def as_lines(problems: Iterable[Problem]) -> Iterable[str]:
    """One line a problem."""
    for problem in problems:
        yield " · ".join(problem.cells)
