"""The page that lays two reports side by side. It reads stored cells, never the live tables."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from integration.accounts.models import User
from reports.editions.models import ReportEdition
from reports.editions.queries import figures_of
from reports.rendering.comparison import Side, compare, short_names
from reports.rendering.views import visible_edition

MOST_CHOICES = 200


@login_required
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs between this report and another that the reader may see; programmes can be compared by themselves."""
    user: User = request.user  # type: ignore[assignment]
    shown = visible_edition(user, pk)
    context = {"edition": shown, "choices": _choices(user, shown), "everything": "everything" in request.GET}
    if number := _number(request.GET.get("with", "")):
        other = get_object_or_404(_comparable(user, shown), pk=number)
        before = _side(other, request.GET.get("other_programme", ""))
        after = _side(shown, request.GET.get("programme", ""))
        groups = compare(before, after, everything=bool(context["everything"]))
        context |= {
            "other": other,
            "before": before,
            "after": after,
            "groups": groups,
            "names": short_names(before, after),
        }
    return render(request, "rendering/compare.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004  (fits a key)


def _side(edition: ReportEdition, programme: str) -> Side:
    side = Side(edition, figures_of(edition))
    return Side(edition, side.figures, programme) if programme in side.programmes else side


def _comparable(user: User, edition: ReportEdition) -> QuerySet[ReportEdition]:
    """Every other report for the same audience that the reader may see and that has figures."""
    seen = ReportEdition.objects.visible_to(user).filter(audience=edition.audience, known_at__isnull=False)
    return seen.exclude(pk=edition.pk).select_related("organisation")


def _choices(user: User, edition: ReportEdition) -> list[tuple[str, list[ReportEdition]]]:
    """The same report in other months and editions, and other reports of the month, with the organisations as headings."""
    alike = Q(organisation=edition.organisation_id) | Q(month=edition.month)
    rows = _comparable(user, edition).filter(alike).order_by("organisation__code", "-month", "-edition")[:MOST_CHOICES]
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.organisation.name)]
