"""Who accompanies whom, and their contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SponsorshipsConfig(AppConfig):
    """Who accompanies whom, and their contacts."""

    name = "programmes.sponsorships"
    label = "sponsorships"
    verbose_name = _("Sponsorships")

    def ready(self) -> None:
        """Declare what hangs in an enrolment here, who sees it, and in which words it is refused."""
        from integration.periods.refusals import name_constraints
        from programmes.participants.merging.beside import show_beside
        from programmes.pathways import glance
        from programmes.pathways.contents import Content, declare
        from programmes.sponsorships import deadlines, grants, letters, many, models, person, queries, refusals
        from programmes.sponsorships.filters import SponsorFilter
        from programmes.sponsorships.matching import starting

        grants.declare()
        many.offer()
        person.declare()
        name_constraints(refusals.BY_CONSTRAINT)
        declare(Content("sponsorships.Sponsorship", "started_on", "ended_on", closes=True))
        declare(Content("sponsorships.Contact", "held_on"))
        glance.show(glance.Fact("sponsor", _("sponsor"), queries.accompanied_by))
        glance.filter_with(SponsorFilter)
        glance.can_lack(glance.Lack("sponsor", _("sponsor"), models.Sponsorship, queries.without_sponsor))
        glance.found_through("sponsor", queries.accompanied_by_somebody_called)
        show_beside(models.Sponsorship, "enrolment__participant")
        show_beside(models.Preference, "enrolment__participant")
        deadlines.declare()
        letters.declare()
        starting.declare()
        self._furnish_portal()
        self._furnish_home()

    def _furnish_portal(self) -> None:
        """Where sponsors go, and what stands on the pages of their mentees."""
        from integration.accounts.roles import Role
        from integration.admin import navigation
        from integration.admin.navigation import Entry, Group, held
        from integration.deadlines.admin.own import frame_for
        from integration.deadlines.calendars import show_besides
        from programmes.sponsorships.handover import sections as handover
        from programmes.sponsorships.own import sections as own
        from programmes.sponsorships.portal import dates, mentee, places
        from programmes.sponsorships.portal.places import Place

        navigation.show(
            Entry(Group.TODAY, _("My mentees"), "portal:index", held(Role.SPONSOR), icon="sponsor", order=20)
        )
        frame_for(Role.SPONSOR, "portal/base.html")
        show_besides(dates.agreed_in_calendar)
        mentee.declare_sections()
        handover.declare_sections()
        own.declare_sections()
        places.show(
            Place(_("Mentees"), "portal:index", "people", 10),
            Place(_("Dates"), "portal:dates", "calendar", 20),
            Place(_("Help"), "portal:help", "contact", 30),
            Place(_("About me"), "portal:own", "person", 90),
        )

    def _furnish_home(self) -> None:
        """What training managers see on their first page."""
        from integration.admin import home
        from programmes.sponsorships import answering
        from programmes.sponsorships import home as first_page
        from programmes.sponsorships.own import home as own

        home.show_work(answering.waiting_work)
        home.show_work(own.too_much)
        home.show_trend(first_page.trends)
        home.begin_with(first_page.SPONSOR_STEP)
