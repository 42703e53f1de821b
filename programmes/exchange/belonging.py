"""Which rows belong to an organisation and what is below it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from integration.organisations.models import Organisation, Reach
from programmes.exchange.tables import OF_ENROLMENTS, Table
from programmes.participants.models import Participant
from programmes.pathways.models import Cohort, Enrolment, Programme
from programmes.sponsorships.models import Sponsor


def rows_of(table: Table, organisation: Organisation | None) -> "QuerySet[Any]":
    """The rows of a table that belong to the organisation, or all of them. No row comes twice.

    Enrolments that belonged to it on any day, and all that hangs on them; with everything that these refer to. Records
    of people that were merged with others are left out.
    """
    rows = table.model._default_manager.all()
    if table.model is Participant:
        rows = rows.filter(merged_into=None)
    if organisation is None:
        return rows
    scope = _Scope(organisation)
    if table.name in OF_ENROLMENTS:
        return rows.filter(enrolment__in=scope.enrolments)
    return rows.filter(_OWN[table.name](scope))


class _Scope:
    """Subqueries for what belongs to an organisation."""

    def __init__(self, organisation: Organisation) -> None:
        self.below = Reach.objects.filter(head=organisation, alone=False).values("organisation")
        self.enrolments = Enrolment.objects.filter(affiliations__organisation__in=self.below).values("pk")
        self.people = Participant.objects.filter(enrolments__in=self.enrolments).values("pk")
        self.cohorts = Cohort.objects.filter(
            Q(programme__organisation__in=self.below) | Q(enrolments__in=self.enrolments)
        ).values("pk")
        self.programmes = Programme.objects.filter(Q(organisation__in=self.below) | Q(cohorts__in=self.cohorts)).values(
            "pk"
        )
        self.sponsors = Sponsor.objects.filter(
            Q(organisation__in=self.below)
            | Q(sponsorships__enrolment__in=self.enrolments)
            | Q(contacts__enrolment__in=self.enrolments)
        ).values("pk")

    def organisations(self) -> Q:
        """Those of the tree, those that rows refer to, and what these stand below."""
        named = (
            Q(pk__in=self.below)
            | Q(programmes__in=self.programmes)
            | Q(led_programmes__in=self.programmes)
            | Q(enrolments__in=self.enrolments)
            | Q(transfers__enrolment__in=self.enrolments)
            | Q(sponsors__in=self.sponsors)
            | Q(employments__enrolment__in=self.enrolments)
        )
        return Q(pk__in=Reach.objects.filter(organisation__in=Organisation.objects.filter(named)).values("head"))


_OWN: Mapping[str, Callable[[_Scope], Q]] = {
    "organisations": _Scope.organisations,
    "programmes": lambda scope: Q(pk__in=scope.programmes),
    "phases": lambda scope: Q(programme__in=scope.programmes),
    "cohorts": lambda scope: Q(pk__in=scope.cohorts),
    "participants": lambda scope: Q(pk__in=scope.people),
    "enrolments": lambda scope: Q(pk__in=scope.enrolments),
    "sponsors": lambda scope: Q(pk__in=scope.sponsors),
    "language_levels": lambda scope: Q(participant__in=scope.people),
    "residence_documents": lambda scope: Q(participant__in=scope.people),
    "targets": lambda scope: Q(organisation__in=scope.below),
    "published_figures": lambda scope: Q(organisation__in=scope.below),
}
