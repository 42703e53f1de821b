"""What the first page of the workplace shows of reports."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.admin.home import Place, Work
from reports.editions.enums import EditionState
from reports.editions.models import ReportEdition

SHOWN = 5
REPORTS = Place(
    gettext_lazy("Monthly reports"),
    gettext_lazy("What is told to human resources and to management."),
    "reports:index",
    "report",
)


def under_way(user: User) -> list[Work]:
    """The reports that are being built, or wait for it. One query."""
    editions = ReportEdition.objects.visible_to(user).filter(state__in=[EditionState.WAITING, EditionState.BUILDING])
    return [_work(each) for each in editions.select_related("organisation").order_by("-month", "pk")[:SHOWN]]


def _work(edition: ReportEdition) -> Work:
    month = date_format(edition.month, "F Y")
    title = _("Report %(month)s, %(organisation)s") % {"month": month, "organisation": edition.organisation.name}
    url = reverse("reports:index", query={"month": f"{edition.month:%Y-%m}", "audience": edition.audience})
    return Work(title, url, edition.progress_done, edition.progress_of)
