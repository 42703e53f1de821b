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
        from django.db.models.signals import post_delete, post_save

        from integration.admin import home
        from integration.deadlines import people
        from integration.organisations.models import Organisation
        from integration.organisations.partners import linked_through
        from integration.periods.checks import declare_check
        from integration.periods.refusals import name_constraints
        from programmes.participants.likeness.places import known_through
        from programmes.participants.merging.beside import show_beside
        from programmes.participants.models import Participant
        from programmes.pathways import contents, deadlines, grants, models, queries, receivers, refusals, rules
        from programmes.pathways import contents, deadlines, grants, models, person, receivers, refusals, rules
        from programmes.pathways import contents, deadlines, grants, models, person, queries, receivers, refusals, rules
        from programmes.pathways import contents, deadlines, grants, lacking, models, receivers, refusals, rules
        from programmes.pathways import home as first_page
        from programmes.pathways.signals import changed_tracks

        grants.declare()
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
        post_save.connect(receivers.enrolment_saved, sender=models.Enrolment)
        post_delete.connect(receivers.enrolment_deleted, sender=models.Enrolment)
        changed_tracks.connect(receivers.phase_changed_tracks)
        post_save.connect(receivers.transfer_saved, sender=models.Transfer)
        post_delete.connect(receivers.transfer_deleted, sender=models.Transfer)
        deadlines.declare()
        people.described_by(first_page.faces)
        home.show_trend(first_page.trends)
        home.begin_with(first_page.PROGRAMME_STEP)
        home.begin_with(first_page.ENROLMENT_STEP)
        lacking.declare()
