"""Every page in a browser: nobody is shut out, nothing is cut off, nothing forbidden is loaded, by day and by night."""

import pytest
from django.test import Client
from django.urls import reverse

from integration.accounts.roles import Role
from tests import factories as make
from tests.integration.admin.addresses import pages_for
from tests.integration.admin.trees import grow
from tests.journeys.walking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    grown = grow("KIEBITZ")
    sponsor = next(row for row in grown.rows.values() if row._meta.label == "sponsorships.Sponsor")
    sponsor.user = grown.people[Role.SPONSOR]
    sponsor.save()
    return grown


@pytest.fixture
def walk(browser, live_server):
    """Visits pages as somebody and tells what is wrong with any of them."""
    contexts = []

    def visit(somebody, addresses, act=lambda _page: None):
        page = opened(browser, live_server, somebody)
        contexts.append(page.context)
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        found = []
        for address in addresses:
            page.goto(address)
            act(page)
            found += [f"{address} {each}" for each in [*faults(page), *complaints]]
            complaints.clear()
        return found

    yield visit
    for context in contexts:
        context.close()


def _is_complaint(said):
    """Pages that say what went wrong answer with a status of their own, which the browser mentions."""
    return said.type == "error" and "the server responded with a status of" not in said.text


@pytest.mark.parametrize("role", list(Role))
def test_every_page_is_for_everybody(tree, walk, role):
    addresses = pages_for(tree, tree.signed_in(role))

    assert walk(tree.people[role], addresses) == []
    assert len(addresses) > (40 if role == Role.TRAINING_MANAGER else 3)


def test_pages_before_signing_in_are_for_everybody(tree, walk):
    addresses = pages_for(tree, Client())

    assert reverse("account_login") in addresses
    assert walk(None, addresses) == []


def test_lists_without_rows_are_for_everybody(tree, walk):
    nobody_yet = make.member(Role.TRAINING_MANAGER)
    lists = [each for each in pages_for(tree, tree.signed_in(Role.TRAINING_MANAGER)) if _is_list(each)]

    assert walk(nobody_yet, lists) == []
    assert walk(nobody_yet, [f"{each}?q=nobody" for each in lists[:3]]) == []


def _is_list(address):
    return address.startswith("/admin/") and address.count("/") == 4 and not address.endswith("/add/")


def _save_as_it_is(page):
    """A programme begins with a choice of pictures, where there is nothing to save yet."""
    save = page.locator("[name=_save]")
    if save.count():
        save.click()


def test_forms_that_were_refused_are_for_everybody(tree, walk):
    for role in (Role.TRAINING_MANAGER, Role.ADMINISTRATOR):
        forms = [each for each in pages_for(tree, tree.signed_in(role)) if each.endswith("/add/")]

        assert walk(tree.people[role], forms, _save_as_it_is) == []


def test_pages_that_say_no_are_for_everybody(tree, walk, monkeypatch):
    addresses = ["/nowhere/", "/admin/access/", "/admin/?q=%00", "/admin/nowhere/"]
    assert walk(tree.people[Role.TRAINING_MANAGER], addresses) == []
    assert walk(make.user(), ["/"]) == []

    monkeypatch.setattr("integration.admin.landing.roles_of", lambda _user: 1 / 0)
    monkeypatch.setattr("django.core.handlers.exception.log_response", lambda *_args, **_options: None)
    assert walk(tree.people[Role.TRAINING_MANAGER], ["/"]) == []


def test_what_is_folded_up_is_for_everybody(tree, walk):
    def unfold(page):
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate("document.querySelector('#side').showPopover()")

    assert walk(tree.people[Role.TRAINING_MANAGER], ["/admin/pathways/enrolment/"], unfold) == []
