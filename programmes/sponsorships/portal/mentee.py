"""The page of one mentee: where they stand, language and exams, whom to ask, and the journey as a picture.

Every part is read through `visible_to` as a sponsor; of birth date, nationality, gender and documents nothing is read at all.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from programmes.participants.enums import Evidence, Level
from programmes.participants.levels import counting
from programmes.participants.models import LanguageLevel
from programmes.participants.timeline import Lane, Look, Mark, Span, draw
from programmes.participants.views import lines_of
from programmes.pathways.accompanied import Facts, Page, Section, Visit, declare
from programmes.pathways.enums import JourneyState
from programmes.pathways.models import PhaseEntry
from programmes.sponsorships.models import Contact
from programmes.sponsorships.portal import asked
from programmes.sponsorships.portal.asked import AS_SPONSOR
from programmes.sponsorships.portal.asking import people
from programmes.sponsorships.portal.dates import coming

NEWEST, NEWEST_DONE = 8, 3


def declare_sections() -> None:
    """In the order in which they are read; apps beside this one have theirs in between."""
    for name, title, order, facts in SECTIONS:
        declare(Section(Page.MENTEE, name, title, order, f"portal/mentee/{name}.html", facts))


def contacts(visit: Visit) -> Facts:
    """The sponsor's own, the newest first, each with what they wrote."""
    own = Contact.objects.visible_to(visit.user, AS_SPONSOR).filter(enrolment=visit.mentee)
    newest = own.select_related("note").order_by("-held_on", "-pk")
    return {"contacts": list(newest[:NEWEST]), "mentee": visit.mentee}


def steps(visit: Visit) -> Facts:
    """What is agreed and not done, the next first; and what was done lately."""
    agreed = visit.once(asked.steps)[visit.mentee.pk]
    done = [each for each in agreed if each.done_on is not None]
    return {
        "steps": [each for each in agreed if each.done_on is None],
        "done": sorted(done, key=lambda each: each.done_on, reverse=True)[:NEWEST_DONE],
        "mentee": visit.mentee,
        "today": visit.today,
    }


def dates(visit: Visit) -> Facts:
    """All that lies ahead."""
    return {"dates": coming(visit, visit.mentee.pk)}


def language(visit: Visit) -> Facts:
    """What is certified, else what was estimated; the level that is needed next; exams."""
    person = visit.mentee.participant_id
    levels = LanguageLevel.objects.visible_to(visit.user, AS_SPONSOR).filter(participant=person)
    level = counting(levels.order_by("pk"), visit.today)
    certified = level is not None and level.evidence == Evidence.CERTIFICATE
    goal = _goal(visit)
    exams = visit.once(asked.exams)[visit.mentee.pk]
    return {
        "level": level,
        "goal": goal,
        "reached": bool(goal and level and certified and Level(level.level).rank >= goal.rank),
        "exams": exams[::-1],
    }


def _goal(visit: Visit) -> Level | None:
    """The highest level that a phase still to come asks for, as the programme says."""
    asked = [
        Level(phase.minimum_level)
        for phase in visit.mentee.cohort.programme.phases.all()
        if not phase.parallel and phase.minimum_level
    ]
    return max(asked, key=lambda level: level.rank, default=None)


def asking(visit: Visit) -> Facts:
    """Named people at the company and at the partner."""
    return {"people": visit.once(people)[visit.mentee.pk]}


def picture(visit: Visit) -> Facts | None:
    """The journey as a picture, and the same as a table."""
    lanes = list(_lanes(visit))
    drawn = draw(lanes, visit.today)
    return {"picture": drawn, "table": list(lines_of(lanes))} if drawn else None


def _lanes(visit: Visit) -> Iterator[Lane]:
    mentee = visit.mentee
    entries = visit.once(asked.entries)[mentee.pk]
    exams = visit.once(asked.exams)[mentee.pk]
    yield Lane(
        pgettext("part of a picture", "Phases"),
        [_span(each, Look.PHASE) for each in entries if not each.parallel],
        marks=[Mark(each.held_on, str(each.get_kind_display()), Look.EXAM) for each in exams],
        gap=str(JourneyState.BETWEEN_PHASES.label),
        within=(mentee.entered_on, mentee.ended_on or visit.today),
    )
    yield Lane(_("Alongside"), [_span(each, Look.BESIDE) for each in entries if each.parallel])
    own = visit.once(asked.sponsorships)[mentee.pk]
    accompanied = [Span(each.started_on, each.ended_on, _("You"), Look.SUPPORT) for each in own]
    yield Lane(_("Accompanied"), accompanied, stretches=False)


def _span(entry: PhaseEntry, look: Look) -> Span:
    return Span(entry.started_on, entry.ended_on, entry.phase.name, look, entry.planned_end_on)


def dialled(phone: str) -> str:
    """A number as a telephone dials it."""
    return re.sub(r"[^+\d]", "", phone)


SECTIONS = (
    ("steps", gettext_lazy("Agreed next steps"), 10, steps),
    ("contacts", gettext_lazy("Contacts"), 20, contacts),
    ("dates", gettext_lazy("What is coming"), 30, dates),
    ("language", gettext_lazy("Language and exams"), 40, language),
    ("asking", gettext_lazy("Whom to ask"), 60, asking),
    ("picture", gettext_lazy("The journey at a glance"), 70, picture),
)
