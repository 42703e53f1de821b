"""Accounts of the demonstration: one for each role, all with the same password."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership, Organisation
from integration.periods.querysets import active_on
from programmes.exchange.demonstration.landscape import GROUP
from programmes.sponsorships.enums import SPONSORING_ROLES
from programmes.sponsorships.models import Sponsor

PASSWORD = "Schritt-fuer-Schritt"  # noqa: S105  (printed for everybody who tries the product)
DOMAIN = "example.org"
COMPANIES = 2
SPONSORS = 2
GROUP_OF_SEED = "AOK"


class Account(NamedTuple):
    """What somebody needs to look at the product with the eyes of a role."""

    role: str
    email: str
    password: str


class _Part(NamedTuple):
    name: str
    display_name: str
    role: Role
    organisation: Organisation
    sponsor: Sponsor | None = None


def demonstration_accounts() -> list[Account]:
    """The accounts that exist, in the order in which they were made; none outside the demonstration."""
    users = (
        User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk").prefetch_related("memberships__organisation")
    )
    return [Account(_label(user), user.email, PASSWORD) for user in users]


def _label(user: User) -> str:
    held = [f"{each.get_role_display()} · {each.organisation.name}" for each in user.memberships.all()]
    return ", ".join(held) or _("Administrator of the installation")


@transaction.atomic
def create_demonstration_accounts() -> None:
    """One account for each role. Called after the data are there; a second time changes nothing."""
    for part in _parts():
        user = _account(part.name, part.display_name)
        Membership.objects.get_or_create(user=user, organisation=part.organisation, role=part.role)
        if part.sponsor is not None and part.sponsor.user_id is None:
            part.sponsor.user = user
            part.sponsor.save()
    administrator = _account("verwaltung", "Vera Walter")
    if not administrator.is_superuser:
        administrator.is_superuser = True
        administrator.save()


def _account(name: str, display_name: str) -> User:
    email = f"{name}@{DOMAIN}"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, PASSWORD, display_name=display_name)


def _parts() -> Iterator[_Part]:
    group = Organisation.objects.get(code=GROUP)
    yield _Part("ausbildung.gruppe", "Gesine Gruber", Role.TRAINING_MANAGER, group)
    for name, company in zip(("Nora Nolte", "Sami Sauer"), _busiest_companies(group), strict=False):
        yield _Part(f"ausbildung.{_short(company)}", name, Role.TRAINING_MANAGER, company)
    yield _Part("ausbildung.aok", "Anke Ostermann", Role.TRAINING_MANAGER, Organisation.objects.get(code=GROUP_OF_SEED))
    for name, sponsor in zip(("patin", "pate"), _busiest_sponsors(group), strict=False):
        yield _Part(name, f"{sponsor.given_name} {sponsor.family_name}", Role.SPONSOR, sponsor.organisation, sponsor)
    yield _Part("management", "Margit Mohn", Role.MANAGEMENT, group)
    yield _Part("datenschutz", "Dario Schulz", Role.DATA_PROTECTION, group)


def _short(company: Organisation) -> str:
    return company.code.lower().rpartition("-")[2]


def _busiest_companies(group: Organisation) -> list[Organisation]:
    companies = Organisation.objects.filter(root=group, kind=OrganisationKind.COMPANY)
    counted = companies.annotate(people=Count("reaches__organisation__enrolments", filter=Q(reaches__alone=False)))
    return list(counted.order_by("-people", "code")[:COMPANIES])


def _busiest_sponsors(group: Organisation) -> list[Sponsor]:
    """Those who accompany most people today, whoever they are; linked ones first, so that a second time finds them."""
    running = active_on(timezone.localdate(), through="sponsorships__") & Q(sponsorships__role__in=SPONSORING_ROLES)
    sponsors = Sponsor.objects.filter(organisation__root=group).select_related("organisation")
    linked = list(sponsors.filter(user__email__endswith=f"@{DOMAIN}").order_by("user_id"))
    counted = sponsors.annotate(mentees=Count("sponsorships", filter=running))
    return linked or list(counted.order_by("-mentees", "code")[:SPONSORS])
