"""Having a report sent and ending it: on the report's page, on a page with all of one's own, and by the link of an e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from integration.accounts.models import User
from integration.accounts.roles import Right
from integration.organisations.access import only_for
from reports.delivery.links import subscription_of
from reports.delivery.models import LANGUAGES
from reports.delivery.queries import own_subscriptions
from reports.delivery.services import end, subscribe
from reports.editions.models import ReportEdition
from reports.editions.rules import SUBJECTS, roles_that_may

READERS = frozenset[str]().union(*(roles_that_may(Right.READ, audience) for audience in SUBJECTS))


@only_for(*READERS)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every report that the reader has sent."""
    user: User = request.user  # type: ignore[assignment]
    context = {"subscriptions": own_subscriptions(user), "languages": LANGUAGES}
    return render(request, "delivery/index.html", context)


@only_for(*READERS)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the report of which this is an edition sent from now on."""
    user: User = request.user  # type: ignore[assignment]
    edition = get_object_or_404(ReportEdition.objects.visible_to(user).select_related("organisation"), pk=pk)
    subscribe(user, edition.organisation, edition.audience, user.language)
    messages.success(request, _("From now on you get an e-mail as soon as a month of this report is closed."))
    return redirect("reports:edition", pk)


@only_for(*READERS)
@require_POST
def choose_language(request: HttpRequest, pk: int) -> HttpResponse:
    """In which language the e-mails are written. An unknown one changes nothing."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(own_subscriptions(user), pk=pk)
    language = request.POST.get("language", "")
    if language in dict(LANGUAGES):
        subscribe(user, row.organisation, row.audience, language)
        messages.success(request, _("The language of these e-mails is kept."))
    return redirect("reports:subscriptions")


@only_for(*READERS)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a report sent no more; back to the report from which this was asked."""
    user: User = request.user  # type: ignore[assignment]
    end(get_object_or_404(own_subscriptions(user), pk=pk))
    messages.success(request, _("You get no more e-mails about this report."))
    edition = request.POST.get("edition", "")
    if edition.isascii() and edition.isdecimal() and len(edition) < 10:  # noqa: PLR2004  (fits a key)
        return redirect("reports:edition", int(edition))
    return redirect("reports:subscriptions")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an e-mail ends: one click, without signing in. Mail programs post here by themselves (RFC 8058).

    The link is the right, so no token of a form is asked for; reading the page changes nothing.
    """
    row = subscription_of(token)
    if row is not None and request.method == "POST":
        end(row)
        row = None
    return render(request, "delivery/leave.html", {"subscription": row})
