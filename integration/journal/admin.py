"""The read log, for data protection officers."""

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from integration.admin import navigation
from integration.admin.navigation import Group, list_of
from integration.admin.scoped import ScopedModelAdmin
from integration.admin.site import workplace
from integration.journal.models import ReadEntry

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


workplace.register(ReadEntry, ReadEntryAdmin)
navigation.show(list_of(ReadEntry, Group.DATA, icon="history", order=80))
