"""By whom people are accompanied, as a filter of lists."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration.admin.choices import RowsFilter
from programmes.pathways.models import Enrolment
from programmes.sponsorships.models import Sponsor
from programmes.sponsorships.queries import name_of_sponsor, sponsored

SOMEBODY, NOBODY = "any", "none"


class SponsorFilter(RowsFilter):
    """With somebody, with nobody, or with one sponsor, today."""

    title = _("sponsor")
    parameter_name = "sponsor"
    rows_of = Sponsor
    uncounted = True
    besides = ((SOMEBODY, _("with a sponsor")), (NOBODY, _("without a sponsor")))

    def offered(self) -> QuerySet[Sponsor]:
        """By name."""
        return super().offered().order_by("search_name", "code")

    def title_of(self, row: Sponsor) -> str:
        """As in a list."""
        return name_of_sponsor(row)

    def choices_for(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """Whether at all, then who; for those who may read of sponsors."""
        return super().choices_for(request) if self.user.has_perm("sponsorships.view_sponsor") else ()

    def narrowed(self, rows: Any, value: str) -> QuerySet[Enrolment]:
        """By the sponsorships of today, of people who are still here."""
        rows = rows.in_hands_of(self.user)
        sponsorships = sponsored(timezone.localdate(), OuterRef("pk"))
        if value == NOBODY:
            return rows.filter(~Exists(sponsorships))
        return rows.filter(Exists(sponsorships if value == SOMEBODY else sponsorships.filter(sponsor=value)))
