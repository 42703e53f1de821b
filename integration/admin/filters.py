"""Filters and counts of lists: nothing that others' rows could show through, nothing that grows with the table."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from integration.organisations.scoping import visible

CHOICES_SHOWN = 200
ROWS_COUNTED = 10_000
"""Beyond so many nobody counts."""

DIGITS_OF_KEYS = 18


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """Choices among the rows that the person may see."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """In the words of the site, in the model's own order."""
        site = model_admin.admin_site
        model = field.remote_field.model
        rows = visible(model, request.user).select_related(*site.named(model)).order_by(*model._meta.ordering)
        return [(row.pk, site.label(row)) for row in rows[:CHOICES_SHOWN]]


class CappedPaginator(Paginator):
    """Looks no further than the page after the one that is shown, however long the list: all of it is counted when it is asked for."""

    shown = 1

    @cached_property
    def count(self) -> int:
        """The number of rows, or of those up to there."""
        return counted(self.object_list, self.seen)

    @property
    def seen(self) -> int:
        """How far it looks: so that there is a page after the next, one row more."""
        return min(ROWS_COUNTED, self.per_page * (self.shown + 1) + 1)

    @property
    def whole(self) -> bool:
        """Whether that was all."""
        return self.count < self.seen


def counted(rows: QuerySet[Any], most: int = ROWS_COUNTED) -> int:
    """How many they are, or `most`."""
    return rows.order_by()[:most].count()


def is_key(text: str) -> bool:
    """Whether it can be the key of a row: databases refuse longer numbers."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS_OF_KEYS


def parameters_of(filters: Iterable[Any]) -> set[str]:
    """The names under which the filters of a list may be asked for in an address."""
    names: set[str] = set()
    for each in filters:
        if isinstance(each, type) and issubclass(each, admin.SimpleListFilter):
            names.add(each.parameter_name)
            continue
        field = each[0] if isinstance(each, tuple) else each
        names |= {field} | {f"{field}__{suffix}" for suffix in ("exact", "isnull", "id__exact")}
    return names


class RunningFilter(admin.SimpleListFilter):
    """What runs today, and what has ended."""

    title = _("running")
    parameter_name = "running"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Two choices, for every table with a last day."""
        return [("yes", _("without an end, or ending later")), ("no", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """By the recorded end."""
        ended = Q(ended_on__lt=timezone.localdate())
        return {"yes": queryset.exclude(ended), "no": queryset.filter(ended)}.get(self.value() or "")
