"""What a person's page tells of their journeys: where they stand, their phases, their exams, and the picture of it all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from integration.accounts.roles import Subject
from programmes.participants import person_page, story
from programmes.participants.person_page import Facts, Section, Visit
from programmes.participants.timeline import Lane, Look, Mark, Span
from programmes.pathways import effects, forms
from programmes.pathways.consequences import DESCRIBERS
from programmes.pathways.enums import JourneyState
from programmes.pathways.forms import (
    OF_JOURNEYS,
    CorrectEndForm,
    CorrectEntryForm,
    CorrectPauseForm,
    StartPhaseForm,
    StepForm,
    UndoForm,
)
from programmes.pathways.forms.assessments import AssessForm
from programmes.pathways.journeys import Journey, journeys_of
from programmes.pathways.models import Assessment, Enrolment, Exam, Pause, PhaseEntry, Transfer

TONES = {
    JourneyState.NOT_ENTERED: "brand-tag",
    JourneyState.BETWEEN_PHASES: "warning",
    JourneyState.IN_PHASE: "good",
    JourneyState.PAUSED: "warning",
    JourneyState.ENDED: "",
}


def declare() -> None:
    """The journey first, what can be done next, and what was changed in it."""
    person_page.declare(JOURNEY)
    person_page.declare(EXAMS)
    forms.declare(*OF_JOURNEYS, *forms.CORRECTIONS, AssessForm)
    effects.declare(*DESCRIBERS)
    for model in (PhaseEntry, Pause, Transfer, Exam, Assessment):
        story.tell(model, lambda visit, model=model: model.history.filter(enrolment_id__in=_of_today(visit)))
    story.tell(Enrolment, lambda visit: Enrolment.history.filter(id__in=_of_today(visit)))


def _of_today(visit: Visit) -> QuerySet[Enrolment, int]:
    """The enrolments that the visitor may change."""
    return Enrolment.objects.changeable_by(visit.user).filter(participant=visit.person).values_list("pk", flat=True)


class Offer(NamedTuple):
    """A button that opens the form of a step."""

    url: str
    title: Promise | str
    icon: str


class Told(NamedTuple):
    """A journey, the colour of its state, and what the visitor can do next, the likeliest first."""

    journey: Journey
    tone: str
    offers: list[Offer]
    undo: Offer | None
    corrections: list[Offer]


def journey_facts(visit: Visit) -> Facts:
    """Every enrolment with its phases and what is possible next, the latest first."""
    journeys = journeys_of(visit.person, visit.user, visit.today)
    mine = {enrolment.pk for enrolment in enrolments_here(visit)}
    return {
        "journeys": [_told(visit, journey, journey.enrolment.pk in mine) for journey in journeys],
        "may_enrol": visit.here_now and visit.user.has_perm("pathways.add_enrolment"),
    }


def _told(visit: Visit, journey: Journey, mine: bool) -> Told:  # noqa: FBT001  (read off a set)
    steps = [form for form in OF_JOURNEYS if mine and form.name in journey.possible]
    if journey.state == JourneyState.IN_PHASE:
        steps.sort(key=lambda form: form is StartPhaseForm)  # what runs beside a phase is rarely what is next
    undo = offers(visit, [journey.enrolment], UndoForm) if mine and journey.last_step else []
    return Told(
        journey,
        TONES[journey.state],
        offers(visit, [journey.enrolment], *steps),
        next(iter(undo), None),
        list(_corrections(journey)) if mine and visit.user.has_perm(StepForm.permission) else [],
    )


def _corrections(journey: Journey) -> Iterator[Offer]:
    """Every phase and pause, and the end, to be put right."""
    for form, rows in ((CorrectEntryForm, journey.entries), (CorrectPauseForm, journey.pauses)):
        for row in rows:
            url = reverse(
                "admin:pathways_enrolment_step", args=[journey.enrolment.pk, form.name], query={"row": row.pk}
            )
            words = row.phase.name if isinstance(row, PhaseEntry) else row.get_reason_display()
            yield Offer(url, f"{words}, {date_format(row.started_on, 'SHORT_DATE_FORMAT')}", form.icon)
    if journey.enrolment.ended_on is not None:
        url = reverse("admin:pathways_enrolment_step", args=[journey.enrolment.pk, CorrectEndForm.name])
        yield Offer(url, CorrectEndForm.title, CorrectEndForm.icon)


def enrolments_here(visit: Visit) -> list[Enrolment]:
    """The person's enrolments that the visitor may change, those that go on before the others, the latest first."""
    mine = Enrolment.objects.changeable_by(visit.user).filter(participant=visit.person)
    return list(mine.select_related("cohort").order_by(F("ended_on").desc(nulls_first=True), "-entered_on", "-pk"))


def offers(visit: Visit, enrolments: Sequence[Enrolment], *steps: type[StepForm]) -> list[Offer]:
    """Buttons for steps that the visitor may make; where there are several enrolments, with their cohorts."""
    return [
        Offer(
            reverse("admin:pathways_enrolment_step", args=[enrolment.pk, step.name]),
            step.title if len(enrolments) == 1 else f"{step.title} · {enrolment.cohort.label}",
            step.icon,
        )
        for step in steps
        if visit.user.has_perm(step.permission)
        for enrolment in enrolments
    ]


def journey_lanes(_visit: Visit, facts: Facts) -> Iterable[Lane]:
    """For each enrolment the main track with its gaps, pauses and moves, and below it what runs beside it."""
    for journey in (told.journey for told in facts["journeys"]):
        enrolment = journey.enrolment
        yield Lane(
            pgettext("part of a picture", "Phases"),
            [_span(entry, Look.PHASE) for entry in journey.entries if not entry.parallel],
            marks=[_move(each) for each in journey.transfers] + [_exam(each) for each in journey.exams],
            over=[
                Span(pause.started_on, pause.ended_on, f"{_('Pause')}: {pause.get_reason_display()}", Look.PAUSE)
                for pause in journey.pauses
            ],
            gap=str(JourneyState.BETWEEN_PHASES.label),
            within=(enrolment.entered_on, enrolment.ended_on or journey.until),
            group=enrolment.pk,
            heading=heading_of(enrolment),
        )
        beside = [_span(entry, Look.BESIDE) for entry in journey.entries if entry.parallel]
        yield Lane(_("Alongside"), beside, group=enrolment.pk, heading=heading_of(enrolment))


def heading_of(enrolment: Enrolment) -> str:
    """Programme and cohort."""
    return f"{enrolment.cohort.programme.name} · {enrolment.cohort.label}"


def _span(entry: PhaseEntry, look: Look) -> Span:
    return Span(entry.started_on, entry.ended_on, entry.phase.name, look, entry.planned_end_on)


def _move(transfer: Transfer) -> Mark:
    return Mark(transfer.on, _("Transfer to %(place)s") % {"place": transfer.organisation.name}, Look.MOVE)


def _exam(exam: Exam) -> Mark:
    words = [exam.get_kind_display(), exam.get_result_display() if exam.result else _("no result yet")]
    return Mark(exam.held_on, ", ".join(words), Look.EXAM)


def exam_facts(visit: Visit) -> Facts:
    """Dates and results, the latest first."""
    exams = Exam.objects.visible_to(visit.user).filter(enrolment__participant=visit.person)
    return {
        "exams": list(exams.order_by("-held_on", "kind", "-attempt")),
        "mine": {enrolment.pk for enrolment in enrolments_here(visit) if visit.user.has_perm("pathways.add_exam")},
    }


JOURNEY = Section(
    "journey",
    gettext_lazy("Enrolment and phases"),
    10,
    Subject.JOURNEY,
    "pathways/person/_journey.html",
    journey_facts,
    journey_lanes,
    head="pathways/person/_head.html",
)
EXAMS = Section("exams", gettext_lazy("Exams"), 50, Subject.LANGUAGE, "pathways/person/_exams.html", exam_facts)
