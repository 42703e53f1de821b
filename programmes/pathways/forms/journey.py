"""Pausing, moving, exams, leaving, and taking back."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.pathways.enums import EXAMINED_KINDS, EndReason, ExamKind, ExamResult, Outcome, PauseReason, Verb
from programmes.pathways.forms.step import PlaceField, StepForm, day, one_of, places
from programmes.pathways.law import AT_AN_EXAM
from programmes.pathways.models import Enrolment, Exam, JourneyStep, Pause
from programmes.pathways.services import end_enrolment, pause, record_exam, resume, transfer, undo_last_step

MOST_ATTEMPTS = 9


class PauseForm(StepForm):
    """A rest, with or without a known end."""

    name = Verb.PAUSE.value
    title = _("Pause")
    done = _("The pause is recorded.")
    icon = "pause"
    refused_at = {"outside_enrolment": "started_on", "end_before_start": "ended_on", "duplicate_key": "started_on"}

    started_on = day(_("First day"))
    ended_on = day(_("Last day"), _("Leave it empty if it is not known yet."), required=False)
    reason = one_of(
        PauseReason.choices,
        _("Reason"),
        _("Parental leave of a known length moves the planned end of a training, illness does not."),
    )

    def suggest(self) -> dict[str, Any]:
        """From today on."""
        return {"started_on": timezone.localdate()}

    def perform(self) -> Pause:
        """Rest."""
        said = self.cleaned_data
        reason = PauseReason(said["reason"])
        return pause(self.enrolment, said["started_on"], reason, ended_on=said["ended_on"], by=self.user)


class ResumeForm(StepForm):
    """The first day after a pause."""

    name = Verb.RESUME.value
    title = _("End the pause")
    done = _("The end of the pause is recorded.")
    icon = "right"
    refused_at = {"not_paused": "on", "outside_enrolment": "on", "end_before_start": "on"}

    on = day(_("Back on"), _("The pause ends the day before."))

    def suggest(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def perform(self) -> list[Pause]:
        """Go on."""
        return resume(self.enrolment, self.cleaned_data["on"], by=self.user)


class TransferForm(StepForm):
    """Another site or company from a day on."""

    name = Verb.TRANSFER.value
    title = _("Record a transfer")
    done = _("The transfer is recorded.")
    icon = "transfer"
    refused_at = {"outside_enrolment": "on", "duplicate_key": "on", "not_at_site_or_company": "organisation"}

    on = day(_("From"), _("The first day at the new place."))
    organisation = PlaceField(label=_("New place"))

    def prepare(self) -> None:
        """The places of one's own organisations."""
        self.offer("organisation", places(self.user, by=Enrolment))

    def suggest(self) -> dict[str, Any]:
        """From today on, or from the first day."""
        return {"on": max(timezone.localdate(), self.enrolment.entered_on)}

    def perform(self) -> Enrolment:
        """Move."""
        return transfer(self.enrolment, self.cleaned_data["on"], self.cleaned_data["organisation"], by=self.user)


class RecordExamForm(StepForm):
    """The date of an exam, later its result."""

    name = Verb.RECORD_EXAM.value
    title = _("Record an exam")
    done = _("The exam is recorded.")
    icon = "exam"
    permission = "pathways.add_exam"
    refused_at = {"outside_enrolment": "held_on", "not_possible_now": "kind"}
    law = AT_AN_EXAM

    kind = one_of(ExamKind.choices, _("Exam"))
    attempt = forms.IntegerField(label=_("Attempt"), min_value=1, max_value=MOST_ATTEMPTS)
    held_on = day(_("Date"))
    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[("", _("not known yet")), *ExamResult.choices],
        help_text=_("The same attempt again corrects its date or records its result."),
    )

    def suggest(self) -> dict[str, Any]:
        """The exam that waits for its result, or the next attempt after a failed one."""
        exams = self.enrolment.exams.order_by("held_on", "pk")
        waiting: Exam | None = exams.filter(pk=self.asked).first() or exams.filter(result="").first()
        if waiting is not None:
            return {name: getattr(waiting, name) for name in ("kind", "attempt", "held_on", "result")}
        last: Exam | None = exams.last()
        if last is not None and last.result != ExamResult.PASSED:
            return {"kind": last.kind, "attempt": min(last.attempt + 1, MOST_ATTEMPTS)}
        return {"attempt": 1}

    def perform(self) -> Exam:
        """Keep it."""
        said = self.cleaned_data
        return record_exam(
            self.enrolment,
            ExamKind(said["kind"]),
            said["held_on"],
            attempt=said["attempt"],
            result=ExamResult(said["result"]) if said["result"] else None,
            by=self.user,
        )


class EndEnrolmentForm(StepForm):
    """The last day in the programme, and why."""

    name = Verb.END_ENROLMENT.value
    title = _("End the enrolment")
    done = _("The end of the enrolment is recorded.")
    icon = "close"
    refused_at = {
        "outside_enrolment": "ended_on",
        "end_before_start": "ended_on",
        "already_ended": "ended_on",
        "open_in_ended_enrolment": "ended_on",
    }

    ended_on = day(_("Last day"), _("What still goes on ends with it: phases, pauses, sponsorships."))
    reason = one_of(EndReason.choices, _("Reason"))

    def suggest(self) -> dict[str, Any]:
        """The last day of the last phase, or today."""
        last = self.enrolment.phase_entries.select_related("phase").order_by("started_on", "pk").last()
        if last is None or last.ended_on is None:
            return {"ended_on": timezone.localdate()}
        passed = last.phase.kind in EXAMINED_KINDS and last.outcome == Outcome.PASSED
        return {"ended_on": last.ended_on, "reason": EndReason.COMPLETED if passed else ""}

    def perform(self) -> Enrolment:
        """Leave."""
        said = self.cleaned_data
        return end_enrolment(self.enrolment, said["ended_on"], EndReason(said["reason"]), by=self.user)


class UndoForm(StepForm):
    """The last step, taken back as a whole."""

    name = "undo"
    title = _("Undo the last step")
    done = _("The step is undone.")
    icon = "undo"

    def perform(self) -> None:
        """Take back the step that was seen, and no other."""
        undo_last_step(self.enrolment, JourneyStep(pk=self.seen), by=self.user)
