"""Why something about organisations is refused."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

CYCLE = Refusal("cycle", _("The organisation would belong to itself through others."))
COMPANY_BELOW_SITE = Refusal("company_below_site", _("A company cannot belong to a site."))
BELOW_PARTNER = Refusal("below_partner", _("Nothing can belong to a partner organisation."))
UNKNOWN_ORGANISATION = Refusal("unknown_organisation", _("There is no organisation with this code."))
NOT_A_PARTNER = Refusal("not_a_partner", _("Contact persons are kept for partner organisations."))

BY_CONSTRAINT = {
    "organisation_no_cycle": CYCLE,
    "organisation_company_not_below_site": COMPANY_BELOW_SITE,
    "organisation_not_below_partner": BELOW_PARTNER,
    "contact_person_at_partner": NOT_A_PARTNER,
}
"""The constraints of the database that span rows, and what they say."""
