"""Reading the logs."""

from django.db.models import Q

from integration.journal.models import ExportedThrough
from integration.organisations.scoping import Holding


def exported_here(holding: Holding) -> Q:
    """What people took along by a role that they held for one of the organisations reached."""
    return Q(pk__in=ExportedThrough.objects.filter(organisation__in=holding.reached()).values("entry"))
