"""Why something about what falls due is refused."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

CANNOT_SEE_IT = Refusal(
    "cannot_see_it",
    _("Choose training managers of this organisation or of one above it: others cannot see what falls due here."),
)
ALREADY_OVER = Refusal("already_over", _("This is settled already, or is no longer needed."))
NOT_A_LATER_DAY = Refusal("not_a_later_day", _("Choose a day after today."))
TOO_LATE_A_DAY = Refusal("too_late_a_day", _("Nothing can be put off for more than a year."))
