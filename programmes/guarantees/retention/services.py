"""Recording that a job goes on."""

from datetime import date

from integration.periods.months import anniversary
from integration.periods.refusals import Refused, one_change
from programmes.guarantees.models import Employment
from programmes.guarantees.refusals import JOB_ENDED, TOO_EARLY_TO_CHECK
from programmes.guarantees.retention.models import Mark, RetentionCheck
from programmes.pathways.services.steps import check_days


def confirm_job(job: Employment, checked_on: date) -> list[RetentionCheck]:
    """The job went on until this day: every mark that it has reached by then is checked. The same again changes nothing.

    Refused before the first mark, and for a job that had ended by the day.
    """
    check_days(checked_on)
    with one_change():
        standing = Employment.objects.select_for_update(of=("self",)).get(pk=job.pk)
        reached = [mark for mark in Mark if anniversary(standing.started_on, mark) <= checked_on]
        if not reached:
            raise Refused(TOO_EARLY_TO_CHECK)
        if standing.ended_on is not None and standing.ended_on < anniversary(standing.started_on, reached[-1]):
            raise Refused(JOB_ENDED)
        known = set(standing.retention_checks.values_list("months", flat=True))
        checks = [
            RetentionCheck(employment=standing, enrolment_id=standing.enrolment_id, months=mark, checked_on=checked_on)
            for mark in reached
            if mark not in known
        ]
        for check in checks:
            check.save()
    return checks
