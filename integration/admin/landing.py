"""Where each role's work is."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.access import roles_of


class Place(NamedTuple):
    """An address, what the navigation calls it, and whose work is there."""

    url_name: str
    title: Promise
    roles: frozenset[Role]


PLACES = (
    Place("admin:index", _("Workplace"), frozenset({Role.TRAINING_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION})),
    Place("portal:index", _("My mentees"), frozenset({Role.SPONSOR})),
    Place(
        "reports:index",
        _("Reports"),
        frozenset({Role.TRAINING_MANAGER, Role.MANAGEMENT, Role.DATA_PROTECTION}),
    ),
    Place("admin:access_matrix", _("Who may do what"), frozenset({Role.DATA_PROTECTION, Role.ADMINISTRATOR})),
)
"""In the order of the navigation."""

FIRST = (
    (Role.TRAINING_MANAGER, "admin:index"),
    (Role.ADMINISTRATOR, "admin:index"),
    (Role.DATA_PROTECTION, "admin:access_matrix"),
    (Role.MANAGEMENT, "reports:index"),
    (Role.SPONSOR, "portal:index"),
)
"""Whoever has several roles starts where the first of them works."""


def places_of(user: User | AnonymousUser) -> list[Place]:
    """What the navigation offers somebody."""
    roles = roles_of(user)
    return [place for place in PLACES if place.roles & roles]


@login_required
def land(request: HttpRequest) -> HttpResponse:
    """Go where the work is; without a role, say whom to ask."""
    roles = roles_of(request.user)
    for role, url_name in FIRST:
        if role in roles:
            return redirect(reverse(url_name))
    return render(request, "no_role.html")
