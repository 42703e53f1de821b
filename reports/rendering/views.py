"""The pages of the reports: the list of a month, one report, its files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from integration.accounts.models import User
from integration.accounts.roles import Right, Role
from integration.organisations.access import only_for, roles_of
from integration.organisations.models import Organisation
from integration.periods.months import anniversary
from reports.delivery.queries import own_subscription
from reports.editions.asking import parse_month
from reports.editions.enums import Audience
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.editions.rules import (
    SUBJECTS,
    audiences_read_by,
    may_build,
    may_take,
    organisations_read_by,
    roles_that_may,
)
from reports.editions.services import queue_edition
from reports.indicators import registry
from reports.rendering import queries
from reports.rendering.formats import FORMATS, file_name
from reports.rendering.labels import Names
from reports.rendering.long_tables import figures_in_passing, long_tables, read_table
from reports.rendering.people import may_see_people, people_of
from reports.rendering.story.telling import tell
from reports.rendering.wording import write

ON_PAGE = frozenset({"json", "csv", "xlsx", "pdf"})


READERS = roles_that_may(Right.READ, Audience.HR) | roles_that_may(Right.READ, Audience.MANAGEMENT)


@only_for(*READERS)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The reports of a month that this person may read, for one audience at a time, and what is offered."""
    user: User = request.user  # type: ignore[assignment]
    roles = roles_of(user)
    audiences = audiences_read_by(roles)
    asked = request.GET.get("audience", "")
    context = _month(request, user, Audience(asked) if asked in audiences else audiences[0])
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "rendering/_editions.html", context)
    context["audiences"] = audiences
    if Role.MANAGEMENT in roles:
        context["offers"] = queries.offers_to_management(user)
    return render(request, "rendering/index.html", context)


def _month(request: HttpRequest, user: User, audience: Audience) -> dict[str, Any]:
    try:
        month = parse_month(request.GET["month"]) if "month" in request.GET else queries.newest_month(user, audience)
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
        month = queries.newest_month(user, audience)
    rows = queries.editions_of_month(user, month, audience)
    after = anniversary(month, 1)
    return {
        "audience": audience,
        "month": month,
        "month_before": anniversary(month, -1),
        "month_after": after if after <= queries.last_month() else None,
        "rows": rows,
        "may_build_any": any(row.may_build for row in rows),
        "under_way": any(row.is_under_way for row in rows),
    }


@login_required
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its figures if there are any, else where it stands."""
    user: User = request.user  # type: ignore[assignment]
    shown = visible_edition(user, pk)
    others = queries.beside(shown)
    if request.htmx:  # type: ignore[attr-defined]
        return _progress(request, shown, others)
    left = long_tables(shown) if shown.has_figures else []
    context = {
        "edition": shown,
        "others": others,
        "under_way": shown.is_under_way or others.is_under_way,
        "story": tell(shown, figures_in_passing(shown, left), left) if shown.has_figures else None,
        "earlier": queries.neighbour(shown, -1),
        "with_people": may_see_people(user, shown),
        "later": queries.neighbour(shown, 1),
        "may_take": may_take(user, shown.organisation, Audience(shown.audience)),
        "may_build": may_build(user, shown.organisation),
        "subscription": own_subscription(user, shown.organisation, shown.audience),
    }
    return render(request, "rendering/edition.html", context)


@login_required
@require_GET
def table(request: HttpRequest, pk: int, family: str, breakdown: str) -> HttpResponse:
    """A long table of a report by itself."""
    user: User = request.user  # type: ignore[assignment]
    shown = visible_edition(user, pk)
    found = next((each for each in long_tables(shown) if (each.family, each.breakdown) == (family, breakdown)), None)
    if found is None:
        raise Http404
    context = {
        "edition": shown,
        "family": found.family,
        "table": read_table(shown, found),
        "with_people": may_see_people(user, shown),
    }
    return render(request, "rendering/table.html", context)


@login_required
@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is behind a figure of a report for HR."""
    user: User = request.user  # type: ignore[assignment]
    shown = visible_edition(user, pk)
    if not may_see_people(user, shown):
        raise PermissionDenied
    found = people_of(user, shown, request.GET.dict())
    context = {
        "edition": shown,
        "people": found,
        "indicator": registry.get(found.figure.indicator),
        "written": write(found.figure, registry.get(found.figure.indicator)),
        "labels": Names([found.figure], shown.kept.names).labels(found.figure).values(),
        "is_rate": found.figure.denominator is not None,
    }
    return render(request, "rendering/people.html", context)


def _progress(request: HttpRequest, shown: ReportEdition, others: queries.Beside) -> HttpResponse:
    """The part that asks for itself while the report is built; when it is done, the whole page is loaded anew."""
    under_way = shown.is_under_way or others.is_under_way
    context = {"edition": shown, "others": others, "under_way": under_way}
    response = render(request, "rendering/_progress.html", context)
    if not under_way:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_GET
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report as a file. The right is asked again; the figures are those that are stored."""
    user: User = request.user  # type: ignore[assignment]
    taken = visible_edition(user, pk)
    if form not in ON_PAGE or not taken.has_figures:
        raise Http404
    if not may_take(user, taken.organisation, Audience(taken.audience)):
        raise PermissionDenied
    written = FORMATS[form]
    response = HttpResponse(written.render(taken, figures_of(taken)), content_type=written.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(taken, form)}"'
    return response


@login_required
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Have the report of one organisation built, or of all that this person may; while one is under way nothing changes."""
    user: User = request.user  # type: ignore[assignment]
    try:
        month = parse_month(request.POST.get("month", ""))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("reports:index")
    asked = request.POST.get("audience", Audience.HR)
    audience = Audience(asked) if asked in SUBJECTS else Audience.HR
    code = request.POST.get("organisation", "")
    for organisation in [_buildable(user, code)] if code else queries.to_build(user, month):
        queue_edition(organisation, month, audience)
    messages.success(request, _("The figures are being built. This page keeps itself up to date."))
    return redirect(reverse("reports:index", query={"month": f"{month:%Y-%m}", "audience": audience.value}))


def _buildable(user: User, code: str) -> Organisation:
    organisation = get_object_or_404(organisations_read_by(user), code=code)
    if not may_build(user, organisation):
        raise PermissionDenied
    return organisation


def visible_edition(user: User, pk: int) -> ReportEdition:
    """The edition, or 404 as if there were none."""
    return get_object_or_404(ReportEdition.objects.visible_to(user).select_related("organisation"), pk=pk)
