"""Where each role's work is."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from integration.accounts.roles import Role
from integration.organisations.access import roles_of

FIRST = (
    (Role.TRAINING_MANAGER, "admin:index"),
    (Role.ADMINISTRATOR, "admin:index"),
    (Role.DATA_PROTECTION, "admin:access_matrix"),
    (Role.MANAGEMENT, "reports:index"),
    (Role.SPONSOR, "portal:index"),
)
"""Whoever has several roles starts where the first of them works."""


@login_required
def land(request: HttpRequest) -> HttpResponse:
    """Go where the work is; without a role, say whom to ask."""
    roles = roles_of(request.user)
    for role, url_name in FIRST:
        if role in roles:
            return redirect(reverse(url_name))
    return render(request, "no_role.html")
