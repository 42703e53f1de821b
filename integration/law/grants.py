"""Who keeps the numbers of the law. They are nobody's secret: pages show each where it is used."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.law.models import LegalNumber
from integration.organisations.access import belongs_to
from integration.organisations.models import Organisation
from integration.organisations.scoping import Holding, grant


def declare() -> None:
    """Administrators, as settings; they hold for everybody, so only who administers a whole tree changes them."""
    belongs_to(Subject.SYSTEM, LegalNumber)
    grant(LegalNumber, Role.ADMINISTRATOR, Role.DATA_PROTECTION, rows=_all, changed=_of_a_whole_tree)


def _all(_holding: Holding) -> Q:
    return Q(pk__isnull=False)


def _of_a_whole_tree(holding: Holding) -> Q:
    heads = Organisation.objects.filter(pk__in=holding.organisation_ids, parent=None)
    return Q(pk__isnull=not heads.exists())
