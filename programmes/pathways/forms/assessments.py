"""The early assessment of an internship, as a short form."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration.law.enums import Number
from programmes.pathways.enums import Fit, PhaseKind
from programmes.pathways.forms.step import StepForm, day, one_of
from programmes.pathways.models import Assessment, PhaseEntry
from programmes.pathways.services.assessments import assess


class InternshipField(forms.ModelChoiceField):
    """An internship by its phase and first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PhaseEntry.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        said = {"phase": obj.phase.name, "day": date_format(obj.started_on, "SHORT_DATE_FORMAT")}
        return str(_("%(phase)s since %(day)s") % said)


class AssessForm(StepForm):
    """After two days of an internship the colleagues know."""

    name = "assess"
    title = _("Record the early assessment")
    done = _("The assessment is recorded.")
    icon = "check"
    permission = "pathways.add_assessment"
    refused_at = {"assessed_before_start": "assessed_on"}
    law = (Number.EARLY_ASSESSMENT,)

    entry = InternshipField(label=_("Internship"))
    assessed_on = day(_("Asked on"))
    fit = one_of(Fit.choices, _("What do the colleagues say?"))

    def prepare(self) -> None:
        """Internships only."""
        rows = self.enrolment.phase_entries.filter(phase__kind=PhaseKind.INTERNSHIP).select_related("phase")
        self.offer("entry", rows.order_by("-started_on", "pk"))

    def suggest(self) -> dict[str, Any]:
        """The internship that the address names, and what is known of it."""
        entry = self.asked_for(self.rows("entry"))
        said = Assessment.objects.filter(entry=entry).first()
        if said is not None:
            return {"entry": entry, "assessed_on": said.assessed_on, "fit": said.fit}
        return {"entry": entry, "assessed_on": timezone.localdate()}

    def perform(self) -> Assessment:
        """Keep it."""
        said = self.cleaned_data
        return assess(said["entry"], said["assessed_on"], Fit(said["fit"]))
