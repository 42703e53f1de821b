"""What the portal shows of handovers: those to acknowledge, and on a mentee's page the way to ask for one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.pathways.accompanied import Facts, Page, Section, Visit, declare
from programmes.sponsorships.enums import HandoverState
from programmes.sponsorships.models import Handover, Sponsorship
from programmes.sponsorships.portal import asked
from programmes.sponsorships.portal.asked import AS_SPONSOR


def declare_sections() -> None:
    """What waits stands above everything, the way to hand over below."""
    declare(
        Section(Page.MENTEES, "take_over", _("Handover"), 5, "portal/handover/take_over.html", taking_over),
        Section(Page.MENTEE, "take_over", _("Handover"), 5, "portal/handover/take_over.html", taking_over),
        Section(Page.MENTEE, "handover", _("Handing over"), 90, "portal/handover/handing_over.html", handing_over),
    )


def taking_over(visit: Visit) -> Facts | None:
    """Handovers of these mentees that one has still to acknowledge."""
    people = {mentee.pk: mentee.participant for mentee in visit.mentees}
    own = {each.pk: people[each.enrolment_id] for each in _own(visit)}
    standing = sorted(visit.once(handovers), key=lambda each: (each.last_day, each.pk))
    arranged = [each for each in standing if each.state == HandoverState.ARRANGED and each.successor_id in own]
    return {"waiting": [(each, own[each.successor_id]) for each in arranged]} if arranged else None


def handing_over(visit: Visit) -> Facts:
    """Where one's own stands."""
    own = {each.pk for each in _own(visit)}
    said = [each for each in visit.once(handovers) if each.sponsorship_id in own]
    return {"handover": said[-1] if said else None, "mentee": visit.mentee}


def handovers(visit: Visit) -> list[Handover]:
    """Those of these mentees that one asked for, or by which one takes over; what was taken back is gone."""
    own = [each.pk for each in _own(visit)]
    rows = Handover.objects.visible_to(visit.user, AS_SPONSOR).filter(withdrawn_at=None)
    rows = rows.filter(Q(sponsorship__in=own) | Q(successor__in=own))
    return list(rows.order_by("pk"))


def _own(visit: Visit) -> list[Sponsorship]:
    """By which one accompanies these mentees today."""
    rows = [each for mentee in visit.mentees for each in visit.once(asked.sponsorships)[mentee.pk]]
    return [each for each in rows if each.started_on <= visit.today <= (each.ended_on or visit.today)]
