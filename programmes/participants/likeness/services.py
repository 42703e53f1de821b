"""Keeping the proposals true, and setting apart what is not one person."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integration.accounts.models import User
from integration.journal.authors import save_as
from integration.periods.refusals import one_change
from programmes.participants.likeness.places import places_of
from programmes.participants.likeness.queries import candidates
from programmes.participants.likeness.reasons import ENOUGH, Reason, reasons_for, weight_of
from programmes.participants.models import Likeness, Participant

BATCH = 10_000
COMPARED = (
    "given_name",
    "family_name",
    "original_script_name",
    "birth_date",
    "birth_date_precision",
    "email",
    "phone",
    "alike_name",
    "alike_script",
)

Pair = tuple[int, int]


@transaction.atomic
def refresh(ids: Sequence[int] | None = None) -> int:
    """Propose who may be recorded twice, of everybody or of these people; how many pairs. A second time changes nothing.

    What no longer speaks for one person is proposed no more. What somebody set apart stays set apart.
    """
    pairs = sorted(candidates(ids))
    found = [row for batch in _batches(pairs) for row in _weighed(batch)]
    _forget_others({(row.first_id, row.second_id) for row in found}, ids)
    Likeness.objects.all().bulk_create(
        found,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["weight", "reasons"],
    )
    return len(found)


def _batches(pairs: list[Pair]) -> Iterable[list[Pair]]:
    remaining = iter(pairs)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _weighed(pairs: list[Pair]) -> Iterable[Likeness]:
    keys = {key for pair in pairs for key in pair}
    people = Participant._base_manager.only(*COMPARED).in_bulk(keys)
    places = places_of(keys)
    for first, second in pairs:
        together = places.get(first, frozenset()) & places.get(second, frozenset())
        reasons = reasons_for(people[first], people[second], same_place=bool(together))
        weight = weight_of(reasons)
        if weight >= ENOUGH and reasons != [Reason.PLACE]:
            yield Likeness(first_id=first, second_id=second, weight=weight, reasons=[str(each) for each in reasons])


def _forget_others(kept: set[Pair], ids: Sequence[int] | None) -> None:
    standing = Likeness.objects.filter(apart_at=None)
    if ids is not None:
        standing = standing.filter(Q(first__in=ids) | Q(second__in=ids))
    rows = standing.order_by("pk").values_list("pk", "first_id", "second_id").iterator()
    gone = [key for key, first, second in rows if (first, second) not in kept]
    for begin in range(0, len(gone), BATCH):
        Likeness.objects.filter(pk__in=gone[begin : begin + BATCH]).delete()


def set_apart(likeness: Likeness, *, by: User | None = None) -> None:
    """Two people: not proposed again. A second time changes nothing."""
    with one_change():
        row = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness.pk)
        if row.apart_at is None:
            row.apart_at, row.apart_by = timezone.now(), by
            save_as(by, row)


def propose_again(likeness: Likeness, *, by: User | None = None) -> None:
    """Take that back. A second time changes nothing."""
    with one_change():
        row = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness.pk)
        if row.apart_at is not None:
            row.apart_at = row.apart_by = None
            save_as(by, row)
