"""Those who run the system see how e-mails went, and send again what failed."""

import pytest
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from integration.outbox.enums import Failure, MessageState
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def failed(company, rings):
    return make.message(company, state=MessageState.FAILED, failure=Failure.REFUSED, attempts=5, refusals=5)


def signed_in(role, at):
    client = Client()
    client.force_login(make.member(role, at))
    return client


def page_of(message):
    return reverse("admin:outbox_message_change", args=[message.pk])


def again(message):
    return reverse("admin:outbox_send_again", args=[message.pk])


def test_an_administrator_sends_again_what_failed(company, failed, rings):
    client = signed_in(Role.ADMINISTRATOR, company)

    before = client.get(page_of(failed)).text
    answers = [client.post(again(failed))["Location"] for _ in range(2)]
    failed.refresh_from_db()

    assert (str(Failure.REFUSED.label) in before, again(failed) in before) == (True, True)
    assert answers == [page_of(failed)] * 2
    assert (failed.state, failed.attempts, rings) == (MessageState.WAITING, 0, [failed.pk])
    assert again(failed) not in client.get(page_of(failed)).text


def test_a_data_protection_officer_reads_and_does_not_send(company, failed):
    client = signed_in(Role.DATA_PROTECTION, company)

    page = client.get(page_of(failed))

    assert (page.status_code, again(failed) in page.text) == (200, False)
    assert client.post(again(failed)).status_code == 403


@pytest.mark.parametrize("role", [Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.SPONSOR])
def test_others_see_nothing_of_it(company, failed, role):
    client = signed_in(role, company)

    assert client.get(page_of(failed)).status_code == 403
    assert client.post(again(failed)).status_code in {403, 404}


def test_e_mails_of_another_company_are_out_of_sight(failed):
    client = signed_in(Role.ADMINISTRATOR, make.organisation())

    answers = [client.get(page_of(failed)).status_code, client.post(again(failed)).status_code]
    failed.refresh_from_db()

    assert (answers, failed.state) == ([404, 404], MessageState.FAILED)
