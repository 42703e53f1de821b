"""What people fill in to bring lists in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.jobs.params import LONGEST_TEXT
from integration.organisations.models import Organisation
from integration.periods.text import cleaned
from programmes.exchange.reading.sheets import MEGABYTE, MOST_UNPACKED
from programmes.exchange.rules import organisations_to_export, organisations_to_import
from programmes.exchange.services.uploads import is_table

ACCEPTED = ".xlsx,.zip,.csv"


class OrganisationField(forms.ModelChoiceField):
    """Organisations by their names."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Its name, and its code to tell it from others of that name."""
        return f"{obj.name} ({obj.code})"


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One workbook or zip file, or any number of CSV files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPTED}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """All of them, if they belong together."""
        files = [super(FilesField, self).clean(each, initial) for each in data or [None]]
        if len(files) > 1 and not all(map(is_table, files)):
            raise ValidationError(_("Choose one workbook (.xlsx), one .zip file, or several CSV files."), "mixed")
        if sum(each.size or 0 for each in files) > MOST_UNPACKED:
            raise ValidationError(_("This is more than %(most)s MB.") % {"most": MOST_UNPACKED // MEGABYTE}, "large")
        return files


class ExportForm(forms.Form):
    """Whose lists, as what, and what for."""

    organisation = OrganisationField(
        Organisation.objects.none(),
        label=gettext_lazy("Of"),
        empty_label=None,
        help_text=gettext_lazy("All tables that belong to it and to what is below it, as far as you see them."),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("xlsx", gettext_lazy("Workbook (.xlsx)")), ("zip", gettext_lazy("CSV files (.zip)"))],
    )
    reason = forms.CharField(
        label=gettext_lazy("What are the lists for?"),
        help_text=gettext_lazy("One sentence. Name no person in it."),
        min_length=5,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["organisation"]
        own.queryset = organisations_to_export(user)

    def clean_reason(self) -> str:
        """Without signs that nobody can see."""
        reason = cleaned(self.cleaned_data["reason"])
        if not reason or not reason.isprintable():
            raise ValidationError(_("Say in plain words what the lists are for."), "reason")
        return reason


class UploadForm(forms.Form):
    """For whom, and what."""

    organisation = OrganisationField(
        Organisation.objects.none(),
        label=gettext_lazy("For"),
        empty_label=None,
        help_text=gettext_lazy("Only rows about it and what is below it are let in."),
    )
    files = FilesField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A workbook (.xlsx), or CSV files named like their tables, packed as .zip or one by one."
        ),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["organisation"]
        own.queryset = organisations_to_import(user)
