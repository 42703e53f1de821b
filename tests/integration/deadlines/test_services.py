"""The list of deadlines says what the facts say, whoever changes them and however often it is asked."""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration.accounts.roles import Role
from integration.deadlines import queries, tasks
from integration.deadlines.enums import Band
from integration.deadlines.following import all_at_once
from integration.deadlines.kinds import kinds
from integration.deadlines.models import Deadline
from integration.deadlines.queries import band_of, counted, in_band, next_due_on, next_for, shown_to, standing_for
from integration.deadlines.services import refresh
from integration.deadlines.statements import closing
from programmes.pathways import services as journey
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Enrolment
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def ending(on, **fields):
    """In an internship: of a training's end more than one kind tells."""
    with transaction.atomic():
        enrolled = make.enrolment(**fields)
        make.phase_entry(enrolled, PhaseKind.INTERNSHIP, planned_end_on=on)
    return enrolled


def asked_for_kinds(captured):
    """Of how many kinds deadlines were opened, by statements written out or prepared."""
    asked = re.compile(r"\s*(?:INSERT INTO deadlines_deadline|EXECUTE opening_)")
    return len([query for query in captured if asked.match(query["sql"])])


def everything():
    return sorted(Deadline.objects.values_list("kind", "subject", "due_on", "state", "reason"))


# --- Keeping the list ---


def test_asking_twice_changes_nothing():
    ending(date(2026, 8, 31))
    refresh(today=TODAY)
    before = list(Deadline.objects.order_by("pk").values())

    assert refresh(today=TODAY) == 0
    assert list(Deadline.objects.order_by("pk").values()) == before


def test_a_kind_and_people_can_be_named():
    mine, other = ending(date(2026, 8, 31)), ending(date(2026, 8, 31))
    Deadline.objects.all().delete()

    assert refresh(["planned_end"], [mine.pk], TODAY) == 1
    assert refresh([kind.code for kind in kinds() if kind.code != "planned_end"], [other.pk], TODAY) == 0
    assert Deadline.objects.get().enrolment == mine.pk


@pytest.mark.services
def test_what_is_asked_about_one_person_is_planned_once_on_a_connection_and_says_the_same_as_for_everybody():
    mine, other = ending(date(2026, 8, 31)), ending(date(2026, 9, 30))
    refresh(today=TODAY)
    expected = everything()
    Deadline.objects.all().delete()

    for enrolled in (mine, other):
        refresh(enrolments=[enrolled.pk], today=TODAY)

    assert everything() == expected
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(generic_plans >= 2), sum(custom_plans) FROM pg_prepared_statements"
            " WHERE name LIKE 'opening_planned_end_%'"
        )
        assert cursor.fetchone() == (True, 0)


@pytest.mark.services
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_to_be_closed_each_deadline_is_looked_at_once_however_few_the_database_believes_to_stand(kind):
    """After an import it believes in none: compared with each other, those of 100,000 people took half an hour."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE deadlines_deadline")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + (sql := closing(kind, TODAY, None, timezone.now(), tuned=False)).text, sql.params)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert len(re.findall(r"on deadlines_deadline", plan)) == 2  # the update, and what it reads
    assert "NOT (hashed SubPlan" in plan


def test_what_is_asked_about_one_person_leaves_the_others_alone():
    mine, other = ending(date(2026, 8, 31)), ending(date(2026, 8, 31))
    Deadline.objects.update(due_on=date(2026, 1, 1))

    refresh(enrolments=[mine.pk], today=TODAY)

    assert list(Deadline.objects.filter(enrolment=other.pk).values_list("due_on", "state")) == [
        (date(2026, 1, 1), "open")
    ]


def test_a_day_that_comes_back_opens_the_same_row_again():
    entry = ending(date(2026, 8, 31)).phase_entries.get()
    first = Deadline.objects.get()
    for day in (date(2026, 9, 30), date(2026, 8, 31)):
        entry.planned_end_on = day
        entry.save()

    again = Deadline.objects.get(state="open")

    assert (again.pk, again.closed_at, again.first_seen_at) == (first.pk, None, first.first_seen_at)
    assert everything() == [
        ("planned_end", entry.pk, date(2026, 8, 31), "open", "planned"),
        ("planned_end", entry.pk, date(2026, 9, 30), "moved", "planned"),
    ]


def test_days_that_were_missed_are_caught_up():
    enrolled = make.enrolment()
    make.phase_entry(enrolled, PhaseKind.INTERNSHIP, ended_on=date(2026, 5, 1), outcome="completed")
    make.pause(enrolled, started_on=date(2026, 5, 2), ended_on=date(2026, 6, 1))
    refresh(today=date(2026, 5, 20))
    assert not Deadline.objects.filter(kind="between_phases", state="open").exists()

    refresh(today=date(2026, 7, 1))

    assert Deadline.objects.get(kind="between_phases", state="open").due_on == date(2026, 5, 16)


def test_the_scheduler_s_task_can_run_twice():
    ending(date(2026, 8, 31))
    Deadline.objects.all().delete()

    tasks.refresh_everything()
    before = everything()
    tasks.refresh_everything()
    tasks.refresh_kinds(["planned_end"])

    assert everything() == before != []


@pytest.mark.parametrize("people", [1, 3])
def test_every_kind_takes_two_statements_for_however_many_people(people):
    for _ in range(people):
        ending(date(2026, 8, 31))
    refresh(today=TODAY)

    with CaptureQueriesContext(connection) as captured:
        refresh(today=TODAY)

    statements = [query for query in captured if not any(each in query["sql"] for each in ("SAVEPOINT", "SET LOCAL"))]
    assert len(statements) == 1 + 2 * len(kinds())


# --- Following the facts ---


def test_it_is_right_after_the_commit_of_a_change():
    enrolled = ending(date(2026, 8, 31))

    journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))

    assert Deadline.objects.get(state="open").due_on == date(2027, 2, 28)


def test_a_change_that_is_rolled_back_moves_nothing():
    enrolled = ending(date(2026, 8, 31))

    with transaction.atomic():
        journey.extend(enrolled.phase_entries.get(), date(2027, 2, 28))
        refresh(enrolments=[enrolled.pk])
        inside = Deadline.objects.get(state="open").due_on
        transaction.set_rollback(True)

    assert inside == date(2027, 2, 28)
    assert Deadline.objects.get().due_on == date(2026, 8, 31)


@pytest.mark.parametrize("changes", [1, 3])
def test_several_changes_of_one_transaction_are_followed_once(changes):
    enrolled = ending(date(2026, 8, 31))
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        entry = enrolled.phase_entries.get()
        for _ in range(changes):
            entry.save()

    assert asked_for_kinds(captured) == len([kind for kind in kinds() if type(entry) in kind.follows])


def test_changes_to_many_people_are_followed_once_at_the_end():
    entries = [ending(date(2026, 8, 31)).phase_entries.get() for _ in range(3)]

    with CaptureQueriesContext(connection) as captured, all_at_once():
        for entry in entries:
            journey.extend(entry, date(2027, 2, 28))
        inside = list(Deadline.objects.filter(state="open").values_list("due_on", flat=True).order_by("pk"))

    assert inside == [date(2026, 8, 31)] * 3
    assert list(Deadline.objects.filter(state="open").values_list("due_on", flat=True).order_by("pk")) == (
        [date(2027, 2, 28)] * 3
    )
    following = [kind for kind in kinds() if type(entries[0]) in kind.follows]
    assert asked_for_kinds(captured) == len(following)


def test_who_is_deleted_has_none_left_standing():
    enrolled = ending(date(2026, 8, 31))

    enrolled.delete()

    assert [state for *_row, state, _reason in everything()] == ["withdrawn"]


# --- Reading ---


def seen_by(user):
    return set(shown_to(user, TODAY).values_list("enrolment", flat=True))


def test_training_managers_see_those_of_their_organisations():
    mine, other = ending(date(2026, 5, 31)), ending(date(2026, 5, 31))
    manager = make.member(Role.TRAINING_MANAGER, mine.organisation)

    assert seen_by(manager) == {mine.pk}
    assert seen_by(make.member(Role.TRAINING_MANAGER, other.organisation)) == {other.pk}


def test_after_a_transfer_the_new_organisation_sees_it_and_the_old_no_more():
    enrolled = ending(date(2026, 5, 31))
    old, new = enrolled.organisation, make.organisation()
    journey.transfer(enrolled, date(2026, 6, 1), new)
    refresh(today=TODAY)

    assert seen_by(make.member(Role.TRAINING_MANAGER, old)) == set()
    assert seen_by(make.member(Role.TRAINING_MANAGER, new)) == {enrolled.pk}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGEMENT, Role.DATA_PROTECTION])
def test_whoever_may_not_read_journeys_sees_none(role):
    enrolled = ending(date(2026, 5, 31))

    assert seen_by(make.member(role, enrolled.organisation)) == set()


def test_sponsors_see_those_of_the_people_they_accompany_but_not_their_documents():
    mine = ending(date(2026, 5, 31))
    make.residence_document(mine.participant, printed_valid_to=date(2026, 5, 31))
    ending(date(2026, 5, 31))
    user = make.member(Role.SPONSOR, mine.organisation)
    make.sponsorship(mine, make.sponsor(user=user, organisation=mine.organisation))

    assert list(shown_to(user, TODAY).values_list("kind", "enrolment")) == [("planned_end", mine.pk)]


def test_what_is_far_ahead_is_shown_when_its_time_comes():
    enrolled = ending(date(2026, 8, 31))
    manager = make.member(Role.TRAINING_MANAGER, enrolled.organisation)

    assert list(shown_to(manager, date(2026, 7, 31))) == []
    assert len(shown_to(manager, date(2026, 8, 1))) == 1
    assert len(standing_for(manager, [enrolled.pk])) == 1


def test_a_list_gets_the_next_of_each_enrolment():
    enrolled = ending(date(2026, 8, 31))
    make.residence_document(enrolled.participant, printed_valid_to=date(2026, 7, 31))
    later = ending(date(2026, 9, 30), cohort=enrolled.cohort)
    manager = make.member(Role.TRAINING_MANAGER, enrolled.organisation)

    found = next_for(manager, [enrolled.pk, later.pk])

    assert {key: (each.kind, each.due_on) for key, each in found.items()} == {
        enrolled.pk: ("permit_ends", date(2026, 7, 31)),
        later.pk: ("planned_end", date(2026, 9, 30)),
    }
    assert list(Enrolment.objects.annotate(next=next_due_on(manager)).order_by("next").values_list("pk", "next")) == [
        (enrolled.pk, date(2026, 7, 31)),
        (later.pk, date(2026, 9, 30)),
    ]


@pytest.fixture
def six_days():
    """A training manager, with something that falls due on each of six days."""
    company = make.organisation()
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.INTERNSHIP)
    group = make.cohort(programme)
    for day in (date(2026, 6, 14), TODAY, date(2026, 6, 21), date(2026, 6, 22), date(2026, 7, 12), date(2026, 7, 13)):
        ending(day, cohort=group)
    return make.member(Role.TRAINING_MANAGER, company)


def test_they_are_counted_by_when_they_are(six_days):
    rows = shown_to(six_days, TODAY)

    assert counted(six_days, {band: rows.filter(in_band(band, TODAY)) for band in Band}) == {
        "overdue": 1,
        "week": 2,
        "month": 2,
        "later": 1,
    }
    assert [band_of(row.due_on, TODAY) for row in rows.order_by("due_on", "pk")] == [
        *["overdue", "week", "week"],
        *["month", "month", "later"],
    ]


def test_nobody_counts_beyond_a_limit(six_days, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 3)
    rows = shown_to(six_days, TODAY)

    assert counted(six_days, {"all": rows, "few": rows.filter(due_on__lt=TODAY), "none": rows.none()}) == {
        "all": 4,
        "few": 1,
        "none": 0,
    }


def test_nobody_s_data_stand_in_a_row():
    enrolled = ending(date(2026, 8, 31))
    make.residence_document(enrolled.participant, restriction="nur Werk Nord")

    said = [(str(each), each.details) for each in Deadline.objects.order_by("kind", "due_on")]

    assert said == [
        (
            f"permit_covers_phase #{enrolled.pk} 2025-09-01",
            {"document": "residence_permit", "ends": "2025-09-01", "phase": "internship", "planned": "2026-08-31"},
        ),
        (
            f"permit_ends #{enrolled.pk} 2025-09-01",
            {
                "document": "residence_permit",
                "ends": "2025-09-01",
                "printed": "2025-09-01",
                "steps": [180, 90, 60, 30],
            },
        ),
        (
            f"planned_end #{enrolled.phase_entries.get().pk} 2026-08-31",
            {"phase": "internship", "ends": "2026-08-31", "moved": None},
        ),
    ]
