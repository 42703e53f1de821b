"""Recording that the authority was told of an early end."""

from datetime import date

from integration.periods.refusals import one_change
from programmes.pathways.models import AuthorityNotice, PhaseEntry
from programmes.pathways.services.steps import check_days


def record_notice(entry: PhaseEntry, sent_on: date) -> AuthorityNotice:
    """The notice was sent on this day. The same again changes nothing; another day corrects it."""
    check_days(sent_on)
    with one_change():
        standing = PhaseEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        notice = AuthorityNotice.objects.filter(entry=standing).first()
        if notice is None:
            notice = AuthorityNotice(entry=standing, enrolment_id=standing.enrolment_id)
        elif notice.sent_on == sent_on:
            return notice
        notice.sent_on = sent_on
        notice.save()
    return notice
