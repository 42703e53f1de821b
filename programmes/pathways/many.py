"""What can be done for many people of programmes at once: enrol them, move them on, end their phase, plan it anew."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.admin.many.forms import ManyForm, day, declare, keys_in
from integration.organisations.access import choosable
from integration.organisations.models import Organisation
from integration.organisations.scoping import ScopedQuerySet
from integration.periods.refusals import Refused
from programmes.participants.models import Participant
from programmes.pathways import refusals
from programmes.pathways.enums import Outcome
from programmes.pathways.models import Cohort, Enrolment, Phase, PhaseEntry
from programmes.pathways.queries import next_phase, open_main_entry
from programmes.pathways.rules import PLACES
from programmes.pathways.services import complete_phase, enrol, extend, move_on, start_phase


class OfEnrolments(ManyForm):
    """Something for people of programmes."""

    model = Enrolment
    permission = "pathways.change_enrolment"
    named = ("participant", "cohort")

    @classmethod
    def label_of(cls, row: Enrolment) -> str:
        """Who, and in which cohort."""
        return f"{_name_of(row.participant)} · {row.cohort.label}"

    @classmethod
    def address_of(cls, row: Enrolment) -> str:
        """The person's page."""
        return reverse("admin:participants_participant_change", args=[row.participant_id])

    @classmethod
    def asked_by(cls, query: Mapping[str, str], user: User) -> Iterable[int]:
        """Also all who are in a cohort."""
        running = Enrolment.objects.changeable_by(user).filter(
            ended_on__isnull=True, cohort__in=keys_in(query.get("cohort", ""))
        )
        return super().asked_by(query, user) or running.order_by("pk").values_list("pk", flat=True)


class OfPhases(OfEnrolments):
    """Something about the phase of the main track in which each person is."""

    def entry_of(self, enrolment: Enrolment) -> PhaseEntry:
        """The one that goes on, or else the last: whoever asks again finds what was done. Raises `Refused`."""
        entries = enrolment.phase_entries.filter(parallel=False).order_by("started_on", "pk")
        entry = open_main_entry(enrolment) or entries.last()
        if entry is None:
            raise Refused(refusals.IN_NO_PHASE)
        return entry


class PhaseField(forms.ModelChoiceField):
    """A phase by the names of its programme and itself."""

    def label_from_instance(self, obj: Phase) -> str:
        """Without its code."""
        return f"{obj.programme.name} · {obj.name}"


class NamedField(forms.ModelChoiceField):
    """Rows by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """Without their codes."""
        return str(obj.name)


class CohortField(forms.ModelChoiceField):
    """A cohort by the names of its programme and itself."""

    def label_from_instance(self, obj: Cohort) -> str:
        """Without its code."""
        return f"{obj.programme.name} · {obj.label}"


class EnrolMany(ManyForm):
    """People become participants of a cohort."""

    name = "enrol"
    title = gettext_lazy("Enrol in a cohort")
    lead = gettext_lazy("Everybody who is chosen begins in the same cohort, at the same place and on the same day.")
    model = Participant
    permission = "pathways.add_enrolment"

    cohort = CohortField(Cohort.objects.none(), label=gettext_lazy("Cohort"))
    organisation = NamedField(Organisation.objects.none(), label=gettext_lazy("Company or site"))
    entered_on = day(gettext_lazy("First day"))

    def prepare(self) -> None:
        """Cohorts and places into which one may write."""
        cohorts = choosable(Cohort, self.user, by=Enrolment).select_related("programme")
        self.offer("cohort", cohorts.order_by("programme__name", "-starts_from", "code"))
        places = choosable(Organisation, self.user, by=Enrolment).filter(kind__in=PLACES)
        self.offer("organisation", places.order_by("name", "code"))

    def suggest(self) -> dict[str, Any]:
        """From today on; where there is but one cohort or one place, that one."""
        offered = {name: list(self.fields[name].queryset[:2]) for name in ("cohort", "organisation")}  # type: ignore[attr-defined]
        alone = {name: rows[0] for name, rows in offered.items() if len(rows) == 1}
        return {"entered_on": timezone.localdate(), **alone}

    def changeable(self) -> ScopedQuerySet[Any]:
        """Whoever may be named in an enrolment."""
        return choosable(Participant, self.user, by=Enrolment)

    def perform(self, row: Participant) -> Enrolment:
        """Take them in."""
        asked = self.cleaned_data
        return enrol(row, asked["cohort"], asked["organisation"], asked["entered_on"], by=self.user)

    def told(self, done: Enrolment) -> str:
        """The cohort, and since when."""
        return _("%(what)s from %(day)s on") % {"what": done.cohort.label, "day": _short(done.entered_on)}

    @classmethod
    def label_of(cls, row: Participant) -> str:
        """By their name."""
        return _name_of(row)

    @classmethod
    def address_of(cls, row: Participant) -> str:
        """Their page."""
        return reverse("admin:participants_participant_change", args=[row.pk])


class MoveOnMany(OfEnrolments):
    """The next phase begins, for some the first; the present one ends the day before."""

    name = "move_on"
    title = gettext_lazy("Begin the next phase")
    lead = gettext_lazy(
        "The next phase of everybody who is chosen begins, for some the first; a present one ends the day before."
    )

    phase = PhaseField(
        Phase.objects.none(),
        label=gettext_lazy("Phase"),
        required=False,
        empty_label=gettext_lazy("for each person the next one of their programme"),
    )
    started_on = day(gettext_lazy("First day of the next phase"))

    def prepare(self) -> None:
        """The phases of the main track of the programmes in which these people are."""
        programmes = Cohort.objects.filter(enrolments__in=self.rows().select_related(None).order_by().values("pk"))
        phases = Phase.objects.filter(programme__in=programmes.values("programme"), parallel=False)
        self.offer("phase", phases.select_related("programme").order_by("programme__name", "position"))

    def suggest(self) -> dict[str, Any]:
        """Today."""
        return {"started_on": timezone.localdate()}

    def perform(self, row: Enrolment) -> PhaseEntry:
        """Move on; who begins a phase on this day already does nothing else."""
        phase, started_on = self.cleaned_data["phase"], self.cleaned_data["started_on"]
        begun = Q(phase=phase) if phase else Q(parallel=False)
        standing = row.phase_entries.filter(begun, started_on=started_on).select_related("phase").first()
        if standing is not None:
            return standing
        following = phase or next_phase(row)
        if following is None:
            raise Refused(refusals.NO_NEXT_PHASE)
        go_on = start_phase if open_main_entry(row) is None else move_on
        return go_on(row, following, started_on, by=self.user)

    def told(self, done: PhaseEntry) -> str:
        """The new phase, from when to when."""
        return _span(done)


class CompleteMany(OfPhases):
    """The present phase ends."""

    name = "complete_phase"
    title = gettext_lazy("Record the end of the phase")
    lead = gettext_lazy("The present phase of everybody who is chosen ends on the same day, with the same outcome.")

    ended_on = day(gettext_lazy("Last day"))
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=[("", "–"), *Outcome.choices])

    def suggest(self) -> dict[str, Any]:
        """Completed today."""
        return {"ended_on": timezone.localdate(), "outcome": Outcome.COMPLETED}

    def perform(self, row: Enrolment) -> PhaseEntry:
        """End it."""
        asked = self.cleaned_data
        return complete_phase(self.entry_of(row), asked["ended_on"], Outcome(asked["outcome"]), by=self.user)

    def told(self, done: PhaseEntry) -> str:
        """The phase, from when to when, and how it ended."""
        return f"{_span(done)} · {done.get_outcome_display()}"


class ExtendMany(OfPhases):
    """The present phase is planned until another day."""

    name = "extend"
    title = gettext_lazy("Change the planned end")
    lead = gettext_lazy("The present phase of everybody who is chosen is planned until the same day.")

    planned_end_on = day(gettext_lazy("New planned last day"))

    def perform(self, row: Enrolment) -> PhaseEntry:
        """Plan it anew."""
        return extend(self.entry_of(row), self.cleaned_data["planned_end_on"], by=self.user)

    def told(self, done: PhaseEntry) -> str:
        """The phase, from when to when."""
        return _span(done)


def _name_of(person: Participant) -> str:
    return ", ".join(filter(None, [person.family_name, person.given_name]))


def _span(entry: PhaseEntry) -> str:
    end = entry.ended_on or entry.planned_end_on
    said = {"what": entry.phase.name, "day": _short(entry.started_on), "end": _short(end) if end else ""}
    return _("%(what)s, %(day)s to %(end)s") % said if end else _("%(what)s from %(day)s on") % said


def _short(day_: date) -> str:
    return date_format(day_, "SHORT_DATE_FORMAT")


def offer() -> None:
    """Offer these above the lists."""
    declare(EnrolMany, MoveOnMany, CompleteMany, ExtendMany)
