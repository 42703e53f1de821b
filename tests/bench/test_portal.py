"""The benchmark opens every page of the sponsors' portal, with everything on it."""

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from bench import portal
from bench.page_verdict import complaints_of_pages
from integration.accounts.roles import Role
from programmes.pathways.enums import PhaseKind
from programmes.sponsorships import urls
from tests import factories as make

ONLY_SENT = {"undo_contact", "settle_step", "settle_help", "own_promise", "own_there"}
HANDED_OVER = {"handover_acknowledge", "handover_withdraw"}
OF_NOBODY = {"manifest", "worker", "offline", "welcome"}


@pytest.mark.django_db
def test_every_page_of_the_portal_is_opened():
    site = make.organisation()
    sponsor = make.sponsor(organisation=site, user=make.member(Role.SPONSOR, site))
    make.contact(make.enrolment(in_phase=PhaseKind.TRAINING, sponsor=sponsor), sponsor)
    portal.furnish(sponsor, timezone.localdate())
    client = Client()
    client.force_login(sponsor.user)

    opened = {resolve(address).view_name: client.get(address).status_code for address in portal.addresses(sponsor.user)}

    pages = {f"portal:{each.name}" for each in urls.urlpatterns} - {
        f"portal:{name}" for name in ONLY_SENT | HANDED_OVER | OF_NOBODY
    }
    assert opened == dict.fromkeys(pages | {"dates:own"}, 200)


def test_a_page_of_the_portal_has_fifty_milliseconds():
    pages = {"sponsor /portal/": {"ms": 51.0, "status": 200, "queries": 9}}

    found = complaints_of_pages([{"people": 100_000, "filled": 1.0, "pages": pages}])

    assert found == ["100,000 people: sponsor /portal/: 51 ms, at most 50"]
