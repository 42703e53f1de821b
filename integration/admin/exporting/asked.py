"""A list that somebody takes along: which rows and columns it has for them, and that it is written down."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.accounts.roles import Role
from integration.admin.exporting.columns import Cell, FileColumn
from integration.admin.exporting.files import KINDS, Sheet
from integration.admin.exporting.narrowing import narrowing
from integration.admin.templatetags.lists import menus
from integration.journal.models import FileFormat
from integration.journal.services import note_export
from integration.organisations.access import roles_of_this_request, roles_that_export
from integration.organisations.scoping import holdings

AT_ONCE = 2_000

Progress = Callable[[int, int], None]


class Asked(NamedTuple):
    """A list that somebody wants to take along: the page it is on, and its rows as they see it narrowed."""

    page: Any
    request: HttpRequest
    shown: Any
    roles: frozenset[Role]

    def keys(self, most: int | None = None) -> Sequence[int]:
        """The rows in the order of the list, of those that a role reaches which takes lists along.

        Eight bytes each: of a million people they are known before the first is written.
        """
        rows: QuerySet[Any] = self.shown.queryset
        if roles_of_this_request(self.request.user) - self.roles:
            rows = rows.visible_to(self.request.user, self.roles)  # type: ignore[attr-defined]
        return array("q", rows.values_list("pk", flat=True)[:most].iterator(AT_ONCE))

    def write(
        self, file: IO[bytes], file_format: str, keys: Sequence[int], progress: Progress = lambda *_: None
    ) -> int:
        """Write the file; returns the number of its lines."""
        columns = self.page.file_columns(self.request)
        heads = [column.title for column in columns]
        sheet = Sheet(self.page.title_of_list(), self.about(), heads, self._lines(keys, columns, progress))
        return KINDS[FileFormat(file_format)].write(file, sheet)

    def _lines(self, keys: Sequence[int], columns: Sequence[FileColumn], progress: Progress) -> Iterator[list[Cell]]:
        """Some thousand rows at a time."""
        whole = self.shown.apply_select_related(self.shown.root_queryset.order_by())
        for begin in range(0, len(keys), AT_ONCE):
            progress(begin, len(keys))
            some = keys[begin : begin + AT_ONCE]
            found = whole.in_bulk(some)
            rows = [found[key] for key in some if key in found]
            self.page.tell(self.request, rows)
            for row in rows:
                yield [column.cell(row) for column in columns]

    def about(self) -> list[tuple[str, str]]:
        """What the list is, and by what it is narrowed, in words."""
        told = [
            (_("List"), self.page.title_of_list()),
            (_("As of"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
        ]
        if self.shown.query:
            told.append((_("Search"), self.shown.query))
        return told + [(menu.title, menu.chosen) for menu in menus(self.shown) if menu.chosen]

    def note(self, file_format: str, reason: str, written: int) -> None:
        """Write down that it was taken along. To be called once for a file, before it is handed out."""
        held = [holding for role, holding in holdings(self.request.user) if role in self.roles]
        note_export(
            by=self.request.user,  # type: ignore[arg-type]
            rows_of=self.page.opts.label_lower,
            through=sorted({key for holding in held for key in holding.organisation_ids}),
            narrowed_by=narrowing(self.shown),
            searched=bool(self.shown.query),
            rows=written,
            file_format=FileFormat(file_format),
            reason=reason,
        )


def asked_of(page: Any, request: HttpRequest) -> Asked:
    """The list as this person sees it. Raises `PermissionDenied`, and `IncorrectLookupParameters` for strange filters."""
    roles = roles_that_export(request.user, page.model)
    if not roles or not page.has_view_permission(request):
        raise PermissionDenied
    asked = Asked(page, request, page.get_changelist_instance(request), roles)
    if not asked.shown.may_be_counted:
        raise PermissionDenied
    return asked
