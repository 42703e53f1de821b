"""Which promise is a sponsor's to give, and which guides help with a mentee."""

from django.db.models import Q

from integration.accounts.models import User
from programmes.pathways.accompanied import Visit
from programmes.sponsorships.models import Guide, PromiseText, Sponsor
from programmes.sponsorships.portal.asked import AS_SPONSOR
from programmes.sponsorships.portal.queries import running_today


def promise_of(user: User, sponsor: Sponsor) -> PromiseText | None:
    """The newest version of the text of their site, else of their company, else of whatever is above."""
    texts = list(PromiseText.objects.visible_to(user, AS_SPONSOR).order_by("-version", "pk"))
    near = (sponsor.organisation_id, sponsor.organisation.employer_id)
    for organisation in near:
        found = next((text for text in texts if text.organisation_id == organisation), None)
        if found:
            return found
    return next(iter(texts), None)


def guides_for(visit: Visit) -> list[Guide]:
    """Those for the phases in which the mentee is today."""
    phases = [entry.phase for entry in running_today(visit, visit.mentee)]
    suits = Q(phase=None, kind__in=[phase.kind for phase in phases]) | Q(phase__in=phases)
    return list(Guide.objects.visible_to(visit.user, AS_SPONSOR).filter(suits).order_by("position", "pk"))
