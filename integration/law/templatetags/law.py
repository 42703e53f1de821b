"""A number of the law where it is used: a small § with what it says, its source and when it was last checked."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from integration.law.enums import Number
from integration.law.queries import numbers_on

register = template.Library()


@register.inclusion_tag("law/_note.html")
def law_note(*codes: str, began: date | None = None) -> dict[str, Any]:
    """What held when something began, or holds today. One query for all codes."""
    return notes(codes, began)


@register.inclusion_tag("law/_note.html")
def law_notes(codes: Collection[str], began: date | None = None) -> dict[str, Any]:
    """The same for a list of codes; without any no query."""
    return notes(codes, began)


def notes(codes: Collection[str], began: date | None) -> dict[str, Any]:
    """What the template needs."""
    asked = [Number(code) for code in codes]
    return {"numbers": numbers_on(asked, began or timezone.localdate()) if asked else []}
