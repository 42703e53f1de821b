"""The portal where there is no connection, and where there are no scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bench import portal
from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from tests import factories as make
from tests.journeys.walking import TELEPHONE, faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sponsor():
    company = make.organisation(name="Nordwerk")
    return make.sponsor(organisation=company, user=make.member(Role.SPONSOR, company))


@pytest.fixture
def mentee(sponsor):
    person = make.participant(given_name="Amal")
    return make.enrolment(in_phase=PhaseKind.TRAINING, participant=person, sponsor=sponsor)


@pytest.fixture
def telephone(browser, live_server, sponsor, mentee):
    page = opened(browser, live_server, sponsor.user)
    page.set_viewport_size(TELEPHONE)
    yield page
    page.context.close()


def lose_connection(page):
    """For the page and for the worker, which has a line of its own."""
    page.context.set_offline(True)


def test_without_a_connection_the_portal_says_so_keeps_what_was_typed_and_goes_on_by_itself(telephone, mentee):
    telephone.goto("/portal/")
    telephone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    form = f"/portal/mentees/{mentee.pk}/contact/"
    telephone.goto(form)
    telephone.get_by_label("In einer Zeile").fill("Im Tunnel getippt")

    lose_connection(telephone)
    telephone.goto("/portal/dates/")
    expect(telephone.get_by_role("heading", name="Keine Verbindung")).to_be_visible()
    expect(telephone.get_by_text("Was Sie getippt haben, ist nicht verloren.")).to_be_visible()
    wrong = faults(telephone)
    telephone.context.set_offline(False)
    expect(telephone.get_by_role("heading", name="Termine")).to_be_visible()
    telephone.goto(form)

    assert telephone.get_by_label("In einer Zeile").input_value() == "Im Tunnel getippt"
    assert wrong == []


def test_what_the_worker_keeps_is_about_nobody(telephone):
    telephone.goto("/portal/")
    telephone.evaluate("navigator.serviceWorker.ready.then(() => true)")

    kept = telephone.evaluate(
        "caches.keys().then(names => Promise.all(names.map(each => caches.open(each).then(kept => kept.keys())))"
        ").then(found => found.flat().map(each => new URL(each.url).pathname))"
    )

    assert [each for each in kept if not each.startswith("/static/")] == ["/portal/offline/"]


def test_every_page_is_read_without_scripts(browser, live_server, telephone, sponsor, mentee):
    make.contact(mentee, sponsor)
    portal.furnish(sponsor, timezone.localdate())
    context = browser.new_context(
        base_url=live_server.url,
        locale="de-DE",
        viewport=TELEPHONE,
        java_script_enabled=False,
        storage_state=telephone.context.storage_state(),
    )
    page = context.new_page()

    for address in portal.addresses(sponsor.user):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("navigation", name="Portal").get_by_role("link")).to_have_count(4)
        for form in page.locator("main form").all():
            expect(
                page.locator(f"button[form='{form.get_attribute('id')}']").or_(form.locator("button")).first
            ).to_be_attached()
    context.close()
