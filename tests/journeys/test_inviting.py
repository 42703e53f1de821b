"""A training manager invites a sponsor, who follows the link from the mail into the portal."""

import re

import pytest
from django.core import mail

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.outbox.delivery import deliver
from integration.outbox.models import Message
from programmes.sponsorships.invitations import token_of
from programmes.sponsorships.inviting import invite
from tests import factories as make
from tests.journeys.test_landing_pages import enter
from tests.journeys.walking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def manager():
    return make.member(Role.TRAINING_MANAGER, make.organisation(name="Nordwerk"))


def link_from_the_mail(live_server, settings):
    settings.PUBLIC_URL = live_server.url
    for pk in Message.objects.order_by("pk").values_list("pk", flat=True):
        deliver(pk)
    return re.search(r"http\S+/portal/welcome/\S+", mail.outbox[-1].body)[0]


def test_from_the_list_of_sponsors_to_the_sponsors_own_portal(page, browser, live_server, settings, manager):
    enter(page, manager)
    page.goto("/admin/sponsorships/sponsor/")
    page.get_by_role("link", name="Paten und Patinnen einladen").click()
    page.get_by_label("Vorname").fill("Kim")
    page.get_by_label("Nachname").fill("Weber")
    page.get_by_label("E-Mail-Adresse").fill("kim.weber@example.org")
    page.get_by_role("button", name="Einladung senden").click()
    page.get_by_text("1 Einladung ist unterwegs.").wait_for()
    link = link_from_the_mail(live_server, settings)

    guest = browser.new_context(locale="de-DE").new_page()
    guest.goto(link)
    guest.locator("input[name=password1]").fill("ein langes Passwort für Kim")
    guest.locator("input[name=password2]").fill("ein langes Passwort für Kim")
    guest.keyboard.press("Enter")
    guest.wait_for_url("**/portal/")
    landed = guest.locator("h1").inner_text()
    guest.goto(link)
    again = guest.locator("h1").inner_text()
    guest.context.close()
    page.get_by_role("link", name="Weber, Kim").click()
    page.wait_for_url("**/change/**")

    assert (landed, again) == ("Meine Mentees", "Dieser Link gilt nicht mehr")
    assert page.get_by_text("hat ein Konto").count() == 1
    assert User.objects.get(email="kim.weber@example.org").memberships.get().role == Role.SPONSOR


def test_the_pages_are_for_everybody_by_day_and_night_and_on_a_telephone(browser, live_server, manager):
    company = manager.memberships.get().organisation
    new, known = (make.sponsor(organisation=company, email=f"{name}@example.org") for name in ("neu", "bekannt"))
    make.user(email=known.email)
    links = [f"/portal/welcome/{token_of(invite(sponsor, manager))}/" for sponsor in (new, known)]
    pages = {
        manager: ["/admin/sponsors/invite/", f"/admin/sponsorships/sponsor/{new.pk}/change/", *links[1:]],
        None: [*links, "/portal/welcome/nothing/"],
    }

    found = {}
    for somebody, addresses in pages.items():
        page = opened(browser, live_server, somebody)
        for address in addresses:
            page.goto(address)
            found[somebody, address] = faults(page)
        page.context.close()

    assert {where: wrong for where, wrong in found.items() if wrong} == {}
