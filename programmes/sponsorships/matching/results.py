"""What came of a confirmed proposal, pair by pair, for those who see them."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.admin.many.results import SHOWN, Line, Lines
from integration.jobs.models import Job
from programmes.pathways.models import Cohort, Enrolment
from programmes.sponsorships.models import Sponsor
from programmes.sponsorships.queries import name_of_sponsor


def present(user: User, job: Job) -> Mapping[str, Any]:
    """For the page of the job. Whoever is out of sight by now is counted, but not named."""
    fine, refused = job.result.get("fine", {}), job.result.get("refused", {})
    people = Enrolment.objects.visible_to(user).filter(pk__in=[int(key) for key in {**fine, **refused}])
    rows = {str(row.pk): row for row in people.select_related("participant").order_by("pk")}
    sponsors = Sponsor.objects.visible_to(user).filter(pk__in=list(fine.values())).in_bulk()
    told = {key: name_of_sponsor(sponsors[pk]) if pk in sponsors else _("a sponsor") for key, pk in fine.items()}
    return {
        "cohort": Cohort.objects.visible_to(user).filter(pk=job.params["cohort"]).first(),
        "fine": _lines(rows, told),
        "refused": _lines(rows, refused),
    }


def _lines(rows: Mapping[str, Enrolment], told: Mapping[str, str]) -> Lines:
    lines = [
        Line(
            name_of(rows[key]), reverse("admin:participants_participant_change", args=[rows[key].participant_id]), said
        )
        for key, said in told.items()
        if key in rows
    ]
    return Lines(len(told), sorted(lines)[:SHOWN])


def name_of(enrolment: Enrolment) -> str:
    """As in a list: the family name first."""
    person = enrolment.participant
    return ", ".join(filter(None, [person.family_name, person.given_name]))
