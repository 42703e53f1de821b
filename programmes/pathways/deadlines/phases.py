"""Planned ends, and enrolments without a phase."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Subject
from integration.deadlines.facts import shape
from integration.deadlines.kinds import Kind, everybody
from integration.deadlines.models import Deadline
from integration.periods.expressions import AddDays
from integration.periods.querysets import active_on
from programmes.pathways.deadlines.enrolments import (
    OF_ENROLMENTS,
    about,
    its_enrolment,
    open_enrolment,
    still_enrolled,
)
from programmes.pathways.enums import PhaseKind, Verb
from programmes.pathways.models import Enrolment, JourneyStep, Pause, Phase, PhaseEntry

GAP_GRACE_DAYS = 14
"""So long may a gap between two phases last before it is overdue (FIELD.md 5, P2; our own choice)."""

MOVING_VERBS = (Verb.EXTEND, Verb.PAUSE, Verb.RESUME)
"""The steps that move the planned end of a phase that goes on."""


def _page_of_person(deadline: Deadline) -> str:
    return reverse("admin:participants_participant_change", args=[deadline.participant]) + "#journey"


def _start_phase(deadline: Deadline) -> str:
    return reverse("admin:pathways_enrolment_step", args=[deadline.enrolment, Verb.START_PHASE])


# --- The planned end of a phase ---


def _last_move() -> QuerySet[JourneyStep]:
    """The last step that set the entry's planned end as it is now."""
    day = Cast(OuterRef("planned_end_on"), TextField())
    says = Concat(Value('"planned_end_on": "', TextField()), day, Value('"', TextField()))
    return (
        JourneyStep.objects.filter(enrolment=OuterRef("enrolment"), undone_at__isnull=True, verb__in=MOVING_VERBS)
        .annotate(said=Cast("changes", TextField()))
        .filter(said__contains=says)
        .order_by("-pk")
    )


def _planned_ends(today: date) -> QuerySet[Any, dict[str, Any]]:
    entries = PhaseEntry.objects.filter(ended_on__isnull=True, enrolment__ended_on__isnull=True)
    verb = Subquery(_last_move().values("verb")[:1])
    return shape(
        entries.annotate(moved_by=verb),
        about(today, "enrolment__"),
        due_on=F("planned_end_on"),
        reason=Case(
            When(moved_by=Verb.EXTEND, then=Value("extended")),
            When(moved_by__isnull=False, then=Value("after_pause")),
            default=Value("planned"),
        ),
        details={
            "phase": F("phase__kind"),
            "ends": F("planned_end_on"),
            "moved": Subquery(_last_move().values(day=TruncDate("made_at"))[:1]),
        },
    )


def _phase_ended(_today: date) -> Exists:
    return Exists(PhaseEntry.objects.filter(pk=OuterRef("subject"), ended_on__isnull=False))


PLANNED_END = Kind(
    code="planned_end",
    title=_("Planned end"),
    right=Subject.JOURNEY,
    steps=(30, 7),
    facts=_planned_ends,
    settled=_phase_ended,
    sentences={
        "planned": _("%(phase)s is planned until %(ends)s."),
        "extended": _("%(phase)s is planned until %(ends)s, because of the extension of %(moved)s."),
        "after_pause": _("%(phase)s is planned until %(ends)s, because of the pause recorded on %(moved)s."),
    },
    choices={"phase": PhaseKind},
    action=_("Record the end or extend"),
    address=_page_of_person,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Phase: everybody},
)


# --- An enrolment that begins without a phase, or is between two ---


def _main_entries(**conditions: Any) -> QuerySet[PhaseEntry]:
    return PhaseEntry.objects.filter(enrolment=OuterRef("pk"), parallel=False, **conditions)


def _without_phase(today: date) -> QuerySet[Enrolment]:
    """Enrolments that go on, do not rest, and have no phase of the main track that goes on or is to begin."""
    track = Phase.objects.filter(programme=OuterRef("cohort__programme"), parallel=False)
    resting = Pause.objects.filter(active_on(today), enrolment=OuterRef("pk"))
    return Enrolment.objects.filter(
        still_enrolled(today), Exists(track), ~Exists(resting), ~Exists(_main_entries(ended_on__isnull=True))
    )


def _not_begun(today: date) -> QuerySet[Any, dict[str, Any]]:
    return shape(
        _without_phase(today).filter(~Exists(_main_entries())),
        about(today),
        due_on=F("entered_on"),
        reason="nothing_planned",
        details={"entered": F("entered_on")},
    )


def _between_phases(today: date) -> QuerySet[Any, dict[str, Any]]:
    last = _main_entries().order_by("-ended_on")
    since = AddDays(F("last_day"), Value(1))
    rows = (
        _without_phase(today)
        .annotate(last_day=Subquery(last.values("ended_on")[:1]), last_phase=Subquery(last.values("phase__kind")[:1]))
        .annotate(grace_ends=AddDays(since, Value(GAP_GRACE_DAYS)))
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=F("grace_ends")))
    )
    return shape(
        rows,
        about(today),
        due_on=F("grace_ends"),
        reason="gap",
        details={"phase": F("last_phase"), "ended": F("last_day")},
    )


def _phase_begun(_today: date) -> Exists:
    return Exists(PhaseEntry.objects.filter(enrolment=OuterRef("enrolment"), parallel=False, ended_on__isnull=True))


def _gap_closed(today: date) -> Q:
    began = AddDays(OuterRef("due_on"), Value(-GAP_GRACE_DAYS))
    later = PhaseEntry.objects.filter(enrolment=OuterRef("enrolment"), parallel=False, started_on__gte=began)
    return Q(Exists(later)) | ~Q(open_enrolment(today))


PHASE_TO_START = Kind(
    code="phase_to_start",
    title=_("First phase"),
    right=Subject.JOURNEY,
    steps=(14, 3),
    facts=_not_begun,
    settled=_phase_begun,
    sentences={"nothing_planned": _("Enrolled from %(entered)s on, and no phase is planned.")},
    action=_("Start the first phase"),
    address=_start_phase,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Pause: its_enrolment, Phase: everybody},
)

BETWEEN_PHASES = Kind(
    code="between_phases",
    title=_("Between phases"),
    right=Subject.JOURNEY,
    steps=(GAP_GRACE_DAYS, 3),
    facts=_between_phases,
    settled=_gap_closed,
    sentences={"gap": _("%(phase)s ended on %(ended)s, and nothing follows yet.")},
    choices={"phase": PhaseKind},
    action=_("Start the next phase"),
    address=_start_phase,
    follows={**OF_ENROLMENTS, PhaseEntry: its_enrolment, Pause: its_enrolment, Phase: everybody},
)
