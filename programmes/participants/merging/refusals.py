"""Why two people are not merged, or not separated again."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

SAME_PERSON = Refusal("same_person", _("This is one and the same record already."))
MERGED_ELSEWHERE = Refusal(
    "merged_elsewhere", _("One of the two was merged with somebody in the meantime. Start again from the list.")
)
NOT_YOURS = Refusal(
    "not_yours",
    _(
        "Not everything that belongs to these two people is yours to change. Somebody who is responsible for all the "
        "organisations concerned can merge them."
    ),
)
CONFLICT = Refusal("merge_conflict", _("%(row)s: %(reason)s"))
MERGED_AWAY = Refusal(
    "merged_away", _("This person was merged with another record. Use that one; the old code leads to it.")
)
MERGED_FURTHER = Refusal(
    "merged_further", _("The remaining record was itself merged with another one since. Undo that first.")
)
VALUE_CHANGED_SINCE = Refusal(
    "value_changed_since", _("“%(field)s” was changed after the merge. Correct it by hand, then undo.")
)
ROW_CHANGED_SINCE = Refusal(
    "row_changed_since", _("%(row)s was removed or given to somebody else after the merge, so it cannot go back.")
)
