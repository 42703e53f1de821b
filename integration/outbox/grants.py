"""Who sees how e-mails went."""

from django.db.models import Q

from integration.accounts.roles import Role, Subject
from integration.organisations.access import belongs_to
from integration.organisations.scoping import Holding, grant
from integration.outbox.models import Message


def declare() -> None:
    """Those who oversee the system, of the organisations reached. E-mails change by being sent, never by hand."""
    belongs_to(Subject.SYSTEM, Message)
    grant(Message, Role.ADMINISTRATOR, Role.DATA_PROTECTION, rows=_here, changed=lambda _holding: Q(pk__in=[]))


def _here(holding: Holding) -> Q:
    return Q(organisation__in=holding.reached())
