"""Who read whose record, and who took which list along: for data protection officers."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.exporting.narrowing import in_words
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.journal.models import ExportEntry, ReadEntry

LARGEST_KEY = 2**63 - 1


class ReadEntryAdmin(ScopedModelAdmin):
    """Who read whose record; found by the number of the person or the address of the reader."""

    fields = ("read_at", "reader", "person", "page")
    list_display = ("read_at", "reader_address", "person", "page")
    list_filter = ("page",)
    list_select_related = ("reader",)
    search_fields = ("person", "reader__email")
    search_help_text = _("Number of the person, or e-mail address of the reader")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ReadEntry], search_term: str
    ) -> tuple[QuerySet[ReadEntry], bool]:
        """A number is a person's; anything else begins an address."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.isascii() and term.isdigit():
            return queryset.filter(person=min(int(term[:20]), LARGEST_KEY)), False
        return queryset.filter(Q(reader__email__istartswith=term)), False

    def _may_see_history(self, request: HttpRequest, row: Model) -> bool:
        """A log is its own history."""
        return False

    @admin.display(description=_("reader"))
    def reader_address(self, row: ReadEntry) -> str:
        """By which the reader signs in."""
        return row.reader.email


class ExportEntryAdmin(ScopedModelAdmin):
    """Which list, how much of it and what for; found by the address of whoever took it."""

    fields = ("taken_at", "taker", "list_name", "narrowed", "rows", "file_format", "reason")
    readonly_fields = fields
    list_display = ("taken_at", "taker", "list_name", "narrowed", "rows", "reason")
    list_filter = ("file_format",)
    list_select_related = ("taken_by",)
    search_fields = ("taken_by__email",)
    search_help_text = _("E-mail address of whoever took the list along")

    def tell(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        """Which list it was, and the words that its filters have for this reader."""
        for row in rows:
            page = _page_of(row)
            row.list_title = page.title_of_list() if page else row.rows_of
            row.words = sorted(in_words(page, request, row.narrowed_by)) if page else []
            row.words += [_("after a search")] if row.searched else []

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The page of one entry tells the same."""
        row = super().get_object(request, object_id, from_field)
        self.tell(request, [row] if row else [])
        return row

    def _may_see_history(self, request: HttpRequest, row: Model) -> bool:
        """A log is its own history."""
        return False

    @admin.display(description=_("taken by"))
    def taker(self, row: ExportEntry) -> str:
        """By which they sign in."""
        return row.taken_by.email

    @admin.display(description=_("list"), ordering="rows_of")
    def list_name(self, row: Any) -> str:
        """As it is called in the navigation."""
        return row.list_title

    @admin.display(description=_("narrowed by"))
    def narrowed(self, row: Any) -> str:
        """One filter after the other."""
        return " · ".join(map(str, row.words)) or "–"


def _page_of(row: ExportEntry) -> Any:
    """The page of the list, if there still is one."""
    try:
        model = apps.get_model(row.rows_of)
    except LookupError:
        return None
    return workplace.get_model_admin(model) if workplace.is_registered(model) else None


workplace.register(ReadEntry, ReadEntryAdmin)
workplace.register(ExportEntry, ExportEntryAdmin)
navigation.show(
    list_of(ReadEntry, Group.DATA, icon="history", order=80),
    list_of(ExportEntry, Group.DATA, icon="out", order=81),
)
