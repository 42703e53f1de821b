"""Merging two records of one person: everything goes over or nothing, and comes back exactly."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration.accounts.roles import Role
from integration.periods.refusals import Refused
from programmes.participants.merging.queries import codes_of_survivors
from programmes.participants.merging.relations import references, rows_of
from programmes.participants.merging.services import merge_people, undo_merge
from programmes.participants.models import CHOSEN, Merge, Participant, Recognition
from programmes.participants.services import record_language_level
from programmes.pathways.models import Enrolment
from programmes.pathways.services import enrol
from tests import factories as make
from tests.factories import START
from tests.refused import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


@pytest.fixture
def cohort(company):
    return make.cohort(make.programme(organisation=company))


@pytest.fixture
def kept(cohort):
    person = make.participant(code="KEPT", given_name="Amal", email="", birth_date=date(1998, 5, 3))
    make.enrolment(cohort=cohort, participant=person)
    make.language_level(person)
    return person


@pytest.fixture
def given_up(company):
    person = make.participant(code="GIVEN", given_name="Amaal", email="amal@example.org")
    programme = make.programme(organisation=company)
    make.phase(programme)
    make.enrolment(cohort=make.cohort(programme), participant=person, guaranteed=True)
    make.language_level(person, assessed_on=START + timedelta(days=30))
    make.residence_document(person)
    Recognition.objects.create(participant=person, qualification="Krankenpflege", complete_on=START)
    return person


def everything():
    """Every row of every table that could be touched, without the keys of what is derived."""
    tables = {field.model for field in references()} | {Participant}
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in tables}


def test_everything_that_hangs_on_one_hangs_on_the_other(kept, given_up, manager):
    merge = merge_people(kept, given_up, by=manager)

    given_up.refresh_from_db()
    assert given_up.merged_into == kept
    assert all(not rows.exists() for field, rows in rows_of(given_up) if field.model is not Participant)
    assert (kept.enrolments.count(), kept.language_levels.count(), kept.residence_documents.count()) == (2, 2, 1)
    assert [moved["row"] for moved in merge.moved] == [
        "participants.LanguageLevel",
        "participants.Recognition",
        "participants.ResidenceDocument",
        "pathways.Enrolment",
    ]


def test_no_table_that_belongs_to_people_is_forgotten():
    """A new table is moved by itself, if its rows belong to one person each; other kinds need a decision."""
    kinds = {(field.model._meta.label, field.name, field.many_to_one) for field in references()}

    assert kinds == {
        ("participants.LanguageLevel", "participant", True),
        ("participants.Participant", "merged_into", True),
        ("participants.Recognition", "participant", True),
        ("participants.ResidenceDocument", "participant", True),
        ("pathways.Enrolment", "participant", True),
    }
    assert [relation for relation in Participant._meta.related_objects if relation.many_to_many] == []


def test_both_keep_their_histories_and_it_is_known_who_did_it(kept, given_up, manager):
    before = (kept.history.count(), given_up.history.count())

    merge = merge_people(kept, given_up, take=["email"], by=manager)

    assert (kept.history.count(), given_up.history.count()) == (before[0] + 1, before[1] + 1)
    enrolment = Enrolment.objects.get(pk=merge.moved[-1]["id"])
    assert [(each.participant_id, each.history_user) for each in enrolment.history.order_by("-history_id")] == [
        (kept.pk, manager),
        (given_up.pk, None),
    ]
    assert (merge.made_by, merge.history.count()) == (manager, 1)


def test_chosen_values_are_taken_and_others_stay(kept, given_up, manager):
    merge_people(kept, given_up, take=["email", "code", "nothing"], by=manager)

    kept.refresh_from_db()
    assert (kept.code, kept.given_name, kept.email) == ("KEPT", "Amal", "amal@example.org")


def test_a_birth_date_comes_with_its_precision(kept, given_up, manager):
    Participant.objects.filter(pk=given_up.pk).update(birth_date=date(1998, 1, 1), birth_date_precision="year")

    merge_people(kept, given_up, take=["birth_date"], by=manager)

    kept.refresh_from_db()
    assert (kept.birth_date, kept.birth_date_precision) == (date(1998, 1, 1), "year")


def test_a_second_time_changes_nothing(kept, given_up, manager):
    first = merge_people(kept, given_up, by=manager)

    assert merge_people(kept, given_up, by=manager) == first
    assert Merge.objects.count() == 1


def test_nobody_is_merged_with_themselves(kept, manager):
    with pytest.raises(Refused) as refused:
        merge_people(kept, kept, by=manager)

    assert codes(refused.value) == ["same_person"]


def test_a_merged_record_is_not_merged_again(kept, given_up, manager):
    third = make.participant()
    merge_people(kept, given_up)

    for pair in ((third, given_up), (given_up, third)):
        with pytest.raises(Refused) as refused:
            merge_people(*pair)
        assert codes(refused.value) == ["merged_elsewhere"]


def test_old_codes_lead_on_however_often_there_was_a_merge(kept, given_up):
    third = make.participant(code="THIRD")
    merge_people(kept, given_up)
    merge_people(third, kept)

    assert codes_of_survivors(["GIVEN", "KEPT", "THIRD", "NOBODY"]) == {"GIVEN": "THIRD", "KEPT": "THIRD"}


# --- What stands in the way ---


def test_two_enrolments_in_one_cohort_at_one_time_are_named(kept, cohort, manager):
    twin = make.participant()
    enrolment = make.enrolment(cohort=cohort, participant=twin)
    before = everything()

    with pytest.raises(ValidationError) as refused:
        merge_people(kept, twin, by=manager)

    assert refused.value.messages == [
        f"Teilnahme {enrolment.code}: Diese Person nimmt in dieser Zeit schon an diesem Jahrgang teil."
    ]
    assert (everything(), Merge.objects.count()) == (before, 0)


def test_one_level_for_the_same_day_is_named(kept, manager):
    twin = make.participant()
    make.enrolment(cohort=make.cohort(kept.enrolments.get().cohort.programme), participant=twin)
    make.language_level(twin)

    with pytest.raises(ValidationError) as refused:
        merge_people(kept, twin, by=manager)

    assert refused.value.messages == [
        "Sprachniveau vom 01.09.2024: Dieses Niveau ist für diesen Tag, Nachweis und diese Fertigkeit schon eingetragen."
    ]


def test_an_enrolment_before_the_others_birth_is_refused(kept, given_up, manager):
    Participant.objects.filter(pk=kept.pk).update(birth_date=START + timedelta(days=1))
    kept.enrolments.update(entered_on=START + timedelta(days=2))

    with pytest.raises(ValidationError) as refused:
        merge_people(kept, given_up, by=manager)

    assert len(refused.value.messages) == 1


def test_what_is_partly_another_companys_is_not_merged(kept, given_up, manager):
    """A second enrolment elsewhere would move out of sight; whoever is responsible for both may."""
    elsewhere = make.organisation()
    make.enrolment(cohort=make.cohort(make.programme(organisation=elsewhere)), participant=given_up)
    before = everything()

    for pair in ((kept, given_up), (given_up, kept)):
        with pytest.raises(Refused) as refused:
            merge_people(*pair, by=manager)
        assert codes(refused.value) == ["not_yours"]

    assert everything() == before
    both = make.member(Role.TRAINING_MANAGER, elsewhere)
    both.memberships.create(organisation=kept.enrolments.get().organisation, role=Role.TRAINING_MANAGER)
    assert merge_people(kept, given_up, by=both).pk is not None


def test_another_companys_person_is_not_merged(kept, given_up):
    stranger = make.member(Role.TRAINING_MANAGER)

    with pytest.raises(Refused) as refused:
        merge_people(kept, given_up, by=stranger)

    assert codes(refused.value) == ["not_yours"]


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.MANAGEMENT, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_others_of_the_company_merge_nobody(kept, given_up, company, role):
    with pytest.raises(Refused):
        merge_people(kept, given_up, by=make.member(role, company))


# --- Afterwards ---


def test_nothing_new_is_given_to_a_merged_record(kept, given_up, cohort):
    merge_people(kept, given_up)

    for add in (
        lambda: enrol(given_up, make.cohort(cohort.programme), cohort.programme.organisation, START),
        lambda: record_language_level(given_up, START, "b2", "certificate"),
    ):
        with pytest.raises(ValidationError) as refused:
            add()
        assert codes(refused.value) == ["merged_away"]


def test_rows_check_it_too(kept, given_up):
    level = make.language_level(given_up, assessed_on=date(2020, 1, 1))
    merge_people(kept, given_up)
    given_up.refresh_from_db()
    level.participant = given_up

    with pytest.raises(ValidationError) as refused:
        level.full_clean()

    assert codes(refused.value) == ["merged_away"]


def test_nobody_sees_the_merged_record_not_even_who_entered_it(kept, given_up, manager):
    waiting = Participant(code="WAITING", family_name="Haddad")
    waiting._history_user = manager
    waiting.save()
    merge_people(kept, waiting, by=manager)
    merge_people(kept, given_up, by=manager)

    assert list(Participant.objects.visible_to(manager)) == [kept]


def test_the_database_refuses_a_record_merged_into_itself(kept):
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=kept.pk).update(merged_into=kept.pk)


# --- And back ---


def test_undoing_puts_everything_back(kept, given_up, manager):
    before = everything()
    merge = merge_people(kept, given_up, take=list(CHOSEN), by=manager)

    undo_merge(merge, by=manager)
    undo_merge(merge, by=manager)

    merge.refresh_from_db()
    assert everything() == before
    assert (merge.undone_by, merge.history.count()) == (manager, 2)


def test_what_came_later_stays_with_the_remaining_record(kept, given_up, manager):
    merge = merge_people(kept, given_up, by=manager)
    later = make.language_level(kept, assessed_on=date(2026, 1, 1))

    undo_merge(merge, by=manager)

    later.refresh_from_db()
    assert (later.participant, given_up.language_levels.count()) == (kept, 1)


def test_after_undoing_they_can_be_merged_again(kept, given_up, manager):
    undo_merge(merge_people(kept, given_up, by=manager), by=manager)

    assert merge_people(given_up, kept, by=manager).pk is not None


def test_a_value_that_was_corrected_since_is_not_overwritten(kept, given_up, manager):
    merge = merge_people(kept, given_up, take=["email"], by=manager)
    kept.refresh_from_db()
    kept.email = "neu@example.org"
    kept.save()

    with pytest.raises(Refused) as refused:
        undo_merge(merge, by=manager)

    assert refused.value.messages == [
        "„E-Mail-Adresse“ wurde nach dem Zusammenführen geändert. Berichtigen Sie das von Hand, dann machen Sie es rückgängig."
    ]
    given_up.refresh_from_db()
    assert given_up.merged_into == kept


def test_a_row_that_is_gone_cannot_go_back(kept, given_up, manager):
    merge = merge_people(kept, given_up, by=manager)
    document = kept.residence_documents.get()
    document.delete()

    with pytest.raises(Refused) as refused:
        undo_merge(merge, by=manager)

    assert codes(refused.value) == ["row_changed_since"]


def test_a_chain_is_undone_from_its_end(kept, given_up, manager):
    third = make.participant(code="THIRD")
    make.enrolment(cohort=make.cohort(kept.enrolments.get().cohort.programme), participant=third)
    before = everything()
    first, second = merge_people(kept, given_up, by=manager), merge_people(third, kept, by=manager)

    with pytest.raises(Refused) as refused:
        undo_merge(first, by=manager)
    assert codes(refused.value) == ["merged_further"]

    undo_merge(second, by=manager)
    undo_merge(first, by=manager)
    assert everything() == before


def test_only_who_may_change_everything_undoes(kept, given_up, manager):
    merge = merge_people(kept, given_up, by=manager)

    with pytest.raises(Refused) as refused:
        undo_merge(merge, by=make.member(Role.TRAINING_MANAGER))

    assert codes(refused.value) == ["not_yours"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    take=st.sets(st.sampled_from(sorted(CHOSEN))),
    names=st.tuples(TEXTS, TEXTS),
    levels=st.lists(st.tuples(st.booleans(), st.integers(0, 400)), unique_by=lambda level: level[1], max_size=6),
    enrolments=st.lists(st.booleans(), max_size=4),
)
def test_merging_and_undoing_is_nothing_at_all(company, take, names, levels, enrolments):
    """Whatever two people have: after undoing, every row is as it was."""
    people = [
        make.participant(given_name="Amal", phone=names[0][:64], gender="female"),
        make.participant(given_name="Amaal", original_script_name=names[1], birth_date=date(1990, 2, 28)),
    ]
    for second, day in levels:
        make.language_level(people[second], assessed_on=START + timedelta(days=day))
    for second in enrolments:
        make.enrolment(cohort=make.cohort(make.programme(organisation=company)), participant=people[second])
    before = everything()

    undo_merge(merge_people(*people, take=take))

    assert everything() == before
