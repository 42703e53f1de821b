"""What PostgreSQL itself refuses, whoever writes: what spans rows is looked at when the transaction commits."""

import re
from datetime import date

import pytest
from django.db import connection, transaction

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation
from integration.periods.refusals import one_change, refusal_by_constraint
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.participants.models import Participant
from programmes.pathways import refusals
from programmes.pathways.enums import PauseReason, PhaseKind
from programmes.pathways.models import Cohort, Enrolment, Exam, Pause, Phase, PhaseEntry, Transfer
from programmes.sponsorships.models import Contact, Sponsorship
from tests import factories
from tests.factories import START
from tests.refused import broken_constraint, refused

pytestmark = [pytest.mark.django_db, pytest.mark.services]

BEFORE, END, AFTER = date(2024, 8, 31), date(2025, 3, 31), date(2025, 4, 1)


@pytest.fixture
def ended():
    return factories.enrolment(ended_on=END)


def bulk(model, enrolment, **fields):
    """Rows as an import writes them, past every form and service."""
    return lambda: model.objects.bulk_create([model(enrolment=enrolment, **fields)])


def entry(enrolment, **fields):
    phase = fields.pop("phase", None) or enrolment.cohort.programme.phases.get(kind=PhaseKind.TRAINING)
    return bulk(PhaseEntry, enrolment, code=factories.code("ENT"), phase=phase, **fields)


def support(enrolment, **fields):
    sponsor = factories.sponsor()
    return bulk(Sponsorship, enrolment, sponsor=sponsor, role="sponsor", **fields)


@pytest.mark.parametrize(
    ("days", "constraint"),
    [
        ({"started_on": START, "ended_on": END}, None),
        ({"started_on": BEFORE, "ended_on": END}, "entry_within_enrolment"),
        ({"started_on": START, "ended_on": AFTER}, "entry_within_enrolment"),
        ({"started_on": AFTER, "ended_on": AFTER}, "entry_within_enrolment"),
        ({"started_on": START}, "entry_closed_with_enrolment"),
        ({"started_on": START, "ended_on": END, "planned_end_on": date(2027, 8, 31)}, None),
        ({"started_on": START, "ended_on": END, "parallel": True}, "entry_parallel_as_phase"),
    ],
)
def test_entries_lie_within_their_enrolment_and_close_with_it(ended, days, constraint):
    assert broken_constraint(entry(ended, **days)) == constraint


def test_an_entry_is_of_the_cohorts_programme(ended):
    elsewhere = factories.phase(factories.programme())

    assert broken_constraint(entry(ended, phase=elsewhere, started_on=START, ended_on=END)) == "entry_of_own_programme"


@pytest.mark.parametrize(
    ("days", "constraint"),
    [
        ({"started_on": START, "ended_on": END}, None),
        ({"started_on": START}, "sponsorship_closed_with_enrolment"),
        ({"started_on": BEFORE, "ended_on": END}, "sponsorship_within_enrolment"),
        ({"started_on": START, "ended_on": AFTER}, "sponsorship_within_enrolment"),
    ],
)
def test_sponsorships_lie_within_their_enrolment_and_close_with_it(ended, days, constraint):
    assert broken_constraint(support(ended, **days)) == constraint


@pytest.mark.parametrize(
    ("days", "constraint"),
    [
        ({"started_on": START}, None),
        ({"started_on": END, "ended_on": END}, None),
        ({"started_on": BEFORE}, "pause_within_enrolment"),
        ({"started_on": START, "ended_on": AFTER}, "pause_within_enrolment"),
    ],
)
def test_pauses_lie_within_their_enrolment(ended, days, constraint):
    assert broken_constraint(bulk(Pause, ended, reason=PauseReason.ILLNESS, **days)) == constraint


@pytest.mark.parametrize(("day", "holds"), [(BEFORE, False), (START, True), (END, True), (AFTER, False)])
def test_days_lie_within_their_enrolment(ended, day, holds):
    sponsor, elsewhere = factories.sponsor(), factories.organisation()

    broken = [
        broken_constraint(bulk(Exam, ended, kind="final", held_on=day)),
        broken_constraint(bulk(Transfer, ended, on=day, organisation=elsewhere)),
        broken_constraint(bulk(Contact, ended, sponsor=sponsor, held_on=day, channel="phone")),
    ]

    names = ["exam_within_enrolment", "transfer_within_enrolment", "contact_within_enrolment"]
    assert broken == ([None] * 3 if holds else names)


@pytest.mark.parametrize(
    ("lay", "constraint"),
    [
        (lambda e: factories.phase_entry(e, started_on=END, ended_on=AFTER), "entry_within_enrolment"),
        (factories.phase_entry, "entry_closed_with_enrolment"),
        (lambda e: factories.pause(e, started_on=AFTER), "pause_within_enrolment"),
        (lambda e: factories.transfer(e, on=AFTER), "transfer_within_enrolment"),
        (lambda e: factories.exam(e, held_on=AFTER), "exam_within_enrolment"),
        (factories.sponsorship, "sponsorship_closed_with_enrolment"),
        (lambda e: factories.sponsorship(e, ended_on=AFTER), "sponsorship_within_enrolment"),
        (lambda e: factories.contact(e, factories.sponsor(), held_on=AFTER), "contact_within_enrolment"),
        (lambda e: factories.guarantee(e, given_on=AFTER), None),
        (lambda e: factories.employment(e, started_on=AFTER), None),
    ],
)
def test_an_enrolment_does_not_end_before_what_it_holds(lay, constraint):
    enrolment = factories.enrolment()
    lay(enrolment)

    end = broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=END))

    assert end == constraint


def test_an_enrolment_does_not_begin_after_what_it_holds():
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING)

    begin = broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(entered_on=AFTER))

    assert begin == "entry_within_enrolment"


def test_the_order_inside_a_transaction_does_not_matter():
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING, sponsor=factories.sponsor())

    def enrolment_first():
        Enrolment.objects.filter(pk=enrolment.pk).update(ended_on=END)
        PhaseEntry.objects.filter(enrolment=enrolment).update(ended_on=END)
        Sponsorship.objects.filter(enrolment=enrolment).update(ended_on=END)

    assert broken_constraint(enrolment_first) is None


def test_a_row_that_was_put_right_or_removed_again_is_fine(ended):
    def write_and_take_back():
        entry(ended, started_on=START)()
        PhaseEntry.objects.filter(enrolment=ended).delete()

    assert broken_constraint(write_and_take_back) is None


def test_nobody_enters_before_being_born():
    enrolment = factories.enrolment()

    born = broken_constraint(
        lambda: Participant.objects.filter(pk=enrolment.participant_id).update(birth_date=date(2024, 9, 2))
    )
    Participant.objects.filter(pk=enrolment.participant_id).update(birth_date=START)
    entered = broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(entered_on=BEFORE))

    assert (born, entered) == ("enrolment_not_before_birth", "enrolment_not_before_birth")


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (RetentionGuarantee, {"given_on": BEFORE}, "guarantee_not_before_birth"),
        (Employment, {"started_on": BEFORE, "contract": "permanent"}, "employment_not_before_birth"),
    ],
)
def test_nobody_is_promised_or_given_a_job_before_being_born(model, fields, constraint):
    enrolment = factories.enrolment(participant=factories.participant(birth_date=START))
    at = {"organisation": enrolment.organisation} if model is Employment else {}

    assert broken_constraint(bulk(model, enrolment, **fields, **at)) == constraint


@pytest.mark.parametrize("kind", [OrganisationKind.GROUP, OrganisationKind.PARTNER])
def test_people_are_at_companies_and_sites_only(kind):
    enrolment, elsewhere = factories.enrolment(), factories.organisation(kind=kind)

    enrolled = broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(organisation=elsewhere))
    moved = broken_constraint(bulk(Transfer, enrolment, on=START, organisation=elsewhere))
    changed = broken_constraint(lambda: Organisation.objects.filter(pk=enrolment.organisation_id).update(kind=kind))

    assert (enrolled, moved, changed) == (
        "enrolment_at_site_or_company",
        "transfer_to_site_or_company",
        "enrolment_at_site_or_company",
    )


def test_a_cohort_or_phase_does_not_leave_its_programme_to_those_in_it():
    enrolment = factories.enrolment(in_phase=PhaseKind.TRAINING)
    phase, elsewhere = enrolment.phase_entries.get().phase, factories.programme()

    moves = [
        broken_constraint(lambda: Cohort.objects.filter(pk=enrolment.cohort_id).update(programme=elsewhere)),
        broken_constraint(lambda: Phase.objects.filter(pk=phase.pk).update(programme=elsewhere)),
        broken_constraint(lambda: Phase.objects.filter(pk=phase.pk).update(parallel=True)),
        broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(cohort=factories.cohort())),
    ]

    assert moves == [
        "entry_of_own_programme",
        "entry_of_own_programme",
        "entry_parallel_as_phase",
        "entry_of_own_programme",
    ]


def test_a_guarantee_needs_a_training_in_the_programme():
    without = factories.programme()
    factories.phase(without, PhaseKind.RETRAINING)
    enrolment = factories.enrolment(cohort=factories.cohort(without))

    assert broken_constraint(bulk(RetentionGuarantee, enrolment, given_on=START)) == (
        "guarantee_of_programme_with_training"
    )


def test_a_programme_keeps_its_last_training_while_guarantees_rest_on_it():
    enrolment = factories.enrolment(guaranteed=True)
    trainings = Phase.objects.filter(programme=enrolment.cohort.programme, kind=PhaseKind.TRAINING)
    without = factories.cohort(factories.programme())

    broken = [
        broken_constraint(lambda: trainings.update(kind=PhaseKind.COACHING)),
        broken_constraint(trainings.delete),
        broken_constraint(lambda: Enrolment.objects.filter(pk=enrolment.pk).update(cohort=without)),
        broken_constraint(lambda: Cohort.objects.filter(pk=enrolment.cohort_id).update(programme=without.programme)),
    ]

    assert broken == ["guarantee_of_programme_with_training"] * 4


@pytest.mark.parametrize(
    ("first", "second", "constraint"),
    [
        ((START, END), (AFTER, None), None),
        ((START, END), (END, None), "entry_one_main_phase_at_a_time"),
        ((START, None), (AFTER, None), "entry_one_main_phase_at_a_time"),
    ],
)
def test_main_track_entries_share_no_day(first, second, constraint):
    enrolment = factories.enrolment()
    factories.phase_entry(enrolment, started_on=first[0], ended_on=first[1])

    assert broken_constraint(entry(enrolment, started_on=second[0], ended_on=second[1])) == constraint


def test_nobody_is_in_a_cohort_twice_on_a_day(ended):
    again = {"participant": ended.participant, "cohort": ended.cohort, "organisation": ended.organisation}

    def enrol(day):
        return lambda: Enrolment.objects.bulk_create([Enrolment(code="again", entered_on=day, **again)])

    assert (broken_constraint(enrol(END)), broken_constraint(enrol(AFTER))) == ("enrolment_once_in_cohort", None)


def test_two_guarantees_share_no_day_unless_one_never_held():
    enrolment = factories.enrolment(guaranteed=True)
    second = bulk(RetentionGuarantee, enrolment, given_on=AFTER)
    holding = broken_constraint(second)

    guarantee = enrolment.guarantees.get()
    guarantee.decision, guarantee.decided_on = "withdrawn", END
    guarantee.save()

    assert (holding, broken_constraint(second)) == ("guarantee_one_at_a_time", None)


@pytest.mark.django_db(transaction=True)
def test_what_only_the_commit_finds_out_is_said_in_words(ended):
    with refused(refusals.OPEN_IN_ENDED_ENROLMENT), one_change():
        entry(ended, started_on=START)()

    assert (PhaseEntry.objects.count(), transaction.get_autocommit()) == (0, True)


def test_every_constraint_that_spans_rows_has_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc JOIN pg_trigger t ON t.tgfoid = pg_proc.oid WHERE NOT tgisinternal")
        sources = " ".join(source for (source,) in cursor.fetchall())

    broken = set(re.findall(r"(?:THEN|SELECT|ELSE) '(\w+_\w+)'", sources))
    assert (len(broken), {name for name in broken if refusal_by_constraint(name) is None}) == (21, set())
