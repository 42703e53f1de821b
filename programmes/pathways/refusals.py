"""Why something about a journey is refused: first what nobody may record, then what the screens do not offer."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal
from programmes.participants.merging.refusals import MERGED_AWAY

BEFORE_BIRTH = Refusal("before_birth", _("This day is before the person's birth."))
OVERLAP = Refusal("overlap", _("Another phase of this enrolment already covers a day of it."))
OUTSIDE_ENROLMENT = Refusal("outside_enrolment", _("This is not within the time of the enrolment."))
PHASE_OF_OTHER_PROGRAMME = Refusal(
    "phase_of_other_programme", _("The phase belongs to another programme than the enrolment's cohort.")
)
ENROLLED_TWICE = Refusal("enrolled_twice", _("This person is already enrolled in this cohort at that time."))
OPEN_IN_ENDED_ENROLMENT = Refusal(
    "open_in_ended_enrolment", _("The enrolment has ended: this needs an end no later than the enrolment's.")
)
NOT_AT_SITE_OR_COMPANY = Refusal(
    "not_at_site_or_company", _("People are enrolled at a site or a company, not at a group or a partner organisation.")
)
PARALLEL_DIFFERS = Refusal(
    "parallel_differs", _("Whether it runs beside other phases follows from the programme's phase.")
)

PHASE_IN_USE = Refusal(
    "phase_in_use",
    _(
        "People are or were in the phase “%(phase)s”: it keeps its kind and stays in the programme. Add another phase instead."
    ),
)
NOT_POSSIBLE_NOW = Refusal("not_possible_now", _("This step is not possible as the enrolment stands: %(state)s."))
ALREADY_ENDED = Refusal("already_ended", _("This has already ended, with another date or result."))
IN_ANOTHER_PHASE = Refusal(
    "in_another_phase", _("The person is in another phase. Move on from it, or record its end first.")
)
PROBATION_NOT_INTERRUPTED = Refusal(
    "probation_not_interrupted",
    _("A probation can be prolonged if a pause interrupted it, as soon as the last day of that pause is known."),
)
PROBATION_NOT_SO_LONG = Refusal(
    "probation_not_so_long",
    _("As foreseen it ends on %(ends)s; it can be prolonged by the length of the pause, until %(latest)s."),
)
OUTCOME_OF_OTHER_KIND = Refusal(
    "outcome_of_other_kind", _("Only a training or retraining can be passed or failed for good.")
)
NOT_BY_CORRECTION = Refusal(
    "not_by_correction",
    _("An end is recorded by the step that ends it, with its outcome or reason; then it can be corrected."),
)
NOT_PAUSED = Refusal("not_paused", _("There is no pause on this day that could end."))
STILL_GOING_ON = Refusal(
    "outside_enrolment",
    _("Something of this enrolment begins or ends after that day: correct it first, or choose a later end."),
)
NOTHING_TO_UNDO = Refusal("nothing_to_undo", _("There is no step that could be undone."))
NOT_THE_LAST_STEP = Refusal("not_the_last_step", _("Only the last step can be undone, and there is a later one."))
CHANGED_SINCE = Refusal("changed_since", _("What this step recorded was changed since. Correct it by hand."))
DEPENDED_ON = Refusal("depended_on", _("Something else that was recorded since depends on this step. Remove it first."))
IN_NO_PHASE = Refusal("in_no_phase", _("The person is in no phase."))
NO_NEXT_PHASE = Refusal("no_next_phase", _("The programme has no phase after the present one."))

PHASE_OF_ANOTHER = Refusal("phase_of_another", _("This phase belongs to another enrolment."))

ASSESSED_BEFORE_START = Refusal("assessed_before_start", _("The internship had not begun by this day."))

BY_CONSTRAINT = {
    "not_of_merged_person": MERGED_AWAY,
    "enrolment_not_before_birth": BEFORE_BIRTH,
    "enrolment_at_site_or_company": NOT_AT_SITE_OR_COMPANY,
    "transfer_to_site_or_company": NOT_AT_SITE_OR_COMPANY,
    "entry_within_enrolment": OUTSIDE_ENROLMENT,
    "entry_closed_with_enrolment": OPEN_IN_ENDED_ENROLMENT,
    "entry_of_own_programme": PHASE_OF_OTHER_PROGRAMME,
    "entry_parallel_as_phase": PARALLEL_DIFFERS,
    "pause_within_enrolment": OUTSIDE_ENROLMENT,
    "transfer_within_enrolment": OUTSIDE_ENROLMENT,
    "exam_within_enrolment": OUTSIDE_ENROLMENT,
}
"""The constraints of the database that span rows, and what they say."""
