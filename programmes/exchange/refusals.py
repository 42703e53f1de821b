"""Why a bundle, or a row of it, is refused for reasons that no screen knows; and what is only worth a look."""

from django.utils.translation import gettext_lazy as _

from integration.periods.refusals import Refusal

NOT_A_DATE = Refusal("not_a_date", _("This is not a date: write 2016-09-01 or 01.09.2016."))
NOT_A_NUMBER = Refusal("not_a_number", _("This is not a number."))
NOT_A_WHOLE_NUMBER = Refusal("not_a_whole_number", _("This is not a whole number."))
NUMBER_OUT_OF_RANGE = Refusal("number_out_of_range", _("This must be between %(least)s and %(most)s."))
TOO_MANY_DECIMALS = Refusal("too_many_decimals", _("This number has too many digits."))
NOT_YES_OR_NO = Refusal("not_yes_or_no", _("Write yes or no."))
TOO_LONG = Refusal("too_long", _("This text is longer than %(most)s characters."))
NOT_AN_EMAIL = Refusal("not_an_email", _("This is not an e-mail address."))
NOT_A_NATIONALITY = Refusal(
    "not_a_nationality", _("This is not a nationality: three letters (ISO 3166), or XXA, XXB, XXC, XXX.")
)
CELL_IS_AN_ERROR = Refusal("cell_is_an_error", _("The cell shows an error instead of a value."))

UNKNOWN_TABLE = Refusal("unknown_table", _("There is no table of this name."))
TABLE_TWICE = Refusal("table_twice", _("This table is there twice."))
UNKNOWN_COLUMN = Refusal("unknown_column", _("There is no column of this name in this table."))
COLUMN_TWICE = Refusal("column_twice", _("This column is there twice."))
KEY_COLUMN_MISSING = Refusal("key_column_missing", _("This column is needed to tell the rows apart, and is missing."))
NO_HEADER = Refusal("no_header", _("The first row must name the columns."))
BEYOND_THE_COLUMNS = Refusal("beyond_the_columns", _("This value stands beside the columns."))
TOO_MANY_ROWS = Refusal("too_many_rows", _("This table has more than %(most)s rows."))
BROKEN_CSV = Refusal("broken_csv", _("From here on the file cannot be read: its quotation marks do not match."))

UNKNOWN_CODE = Refusal("unknown_code", _("There is no row with this code in “%(table)s”."))
DEPENDS_ON_REFUSED = Refusal("depends_on_refused", _("The row it refers to in “%(table)s” is not imported."))
KEY_TWICE = Refusal("key_twice", _("Row %(row)s has the same key."))
NAME_MISSING = Refusal("name_missing", _("A person needs a given name or a family name."))
POSITION_TAKEN = Refusal("position_taken", _("Another phase of this programme has this position."))
OUTSIDE_THE_ORGANISATION = Refusal("outside_the_organisation", _("This is outside the organisation."))
UNKNOWN_INDICATOR = Refusal("unknown_indicator", _("There is no indicator of this name."))
UNKNOWN_LINE = Refusal("unknown_line", _("This indicator has no line of this name."))

CONTACT_OUTSIDE_SPONSORSHIP = Refusal(
    "contact_outside_sponsorship", _("On this day the sponsor did not accompany the person.")
)
UNUSUAL_LENGTH = Refusal("unusual_length", _("The phase is longer or shorter than planned by more than a third."))
LONG_INTERNSHIP = Refusal(
    "long_internship", _("The internship is longer than three months: the minimum wage may apply.")
)
FIRST_OF_JANUARY = Refusal("first_of_january", _("A first of January is often assumed: is only the year known?"))
LIKELY_DUPLICATE = Refusal("likely_duplicate", _("Perhaps the same person as %(code)s."))
OVERDUE = Refusal("overdue", _("The planned end has passed, and there is no end."))

NO_LONGER_KEPT = Refusal("no_longer_kept", _("The uploaded file was thrown away in the meantime. Upload it again."))
CHANGED_SINCE_CHECK = Refusal(
    "changed_since_check",
    _("Since the check something has changed, so that the import would do other than what was shown. Check it again."),
)
