"""Which promise is a sponsor's to give, and which guides help with a mentee."""

from django.db.models import Q

from integration.accounts.models import User
from integration.accounts.roles import Role
from programmes.pathways.accompanied import Visit
from programmes.pathways.models import PhaseEntry
from programmes.sponsorships.models import Guide, PromiseText, Sponsor

AS_SPONSOR = frozenset({Role.SPONSOR})


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
    rows = PhaseEntry.objects.visible_to(visit.user, AS_SPONSOR).active_on(visit.today).filter(enrolment=visit.mentee)
    phases = list(rows.order_by("pk").values_list("phase", "phase__kind"))
    suits = Q(phase=None, kind__in=[kind for _phase, kind in phases]) | Q(phase__in=[phase for phase, _kind in phases])
    return list(Guide.objects.visible_to(visit.user, AS_SPONSOR).filter(suits).order_by("position", "pk"))
