"""Having a report sent by one click, and ending it by one."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.models import Membership
from integration.outbox.kinds import kind_of
from reports.delivery.links import token_of
from reports.delivery.models import Notice, Subscription
from reports.delivery.services import NOTICE
from reports.editions.enums import Audience
from reports.indicators.figures import Figure
from tests import factories as make

pytestmark = pytest.mark.django_db

FIGURES = [Figure("participants", 1, "total", {}, value=41)]
QUERIES_OF_THE_LIST = 4


@pytest.fixture
def edition(company):
    return make.report_edition(organisation=company, audience=Audience.MANAGEMENT, figures=FIGURES, closed=True)


@pytest.fixture
def client(reader):
    signed_in = Client()
    signed_in.force_login(reader)
    return signed_in


def page_of(edition):
    return reverse("reports:edition", args=[edition.pk])


def test_one_click_on_the_page_of_a_report_begins_and_one_ends(client, edition, reader):
    offered = "Diesen Bericht jeden Monat zusenden" in client.get(page_of(edition)).text
    begun = client.post(reverse("reports:subscribe", args=[edition.pk]))
    subscription = Subscription.objects.get()
    ended = client.post(reverse("reports:unsubscribe", args=[subscription.pk]), {"edition": edition.pk})

    assert (offered, begun.url, ended.url) == (True, page_of(edition), page_of(edition))
    assert (subscription.user, subscription.organisation, subscription.audience, subscription.language) == (
        reader,
        edition.organisation,
        "management",
        "de",
    )
    assert not Subscription.objects.exists()


def test_the_page_of_a_report_that_is_sent_offers_to_end_it(client, edition, reader):
    make.subscription(edition, reader)

    text = client.get(page_of(edition)).text

    assert ("Nicht mehr zusenden" in text, "jeden Monat zusenden" in text) == (True, False)


def test_reports_of_others_cannot_be_ordered(client):
    theirs = make.report_edition(audience=Audience.MANAGEMENT, figures=FIGURES)

    answer = client.post(reverse("reports:subscribe", args=[theirs.pk]))

    assert (answer.status_code, Subscription.objects.exists()) == (404, False)


def test_one_page_shows_what_is_sent_to_oneself_and_nothing_of_others(client, edition, reader, company):
    make.subscription(edition, reader)
    make.subscription(edition, make.member(Role.MANAGEMENT, company))
    withdrawn = make.report_edition(audience=Audience.MANAGEMENT, organisation=make.organisation(name="Südwerk"))
    make.subscription(withdrawn, reader)

    text = client.get(reverse("reports:subscriptions")).text

    assert (text.count("Nordwerk <span"), "Südwerk" in text) == (1, False)


def test_the_page_asks_as_often_for_three_as_for_one(client, reader, company, django_assert_num_queries):
    make.subscription(make.report_edition(organisation=company, audience=Audience.MANAGEMENT), reader)
    client.get(reverse("reports:subscriptions"))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(reverse("reports:subscriptions"))
    for _ in range(2):
        site = make.organisation(parent=company, kind="site")
        make.subscription(make.report_edition(organisation=site, audience=Audience.MANAGEMENT), reader)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(reverse("reports:subscriptions"))


def test_the_language_of_the_mails_is_chosen(client, edition, reader):
    subscription = make.subscription(edition, reader)
    address = reverse("reports:subscription_language", args=[subscription.pk])

    for language in ("en", "xx", "\x00"):
        assert client.post(address, {"language": language}).status_code == 302

    subscription.refresh_from_db()
    assert subscription.language == "en"


@pytest.mark.parametrize("name", ["unsubscribe", "subscription_language"])
def test_subscriptions_of_others_are_as_if_they_were_not_there(client, edition, company, name):
    theirs = make.subscription(edition, make.member(Role.MANAGEMENT, company))

    answer = client.post(reverse(f"reports:{name}", args=[theirs.pk]), {"language": "en"})

    assert (answer.status_code, Subscription.objects.get().language) == (404, "de")


@pytest.mark.parametrize("back", ["", "x", "\x00", "99999999999999999999", "²"])
def test_whoever_comes_back_from_nowhere_finds_their_own_page(client, edition, reader, back):
    subscription = make.subscription(edition, reader)

    answer = client.post(reverse("reports:unsubscribe", args=[subscription.pk]), {"edition": back})

    assert answer.url == reverse("reports:subscriptions")


# --- The link of an e-mail ---


@pytest.fixture
def leave(edition, reader):
    return reverse("reports:leave", args=[token_of(make.subscription(edition, reader))])


def test_the_link_of_a_mail_asks_first_and_ends_by_one_click_without_signing_in(leave):
    anybody = Client(enforce_csrf_checks=True)

    asked = anybody.get(leave)
    still = Subscription.objects.exists()
    ended = anybody.post(leave, {"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, still, ended.status_code) == (200, True, 200)
    assert "Nordwerk" in asked.text
    assert not Subscription.objects.exists()


def test_a_link_that_was_used_or_forged_ends_nothing(leave, edition, company):
    other = make.subscription(edition, make.member(Role.MANAGEMENT, company))
    Client().post(leave)

    answers = [
        "Sie erhalten diese E-Mails nicht mehr" in Client().post(address).text
        for address in (leave, f"{leave[:-2]}x/", reverse("reports:leave", args=["1"]))
    ]

    assert (answers, Subscription.objects.get()) == ([True] * 3, other)


def test_the_mail_carries_the_link_for_its_reader_and_for_mail_programs(edition, reader):
    notice = Notice.objects.create(subscription=make.subscription(edition, reader), edition=edition)

    address = urlsplit(kind_of(NOTICE).write(notice.pk).leave).path
    Client().post(address)

    assert not Subscription.objects.exists()


# --- Who is told of what ---


def test_training_managers_see_who_has_reports_of_theirs_sent(edition, reader, company):
    make.subscription(edition, reader)
    elsewhere = make.report_edition(audience=Audience.MANAGEMENT)
    make.subscription(elsewhere, make.member(Role.MANAGEMENT, elsewhere.organisation, email="fremd@example.org"))
    manager = Client()
    manager.force_login(make.member(Role.TRAINING_MANAGER, company))

    text = manager.get(reverse("admin:delivery_subscription_changelist")).text

    assert ("leitung@example.org" in text, "fremd@example.org" in text) == (True, False)


def test_management_sees_only_its_own(edition, reader, company):
    own = make.subscription(edition, reader)
    make.subscription(edition, make.member(Role.MANAGEMENT, company))

    assert list(Subscription.objects.visible_to(reader)) == [own]
    Membership.objects.filter(user=reader).delete()
    assert list(Subscription.objects.visible_to(reader)) == []
