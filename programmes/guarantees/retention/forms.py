"""Whether somebody still works there, as a short form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.guarantees.enums import Contract
from programmes.guarantees.models import Employment
from programmes.guarantees.retention.services import confirm_job
from programmes.guarantees.services import record_employment
from programmes.pathways.enums import Verb
from programmes.pathways.forms.step import StepForm, day, one_of

STILL = (("yes", _("Yes, the job goes on")), ("no", _("No, it ended")))


class JobField(forms.ModelChoiceField):
    """A job by its employer and first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Employment.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        said = {"place": obj.organisation.name, "day": date_format(obj.started_on, "SHORT_DATE_FORMAT")}
        return str(_("%(place)s, since %(day)s") % said)


class ConfirmJobForm(StepForm):
    """Somebody asked whether the job goes on."""

    name, verb = "confirm_job", Verb.RECORD_EMPLOYMENT
    title = _("Still in the job?")
    done = _("Recorded.")
    icon = "job"
    permission = "guarantees.add_employment"
    refused_at = {"too_early_to_check": "on", "job_ended": "still", "end_before_start": "on"}

    job = JobField(label=_("Job"))
    still = one_of(STILL, _("Does the person still work there?"))
    on = day(_("Asked on, or last day in the job"), _("If the job ended, its last day; otherwise the day you asked."))

    def prepare(self) -> None:
        """Those that go on, as far as anybody knows."""
        self.offer("job", self.enrolment.employments.select_related("organisation").order_by("-started_on", "pk"))

    def suggest(self) -> dict[str, Any]:
        """The job that the address names, today."""
        return {"job": self.asked_for(self.rows("job")), "on": timezone.localdate()}

    def clean_on(self) -> Any:
        """Nobody was asked tomorrow."""
        asked = self.cleaned_data["on"]
        if asked > timezone.localdate():
            raise ValidationError(_("This day is still to come."), code="in_future")
        return asked

    def perform(self) -> Any:
        """Keep it, or the end of the job."""
        said = self.cleaned_data
        job: Employment = said["job"]
        if said["still"] == "yes":
            return confirm_job(job, said["on"])
        contract = Contract(job.contract)
        return record_employment(
            self.enrolment, job.organisation, job.started_on, contract, ended_on=said["on"], by=self.user
        )
