"""What hangs on a person, whichever app it belongs to: found in the models, so that nothing new can be forgotten."""

from collections.abc import Iterator
from typing import Any

from django.db.models import DateField, Field, Model, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.participants.models import Likeness, Merge, Participant

NEVER_MOVED = (Merge, Likeness)
"""They tell of two records, whatever becomes of these."""


def references() -> Iterator["Field[Any, Any]"]:
    """Every field of a table through which its rows belong to a person, in a fixed order."""
    found = [
        relation.field
        for relation in Participant._meta.related_objects
        if not _is_history(relation.related_model) and relation.related_model not in NEVER_MOVED
    ]
    yield from sorted(found, key=lambda field: (field.model._meta.label, field.name))


def _is_history(model: Any) -> bool:
    return hasattr(model, "history_object") or model.__name__.startswith("Historical")


def rows_of(person: Participant) -> Iterator[tuple["Field[Any, Any]", QuerySet[Any]]]:
    """All rows that belong to a person, table by table."""
    for field in references():
        yield field, field.model._base_manager.filter(**{field.name: person}).order_by("pk")


def name_of_row(row: Model) -> str:
    """A row without a name of anybody: its kind and its code, or its day."""
    kind = capfirst(str(row._meta.verbose_name))
    days = [getattr(row, field.attname) for field in row._meta.concrete_fields if isinstance(field, DateField)]
    if hasattr(row, "code") or not days or days[0] is None:
        return f"{kind} {row}"
    return _("%(kind)s of %(day)s") % {"kind": kind, "day": date_format(days[0], "SHORT_DATE_FORMAT")}
