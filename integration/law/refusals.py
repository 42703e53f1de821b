"""Why something about a number of the law is refused."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

OVERLAP = Refusal("law_overlap", _("On one of these days another value of this number already holds."))
NOT_AFTER = Refusal("law_not_after", _("A new value begins after the one that holds. Correct that one instead."))
EXACT_PERIOD = Refusal("law_exact_period", _("Periods are whole numbers of days, weeks, months or years."))
