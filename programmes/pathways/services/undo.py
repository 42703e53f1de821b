"""Taking back the last step of a journey as a whole."""

from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel, Model
from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import delete_as, save_as
from integration.periods.refusals import Refused, one_change
from programmes.pathways.models import Affiliation, Enrolment, JourneyStep, Progress
from programmes.pathways.queries import last_step
from programmes.pathways.refusals import CHANGED_SINCE, DEPENDED_ON, NOT_THE_LAST_STEP, NOTHING_TO_UNDO
from programmes.pathways.services.steps import lock, values_of
from programmes.pathways.signals import undoing

FOLLOWS_BY_ITSELF = (Affiliation, JourneyStep, Progress)


def undo_last_step(enrolment: Enrolment, step: JourneyStep | None = None, *, by: User | None = None) -> None:
    """Put everything back as it was before the last step. Undoing the first takes the enrolment away.

    `step` is the one that was seen on screen: if it is undone already nothing happens, if it is no longer the last it is
    refused, so that asking twice never takes back two steps. What was changed since, or is depended on, is refused.
    """
    with one_change():
        if step is not None and not JourneyStep.objects.filter(pk=step.pk, undone_at__isnull=True).exists():
            return
        current = lock(enrolment)
        last = last_step(current)
        if last is None:
            raise Refused(NOTHING_TO_UNDO)
        if step is not None and step.pk != last.pk:
            raise Refused(NOT_THE_LAST_STEP)
        undoing.send(sender=JourneyStep, step=last)
        _put_back(last, by)
        JourneyStep.objects.filter(pk=last.pk).update(undone_at=timezone.now(), undone_by=by)


def _put_back(step: JourneyStep, by: User | None) -> None:
    for change in reversed(step.changes):
        row = _row(change)
        if change["before"] is None:
            _take_away(row, by)
        else:
            _restore(row, change["before"], by)


def _row(change: dict[str, Any]) -> Model:
    """The row as the step left it; refused if it was changed or removed since. What rows know only since is not asked."""
    row = apps.get_model(change["row"])._default_manager.filter(pk=change["id"]).first()
    left: dict[str, Any] = change["after"]
    if row is None or {name: value for name, value in values_of(row).items() if name in left} != left:
        raise Refused(CHANGED_SINCE)
    return row


def _take_away(row: Model, by: User | None) -> None:
    for relation in row._meta.related_objects:
        if relation.related_model not in FOLLOWS_BY_ITSELF and _refers(relation, row):
            raise Refused(DEPENDED_ON)
    delete_as(by, row)


def _refers(relation: ForeignObjectRel, row: Model) -> bool:
    if relation.related_model.__name__.startswith("Historical"):
        return False
    return bool(relation.related_model._default_manager.filter(**{relation.field.name: row}).exists())


def _restore(row: Model, before: dict[str, Any], by: User | None) -> None:
    for field in row._meta.concrete_fields:
        if field.attname in before:
            setattr(row, field.attname, field.to_python(before[field.attname]))
    row.full_clean()
    save_as(by, row)
