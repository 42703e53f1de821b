"""Why something about a residence document is refused."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

SEEN_IN_FUTURE = Refusal("seen_in_future", _("Nobody has seen it on a day that is still to come."))
SEEN_BEFORE_ISSUE = Refusal("seen_before_issue", _("The document was issued after that day."))
COPY_TOO_LARGE = Refusal("copy_too_large", _("The copy is larger than %(most)s MB. Scan it in a lower resolution."))
COPY_OF_OTHER_KIND = Refusal("copy_of_other_kind", _("Choose a PDF, JPEG or PNG file."))
COPY_EMPTY = Refusal("copy_empty", _("The file is empty."))
NOT_LONGER = Refusal("not_longer", _("The document is valid until %(day)s already."))
UNLIMITED = Refusal("unlimited", _("A document of this kind has no end that a law could move."))
ISSUED_AFTER = Refusal("issued_after", _("It was issued after the last day of the new validity."))
NOT_EXTENDED_SO = Refusal("not_extended_so", _("It was not extended to this day by a law, or was changed since."))
