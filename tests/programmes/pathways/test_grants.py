"""Who sees what: two organisations with the same kinds of rows, so that whatever leaks would show."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from programmes.community.models import PublishedFigure, Target
from programmes.guarantees.models import Employment, RetentionGuarantee
from programmes.participants.models import LanguageLevel, Participant, ResidenceDocument
from programmes.participants.services import register_participant
from programmes.pathways.enums import ExamKind, PhaseKind
from programmes.pathways.models import (
    Affiliation,
    Cohort,
    Enrolment,
    Exam,
    JourneyStep,
    Pause,
    Phase,
    PhaseEntry,
    Programme,
    Transfer,
)
from programmes.pathways.services import record_exam, transfer
from programmes.sponsorships.models import Contact, Sponsor, Sponsorship
from tests import factories
from tests.factories import START

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 15)
PROGRAMMES = {Programme, Phase, Cohort}
GOALS = {Target, PublishedFigure}
PERSONS = {Participant, Enrolment, PhaseEntry, Exam, LanguageLevel, RetentionGuarantee, Employment}
SUPPORT = {Sponsorship, Contact, Sponsor}
MANAGERS_ONLY = {Pause, Transfer, Affiliation, JourneyStep, ResidenceDocument}
EVERYTHING = PROGRAMMES | GOALS | PERSONS | SUPPORT | MANAGERS_ONLY

SEEN = {
    Role.ADMINISTRATOR: PROGRAMMES | GOALS,
    Role.TRAINING_MANAGER: EVERYTHING,
    Role.SPONSOR: set(),
    Role.MANAGEMENT: PROGRAMMES | GOALS,
    Role.DATA_PROTECTION: PROGRAMMES | GOALS | {Sponsor, Sponsorship},
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY):
        yield


def company_full_of_rows():
    """A company below a group, with a row of everything."""
    company = factories.organisation(parent=factories.organisation(kind=OrganisationKind.GROUP))
    programme = factories.programme(organisation=company)
    factories.phase(programme, PhaseKind.TRAINING)
    person = factories.participant()
    factories.language_level(person)
    factories.residence_document(person)
    sponsor = factories.sponsor(organisation=company, user=factories.member(Role.SPONSOR, company))
    enrolment = factories.enrolment(
        participant=person,
        cohort=factories.cohort(programme),
        in_phase=PhaseKind.TRAINING,
        guaranteed=True,
        paused=True,
        sponsor=sponsor,
    )
    factories.employment(enrolment)
    factories.contact(enrolment, sponsor)
    record_exam(enrolment, ExamKind.INTERMEDIATE, START)
    # To one of its own sites, so that the move itself changes nobody's reach.
    transfer(enrolment, START, factories.organisation(kind=OrganisationKind.SITE, parent=company))
    factories.target(company)
    factories.published_figure(company)
    return company


@pytest.fixture
def ours():
    return company_full_of_rows()


@pytest.fixture
def theirs():
    return company_full_of_rows()


def seen_by(user):
    """How many rows of each table somebody sees, without those of which there are none."""
    counts = {model: model.objects.visible_to(user).count() for model in EVERYTHING}
    return {model: count for model, count in counts.items() if count}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_of_its_own_organisation_what_the_matrix_says_and_nothing_of_another(ours, theirs, role):
    seen = seen_by(factories.member(role, ours))

    once = {model: model.objects.count() // 2 for model in SEEN[role]}
    assert seen == once


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.MANAGEMENT])
def test_a_role_for_the_group_reaches_the_companies_below(ours, theirs, role):
    above, beside = (factories.member(role, at) for at in (ours.parent, factories.organisation(parent=ours.parent)))

    assert (set(seen_by(above)), seen_by(beside)) == (SEEN[role], {})


@pytest.mark.parametrize("user", [AnonymousUser, factories.user])
def test_without_a_role_nothing_is_seen(ours, user):
    assert seen_by(user()) == {}


def test_the_first_administrator_sees_nobodys_record(ours, theirs):
    superuser = factories.user(is_superuser=True)

    assert set(seen_by(superuser)) == SEEN[Role.ADMINISTRATOR]


def test_a_role_that_is_over_reaches_nothing(ours):
    former = factories.member(Role.TRAINING_MANAGER, ours)
    former.memberships.update(ended_on=TODAY - timedelta(days=1))

    assert seen_by(former) == {}


def test_rows_do_not_multiply_for_who_holds_several_roles(ours, theirs):
    user = factories.member(Role.TRAINING_MANAGER, ours)
    for role, at in ((Role.TRAINING_MANAGER, ours.parent), (Role.MANAGEMENT, ours), (Role.SPONSOR, ours)):
        user.memberships.create(role=role, organisation=at)

    assert seen_by(user) == {model: model.objects.count() // 2 for model in EVERYTHING}


def sponsor_of(company):
    return Sponsor.objects.get(organisation=company, user__isnull=False).user


def test_a_sponsor_sees_the_people_accompanied_today_and_no_residence_documents(ours, theirs):
    seen = seen_by(sponsor_of(ours))

    assert seen == {model: model.objects.count() // 2 for model in PERSONS | SUPPORT | PROGRAMMES}


def test_a_sponsor_sees_neither_other_sponsors_nor_what_they_note(ours):
    enrolment = Enrolment.objects.get()
    other = factories.sponsor(organisation=ours)
    factories.sponsorship(enrolment, other)
    factories.contact(enrolment, other)

    seen = seen_by(sponsor_of(ours))

    assert (seen[Sponsor], seen[Sponsorship], seen[Contact]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("moment", "sees"),
    [
        ("2025-03-14T22:59:59Z", True),
        ("2025-03-14T23:00:00Z", False),
    ],
    ids=["the last second in Berlin", "midnight in Berlin"],
)
def test_a_sponsors_access_ends_at_midnight_in_berlin(ours, moment, sees):
    Sponsorship.objects.update(ended_on=date(2025, 3, 14))

    with time_machine.travel(moment):
        seen = set(seen_by(sponsor_of(ours)))

    assert seen == (PERSONS | SUPPORT | PROGRAMMES if sees else {Sponsor})


def test_midnight_is_berlins_in_summer_time_too(ours):
    Sponsorship.objects.update(ended_on=date(2025, 3, 30))

    with time_machine.travel("2025-03-30T21:59:59Z"):
        before = Enrolment.objects.visible_to(sponsor_of(ours)).count()
    with time_machine.travel("2025-03-30T22:00:00Z"):
        after = Enrolment.objects.visible_to(sponsor_of(ours)).count()

    assert (before, after) == (1, 0)


def test_a_sponsorship_without_the_role_opens_nothing(ours):
    user = sponsor_of(ours)
    user.memberships.all().delete()

    assert seen_by(user) == {}


def test_after_a_transfer_the_old_place_sees_the_time_before_and_the_new_one_all(ours, theirs):
    enrolment = Enrolment.objects.get(cohort__programme__organisation=ours)
    moved_on = date(2025, 1, 1)
    transfer(enrolment, moved_on, theirs)
    later = {"enrolment": enrolment, "organisation": theirs}
    sponsor = factories.sponsor(organisation=theirs)
    new = {
        factories.pause(enrolment, started_on=moved_on),
        factories.exam(enrolment, held_on=moved_on),
        factories.sponsorship(enrolment, sponsor, started_on=moved_on),
        factories.contact(enrolment, sponsor, held_on=moved_on),
        Employment.objects.create(**later, started_on=moved_on, contract="permanent"),
        factories.language_level(enrolment.participant, assessed_on=moved_on),
        factories.residence_document(enrolment.participant, issued_on=moved_on),
    }

    def sees(place):
        user = factories.member(Role.TRAINING_MANAGER, place)
        return {row for row in new if type(row).objects.visible_to(user).filter(pk=row.pk).exists()}

    old_place = factories.member(Role.TRAINING_MANAGER, ours)
    old = {model: model.objects.visible_to(old_place).count() for model in (Enrolment, PhaseEntry, Exam, Contact)}
    assert (sees(ours), sees(theirs), old) == (set(), new, {Enrolment: 1, PhaseEntry: 1, Exam: 1, Contact: 1})


def test_the_old_place_sees_where_somebody_went_and_not_where_they_went_then(ours, theirs):
    enrolment = Enrolment.objects.get(cohort__programme__organisation=ours)
    transfer(enrolment, date(2025, 1, 1), theirs)
    transfer(enrolment, date(2025, 2, 1), factories.organisation())
    old_place = factories.member(Role.TRAINING_MANAGER, ours)

    days = Transfer.objects.visible_to(old_place).order_by("on").values_list("on", flat=True)

    assert list(days) == [START, date(2025, 1, 1)]


def test_what_follows_the_end_of_an_enrolment_stays_with_its_last_place(ours):
    enrolment = Enrolment.objects.get()
    user = factories.member(Role.TRAINING_MANAGER, ours)
    PhaseEntry.objects.update(ended_on=TODAY)
    Sponsorship.objects.update(ended_on=TODAY)
    enrolment.ended_on = TODAY
    enrolment.save()

    job = factories.employment(enrolment, started_on=TODAY + timedelta(days=1))

    assert Employment.objects.visible_to(user).filter(pk=job.pk).exists()


def test_who_takes_a_person_in_sees_them_until_somebody_enrols_them_elsewhere(ours, theirs):
    user, colleague = (factories.member(Role.TRAINING_MANAGER, ours) for _ in range(2))
    person = register_participant(given_name="Neu", by=user)

    def sees(somebody):
        return Participant.objects.visible_to(somebody).filter(pk=person.pk).exists()

    before = (sees(user), sees(colleague))
    factories.enrolment(participant=person, organisation=theirs)

    assert (before, (sees(user), sees(colleague))) == ((True, False), (False, False))


def test_a_site_sees_the_companys_programme_once_its_people_are_in_it(ours, theirs):
    site = factories.organisation(kind=OrganisationKind.SITE, parent=ours)
    user = factories.member(Role.TRAINING_MANAGER, site)
    programme = Programme.objects.get(organisation=ours)
    before = Programme.objects.visible_to(user).count()

    factories.enrolment(cohort=programme.cohorts.get(), organisation=site)

    assert (before, Programme.objects.visible_to(user).get()) == (0, programme)
