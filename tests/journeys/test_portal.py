"""A sponsor on a telephone: from opening the portal to a saved contact, also without a connection, and by keyboard."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bench import portal
from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships.models import Contact
from tests import factories as make
from tests import sponsor_factories as say
from tests.journeys.walking import TELEPHONE, faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sponsor():
    company = make.organisation(name="Nordwerk")
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


@pytest.fixture
def mentee(sponsor):
    person = make.participant(given_name="Amal", phone="0151 12345", email="amal@example.org")
    return make.enrolment(in_phase=PhaseKind.TRAINING, participant=person, sponsor=sponsor)


@pytest.fixture
def telephone(browser, live_server, sponsor, mentee):
    page = opened(browser, live_server, sponsor.user)
    page.set_viewport_size(TELEPHONE)
    yield page
    page.context.close()


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('einstieg-draft:')).length")


def noted():
    return [(each.note.text, each.reached) for each in Contact.objects.select_related("note").order_by("pk")]


def test_four_taps_and_one_line_are_a_saved_contact(telephone, record_testsuite_property):
    """Timed from opening the portal; `pytest --junit-xml` keeps how many taps and seconds it took."""
    taps = 0

    def tap(target):
        nonlocal taps
        taps += 1
        target.click()

    begun = time.monotonic()
    telephone.goto("/portal/")
    tap(telephone.get_by_role("link", name="Kontakt notieren"))
    tap(telephone.get_by_label("In einer Zeile"))
    telephone.keyboard.type("Prüfung angemeldet")
    tap(telephone.get_by_role("button", name="Speichern"))
    expect(telephone.get_by_text("Der Kontakt ist notiert.")).to_be_visible()
    seconds = time.monotonic() - begun
    record_testsuite_property("taps to a saved contact", taps)
    record_testsuite_property("seconds to a saved contact", round(seconds, 2))

    assert (noted(), taps, drafts(telephone)) == ([("Prüfung angemeldet", True)], 3, 0)
    assert seconds < 30


def test_without_a_connection_nothing_typed_is_lost_and_nothing_is_sent_twice(telephone, mentee):
    telephone.goto(f"/portal/mentees/{mentee.pk}/contact/")
    telephone.get_by_label("In einer Zeile").fill("Im Zug getippt")
    telephone.context.set_offline(True)
    telephone.get_by_role("button", name="Speichern").click()
    expect(telephone.get_by_text("Keine Verbindung.")).to_be_visible()
    before = (noted(), drafts(telephone))

    telephone.context.set_offline(False)
    expect(telephone.get_by_text("Der Kontakt ist notiert.")).to_be_visible()

    assert (before, noted(), drafts(telephone)) == (([], 1), [("Im Zug getippt", True)], 0)


def test_what_was_typed_is_there_again_and_waits_are_sent_from_any_page(telephone, mentee):
    form = f"/portal/mentees/{mentee.pk}/contact/"
    telephone.goto(form)
    telephone.get_by_label("In einer Zeile").fill("Noch nicht fertig")
    telephone.get_by_role("radio", name="nicht erreicht").check()
    telephone.goto(form)
    again = telephone.get_by_label("In einer Zeile").input_value()
    telephone.route("**/contact/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    telephone.get_by_role("button", name="Speichern").click()
    expect(telephone.get_by_text("Keine Verbindung.")).to_be_visible()

    telephone.unroute("**/contact/")
    telephone.goto("/portal/")
    expect(telephone.get_by_text("Was auf diesem Gerät wartete, ist jetzt gesendet.")).to_be_visible()

    assert (again, noted(), drafts(telephone)) == ("Noch nicht fertig", [("Noch nicht fertig", False)], 0)


def test_a_lost_answer_and_a_double_tap_are_one_contact(telephone, mentee):
    telephone.goto(f"/portal/mentees/{mentee.pk}/contact/")
    telephone.get_by_label("In einer Zeile").fill("Einmal")

    lost = []

    def lose_the_answer(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    telephone.route("**/contact/", lose_the_answer)
    telephone.get_by_role("button", name="Speichern").dblclick()
    expect(telephone.get_by_text("Der Kontakt ist notiert.")).to_be_visible()

    assert noted() == [("Einmal", True)]


def test_signing_out_leaves_nothing_on_the_device(telephone, mentee):
    telephone.goto(f"/portal/mentees/{mentee.pk}/contact/")
    telephone.get_by_label("In einer Zeile").fill("Vertraulich")
    before = drafts(telephone)

    telephone.locator(".own summary").click()
    telephone.get_by_role("button", name="Abmelden").click()
    telephone.wait_for_url("**/account/login/**")

    assert (before, drafts(telephone)) == (1, 0)


def test_what_is_wrong_is_said_beside_its_field_and_kept(telephone, mentee):
    telephone.goto(f"/portal/mentees/{mentee.pk}/contact/")
    telephone.get_by_label("In einer Zeile").fill("Bleibt stehen")
    telephone.get_by_label("Minuten").fill("5000")
    telephone.get_by_role("button", name="Speichern").click()
    expect(telephone.locator(".errorlist")).to_be_visible()

    assert telephone.get_by_label("In einer Zeile").input_value() == "Bleibt stehen"
    assert noted() == []


def test_it_works_without_scripts_and_by_keyboard(browser, live_server, telephone, mentee):
    context = browser.new_context(
        base_url=live_server.url,
        locale="de-DE",
        java_script_enabled=False,
        storage_state=telephone.context.storage_state(),
    )
    page = context.new_page()
    page.goto(f"/portal/mentees/{mentee.pk}/contact/")
    page.get_by_label("In einer Zeile").focus()
    page.keyboard.type("Ohne Skript")
    page.get_by_role("button", name="Speichern").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/portal/mentees/{mentee.pk}/")
    context.close()

    assert noted() == [("Ohne Skript", True)]


def test_the_pages_are_for_everybody_by_day_and_night_and_on_a_telephone(
    browser, live_server, telephone, sponsor, mentee
):
    make.contact(mentee, sponsor, held_on=timezone.localdate())
    portal.furnish(sponsor, timezone.localdate())
    taken_over = make.sponsorship(mentee, sponsor, started_on=make.START + timedelta(days=1))
    say.handover(make.sponsorship(mentee, make.sponsor()), successor=taken_over, note="Offen ist der Zuschuss.")
    page = opened(browser, live_server, sponsor.user)

    found = {}
    for address in portal.addresses(sponsor.user):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        found[address] = faults(page)
    page.context.close()

    assert {where: wrong for where, wrong in found.items() if wrong} == {}
    assert len(found) == 13
