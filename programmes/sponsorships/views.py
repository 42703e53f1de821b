"""The sponsors' pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from integration.accounts.roles import Role
from integration.organisations.access import only_for
from programmes.sponsorships.portal import mentees_of


@require_GET
@only_for(Role.SPONSOR)
def index(request: HttpRequest) -> HttpResponse:
    """The people whom the reader accompanies today."""
    return render(request, "sponsorships/portal.html", {"mentees": mentees_of(request.user)})
