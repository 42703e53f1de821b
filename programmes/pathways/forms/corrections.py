"""Putting right what was recorded by mistake. What did happen later is a step of its own, not a correction."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.pathways.enums import EndReason, Outcome, PauseReason, Verb
from programmes.pathways.forms.phases import EntryField
from programmes.pathways.forms.step import StepForm, day
from programmes.pathways.models import Enrolment, Pause, PhaseEntry
from programmes.pathways.services import correct_end, correct_entry, correct_pause


class PauseField(forms.ModelChoiceField):
    """A pause by its reason and first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Pause.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        return f"{obj.get_reason_display()}, {date_format(obj.started_on, 'SHORT_DATE_FORMAT')}"


class _Correction(StepForm):
    verb = Verb.CORRECT
    icon = "edit"
    done = _("The correction is recorded.")


class CorrectEntryForm(_Correction):
    """The days and the outcome of a phase; without its last day a phase that was ended by mistake goes on."""

    name = "correct_entry"
    title = _("Correct a phase")
    refused_at = {
        "overlap": "started_on",
        "outside_enrolment": "started_on",
        "end_before_start": "ended_on",
        "outcome_of_other_kind": "outcome",
        "open_in_ended_enrolment": "ended_on",
        "not_by_correction": "ended_on",
    }

    entry = EntryField(label=_("Phase"))
    started_on = day(_("First day"))
    planned_end_on = day(_("Planned last day"), required=False)
    ended_on = day(_("Last day"), _("Leave it empty if the phase goes on."), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", "–"), *Outcome.choices])

    def prepare(self) -> None:
        """The phase that was asked for."""
        self.offer("entry", self.enrolment.phase_entries.select_related("phase").order_by("-started_on", "-pk"))

    def suggest(self) -> dict[str, Any]:
        """As it is recorded."""
        entry = self.asked_for(self.rows("entry"))
        names = ("started_on", "planned_end_on", "ended_on", "outcome")
        return {"entry": entry, **{name: getattr(entry, name) for name in names}} if entry else {}

    def perform(self) -> PhaseEntry:
        """Put it right."""
        said = self.cleaned_data
        return correct_entry(
            said["entry"],
            started_on=said["started_on"],
            planned_end_on=said["planned_end_on"],
            ended_on=said["ended_on"],
            outcome=Outcome(said["outcome"]) if said["outcome"] else None,
            by=self.user,
        )


class CorrectPauseForm(_Correction):
    """The days and the reason of a pause."""

    name = "correct_pause"
    title = _("Correct a pause")
    refused_at = {"outside_enrolment": "started_on", "end_before_start": "ended_on", "duplicate_key": "started_on"}

    pause = PauseField(label=_("Pause"))
    started_on = day(_("First day"))
    ended_on = day(_("Last day"), _("Leave it empty if it is not known yet."), required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices)

    def prepare(self) -> None:
        """The pause that was asked for."""
        self.offer("pause", self.enrolment.pauses.order_by("-started_on", "-pk"))

    def suggest(self) -> dict[str, Any]:
        """As it is recorded."""
        pause = self.asked_for(self.rows("pause"))
        names = ("started_on", "ended_on", "reason")
        return {"pause": pause, **{name: getattr(pause, name) for name in names}} if pause else {}

    def perform(self) -> Pause:
        """Put it right."""
        said = self.cleaned_data
        days = {"started_on": said["started_on"], "ended_on": said["ended_on"]}
        return correct_pause(said["pause"], **days, reason=PauseReason(said["reason"]), by=self.user)


class CorrectEndForm(_Correction):
    """The last day of an enrolment that has ended, and why it did."""

    name = "correct_end"
    title = _("Correct the end")
    refused_at = {"outside_enrolment": "ended_on", "end_before_start": "ended_on", "not_by_correction": "ended_on"}

    ended_on = day(_("Last day"))
    reason = forms.ChoiceField(label=_("Reason"), choices=EndReason.choices)

    def suggest(self) -> dict[str, Any]:
        """As it is recorded."""
        return {"ended_on": self.enrolment.ended_on, "reason": self.enrolment.end_reason}

    def perform(self) -> Enrolment:
        """Put it right."""
        said = self.cleaned_data
        return correct_end(self.enrolment, said["ended_on"], EndReason(said["reason"]), by=self.user)
