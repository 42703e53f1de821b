"""How many places of a cohort are planned, and how many are taken."""

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration.accounts.models import User
from integration.accounts.roles import Role
from programmes.pathways.enums import Qualifier
from programmes.pathways.models import Cohort, Enrolment


def with_places(cohorts: QuerySet[Cohort], user: User) -> QuerySet[Cohort]:
    """Each cohort with `taken`: how many people are or were enrolled, whatever their organisation.

    Only for training managers to whom the programme belongs, as in their report (INDICATORS.md, `places`); nothing else
    is counted for the others.
    """
    own = Cohort.objects.changeable_by(user, {Role.TRAINING_MANAGER}).filter(pk=OuterRef("pk"))
    enrolled = Enrolment.objects.filter(cohort=OuterRef("pk")).order_by().values("cohort")
    number = Coalesce(Subquery(enrolled.annotate(number=Count("*")).values("number")), 0)
    return cohorts.annotate(taken=Case(When(Exists(own), then=number), default=None, output_field=IntegerField()))


def planned_in_words(cohort: Cohort) -> str:
    """Such as "about 20"; empty if no number is planned."""
    if cohort.planned_places is None:
        return ""
    if cohort.planned_places_qualifier in {"", Qualifier.EXACTLY}:
        return str(cohort.planned_places)
    return f"{cohort.get_planned_places_qualifier_display()} {cohort.planned_places}"


def places_in_words(cohort: Cohort, taken: int | None) -> str:
    """For a column: such as "13 of about 20"."""
    planned = planned_in_words(cohort)
    if taken is None or not planned:
        return planned or ("" if taken is None else str(taken))
    return _("%(taken)s of %(planned)s") % {"taken": taken, "planned": planned}


def places_told(cohort: Cohort, taken: int | None) -> str:
    """For a sentence: such as "13 of about 20 places taken"."""
    planned = planned_in_words(cohort)
    if taken is not None and planned:
        return _("%(taken)s of %(planned)s places taken") % {"taken": taken, "planned": planned}
    if taken is not None:
        return ngettext("%(number)s person enrolled", "%(number)s people enrolled", taken) % {"number": taken}
    return _("%(planned)s places planned") % {"planned": planned} if planned else ""
