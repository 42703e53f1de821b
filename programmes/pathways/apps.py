"""Programmes, phases and cohorts, and each person's journey through them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PathwaysConfig(AppConfig):
    """Programmes, phases and cohorts, and each person's journey through them."""

    name = "programmes.pathways"
    label = "pathways"
    verbose_name = _("Programmes and journeys")

    def ready(self) -> None:
        """Declare what hangs in an enrolment, who sees it, what is checked, and in which words."""
        from integration.organisations.models import Organisation
        from integration.organisations.partners import linked_through
        from integration.periods.checks import declare_check
        from integration.periods.refusals import name_constraints
        from programmes.participants.likeness.places import known_through
        from programmes.participants.merging.beside import show_beside
        from programmes.participants.models import Participant
        from programmes.pathways import (
            contents,
            deadlines,
            grants,
            home,
            lacking,
            many,
            models,
            person,
            queries,
            receivers,
            refusals,
            rules,
            tuning,
        )

        grants.declare()
        many.offer()
        person.declare()
        name_constraints(refusals.BY_CONSTRAINT)
        declare_check(Participant, rules.check_born_before)
        declare_check(Organisation, rules.check_still_place)
        linked_through(queries.lead_partners)
        contents.declare(contents.Content("pathways.PhaseEntry", "started_on", "ended_on", closes=True))
        contents.declare(contents.Content("pathways.Pause", "started_on", "ended_on"))
        contents.declare(contents.Content("pathways.Transfer", "on"))
        contents.declare(contents.Content("pathways.Exam", "held_on"))
        known_through(queries.organisations_of)
        show_beside(models.PhaseEntry, "enrolment__participant")
        receivers.connect()
        deadlines.declare()
        tuning.declare()
        home.declare()
        lacking.declare()
