"""Why something about a sponsorship or a contact is refused: first what nobody may record, then what the screens do not offer."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal
from programmes.pathways.refusals import OPEN_IN_ENDED_ENROLMENT, OUTSIDE_ENROLMENT

OF_ONESELF = Refusal("of_oneself", _("Nobody can be their own sponsor."))
ALREADY_ACCOMPANIED = Refusal(
    "already_accompanied", _("This sponsor already accompanies the person in this role on one of these days.")
)
ALREADY_ENDED = Refusal("already_ended", _("This sponsorship already ended, with another date."))
IN_THE_FUTURE = Refusal("in_the_future", _("A contact can be noted once it has taken place."))
NO_SPONSORSHIP = Refusal("no_sponsorship", _("The sponsor did not accompany the person on this day."))
ALREADY_NOTED = Refusal(
    "already_noted", _("A contact of this kind is noted for this day already. Open it below to add to it.")
)
STEP_WITHOUT_DAY = Refusal("step_without_day", _("Say by when, or leave both fields empty."))
HELP_SETTLED = Refusal("help_settled", _("This request is settled already. Ask anew if there is more."))

HAS_ACCOUNT = Refusal("has_account", _("This sponsor signs in already."))
NO_ADDRESS = Refusal("no_address", _("Enter an e-mail address for this sponsor first."))
TOO_MANY_INVITATIONS = Refusal(
    "too_many_invitations", _("These are more invitations than one person may send within an hour. Go on later.")
)
INVITATION_OVER = Refusal(
    "invitation_over", _("This invitation was already used, is too old, or was replaced by a newer one.")
)
SPONSOR_ALREADY = Refusal(
    "sponsor_already",
    _("With this account you already accompany people elsewhere. Ask for an invitation to another address."),
)

NOT_THERE = Refusal("not_there", _("The sponsor is away, or one of the two is no longer yours to bring together."))
EXCLUDED = Refusal("excluded", _("These two are not to be brought together."))
ACCOMPANIED_MEANWHILE = Refusal("accompanied_meanwhile", _("Somebody else accompanies this person by now."))
NO_ROOM = Refusal("no_room", _("The sponsor has no room for anybody else by now."))

OVER_BY_NOW = Refusal("over_by_now", _("This sponsorship is over on that day."))
LAST_DAY_PASSED = Refusal("last_day_passed", _("The last day has passed already."))
TO_ONESELF = Refusal("to_oneself", _("Choose somebody else to take over."))
BACK_LATER = Refusal("back_later", _("Only who is away for a time comes back, and after the last day."))
TAKEN_OVER = Refusal("taken_over", _("Somebody takes over already. Undo that step first."))
NOT_TAKEN_OVER = Refusal("not_taken_over", _("Only who takes over can acknowledge a handover."))
ARRANGED_ALREADY = Refusal(
    "arranged_already", _("Somebody takes over already. Talk to your training manager about changes.")
)

IN_THE_FUTURE_STILL = Refusal("in_the_future", _("A training can be recorded once it has taken place."))

BY_CONSTRAINT = {
    "sponsorship_within_enrolment": OUTSIDE_ENROLMENT,
    "sponsorship_closed_with_enrolment": OPEN_IN_ENDED_ENROLMENT,
    "contact_within_enrolment": OUTSIDE_ENROLMENT,
}
"""The constraints of the database that span rows, and what they say."""
