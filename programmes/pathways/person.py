"""What a person's page tells of their journeys: where they stand, their phases, their exams, and the picture of it all."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from integration.accounts.roles import Subject
from programmes.participants import person_page, story
from programmes.participants.person_page import Facts, Section, Visit
from programmes.participants.timeline import Lane, Look, Mark, Span
from programmes.pathways.enums import JourneyState
from programmes.pathways.journeys import journeys_of
from programmes.pathways.models import Enrolment, Exam, Pause, PhaseEntry, Transfer

TONES = {
    JourneyState.NOT_ENTERED: "brand-tag",
    JourneyState.BETWEEN_PHASES: "warning",
    JourneyState.IN_PHASE: "good",
    JourneyState.PAUSED: "warning",
    JourneyState.ENDED: "",
}


def declare() -> None:
    """The journey first, and what was changed in it."""
    person_page.declare(JOURNEY)
    person_page.declare(EXAMS)
    for model in (PhaseEntry, Pause, Transfer, Exam):
        story.tell(model, lambda visit, model=model: model.history.filter(enrolment_id__in=_of_today(visit)))
    story.tell(Enrolment, lambda visit: Enrolment.history.filter(id__in=_of_today(visit)))


def _of_today(visit: Visit) -> QuerySet[Enrolment, int]:
    """The enrolments that the visitor may change."""
    return Enrolment.objects.changeable_by(visit.user).filter(participant=visit.person).values_list("pk", flat=True)


def journey_facts(visit: Visit) -> Facts:
    """Every enrolment with its phases, the latest first."""
    journeys = journeys_of(visit.person, visit.user, visit.today)
    return {
        "journeys": [(journey, TONES[journey.state]) for journey in journeys],
        "may_enrol": visit.here_now and visit.user.has_perm("pathways.add_enrolment"),
    }


def journey_lanes(_visit: Visit, facts: Facts) -> Iterable[Lane]:
    """For each enrolment the main track with its gaps, pauses and moves, and below it what runs beside it."""
    for journey, _tone in facts["journeys"]:
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
        yield Lane(_("Beside it"), beside, group=enrolment.pk, heading=heading_of(enrolment))


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
    return {"exams": list(exams.select_related("enrolment").order_by("-held_on", "kind", "-attempt"))}


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
