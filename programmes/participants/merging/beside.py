"""Tables of apps above that are compared when two records may be one person's."""

from collections.abc import Mapping

from django.db.models import Model

_declared: dict[type[Model], str] = {}


def show_beside(model: type[Model], to_person: str) -> None:
    """Let the rows of a table be compared, too; they follow what they hang on. `to_person` leads from a row to its person."""
    _declared[model] = to_person


def declared() -> Mapping[type[Model], str]:
    """All of them, each with its way to the person."""
    return _declared
