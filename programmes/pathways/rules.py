"""What may be recorded about a journey, whoever records it. Each check raises `Refused`; values that are missing pass.

The database holds the same on PostgreSQL (see `migrations.0002_guards`).
"""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.periods.refusals import Refused
from programmes.participants.models import check_not_merged
from programmes.pathways.contents import contents
from programmes.pathways.enums import outcomes_of
from programmes.pathways.refusals import (
    BEFORE_BIRTH,
    NOT_AT_SITE_OR_COMPANY,
    OPEN_IN_ENDED_ENROLMENT,
    OUTCOME_OF_OTHER_KIND,
    OUTSIDE_ENROLMENT,
    OVERLAP,
    PHASE_OF_OTHER_PROGRAMME,
    STILL_GOING_ON,
)

if TYPE_CHECKING:
    from programmes.participants.models import Participant
    from programmes.pathways.models import Cohort, Enrolment, Exam, Pause, Phase, PhaseEntry, Transfer

PLACES = (OrganisationKind.COMPANY, OrganisationKind.SITE)
"""Where people are enrolled."""


def check_after_birth(participant: "Participant", day: date | None) -> None:
    """Nothing about a person starts before their birth."""
    if day is not None and participant.birth_date is not None and day < participant.birth_date:
        raise Refused(BEFORE_BIRTH)


def check_born_before(participant: "Participant") -> None:
    """A birth date that is corrected stays before the enrolments."""
    if participant.pk is None or participant.birth_date is None:
        return
    if participant.enrolments.filter(entered_on__lt=participant.birth_date).exists():
        raise Refused(BEFORE_BIRTH)


def check_still_place(organisation: Organisation) -> None:
    """An organisation where people are or were enrolled stays a company or a site."""
    if organisation.pk is None or organisation.kind in PLACES:
        return
    if organisation.enrolments.exists() or organisation.transfers.exists():
        raise Refused(NOT_AT_SITE_OR_COMPANY)


def check_place(organisation: Organisation) -> None:
    """People are enrolled at companies and sites."""
    if organisation.kind not in PLACES:
        raise Refused(NOT_AT_SITE_OR_COMPANY)


def check_within(enrolment: "Enrolment", start: date | None, end: date | None = None) -> None:
    """A day or an interval lies within the enrolment; an open end is not looked at."""
    if start is None or enrolment.entered_on is None:
        return
    last = enrolment.ended_on
    if start < enrolment.entered_on or (last is not None and (start > last or (end is not None and end > last))):
        raise Refused(OUTSIDE_ENROLMENT)


def check_closed(enrolment: "Enrolment", end: date | None) -> None:
    """Nothing that ends with the enrolment stays open in an ended one."""
    if enrolment.ended_on is not None and end is None:
        raise Refused(OPEN_IN_ENDED_ENROLMENT)


def check_enrolment(enrolment: "Enrolment") -> None:
    """Not before the birth, at a site or company, and everything that hangs in it within its days."""
    if enrolment.participant_id is not None:
        check_not_merged(enrolment)
        check_after_birth(enrolment.participant, enrolment.entered_on)
    if enrolment.organisation_id is not None:
        check_place(enrolment.organisation)
    if enrolment.pk is not None and enrolment.entered_on is not None:
        _check_contents(enrolment)
        if enrolment.phase_entries.exclude(phase__programme__cohorts=enrolment.cohort_id).exists():
            raise Refused(PHASE_OF_OTHER_PROGRAMME)


def _check_contents(enrolment: "Enrolment") -> None:
    for content in contents():
        if content.outside(enrolment).exists():
            raise Refused(STILL_GOING_ON)
        if enrolment.ended_on is not None and content.closes and content.left_open(enrolment).exists():
            raise Refused(OPEN_IN_ENDED_ENROLMENT)


def check_transfer(transfer: "Transfer") -> None:
    """Within the enrolment, to a site or company."""
    if transfer.organisation_id is not None:
        check_place(transfer.organisation)
    if transfer.enrolment_id is not None:
        check_within(transfer.enrolment, transfer.on)


def check_entry(entry: "PhaseEntry") -> None:
    """A phase of the cohort's programme, within the enrolment, closed with it, with an outcome of its kind."""
    if entry.enrolment_id is None or entry.phase_id is None:
        return
    if entry.phase.programme_id != entry.enrolment.cohort.programme_id:
        raise Refused(PHASE_OF_OTHER_PROGRAMME)
    if entry.outcome and entry.outcome not in outcomes_of(entry.phase.kind):
        raise Refused(OUTCOME_OF_OTHER_KIND)
    check_within(entry.enrolment, entry.started_on, entry.ended_on)
    check_closed(entry.enrolment, entry.ended_on)


def check_pause(pause: "Pause") -> None:
    """Within the enrolment. Pauses may overlap, and an open one may outlast its enrolment."""
    if pause.enrolment_id is not None:
        check_within(pause.enrolment, pause.started_on, pause.ended_on)


def check_exam(exam: "Exam") -> None:
    """Within the enrolment."""
    if exam.enrolment_id is not None:
        check_within(exam.enrolment, exam.held_on)


def check_cohort(cohort: "Cohort") -> None:
    """A cohort whose people are in phases of its programme stays in it."""
    if cohort.pk is None or cohort.programme_id is None:
        return
    entries = apps.get_model("pathways.PhaseEntry")._default_manager.filter(enrolment__cohort=cohort)
    if entries.exclude(phase__programme=cohort.programme_id).exists():
        raise Refused(PHASE_OF_OTHER_PROGRAMME)


def check_phase(phase: "Phase") -> None:
    """A phase with entries stays in its programme, and joins the main track only where its entries overlap no others."""
    if phase.pk is None or phase.programme_id is None:
        return
    if phase.entries.exclude(enrolment__cohort__programme=phase.programme_id).exists():
        raise Refused(PHASE_OF_OTHER_PROGRAMME)
    if not phase.parallel and phase.entries.filter(parallel=True).exists():
        _check_joins_main_track(phase)


def _check_joins_main_track(phase: "Phase") -> None:
    enrolments = phase.entries.values("enrolment")
    main = phase.entries.model._default_manager.filter(enrolment__in=enrolments).exclude(parallel=True).order_by()
    rows = main.union(phase.entries.order_by(), all=True).values_list("enrolment_id", "started_on", "ended_on")
    reached: dict[int, date] = {}
    for enrolment_id, start, end in sorted(rows, key=lambda row: (row[0], row[1])):
        if enrolment_id in reached and start <= reached[enrolment_id]:
            raise Refused(OVERLAP)
        reached[enrolment_id] = max(reached.get(enrolment_id, date.min), end or date.max)
