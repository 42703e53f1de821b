"""Sealing again what was sealed with a key that is to go."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import BinaryField, F, TextField, Value
from django.db.models.functions import Cast

from integration.sealed.fields import SealedBytesField, SealedTextField
from integration.sealed.sealing import seal, seal_text, sealed_with_first_key, unseal, unseal_text

BATCH = 1_000
BATCH_OF_BYTES = 5
"""Copies can have some megabytes each."""

Sealed = SealedTextField | SealedBytesField


def seal_again() -> int:
    """Let everything be sealed with the first key, also in the histories. Returns how many values were.

    Row by row and only where nobody wrote meanwhile, so that it runs beside the product; a second time finds nothing.
    """
    return sum(_seal_column_again(model, field) for model, field in sealed_columns())


def sealed_columns() -> Iterator[tuple[type[models.Model], Sealed]]:
    """Every sealed column of every table, with those of the histories."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, Sealed):
                yield model, field


def _seal_column_again(model: type[models.Model], field: Sealed) -> int:
    is_text = isinstance(field, SealedTextField)
    kind, batch_size = (TextField(), BATCH) if is_text else (BinaryField(), BATCH_OF_BYTES)
    rows = model._base_manager.annotate(raw=Cast(F(field.name), kind)).order_by("pk")
    changed, last = 0, None
    while batch := list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "raw")[:batch_size]):
        last = batch[-1][0]
        for pk, raw in batch:
            if raw and not sealed_with_first_key(raw if is_text else bytes(raw)):
                sealed = Value(_again(raw, field), kind)
                changed += rows.order_by().filter(pk=pk, raw=raw).update(**{field.name: sealed})
    return changed


def _again(raw: Any, field: Sealed) -> str | bytes:
    if isinstance(field, SealedTextField):
        return seal_text(unseal_text(raw, field.purpose), field.purpose)
    return seal(unseal(bytes(raw), field.purpose), field.purpose)
