"""What of somebody's past the history does not tell: declared by the apps that hold it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

Today = Mapping[str, Any]
"""The only values that may be shown of some fields."""

_hidden: dict[str, frozenset[str]] = {}


def hide_past(model: type[Model], *fields: str) -> None:
    """Show of these fields only the value of today: old given names are nobody's business (SBGG § 13)."""
    _hidden[model._meta.label_lower] = frozenset(fields)


def of_today(row: Model, newest: Any = None) -> Today:
    """The values of such fields that may be shown: the row's, or those of the `newest` record of its history."""
    return {name: getattr(newest or row, name) for name in _hidden.get(row._meta.label_lower, ())}
