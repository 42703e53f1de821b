"""Who sees which organisations, accounts and roles."""

from django.db.models import Q

from integration.accounts.models import User
from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.models import ContactPerson, Membership, Organisation
from integration.organisations.scoping import Holding, grant

OVERSEERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION)


def declare() -> None:
    """Organisations below one's own; accounts and roles only for those who oversee them."""
    belongs_to(Subject.ORGANISATION, Organisation)
    belongs_to(Subject.ACCOUNT, User, Membership)
    belongs_to(Subject.PROGRAMME, ContactPerson)
    grant(Organisation, *OVERSEERS, Role.TRAINING_MANAGER, Role.MANAGEMENT, rows=_reached_organisations)
    grant(Organisation, Role.SPONSOR, rows=_own_organisations)
    grant(ContactPerson, *OVERSEERS, Role.TRAINING_MANAGER, rows=_kept_contact_persons)
    grant(Membership, *OVERSEERS, rows=_reached_memberships)
    grant(User, *OVERSEERS, rows=_members)
    grant(User, Role.TRAINING_MANAGER, rows=_sponsors_accounts)


def _reached_organisations(holding: Holding) -> Q:
    return Q(pk__in=holding.reached())


def _own_organisations(holding: Holding) -> Q:
    return Q(pk__in=holding.organisation_ids)


def _kept_contact_persons(holding: Holding) -> Q:
    return Q(kept_by__in=holding.reached())


def _reached_memberships(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached())


def _members(holding: Holding) -> Q:
    """Whoever has or had a role there; the first administrator also sees who has none."""
    everybody = Q(pk__isnull=not holding.user.is_superuser)
    return everybody | Q(pk__in=Membership.objects.filter(_reached_memberships(holding)).values("user"))


def _sponsors_accounts(holding: Holding) -> Q:
    """Training managers connect sponsors with their accounts; of other accounts they see nothing."""
    return Q(pk__in=Membership.objects.filter(_reached_memberships(holding), role=Role.SPONSOR).values("user"))
