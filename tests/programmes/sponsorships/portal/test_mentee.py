"""The page of one mentee: all that a sponsor may know, nothing else, and of nobody else."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integration.accounts.roles import Role
from integration.journal.models import Page, ReadEntry
from programmes.participants.enums import Evidence, Level
from programmes.pathways.enums import PhaseKind
from tests import factories as make

pytestmark = pytest.mark.django_db


def page_of(client, enrolment):
    return client.get(reverse("portal:mentee", args=[enrolment.pk]))


def test_telephone_and_mail_are_one_tap_away(client, mentee):
    page = page_of(client, mentee).content.decode()

    assert ('href="tel:015112345"' in page, 'href="mailto:amal@example.org"' in page) == (True, True)


def test_what_the_matrix_denies_is_nowhere_on_the_page(client, mentee):
    person = mentee.participant
    person.nationality, person.gender, person.birth_date = "SYR", "female", date(2001, 2, 3)
    person.save()
    document = make.residence_document(person, legal_section="§ 25 Abs. 2", printed_valid_to=date(2031, 7, 19))

    page = page_of(client, mentee).content.decode()

    denied = [
        "2001",
        "03.02.",
        "Syrien",
        "SYR",
        "weiblich",
        "2031",
        "19.07.",
        document.code,
        "§ 25",
        "Aufenthaltserlaubnis",
    ]
    assert [word for word in denied if word in page] == []


def test_language_says_what_is_certified_and_what_is_needed(client, mentee):
    make.language_level(mentee.participant, level=Level.B1)
    make.language_level(
        mentee.participant, level=Level.B2, evidence=Evidence.SELF_ESTIMATE, assessed_on=date(2025, 1, 1)
    )
    mentee.cohort.programme.phases.filter(kind=PhaseKind.TRAINING).update(minimum_level=Level.B2)

    (language,) = [
        each.facts for each in page_of(client, mentee).context["sections"] if each.section.name == "language"
    ]

    assert (language["level"].level, language["goal"], language["reached"]) == (Level.B1, Level.B2, False)


def test_whom_to_ask_are_the_nearest_managers_and_the_companys_people_at_the_partner(client, mentee, sponsor):
    company = mentee.organisation
    partner = make.partner(name="Bildungswerk")
    mentee.cohort.programme.lead_partner = partner
    mentee.cohort.programme.save()
    make.member(Role.TRAINING_MANAGER, company, display_name="Nora Nolte")
    make.member(Role.TRAINING_MANAGER, display_name="Somebody Else")
    make.contact_person(company, partner, name="Robin Keller", function="Kurse")
    make.contact_person(make.organisation(), partner, name="Of Others")
    make.contact_person(company, partner, name="Gone", active=False)

    (asking,) = [each.facts for each in page_of(client, mentee).context["sections"] if each.section.name == "asking"]

    assert [(each.name, each.about) for each in asking["people"]] == [("Nora Nolte", ""), ("Robin Keller", "Kurse")]


def test_that_the_page_was_opened_is_written_down(client, mentee, sponsor):
    page_of(client, mentee)

    entry = ReadEntry.objects.get()
    assert (entry.reader, entry.person, entry.page) == (sponsor.user, mentee.participant_id, Page.PERSON)


def test_others_mentees_former_ones_and_nobody_answer_alike(client, mentee):
    others = make.enrolment(sponsor=make.sponsor())
    former = make.enrolment()
    make.sponsorship(former, mentee.sponsorships.get().sponsor, ended_on=timezone.localdate() - timedelta(days=1))
    page_of(client, mentee)

    answers = set()
    for pk in (others.pk, former.pk, 10**9, 10**18):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("portal:mentee", args=[pk]))
        words = re.sub(r'value="\w{64}"', "", answer.content.decode().replace(f"/{pk}/", "/"))
        answers.add((answer.status_code, len(asked), words))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SPONSOR])
def test_the_page_is_for_sponsors(role, mentee):
    client = Client()
    client.force_login(make.member(role, mentee.organisation))

    assert page_of(client, mentee).status_code == 403


@pytest.mark.parametrize(
    ("last_day", "still", "over"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), datetime(2026, 7, 1, 22, 0, tzinfo=UTC)),
    ],
)
def test_access_ends_at_midnight_in_berlin_also_when_the_clocks_change(sponsor, mentee, last_day, still, over):
    mentee.sponsorships.update(ended_on=last_day)

    found = []
    for moment in (still, over):
        with time_machine.travel(moment, tick=False):
            client = Client()
            client.force_login(sponsor.user)
            found.append((page_of(client, mentee).status_code, len(client.get("/portal/").context["cards"])))

    assert found == [(200, 1), (404, 0)]


def test_the_page_costs_the_same_however_much_there_is(client, mentee):
    page_of(client, mentee)
    with CaptureQueriesContext(connection) as little:
        page_of(client, mentee)

    for number in range(3):
        make.exam(mentee, attempt=number + 1, held_on=timezone.localdate() + timedelta(days=number))
        make.language_level(mentee.participant, assessed_on=make.START + timedelta(days=number))
        make.member(Role.TRAINING_MANAGER, mentee.organisation)
    with CaptureQueriesContext(connection) as much:
        page_of(client, mentee)

    assert len(much) == len(little)
