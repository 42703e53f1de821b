"""What a change does to the guarantee of a person and to the job that follows."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.guarantees.queries import earliest_binding
from programmes.pathways.consequences import Rows, moved, rows_of, short
from programmes.pathways.effects import Describer, Look
from programmes.pathways.enums import PhaseKind
from programmes.pathways.forms.step import ONE_DAY
from programmes.pathways.models import PhaseEntry


class Promise(NamedTuple):
    """A guarantee that is not decided falls due on the day after the planned end of the training."""

    guarantees: Rows
    jobs: Rows
    due_on: date | None


def _look(look: Look) -> Promise:
    guarantees = rows_of(RetentionGuarantee)(look)
    waiting = any(not each.decision for each in guarantees.values())
    return Promise(guarantees, rows_of(Employment, "organisation")(look), _due_on(look) if waiting else None)


def _due_on(look: Look) -> date | None:
    trainings = PhaseEntry.objects.filter(enrolment=look.enrolment.pk, phase__kind=PhaseKind.TRAINING)
    running = trainings.filter(ended_on__isnull=True, planned_end_on__isnull=False).order_by("started_on", "pk").last()
    return running.planned_end_on + ONE_DAY if running and running.planned_end_on else None


def _tell(_look: Look, before: Promise, after: Promise) -> Iterable[str]:
    for key, each in after.guarantees.items():
        yield from _guarantee(before.guarantees.get(key), each)
        yield from _binding(before.guarantees.get(key), each)
    for each in (old for key, old in before.guarantees.items() if key not in after.guarantees):
        yield _("The guarantee of %(day)s is taken back.") % {"day": short(each.given_on)}
    for key, job in after.jobs.items():
        old = before.jobs.get(key)
        if old is None or (old.ended_on, old.contract) != (job.ended_on, job.contract):
            yield _job(job)
    for job in (old for key, old in before.jobs.items() if key not in after.jobs):
        yield _("The job at %(place)s is taken back.") % {"place": job.organisation.name}
    if before.due_on is not None and after.due_on is not None:
        yield from moved(_("The guarantee falls due on %(new)s instead of %(old)s."), before.due_on, after.due_on)
    elif after.due_on is not None:
        yield _("The guarantee falls due on %(day)s.") % {"day": short(after.due_on)}


def _guarantee(old: Any, new: RetentionGuarantee) -> Iterable[str]:
    if old is None:
        yield _("A permanent job after the training is guaranteed from %(day)s on.") % {"day": short(new.given_on)}
    elif new.refusal_proposed_on and not old.refusal_proposed_on:
        yield _("A refusal is proposed for %(day)s. Nothing is decided until a second person agrees.") % {
            "day": short(new.refusal_proposed_on)
        }
    elif old.refusal_proposed_on and not new.refusal_proposed_on and not new.decision:
        yield _("The proposed refusal is taken back; the guarantee waits for a decision.")
    elif old.decision and not new.decision:
        yield _("The guarantee waits for a decision again.")
    elif old.decision != new.decision:
        said = {"day": short(new.decided_on), "decision": new.get_decision_display()}
        yield _("The guarantee is decided on %(day)s: %(decision)s.") % said


def _binding(old: Any, new: RetentionGuarantee) -> Iterable[str]:
    """Too early an agreement is recorded, and said to be void."""
    if new.bound_on is None or (old is not None and old.bound_on == new.bound_on):
        return
    yield _("The trainee agreed on %(day)s to stay.") % {"day": short(new.bound_on)}
    earliest = earliest_binding(new.enrolment)
    if earliest is not None and new.bound_on < earliest:
        yield _(
            "That is before %(earliest)s: such an early agreement is void (§ 12 BBiG). Agree again from then on."
        ) % {"earliest": short(earliest)}


def _job(job: Any) -> str:
    said = {
        "place": job.organisation.name,
        "contract": job.get_contract_display(),
        "first": short(job.started_on),
        "last": short(job.ended_on),
    }
    if job.ended_on is None:
        return _("Job at %(place)s from %(first)s on, %(contract)s.") % said
    return _("Job at %(place)s from %(first)s to %(last)s, %(contract)s.") % said


GUARANTEES = Describer(_look, _tell)
