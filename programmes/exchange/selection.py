"""Which organisation a command is about."""

from django.utils.translation import gettext as _

from integration.organisations.models import Organisation
from programmes.exchange.problems import Unusable


def organisation_by_code(code: str | None) -> Organisation | None:
    """The organisation; nothing without a code. Raises `Unusable` for one that does not exist."""
    if code is None:
        return None
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise Unusable(_("There is no organisation with the code “%(code)s”.") % {"code": code})
    return organisation
