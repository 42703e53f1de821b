"""The numbers that the law sets, by what they are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Number(models.TextChoices):
    """What a number says. The code stands in the programme, what it says on a day in the table."""

    BINDING = "binding", _("Trainees bind themselves no earlier before the end of their training")
    PROBATION_LEAST = "probation_least", _("Shortest probation of a training")
    PROBATION_MOST = "probation_most", _("Longest probation of a training")
    PROBATION_NURSING = "probation_nursing", _("Probation of a training in nursing")
    EXTENSION_MOST = "extension_most", _("Longest extension after a failed final exam, if asked for")
    PART_TIME_MOST = "part_time_most", _("Longest training in part time, against one in full time")
    PART_TIME_LEAST = "part_time_least", _("Fewest hours of a training in part time, against one in full time")
    RESITS = "resits", _("How often a final exam may be taken again")
    ADMISSION = "admission", _("Admitted to the exam if the training ends no later after it")
    TRAINEE_NOTICE = "trainee_notice", _("Notice of a trainee who gives up or changes the occupation")
    REPRESENTATIVE_NOTICE = "representative_notice", _("Told before the end that a youth representative is not kept on")
    REPRESENTATIVE_AFTER = "representative_after", _("Protection after being a youth representative")
    NOTICE_TRAINING = "notice_training", _("Notice to the authority after a training on a permit for it ended early")
    NOTICE_EMPLOYMENT = "notice_employment", _("Notice to the authority after a job on a work title ended early")
    NOTICE_FINE = "notice_fine", _("Highest fine for a missing notice")
    PERMIT_WATCH_1 = "permit_watch_1", _("A permit's end is on the list from so long before")
    PERMIT_WATCH_2 = "permit_watch_2", _("Second reminder of a permit's end")
    PERMIT_WATCH_3 = "permit_watch_3", _("Third reminder of a permit's end")
    PERMIT_WATCH_4 = "permit_watch_4", _("A permit's end is urgent from so long before")
    PROVISIONAL_WATCH = "provisional_watch", _("Ask the authority if it has not decided after")
    TOLERATION_EARLIEST = "toleration_earliest", _("Toleration for training: granted no earlier before it begins")
    TOLERATION_APPLY = "toleration_apply", _("Toleration for training: applied for no earlier before it begins")
    TOLERATION_SEARCH = "toleration_search", _("Time to find another training after one ended early")
    EMPLOYMENT_TOLERATION = "employment_toleration", _("Length of a toleration for employment")
    OPPORTUNITY = "opportunity", _("Length of a residence permit by right of opportunity")
    PERMIT_AFTER_TRAINING = "permit_after_training", _("Length of the permit for a job after a training")
    EQ_LEAST = "eq_least", _("Shortest funded introductory qualification")
    EQ_MOST = "eq_most", _("Longest funded introductory qualification")
    EQ_HOURS = "eq_hours", _("Fewest hours a week of an introductory qualification in part time")
    EQ_SUBSIDY = "eq_subsidy", _("Highest subsidy of an introductory qualification a month")
    EQ_INSURANCE = "eq_insurance", _("Flat rate for its social insurance a month")
    INTERNSHIP_MOST = "internship_most", _("Longest internship for orientation without the minimum wage")
    EARLY_ASSESSMENT = "early_assessment", _("The colleagues are asked after the first days of an internship")
    RECOGNITION = "recognition", _("Decision on a foreign qualification after the documents are complete")
    RECOGNITION_RECEIPT = "recognition_receipt", _("Confirmation that an application for recognition arrived")
    CERTIFICATE_AGE = "certificate_age", _("Language certificates are accepted no older than")


class Unit(models.TextChoices):
    """In what a number counts."""

    DAYS = "days", pgettext_lazy("unit", "days")
    WORKING_DAYS = "working_days", pgettext_lazy("unit", "working days")
    WEEKS = "weeks", pgettext_lazy("unit", "weeks")
    MONTHS = "months", pgettext_lazy("unit", "months")
    YEARS = "years", pgettext_lazy("unit", "years")
    HOURS_A_WEEK = "hours_a_week", pgettext_lazy("unit", "hours a week")
    EURO = "euro", pgettext_lazy("unit", "euros")
    TIMES = "times", pgettext_lazy("unit", "times")


DAYS_OF = {Unit.DAYS: 1, Unit.WEEKS: 7}
MONTHS_OF = {Unit.MONTHS: 1, Unit.YEARS: 12}
"""Units that make a period of days or of months; the others are no time."""
