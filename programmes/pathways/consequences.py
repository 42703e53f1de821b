"""What a change does to a journey and its deadlines, in sentences for the one who is about to make it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration.deadlines.queries import standing_for
from integration.deadlines.services import refresh
from integration.law.enums import Number
from integration.law.queries import number_on
from programmes.pathways.deadlines.phases import PLANNED_END
from programmes.pathways.effects import Describer, Look
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment, Exam, Pause, PhaseEntry, Transfer
from programmes.pathways.probation import foreseen_end

Rows = Mapping[Any, Any]

REMINDERS_TOLD = 4
"""The next ones; nobody reads a longer list before they click."""


def short(day: date | None) -> str:
    """A day as it stands in a sentence."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else "–"


def rows_of(model: type[Model], *related: str) -> Any:
    """Look at an enrolment's rows of a table, by their keys."""
    return lambda look: {
        row.pk: row
        for row in model._default_manager.filter(enrolment=look.enrolment.pk).select_related(*related).order_by("pk")
    }


def moved(text: str, before: date | None, after: date | None, name: str = "") -> Iterator[str]:
    """A day that is another now."""
    if before != after:
        yield text % {"old": short(before), "new": short(after), "name": name}


def _differs(old: Any, new: Any, *names: str) -> bool:
    """Whether a row is new, or says something else."""
    return old is None or any(getattr(old, name) != getattr(new, name) for name in names)


# --- Phases ---


def _entries(_look: Look, before: Rows, after: Rows) -> Iterable[str]:
    for key, entry in after.items():
        yield from _changed(before[key], entry) if key in before else _begun(entry)
        if _differs(before.get(key), entry, "started_on", "planned_end_on", "ended_on"):
            yield from _minimum_wage(entry)
    for entry in (old for key, old in before.items() if key not in after):
        said = {"phase": entry.phase.name, "day": short(entry.started_on)}
        yield _("%(phase)s from %(day)s on is taken back.") % said


def _begun(entry: PhaseEntry) -> Iterator[str]:
    said = {"phase": entry.phase.name, "day": short(entry.started_on), "planned": short(entry.planned_end_on)}
    if entry.planned_end_on is None:
        yield _("%(phase)s begins on %(day)s, without a planned end.") % said
    else:
        yield _("%(phase)s begins on %(day)s and is planned until %(planned)s.") % said


def _changed(old: PhaseEntry, new: PhaseEntry) -> Iterator[str]:
    name = new.phase.name
    yield from moved(_("%(name)s begins on %(new)s instead of %(old)s."), old.started_on, new.started_on, name)
    planned = _("The planned end of %(name)s moves from %(old)s to %(new)s.")
    yield from moved(planned, old.planned_end_on, new.planned_end_on, name)
    if old.probation_until != new.probation_until:
        said = {"phase": name, "day": short(new.probation_until or foreseen_end(new))}
        yield _("The probation of %(phase)s ends on %(day)s.") % said
    if (old.ended_on, old.outcome) == (new.ended_on, new.outcome):
        return
    if new.ended_on is None:
        yield _("%(phase)s goes on again.") % {"phase": new.phase.name}
    else:
        said = {"phase": new.phase.name, "day": short(new.ended_on), "outcome": new.get_outcome_display() or "–"}
        yield _("%(phase)s ends on %(day)s: %(outcome)s.") % said


def _minimum_wage(entry: PhaseEntry) -> Iterator[str]:
    """An internship may be long, but not for nothing: the law of the day on which it began says from when on."""
    last = entry.ended_on or entry.planned_end_on
    if entry.phase.kind != PhaseKind.INTERNSHIP or last is None:
        return
    longest = number_on(Number.INTERNSHIP_MOST, entry.started_on)
    if longest is not None and last > longest.last_day(entry.started_on):
        said = {"phase": entry.phase.name, "longest": longest.amount, "source": longest.source}
        yield _("%(phase)s is longer than %(longest)s: the minimum wage may apply (%(source)s).") % said


# --- Pauses, transfers, exams ---


def _pauses(_look: Look, before: Rows, after: Rows) -> Iterable[str]:
    for key, pause in after.items():
        said = {"reason": pause.get_reason_display(), "first": short(pause.started_on), "last": short(pause.ended_on)}
        if not _differs(before.get(key), pause, "started_on", "ended_on", "reason"):
            continue
        if pause.ended_on is None:
            yield _("Paused from %(first)s on, without a known end: %(reason)s.") % said
        else:
            yield _("Paused from %(first)s to %(last)s: %(reason)s.") % said
    for pause in (old for key, old in before.items() if key not in after):
        yield _("The pause from %(day)s on is taken back.") % {"day": short(pause.started_on)}


def _transfers(_look: Look, before: Rows, after: Rows) -> Iterable[str]:
    for key, move in after.items():
        said = {"day": short(move.on), "place": move.organisation.name}
        if _differs(before.get(key), move, "on", "organisation_id"):
            yield _("From %(day)s on the enrolment belongs to %(place)s.") % said
    for move in (old for key, old in before.items() if key not in after):
        yield _("The transfer to %(place)s is taken back.") % {"place": move.organisation.name}


def _exams(_look: Look, before: Rows, after: Rows) -> Iterable[str]:
    for key, exam in after.items():
        result = exam.get_result_display() or _("no result yet")
        said = {"exam": exam.get_kind_display(), "number": exam.attempt, "day": short(exam.held_on), "result": result}
        if _differs(before.get(key), exam, "held_on", "result"):
            yield _("%(exam)s, attempt %(number)s, on %(day)s: %(result)s.") % said
    for exam in (old for key, old in before.items() if key not in after):
        said = {"exam": exam.get_kind_display(), "day": short(exam.held_on)}
        yield _("%(exam)s on %(day)s is taken back.") % said


# --- The enrolment itself ---


def _enrolment(look: Look) -> Enrolment | None:
    return Enrolment.objects.filter(pk=look.enrolment.pk).first()


def _enrolled(_look: Look, before: Enrolment | None, after: Enrolment | None) -> Iterable[str]:
    if before is None or after is None:
        yield _("The enrolment is taken back as a whole.")
        return
    if (before.ended_on, before.end_reason) != (after.ended_on, after.end_reason):
        if after.ended_on is None:
            yield _("The enrolment goes on again.")
        else:
            said = {"day": short(after.ended_on), "reason": after.get_end_reason_display()}
            yield _("The enrolment ends on %(day)s: %(reason)s.") % said


# --- Deadlines ---


def _deadlines(look: Look) -> dict[tuple[str, int], Any]:
    """What falls due by the facts of this moment, apart from planned ends, of which the phases tell."""
    refresh(enrolments=[look.enrolment.pk])
    standing = standing_for(look.by, [look.enrolment.pk]).exclude(kind=PLANNED_END.code)
    return {(each.kind, each.subject): each for each in standing}


def _due(_look: Look, before: Rows, after: Rows) -> Iterable[str]:
    for key, deadline in after.items():
        if key not in before:
            yield _("Due on %(day)s: “%(what)s”.") % {"what": deadline.action, "day": short(deadline.due_on)}
            continue
        text = _("Due on %(new)s instead of %(old)s: “%(name)s”.")
        yield from moved(text, before[key].due_on, deadline.due_on, str(deadline.action))
    for deadline in (old for key, old in before.items() if key not in after):
        yield _("No longer due: “%(what)s” on %(day)s.") % {"what": deadline.action, "day": short(deadline.due_on)}
    yield from _reminded({key: each for key, each in after.items() if _is_other(before.get(key), each)})


def _is_other(old: Any, new: Any) -> bool:
    return old is None or old.due_on != new.due_on


def _reminded(changed: Rows) -> Iterator[str]:
    """The next days on which somebody is written to about what is new or moved."""
    today = timezone.localdate()
    days = sorted(
        {day for each in changed.values() for step in each.steps if (day := each.due_on - timedelta(days=step)) > today}
    )
    if days:
        told = ", ".join(short(day) for day in days[:REMINDERS_TOLD])
        yield _("Reminders with that: %(days)s.") % {"days": f"{told} …" if days[REMINDERS_TOLD:] else told}


DESCRIBERS = (
    Describer(rows_of(PhaseEntry, "phase"), _entries),
    Describer(rows_of(Pause), _pauses),
    Describer(rows_of(Transfer, "organisation"), _transfers),
    Describer(rows_of(Exam), _exams),
    Describer(_enrolment, _enrolled),
    Describer(_deadlines, _due),
)
