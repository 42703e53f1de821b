"""Taking a list as a file: what will be in it, the reason asked, and the file itself, which is written down."""

import tempfile
from typing import Any

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.admin.exporting import background
from integration.admin.exporting.asked import Asked, asked_of
from integration.admin.exporting.files import KINDS
from integration.jobs.params import LONGEST_TEXT
from integration.journal.models import FileFormat

MOST_ROWS = 10_000
"""Somebody waits for the file: about four seconds for so many people. Longer ones are written in the background."""
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
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def export_page(page: Any, request: HttpRequest) -> HttpResponse:
    """Say what will be in the file and ask for the reason; then hand out the file, or let it be written."""
    back = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
    try:
        asked = asked_of(page, request)
    except IncorrectLookupParameters:
        return redirect(back)
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
    """The file, which is written down; of a long list the page that says how far it is; or nothing, and the form says why."""
    file_format, reason = form.cleaned_data["file_format"], form.cleaned_data["reason"]
    keys = asked.keys(MOST_ROWS + 1)
    if len(keys) > MOST_ROWS:
        return _in_the_background(asked, form)
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    asked.note(file_format, reason, asked.write(file, file_format, keys))
    file.seek(0)
    content_type = KINDS[FileFormat(file_format)].content_type
    return FileResponse(file, as_attachment=True, filename=_file_name(asked, form), content_type=content_type)


def _in_the_background(asked: Asked, form: ExportForm) -> HttpResponse | None:
    if asked.shown.query:
        most = number_format(MOST_ROWS, force_grouping=True)
        form.add_error(
            None,
            _("What a search finds can be exported up to %(most)s lines. Use the filters instead.") % {"most": most},
        )
        return None
    try:
        job = background.ask(asked, form.cleaned_data["file_format"], form.cleaned_data["reason"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    return redirect("admin:job", pk=job.pk)


def _file_name(asked: Asked, form: ExportForm) -> str:
    """The list and the day, nothing else."""
    name = slugify(capfirst(asked.page.title_of_list())) or asked.page.opts.model_name
    return f"{name}-{timezone.localdate().isoformat()}.{form.cleaned_data['file_format']}"
