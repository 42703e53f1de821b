"""Taking a list as a file: what will be in it, the reason asked, and the file itself, which is written down."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.roles import Role
from integration.admin.exporting.columns import Cell, FileColumn
from integration.admin.exporting.files import KINDS, Sheet
from integration.admin.exporting.narrowing import narrowing
from integration.admin.templatetags.lists import menus
from integration.journal.models import FileFormat
from integration.journal.services import note_export
from integration.organisations.access import roles_of_this_request, roles_that_export
from integration.organisations.scoping import holdings

MOST_ROWS = 50_000
"""Somebody waits for the file: about twenty seconds for so many people."""
AT_ONCE = 2_000
SHORTEST_REASON = 5


class ExportForm(forms.Form):
    """In which form, and what for."""

    file_format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=FileFormat.choices, initial=FileFormat.XLSX, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("What is the list for?"),
        help_text=gettext_lazy("One sentence, for example “Planning the exam week in March”. Name no person in it."),
        min_length=SHORTEST_REASON,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Asked(NamedTuple):
    """A list that somebody wants to take along: the page it is on, and its rows as they see it narrowed."""

    page: Any
    request: HttpRequest
    shown: Any
    roles: frozenset[Role]

    def keys(self) -> list[int]:
        """The rows in the order of the list, of those that a role reaches which takes lists along; one more than may be."""
        rows: QuerySet[Any] = self.shown.queryset
        if roles_of_this_request(self.request.user) - self.roles:
            rows = rows.visible_to(self.request.user, self.roles)  # type: ignore[attr-defined]
        return list(rows.values_list("pk", flat=True)[: MOST_ROWS + 1])

    def lines(self, keys: Sequence[int], columns: Sequence[FileColumn]) -> Iterator[list[Cell]]:
        """Some thousand rows at a time."""
        whole = self.shown.apply_select_related(self.shown.root_queryset.order_by())
        for begin in range(0, len(keys), AT_ONCE):
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


def export_page(page: Any, request: HttpRequest) -> HttpResponse:
    """Say what will be in the file and ask for the reason; then hand out the file."""
    roles = roles_that_export(request.user, page.model)
    if not roles or not page.has_view_permission(request):
        raise PermissionDenied
    back = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
    try:
        asked = Asked(page, request, page.get_changelist_instance(request), roles)
    except IncorrectLookupParameters:
        return redirect(back)
    if not asked.shown.may_be_counted:
        raise PermissionDenied
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _hand_out(asked, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "list": asked.shown,
        "title": page.title_of_list(),
        "about": asked.about()[2:],
        "columns": [column.title for column in page.file_columns(request)],
        "back_url": back + asked.shown.get_query_string(remove=[PAGE_VAR]),
    }
    return TemplateResponse(request, "workplace/export.html", context)


@transaction.atomic
def _hand_out(asked: Asked, form: ExportForm) -> HttpResponse | None:
    """The file, which is written down; or nothing, and the form says why."""
    keys = asked.keys()
    if len(keys) > MOST_ROWS:
        most = number_format(MOST_ROWS, force_grouping=True)
        form.add_error(None, _("The list has more than %(most)s lines. Narrow it down first.") % {"most": most})
        return None
    kind = KINDS[FileFormat(form.cleaned_data["file_format"])]
    columns = asked.page.file_columns(asked.request)
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    heads = [column.title for column in columns]
    written = kind.write(file, Sheet(asked.page.title_of_list(), asked.about(), heads, asked.lines(keys, columns)))
    _note(asked, form, written)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_file_name(asked, form), content_type=kind.content_type)


def _note(asked: Asked, form: ExportForm, written: int) -> None:
    held = [holding for role, holding in holdings(asked.request.user) if role in asked.roles]
    note_export(
        by=asked.request.user,  # type: ignore[arg-type]
        rows_of=asked.page.opts.label_lower,
        through=sorted({key for holding in held for key in holding.organisation_ids}),
        narrowed_by=narrowing(asked.shown),
        searched=bool(asked.shown.query),
        rows=written,
        file_format=FileFormat(form.cleaned_data["file_format"]),
        reason=form.cleaned_data["reason"],
    )


def _file_name(asked: Asked, form: ExportForm) -> str:
    """The list and the day, nothing else."""
    name = slugify(capfirst(asked.page.title_of_list())) or asked.page.opts.model_name
    return f"{name}-{timezone.localdate().isoformat()}.{form.cleaned_data['file_format']}"
