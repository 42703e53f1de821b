"""Orders that the database reads off an index, so that the first page of a million rows comes as fast as that of ten."""

from itertools import chain
from typing import Any

from django.db.models import BooleanField, ForeignKey, Model, UniqueConstraint
from django.db.models.constants import LOOKUP_SEP


def in_order(admin: Any, column: Any) -> bool:
    """Whether an index begins with what this column of a list is ordered by."""
    shown = column if callable(column) else getattr(admin, column, None)
    by = getattr(shown, "admin_order_field", None) or column
    *way, last = str(by).removeprefix("-").split(LOOKUP_SEP)
    model: type[Model] = admin.model
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  (a relation, as its name says)
    if last not in {field.name for field in model._meta.get_fields()}:
        return False
    field = model._meta.get_field(last)
    # Where few values are, each stands for very many rows, whose order among themselves no index holds.
    few = isinstance(field, ForeignKey | BooleanField) or getattr(field, "choices", None)
    return not few and (field.unique or field.db_index or last in firsts(model))


def firsts(model: type[Model]) -> set[str]:
    """With which columns an index of the whole table begins."""
    rules = (rule for rule in model._meta.constraints if isinstance(rule, UniqueConstraint))
    whole = (each.fields[0] for each in chain(model._meta.indexes, rules) if each.fields and each.condition is None)
    return {name.removeprefix("-") for name in whole}
