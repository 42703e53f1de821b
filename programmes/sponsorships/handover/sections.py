"""What the portal shows of handovers: those to acknowledge, and on a mentee's page the way to ask for one."""

from django.utils.translation import gettext_lazy as _

from integration.accounts.roles import Role
from programmes.pathways.accompanied import Facts, Page, Section, Visit, declare
from programmes.sponsorships.models import Handover
from programmes.sponsorships.models.handover import OPEN
from programmes.sponsorships.queries import current_sponsorships


def declare_sections() -> None:
    """What waits stands above everything, the way to hand over below."""
    declare(
        Section(Page.MENTEES, "take_over", _("Handover"), 5, "portal/handover/take_over.html", taking_over),
        Section(Page.MENTEE, "take_over", _("Handover"), 5, "portal/handover/take_over.html", taking_over),
        Section(Page.MENTEE, "handover", _("Handing over"), 90, "portal/handover/handing_over.html", handing_over),
    )


def taking_over(visit: Visit) -> Facts | None:
    """Handovers of these mentees that one has still to acknowledge."""
    own = current_sponsorships(visit.user, visit.today).filter(enrolment__in=[each.pk for each in visit.mentees])
    rows = Handover.objects.visible_to(visit.user, {Role.SPONSOR}).filter(OPEN, successor__in=own.values("pk"))
    waiting = list(rows.select_related("sponsorship__enrolment__participant").order_by("last_day", "pk"))
    return {"waiting": waiting} if waiting else None


def handing_over(visit: Visit) -> Facts:
    """Where one's own stands."""
    own = current_sponsorships(visit.user, visit.today).filter(enrolment=visit.mentee)
    asked = Handover.objects.visible_to(visit.user, {Role.SPONSOR}).filter(sponsorship__in=own.values("pk"))
    last = asked.filter(withdrawn_at=None).order_by("-pk").first()
    return {"handover": last, "mentee": visit.mentee}
