"""Starting, leaving and replanning phases."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration.law.enums import Number
from integration.law.queries import number_on
from programmes.pathways.enums import EXAMINED_KINDS, ExamKind, ExamResult, Outcome, PhaseKind, Verb
from programmes.pathways.forms.step import ONE_DAY, StepForm, day, one_of
from programmes.pathways.law import AT_A_NEW_PLAN, AT_THE_END, AT_THE_START
from programmes.pathways.models import Phase, PhaseEntry
from programmes.pathways.part_time import FULL_TIME, end_in_part_time
from programmes.pathways.queries import (
    next_phase,
    open_entries,
    open_main_entry,
    outlasts_its_exam,
    startable_phases,
)
from programmes.pathways.services import complete_phase, extend, move_on, start_phase

NEAR = timedelta(days=31)
LONGEST_OCCUPATION = 300
LAST_EXAMS = (ExamKind.FINAL, ExamKind.FINAL_PART_2)


class PhaseField(forms.ModelChoiceField):
    """A phase by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Phase.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Without its code."""
        return str(obj.name)


class EntryField(forms.ModelChoiceField):
    """A person's time in a phase, by the phase and its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PhaseEntry.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """In words."""
        since = _("since %(day)s") if obj.ended_on is None else _("from %(day)s")
        return f"{obj.phase.name}, {since % {'day': date_format(obj.started_on, 'SHORT_DATE_FORMAT')}}"


def _occupation() -> forms.CharField:
    return forms.CharField(
        label=_("Occupation"),
        required=False,
        max_length=LONGEST_OCCUPATION,
        help_text=_("For a training: the occupation as it stands in the contract."),
    )


class _IntoPhase(StepForm):
    """Into a phase, by default the one that is next in order."""

    def prepare(self) -> None:
        """With what the law says about such a phase."""
        self.next = next_phase(self.enrolment)
        self.law = AT_THE_START.get(self.next.kind, ()) if self.next else ()


class StartPhaseForm(_IntoPhase):
    """The next phase of the pathway, from the day after the last one ended."""

    name = Verb.START_PHASE.value
    title = _("Start a phase")
    done = _("The phase is recorded.")
    icon = "path"
    refused_at = {
        "overlap": "started_on",
        "outside_enrolment": "started_on",
        "before_birth": "started_on",
        "in_another_phase": "phase",
        "end_before_start": "planned_end_on",
    }

    phase = PhaseField(label=_("Phase"))
    started_on = day(_("First day"))
    planned_end_on = day(
        _("Planned last day"), _("Leave it empty to plan as long as the phase usually lasts."), required=False
    )
    occupation = _occupation()

    def prepare(self) -> None:
        """What can start now; after sending also what has just started."""
        super().prepare()
        phases = Phase.objects.filter(programme=self.enrolment.cohort.programme_id).order_by("position")
        self.offer("phase", phases if self.is_bound else startable_phases(self.enrolment))

    def suggest(self) -> dict[str, Any]:
        """The next in order, without a gap."""
        last = self.enrolment.phase_entries.filter(parallel=False).order_by("started_on", "pk").last()
        running = last is not None and last.ended_on is None
        after = last.ended_on + ONE_DAY if last and last.ended_on else self.enrolment.entered_on
        return {
            "phase": startable_phases(self.enrolment).first() if running else self.next,
            "started_on": timezone.localdate() if running else after,
            "occupation": "" if running or last is None else last.occupation,
        }

    def perform(self) -> PhaseEntry:
        """Begin it."""
        said = self.cleaned_data
        return start_phase(
            self.enrolment,
            said["phase"],
            said["started_on"],
            planned_end_on=said["planned_end_on"],
            occupation=said["occupation"],
            by=self.user,
        )


class MoveOnForm(_IntoPhase):
    """From the current phase to the next, without a gap."""

    name = Verb.MOVE_ON.value
    title = _("Move on to the next phase")
    done = _("The next phase is recorded.")
    icon = "right"
    refused_at = {
        "overlap": "started_on",
        "outside_enrolment": "started_on",
        "end_before_start": "ended_on",
        "outcome_of_other_kind": "outcome",
    }

    phase = PhaseField(label=_("Next phase"))
    started_on = day(_("First day of the next phase"))
    ended_on = day(
        _("Last day of the current phase"), _("Leave it empty if one follows the other without a gap."), required=False
    )
    outcome = forms.ChoiceField(
        label=_("How the current phase ends"),
        required=False,
        choices=[("", _("as planned, or moved on early")), *Outcome.choices],
    )
    occupation = _occupation()

    def prepare(self) -> None:
        """The phases of the main track."""
        super().prepare()
        programme = self.enrolment.cohort.programme_id
        self.offer("phase", Phase.objects.filter(programme=programme, parallel=False).order_by("position"))

    def suggest(self) -> dict[str, Any]:
        """On the day after the planned end if that is near or past, today otherwise."""
        current = open_main_entry(self.enrolment)
        planned = current.planned_end_on if current else None
        today = timezone.localdate()
        return {
            "phase": self.next,
            "started_on": today if planned is None or planned > today + NEAR else planned + ONE_DAY,
            "occupation": current.occupation if current else "",
        }

    def perform(self) -> PhaseEntry:
        """Leave one and begin the other."""
        said = self.cleaned_data
        return move_on(
            self.enrolment,
            said["phase"],
            said["started_on"],
            ended_on=said["ended_on"],
            outcome=Outcome(said["outcome"]) if said["outcome"] else None,
            occupation=said["occupation"],
            by=self.user,
        )


class _OfEntry(StepForm):
    """Something about a phase that goes on: the main one first."""

    entry = EntryField(label=_("Phase"))

    def prepare(self) -> None:
        """The phases that go on; after sending also those that ended, so that a second click finds its own."""
        entries = self.enrolment.phase_entries.select_related("phase").order_by("parallel", "started_on", "pk")
        self.offer("entry", entries if self.is_bound else entries.filter(ended_on__isnull=True))

    def current(self) -> PhaseEntry | None:
        """The phase that most likely is meant."""
        return self.asked_for(open_entries(self.enrolment).order_by("parallel", "started_on", "pk"))


class CompletePhaseForm(_OfEntry):
    """How and when a phase ended."""

    name = Verb.COMPLETE_PHASE.value
    title = _("Record the end of a phase")
    done = _("The end of the phase is recorded.")
    icon = "check"
    refused_at = {
        "overlap": "ended_on",
        "outside_enrolment": "ended_on",
        "end_before_start": "ended_on",
        "outcome_of_other_kind": "outcome",
        "already_ended": "entry",
    }

    ended_on = day(_("Last day"))
    outcome = one_of(Outcome.choices, _("Outcome"))

    def prepare(self) -> None:
        """With what the law says about leaving such a phase."""
        super().prepare()
        entry = self.current()
        self.law = AT_THE_END.get(entry.phase.kind, ()) if entry else ()

    def suggest(self) -> dict[str, Any]:
        """As planned, but not later than today; a training whose final exam was passed ends on that day or as agreed."""
        entry = self.current()
        if entry is None:
            return {}
        today = timezone.localdate()
        if entry.phase.kind not in EXAMINED_KINDS:
            ended = max(min(entry.planned_end_on or today, today), entry.started_on)
            return {"entry": entry, "ended_on": ended, "outcome": Outcome.COMPLETED}
        passed = self.enrolment.exams.filter(kind__in=LAST_EXAMS, result=ExamResult.PASSED).order_by("held_on").last()
        if passed is None:
            return {"entry": entry, "ended_on": today}
        agreed = entry.planned_end_on if outlasts_its_exam(entry) else None
        return {"entry": entry, "ended_on": agreed or passed.held_on, "outcome": Outcome.PASSED}

    def perform(self) -> PhaseEntry:
        """End it."""
        said = self.cleaned_data
        return complete_phase(said["entry"], said["ended_on"], Outcome(said["outcome"]), by=self.user)


class ExtendForm(_OfEntry):
    """Another planned end: later after a failed exam, earlier when it was shortened, worked out for part time."""

    name = Verb.EXTEND.value
    title = _("Change the planned end")
    done = _("The planned end is changed.")
    icon = "calendar"
    refused_at = {"end_before_start": "planned_end_on", "already_ended": "entry"}

    planned_end_on = day(_("New planned last day"))
    part_time_from = day(
        _("In part time from"),
        _("Only for a training that goes on in part time: the new last day is worked out then."),
        required=False,
    )
    part_time_percent = forms.IntegerField(
        label=_("Hours in percent of full time"), required=False, min_value=1, max_value=FULL_TIME - 1
    )

    def prepare(self) -> None:
        """With what the law says; part time is for trainings."""
        super().prepare()
        entry = self.current()
        self.law = AT_A_NEW_PLAN.get(entry.phase.kind, ()) if entry else ()
        if entry is None or entry.phase.kind != PhaseKind.TRAINING or entry.planned_end_on is None:
            del self.fields["part_time_from"], self.fields["part_time_percent"]

    def suggest(self) -> dict[str, Any]:
        """From the plan as it is."""
        entry = self.current()
        return {"entry": entry, "planned_end_on": entry.planned_end_on} if entry else {}

    def clean(self) -> dict[str, Any]:
        """Part time moves the plan as it stands."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, percent, entry = said.get("part_time_from"), said.get("part_time_percent"), said.get("entry")
        if since is None and percent is None:
            return said
        for name in ("part_time_from", "part_time_percent"):
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, _("Part time needs both: the day and the hours."))
        if not self.errors and entry is not None:
            self._plan_in_part_time(entry, since, percent)
        return said

    def _plan_in_part_time(self, entry: PhaseEntry, since: date, percent: int) -> None:
        planned = entry.planned_end_on
        if planned is None or not entry.started_on <= since <= planned:
            return self.add_error("part_time_from", _("This is not within the training as it is planned."))
        least = number_on(Number.PART_TIME_LEAST, entry.started_on)
        if least and percent < least.value * FULL_TIME:
            told = {"least": int(least.value * FULL_TIME), "source": least.source}
            return self.add_error("part_time_percent", _("At least %(least)s percent (%(source)s).") % told)
        most, months = number_on(Number.PART_TIME_MOST, entry.started_on), entry.phase.duration_months
        longest = months * most.value if most and months else None
        self.cleaned_data["planned_end_on"] = end_in_part_time(entry.started_on, planned, since, percent, longest)
        return None

    def perform(self) -> PhaseEntry:
        """Plan anew."""
        return extend(self.cleaned_data["entry"], self.cleaned_data["planned_end_on"], by=self.user)
