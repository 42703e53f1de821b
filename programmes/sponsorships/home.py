"""What the first page of the workplace shows of sponsorships."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin.home import Step
from integration.admin.trends import Trend
from integration.periods.querysets import active_on
from programmes.pathways.models import PhaseEntry
from programmes.sponsorships.enums import SPONSORING_ROLES
from programmes.sponsorships.models import Sponsor, Sponsorship


def trends(user: User, today: date) -> Iterator[Trend]:
    """Of those whose phase needs a sponsor, how many have one. One query."""
    sponsors = Sponsorship.objects.active_on(today).filter(enrolment=OuterRef("enrolment"), role__in=SPONSORING_ROLES)
    needing = PhaseEntry.objects.visible_to(user, {Role.TRAINING_MANAGER}).filter(
        active_on(today),
        active_on(today, start="entered_on", through="enrolment__"),
        parallel=False,
        phase__sponsor_required=True,
    )
    found = needing.annotate(accompanied=Exists(sponsors)).aggregate(
        of=Count("pk"), n=Count("pk", filter=Q(accompanied=True))
    )
    said = _("%(n)s of %(of)s who need one") % found
    share = f"{(200 * found['n'] + found['of']) // (2 * found['of'])} %" if found["of"] else "–"
    url = reverse("admin:sponsorships_sponsorship_changelist", query={"running": "yes"})
    yield Trend(_("Have a sponsor"), share, (), None, said, url)


SPONSOR_STEP = Step(
    order=30,
    title=gettext_lazy("Invite sponsors"),
    text=gettext_lazy("Colleagues who accompany one to three people each."),
    url_name="admin:sponsors_invite",
    is_done=lambda user: Sponsor.objects.visible_to(user).exists(),
)
