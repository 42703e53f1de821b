"""A programme's phases are set as a whole, whoever else sets them."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from integration.periods.refusals import CHANGED_MEANWHILE, Refused
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Phase
from programmes.pathways.picture import Stage, stages_of
from programmes.pathways.services.programmes import set_pathway
from tests import factories as make
from tests.refused import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    created = make.programme()
    for name in "abc":
        make.phase(created, PhaseKind.QUALIFICATION, name=name)
    return created


def phases(programme):
    return list(programme.phases.order_by("position"))


def order(programme):
    return [(phase.name, phase.position) for phase in phases(programme)]


def test_phases_change_places(programme):
    a, b, c = phases(programme)

    set_pathway(programme, [c, a, b])

    assert order(programme) == [("c", 1), ("a", 2), ("b", 3)]


def test_the_same_order_keeps_positions_with_gaps(programme):
    for phase in phases(programme):
        Phase.objects.filter(pk=phase.pk).update(position=phase.position * 10)

    set_pathway(programme, phases(programme))

    assert order(programme) == [("a", 10), ("b", 20), ("c", 30)]


def test_a_second_time_writes_nothing(programme):
    a, b, c = phases(programme)
    set_pathway(programme, [b, a, c])
    written = Phase.history.count()

    set_pathway(programme, phases(programme))

    assert Phase.history.count() == written


def test_the_history_names_who_did_it(programme):
    somebody = make.user()
    a, b, c = phases(programme)

    set_pathway(programme, [b, a], removed=[c], by=somebody)

    newest = {each.id: (each.history_type, each.history_user) for each in Phase.history.order_by("history_id")}
    assert newest == {a.pk: ("~", somebody), b.pk: ("~", somebody), c.pk: ("-", somebody)}


def test_what_somebody_else_added_meanwhile_stays(programme):
    seen = phases(programme)
    make.phase(programme, name="d")

    set_pathway(programme, [seen[1], seen[0]], removed=[seen[2]])

    assert order(programme) == [("b", 1), ("a", 2), ("d", 3)]


def test_what_somebody_else_removed_meanwhile_is_said(programme):
    a, b, c = phases(programme)
    Phase.objects.filter(pk=c.pk).delete()

    with refused(CHANGED_MEANWHILE):
        set_pathway(programme, [c, a, b])

    assert order(programme) == [("a", 1), ("b", 2)]


def test_a_phase_of_another_programme_is_refused(programme):
    with refused(CHANGED_MEANWHILE):
        set_pathway(programme, [make.phase(make.programme())])


@pytest.mark.parametrize("change", ["removal", "kind"])
def test_a_phase_that_people_were_in_stays_what_it_is(programme, change):
    used = programme.phases.get(name="b")
    make.phase_entry(make.enrolment(cohort=make.cohort(programme)), PhaseKind.QUALIFICATION, phase=used)
    used.kind = PhaseKind.COACHING
    kept, removed = ([], [used]) if change == "removal" else ([used], [])

    with pytest.raises(Refused) as refusal:
        set_pathway(programme, kept, removed=removed)

    assert (refusal.value.code, "„b“" in refusal.value.messages[0]) == ("phase_in_use", True)
    assert order(programme) == [("a", 1), ("b", 2), ("c", 3)]


def test_a_refusal_leaves_everything_as_it_was(programme):
    a, b, c = phases(programme)
    b.name = ""

    with pytest.raises(Exception, match="name"):
        set_pathway(programme, [c, b, a])

    assert order(programme) == [("a", 1), ("b", 2), ("c", 3)]


def test_the_picture_puts_parallel_phases_beside_the_one_before(programme):
    a, b, c = phases(programme)
    b.parallel = True

    assert stages_of([a, b, c]) == [Stage(a, [b]), Stage(c, [])]
    assert stages_of([b, a, c]) == [Stage(a, [b]), Stage(c, [])]
    assert stages_of([b]) == [Stage(None, [b])]
    assert stages_of([]) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_put_the_same_pathway_in_order_come_one_after_the_other():
    programme = make.programme()
    for name in "abc":
        make.phase(programme, PhaseKind.QUALIFICATION, name=name)
    start = Barrier(2)
    failed = []

    def reorder(names):
        try:
            wanted = sorted(phases(programme), key=lambda phase: names.index(phase.name))
            start.wait()
            set_pathway(programme, [*wanted, Phase(code=names, name=names, kind=PhaseKind.COACHING)])
        except Refused as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=reorder, args=(names,)) for names in ("cab", "bca")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert [phase.position for phase in phases(programme)] == [1, 2, 3, 4, 5]
    assert {phase.name for phase in phases(programme)} == {"a", "b", "c", "cab", "bca"}
