"""Merging two records of one person, and separating them again."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.journal.services import CHANGED, record_bulk
from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change
from programmes.participants.merging.refusals import (
    CONFLICT,
    MERGED_ELSEWHERE,
    MERGED_FURTHER,
    NOT_YOURS,
    ROW_CHANGED_SINCE,
    SAME_PERSON,
    VALUE_CHANGED_SINCE,
)
from programmes.participants.merging.relations import name_of_row, rows_of
from programmes.participants.merging.rules import conflicts, given_over, may_merge, refuse_unless
from programmes.participants.models import CHOSEN, Merge, Participant


def merge_people(
    survivor: Participant, emptied: Participant, *, take: Collection[str] = (), by: User | None = None
) -> Merge:
    """Give everything that hangs on `emptied` to `survivor`, who also takes these of its fields. All of it, or nothing.

    The emptied record stays and leads to the other; both keep their history. A second time changes nothing.
    """
    refuse_unless(survivor.pk != emptied.pk, SAME_PERSON)
    with one_change():
        kept, given = _lock(survivor.pk, emptied.pk)
        standing = Merge.objects.filter(survivor=kept, emptied=given, undone_at=None).first()
        if standing is not None:
            return standing
        refuse_unless(kept.merged_into_id is None and given.merged_into_id is None, MERGED_ELSEWHERE)
        refuse_unless(by is None or may_merge(by, kept, given), NOT_YOURS)
        _refuse_conflicts(kept, given)
        merge = Merge(survivor=kept, emptied=given, made_by=by, survivor_before=_version(kept))
        merge.taken = sorted(set(take) & set(CHOSEN))
        merge.moved = _move(given, kept, by)
        # What others derive about the two because of that is not to be written over.
        kept.refresh_from_db()
        given.refresh_from_db()
        _take_values(kept, given, merge.taken, by)
        merge.survivor_after = _version(kept)
        given.merged_into = kept
        save_as(by, given)
        save_as(by, merge)
        return merge


def undo_merge(merge: Merge, *, by: User | None = None) -> None:
    """Give back exactly what was moved, and the values that were there before. A second time changes nothing.

    Refused, in words, where something that came later contradicts it. What was recorded since stays where it is.
    """
    with one_change():
        current = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if current.undone_at is not None:
            return
        kept, given = _lock(current.survivor_id, current.emptied_id)
        refuse_unless(kept.merged_into_id is None, MERGED_FURTHER)
        refuse_unless(by is None or may_merge(by, kept), NOT_YOURS)
        _put_values_back(current, kept, by)
        given.merged_into = None
        save_as(by, given)
        _move_back(current, kept, given, by)
        current.undone_at, current.undone_by = timezone.now(), by
        save_as(by, current)


def _lock(*keys: int) -> list[Participant]:
    """Both rows, locked in one order by everybody."""
    rows = Participant._base_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    refuse_unless(found.keys() == set(keys), CHANGED_MEANWHILE)
    return [found[key] for key in keys]


def _refuse_conflicts(kept: Participant, given: Participant) -> None:
    found = [
        Refused(CONFLICT, {"row": name_of_row(conflict.row), "reason": " ".join(conflict.reasons)})
        for conflict in conflicts(kept, given)
    ]
    if found:
        raise ValidationError(found)


def _version(person: Participant) -> int:
    """The newest line of a person's history; without one, how they are now becomes the first."""
    newest = person.history.order_by("-history_id").values_list("history_id", flat=True)
    if not newest.exists():
        record_bulk(Participant, [person.pk], CHANGED, "")
    return newest[0]


def _move(given: Participant, kept: Participant, by: User | None) -> list[dict[str, Any]]:
    moved = []
    for field, rows in rows_of(given):
        for row in rows.select_for_update(of=("self",)):
            setattr(row, field.name, kept)
            save_as(by, row)
            moved.append({"row": row._meta.label, "field": field.name, "id": row.pk})
    return moved


def _take_values(kept: Participant, given: Participant, taken: Collection[str], by: User | None) -> None:
    if not taken:
        return
    for name in taken:
        for field in CHOSEN[name]:
            setattr(kept, field, getattr(given, field))
    kept.full_clean()
    save_as(by, kept)


def _put_values_back(merge: Merge, kept: Participant, by: User | None) -> None:
    fields = [field for name in merge.taken for field in CHOSEN[name]]
    if not fields:
        return
    before, after = (kept.history.get(history_id=key) for key in (merge.survivor_before, merge.survivor_after))
    for field in fields:
        unchanged = getattr(kept, field) == getattr(after, field)
        refuse_unless(unchanged, VALUE_CHANGED_SINCE, field=_label_of(field))
        setattr(kept, field, getattr(before, field))
    save_as(by, kept)


def _label_of(name: str) -> str:
    return next(str(field.verbose_name) for field in Participant._meta.concrete_fields if field.name == name)


def _move_back(merge: Merge, kept: Participant, given: Participant, by: User | None) -> None:
    for moved in reversed(merge.moved):
        row = _moved_row(moved)
        if row is None or getattr(row, moved["field"]) != kept:
            model = apps.get_model(moved["row"])
            raise Refused(ROW_CHANGED_SINCE, {"row": name_of_row(row or model(pk=moved["id"]))})
        reasons = given_over(row, moved["field"], given)
        refuse_unless(not reasons, CONFLICT, row=name_of_row(row), reason=" ".join(reasons))
        save_as(by, row)


def _moved_row(moved: dict[str, Any]) -> Model | None:
    rows = apps.get_model(moved["row"])._base_manager.select_for_update(of=("self",))
    return rows.filter(pk=moved["id"]).first()
