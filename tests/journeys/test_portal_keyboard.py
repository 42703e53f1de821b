"""Sponsor and training manager by keyboard alone: help asked, answered and settled, a handover asked, arranged, acknowledged."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.models import Handover, HelpRequest, Promise, Relief
from tests import factories as make
from tests import sponsor_factories as say
from tests.journeys.walking import TELEPHONE, faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 80


@pytest.fixture
def company():
    return make.organisation(name="Nordwerk")


@pytest.fixture
def sponsor(company):
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


@pytest.fixture
def mentee(company, sponsor):
    programme = make.programme(organisation=company)
    make.phase(programme, PhaseKind.TRAINING)
    return make.enrolment(
        cohort=make.cohort(programme), participant=make.participant(given_name="Amal"), sponsor=sponsor
    )


@pytest.fixture
def at_keyboard(browser, live_server):
    """A page for somebody, on a telephone unless they sit at a desk; closed again at the end."""
    pages = []

    def page_for(user, *, desk=False):
        page = opened(browser, live_server, user)
        if not desk:
            page.set_viewport_size(TELEPHONE)
        pages.append(page)
        return page

    yield page_for
    for page in pages:
        page.context.close()


def go_to(page, target):
    """With the tabulator until it has the focus, which is to be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            assert target.evaluate("each => getComputedStyle(each).outlineStyle") != "none"
            return
    pytest.fail(f"The keyboard does not reach {target}.")


def press(page, target, key="Enter"):
    go_to(page, target)
    page.keyboard.press(key)


def write(page, target, text):
    go_to(page, target)
    page.keyboard.type(text)


def test_help_is_asked_answered_and_settled(at_keyboard, company, sponsor, mentee):
    phone = at_keyboard(sponsor.user)
    phone.goto("/portal/help/")
    press(phone, phone.get_by_role("link", name="Amal"))
    write(phone, phone.get_by_label("Nachricht"), "Wer hilft beim Wohngeld?")
    press(phone, phone.get_by_role("button", name="Senden"))
    expect(phone.get_by_text("wartet auf Antwort")).to_be_visible()

    desk = at_keyboard(make.member(Role.TRAINING_MANAGER, company), desk=True)
    desk.goto("/admin/help/")
    press(desk, desk.get_by_role("link", name="Amal"))
    write(desk, desk.locator("main textarea"), "Die Sozialberatung, donnerstags.")
    press(desk, desk.get_by_role("button", name="Antworten"))
    expect(desk.get_by_text("beantwortet").first).to_be_visible()

    phone.reload()
    press(phone, phone.get_by_role("main").get_by_role("link", name="Amal").first)
    expect(phone.get_by_text("Die Sozialberatung, donnerstags.")).to_be_visible()
    press(phone, phone.get_by_role("button", name="Es ist erledigt"))
    expect(phone.get_by_role("heading", name="Erledigt")).to_be_visible()

    assert HelpRequest.objects.get().state == "settled"
    assert faults(desk) == []


def test_a_handover_is_asked_arranged_and_acknowledged(at_keyboard, company, sponsor, mentee):
    other = make.sponsor(organisation=company, family_name="Lang", user=make.member(Role.SPONSOR, company))
    phone = at_keyboard(sponsor.user)
    phone.goto(f"/portal/mentees/{mentee.pk}/")
    press(phone, phone.get_by_role("link", name="Übergeben"))
    write(phone, phone.get_by_label("Was offen ist"), "Termin beim Amt")
    press(phone, phone.get_by_role("button", name="Um Übergabe bitten"))
    expect(phone.get_by_text("noch übernimmt niemand")).to_be_visible()

    asked = Handover.objects.get()
    taken = make.sponsorship(mentee, other, started_on=timezone.localdate())
    Handover.objects.filter(pk=asked.pk).update(successor=taken)
    others = at_keyboard(other.user)
    others.goto("/portal/")
    expect(others.get_by_text("Termin beim Amt")).to_be_visible()
    press(others, others.get_by_role("button", name="Gelesen, ich übernehme"))
    expect(others.get_by_role("button", name="Gelesen, ich übernehme")).to_have_count(0)

    assert (asked.note, Handover.objects.get().acknowledged_at is not None) == ("Termin beim Amt", True)


def test_a_training_manager_finds_a_successor_from_the_open_handover(at_keyboard, company, sponsor, mentee):
    last = timezone.localdate() + timedelta(days=7)
    handover = say.handover(mentee.sponsorships.get(), last_day=last, note="Termin beim Amt")
    desk = at_keyboard(make.member(Role.TRAINING_MANAGER, company), desk=True)

    desk.goto(f"/admin/sponsorships/handover/{handover.pk}/change/")
    seen = faults(desk)
    press(desk, desk.get_by_role("link", name="Jemanden finden, der übernimmt"))
    desk.wait_for_url("**/step/hand_over/**")

    assert (seen, desk.get_by_label("Was offen ist").input_value()) == ([], "Termin beim Amt")


def test_a_sponsor_promises_and_says_that_it_is_too_much(at_keyboard, company, sponsor, mentee):
    say.promise_text(company)
    phone = at_keyboard(sponsor.user)
    phone.goto("/portal/me/")
    press(phone, phone.get_by_role("button", name="Das verspreche ich"))
    expect(phone.get_by_text("versprochen").first).to_be_visible()
    press(phone, phone.get_by_text("Es ist zu viel"))
    write(phone, phone.get_by_label("Was würde helfen?"), "Eine Pause")
    press(phone, phone.get_by_role("button", name="Der Ausbildungsleitung sagen"))
    expect(phone.get_by_text("gesagt, noch nicht geklärt")).to_be_visible()

    assert (Promise.objects.get().sponsor, Relief.objects.get().text) == (sponsor, "Eine Pause")
