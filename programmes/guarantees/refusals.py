"""Why something about a guarantee or a job is refused: first what nobody may record, then what the screens do not offer."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal
from programmes.pathways.refusals import BEFORE_BIRTH

GUARANTEE_OVERLAP = Refusal(
    "guarantee_overlap", _("Another guarantee of this person already holds on one of these days.")
)
GUARANTEE_WITHOUT_TRAINING_PHASE = Refusal(
    "guarantee_without_training_phase",
    _("The programme has no training, so there is nothing to guarantee a job after."),
)

ENROLMENT_ENDED = Refusal("enrolment_ended", _("The enrolment ended before that day."))
ALREADY_DECIDED = Refusal("already_decided", _("This guarantee was already decided otherwise."))
REASON_NEEDED = Refusal("reason_needed", _("This decision needs a reason."))
DECIDED_BEFORE_GIVEN = Refusal("decided_before_given", _("The decision is before the guarantee was given."))
NOTHING_TO_FULFIL = Refusal(
    "nothing_to_fulfil", _("A guarantee is fulfilled by a permanent job after a passed training. Record both first.")
)

SECOND_PERSON = Refusal("second_person", _("Refusing for lack of suitability takes a second person who agrees."))
REFUSAL_PROPOSED = Refusal(
    "refusal_proposed",
    _("A refusal is proposed and waits for a second person. Take it back before you decide otherwise."),
)
NOTHING_PROPOSED = Refusal("nothing_proposed", _("No refusal waits for a second person."))
WORDING_IN_USE = Refusal(
    "wording_in_use", _("Somebody was promised in these words already. Write a new version instead of changing them.")
)
WORDING_OF_OTHERS = Refusal("wording_of_others", _("This text is another organisation's."))

JOB_OF_ANOTHER = Refusal("job_of_another", _("This job is somebody else's."))
TOO_EARLY_TO_CHECK = Refusal(
    "too_early_to_check", _("By this day the job had not lasted half a year. Record the answer after that.")
)
JOB_ENDED = Refusal("job_ended", _("The end of this job is recorded. Correct it first if it goes on after all."))

BY_CONSTRAINT = {
    "guarantee_of_programme_with_training": GUARANTEE_WITHOUT_TRAINING_PHASE,
    "guarantee_not_before_birth": BEFORE_BIRTH,
    "employment_not_before_birth": BEFORE_BIRTH,
}
"""The constraints of the database that span rows, and what they say."""
