"""What was promised, what was decided, and the job that followed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuaranteesConfig(AppConfig):
    """What was promised, what was decided, and the job that followed."""

    name = "programmes.guarantees"
    label = "guarantees"
    verbose_name = _("Guarantees")

    def ready(self) -> None:
        """Declare who sees guarantees, what is checked for their sake, and in which words."""
        from integration.admin import home
        from integration.periods.checks import declare_check
        from integration.periods.refusals import name_constraints
        from programmes.guarantees import (
            accompanied,
            deadlines,
            grants,
            models,
            person,
            queries,
            receivers,
            refusals,
            rules,
        )
        from programmes.guarantees import home as first_page
        from programmes.guarantees.models import RetentionGuarantee
        from programmes.participants.merging.beside import show_beside
        from programmes.participants.models import Participant
        from programmes.pathways import glance
        from programmes.pathways.models import Cohort, Enrolment, JourneyStep, Phase
        from programmes.pathways.signals import undoing

        grants.declare()
        person.declare()
        accompanied.declare()
        name_constraints(refusals.BY_CONSTRAINT)
        declare_check(Participant, rules.check_born_before)
        declare_check(Enrolment, rules.check_guaranteed_enrolment)
        declare_check(Cohort, rules.check_guaranteed_cohort)
        declare_check(Phase, rules.check_guaranteed_phase)
        show_beside(models.RetentionGuarantee, "enrolment__participant")
        undoing.connect(receivers.step_undoing, sender=JourneyStep)
        deadlines.declare()
        home.show_trend(first_page.trends)
        glance.can_lack(glance.Lack("guarantee", _("guarantee"), RetentionGuarantee, queries.without_guarantee))
