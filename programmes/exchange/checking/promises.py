"""Rules of guarantees."""

from collections import defaultdict
from collections.abc import Iterator

from programmes.exchange.checking.journey import FAR
from programmes.exchange.checking.overlaps import Interval, clashes
from programmes.exchange.checking.world import World, blame
from programmes.exchange.problems import Problem
from programmes.exchange.tables import TABLES, Record
from programmes.guarantees import refusals
from programmes.guarantees.models import RetentionGuarantee
from programmes.pathways.enums import PhaseKind


def with_training(world: World) -> Iterator[Problem]:
    """A guarantee belongs to a programme with a training."""
    enrolments, cohorts, phases = (world.after[name] for name in ("enrolments", "cohorts", "phases"))
    trains = {phase.programme for phase in phases.values() if phase.kind in {PhaseKind.TRAINING, None}}
    before = world.before["phases"]
    for guarantee in world.after["guarantees"].values():
        enrolment = enrolments.get(guarantee.enrolment)
        cohort = cohorts.get(enrolment.cohort) if enrolment else None
        if cohort is None or cohort.programme is None or cohort.programme in trains:
            continue
        lost = [phases[code] for code, old in before.items() if old.programme == cohort.programme]
        suspects = [
            ("guarantees", guarantee, "enrolment"),
            ("enrolments", enrolment, "cohort"),
            ("cohorts", cohort, "programme"),
            *(("phases", phase, "kind") for phase in lost),
        ]
        yield from blame(refusals.GUARANTEE_WITHOUT_TRAINING_PHASE, suspects)


def one_at_a_time(world: World) -> Iterator[Problem]:
    """An enrolment has at most one guarantee that holds on a day."""
    table, groups = TABLES["guarantees"], defaultdict[str, list[Record]](list)
    for guarantee in world.readable("guarantees"):
        groups[guarantee.enrolment].append(guarantee)
    for records in groups.values():
        held = (interval for each in records if len(records) > 1 for interval in _held(world.stands(table, each), each))
        for record, other in clashes(held):
            suspects = [("guarantees", each, "given_on") for each in (record, other)]
            yield from blame(refusals.GUARANTEE_OVERLAP, suspects)


def _held(stands: bool, record: Record) -> Iterator[Interval]:  # noqa: FBT001
    """The days on which a guarantee holds; none if it never did."""
    guarantee = RetentionGuarantee(
        given_on=record.given_on, ended_on=record.ended_on, decision=record.decision, decided_on=record.decided_on
    )
    guarantee.derive()
    end = guarantee.held_until or FAR
    if not guarantee.void and end >= record.given_on:
        yield Interval(stands, record.given_on, end, record)
