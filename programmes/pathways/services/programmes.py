"""Setting up a programme's pathway: which phases it has, and in which order."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from itertools import pairwise

from integration.accounts.models import User
from integration.journal.authors import delete_as, save_as
from integration.periods.refusals import CHANGED_MEANWHILE, Refused, one_change
from programmes.pathways.models import Phase, Programme
from programmes.pathways.refusals import PHASE_IN_USE


def set_pathway(
    programme: Programme, phases: Sequence[Phase], *, removed: Collection[Phase] = (), by: User | None = None
) -> None:
    """Give a programme these phases in this order, new ones among them, and take the removed ones away.

    What others added meanwhile stays, at the end. Positions change only if the order does; a second time changes
    nothing. Whoever sets the same pathway waits for the programme's row.
    """
    with one_change():
        if not Programme.objects.select_for_update(of=("self",)).filter(pk=programme.pk).exists():
            raise Refused(CHANGED_MEANWHILE)
        before = {phase.pk: phase for phase in programme.phases.order_by("position", "pk")}
        _require_standing(before, (*phases, *removed))
        for phase in removed:
            _require_unused(phase)
            delete_as(by, before.pop(phase.pk))
        named = {phase.pk for phase in phases}
        pathway = [*phases, *(copy(phase) for pk, phase in before.items() if pk not in named)]
        _place(pathway)
        for phase in pathway:
            phase.programme = programme
            _save(phase, before.get(phase.pk), by)


def _require_standing(standing: Collection[int], phases: Iterable[Phase]) -> None:
    if any(phase.pk is not None and phase.pk not in standing for phase in phases):
        raise Refused(CHANGED_MEANWHILE)


def _require_unused(phase: Phase) -> None:
    """People who are or were in a phase keep it."""
    if phase.entries.exists():
        raise Refused(PHASE_IN_USE, {"phase": phase.name})


def _place(phases: Sequence[Phase]) -> None:
    """Number them anew, unless their positions rise already."""
    positions = [phase.position for phase in phases]
    if None in positions or any(before >= after for before, after in pairwise(positions)):
        for position, phase in enumerate(phases, start=1):
            phase.position = position


def _save(phase: Phase, before: Phase | None, by: User | None) -> None:
    if before is not None:
        if _values(phase) == _values(before):
            return
        if phase.kind != before.kind:
            _require_unused(before)
    # Positions are held as a whole when the transaction ends: in between, two phases may have the same.
    phase.full_clean(exclude=["position"])
    save_as(by, phase)


def _values(phase: Phase) -> list[object]:
    return [getattr(phase, field.attname) for field in Phase._meta.concrete_fields]
