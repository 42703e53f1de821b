"""Recording early assessments."""

from datetime import date

from integration.periods.refusals import Refused, one_change
from programmes.pathways.enums import Fit
from programmes.pathways.models import Assessment, PhaseEntry
from programmes.pathways.refusals import ASSESSED_BEFORE_START
from programmes.pathways.services.steps import check_days


def assess(entry: PhaseEntry, assessed_on: date, fit: Fit) -> Assessment:
    """What the colleagues say of an internship. The same again changes nothing; something else corrects it.

    Refused before the first day of the internship.
    """
    check_days(assessed_on)
    with one_change():
        standing = PhaseEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if assessed_on < standing.started_on:
            raise Refused(ASSESSED_BEFORE_START)
        said = Assessment.objects.filter(entry=standing).first()
        if said is None:
            said = Assessment(entry=standing, enrolment_id=standing.enrolment_id)
        elif (said.assessed_on, said.fit) == (assessed_on, fit):
            return said
        said.assessed_on, said.fit = assessed_on, fit
        said.save()
    return said
