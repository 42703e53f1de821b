"""Short forms about one document."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.admin.deeds import DeedForm
from integration.admin.widgets import DayInput
from programmes.participants.enums import CopyType
from programmes.participants.models import ResidenceDocument
from programmes.participants.permits.services import MOST_MEGABYTES, keep_copy, note_seen

ENDINGS = ",".join(f".{each.ending}" for each in CopyType)


class DocumentForm(DeedForm):
    """Something about one document."""

    title: Any
    lead: Any
    submit: Any

    def __init__(self, *args: Any, document: ResidenceDocument, user: User, **kwargs: Any) -> None:
        self.document, self.user = document, user
        super().__init__(*args, **kwargs)


class SeenForm(DocumentForm):
    """Somebody had the original in their hands."""

    title = _("Original seen")
    lead = _("Employers check the title before the first day of work, and keep a copy of it (§ 4a AufenthG).")
    submit = _("I have seen the original")
    done = _("It is recorded that you saw the original.")

    seen_on = forms.DateField(label=_("Seen on"), widget=DayInput, initial=timezone.localdate)

    def perform(self) -> None:
        """Record it."""
        note_seen(self.document, self.cleaned_data["seen_on"], by=self.user)


class CopyForm(DocumentForm):
    """A scanned copy."""

    title = _("Keep a copy")
    lead = _(
        "The copy is kept sealed, and deleted when the person no longer works here. Every look at it is written down."
    )
    submit = _("Keep the copy")
    done = _("The copy is kept.")

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def clean_file(self) -> bytes:
        """What is in it; more than can be kept is not even read."""
        return self.cleaned_data["file"].read(MOST_MEGABYTES * 1024**2 + 1)

    def perform(self) -> None:
        """Keep it."""
        keep_copy(self.document, self.cleaned_data["file"], by=self.user)
