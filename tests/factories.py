"""Objects for tests: every one complete and valid, each with a code of its own. What a test is about, it says itself.

Journeys go through the services; these functions lay the ground before them.
"""

from datetime import date
from itertools import count
from typing import Any

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership, Organisation
from integration.organisations.services import save_organisation
from programmes.guarantees.models import RetentionGuarantee
from programmes.participants.models import Participant
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Affiliation, Cohort, Enrolment, Phase, PhaseEntry, Programme
from programmes.sponsorships.enums import SupportRole
from programmes.sponsorships.models import Sponsor, Sponsorship

PASSWORD = "a long enough password"
START = date(2024, 9, 1)

_numbers = count(1)


def code(prefix: str) -> str:
    """A code that no other object of this run has."""
    return f"{prefix}-{next(_numbers)}"


def organisation(**fields: Any) -> Organisation:
    """A company on its own, or below `parent`."""
    fields = {"code": code("ORG"), "name": "Werke", "kind": OrganisationKind.COMPANY, **fields}
    return save_organisation(Organisation(**fields))


def user(*, password: str = PASSWORD, **fields: Any) -> User:
    """Somebody with an account and no role yet."""
    return User.objects.create_user(**{"email": f"{code('user').lower()}@example.org", "password": password, **fields})


def member(role: Role, at: Organisation | None = None, **fields: Any) -> User:
    """Somebody with a role for an organisation."""
    somebody = user(**fields)
    Membership.objects.create(user=somebody, organisation=at or organisation(), role=role)
    return somebody


def programme(**fields: Any) -> Programme:
    """A programme without phases."""
    at = fields.pop("organisation", None) or organisation()
    return Programme.objects.create(**{"code": code("PRG"), "name": "Einstieg", "organisation": at, **fields})


def phase(of: Programme, kind: PhaseKind = PhaseKind.TRAINING, **fields: Any) -> Phase:
    """The next phase of a programme."""
    position = of.phases.count() + 1
    return Phase.objects.create(
        **{"code": code("PHA"), "programme": of, "kind": kind, "name": kind.value, "position": position, **fields}
    )


def cohort(of: Programme | None = None, **fields: Any) -> Cohort:
    """A cohort, by default of a programme with an internship and a training."""
    if of is None:
        of = programme()
        phase(of, PhaseKind.INTERNSHIP, duration_months=6)
        phase(of, PhaseKind.TRAINING, duration_months=36)
    return Cohort.objects.create(**{"code": code("COH"), "programme": of, "label": "Herbst", **fields})


def participant(**fields: Any) -> Participant:
    """A person."""
    return Participant.objects.create(**{"code": code("PER"), "given_name": "Amal", "family_name": "Haddad", **fields})


def enrolment(
    *, in_phase: PhaseKind | None = None, guaranteed: bool = False, sponsor: Sponsor | None = None, **fields: Any
) -> Enrolment:
    """An open enrolment since `START`; traits put it into a phase, give a guarantee or a sponsor."""
    group = fields.pop("cohort", None) or cohort()
    created = Enrolment.objects.create(
        **{
            "code": code("ENR"),
            "participant": fields.pop("participant", None) or participant(),
            "cohort": group,
            "organisation": group.programme.organisation,
            "entered_on": START,
            **fields,
        }
    )
    Affiliation.objects.create(
        enrolment=created,
        organisation=created.organisation,
        started_on=created.entered_on,
        ended_on=created.ended_on,
    )
    if in_phase is not None:
        phase_entry(created, in_phase)
    if guaranteed:
        RetentionGuarantee.objects.create(enrolment=created, given_on=created.entered_on)
    if sponsor is not None:
        sponsorship(created, sponsor)
    return created


def phase_entry(of: Enrolment, kind: PhaseKind = PhaseKind.TRAINING, **fields: Any) -> PhaseEntry:
    """An open entry in the programme's first phase of a kind, since the enrolment began."""
    step = of.cohort.programme.phases.filter(kind=kind).order_by("position")[0]
    return PhaseEntry.objects.create(
        **{"code": code("ENT"), "enrolment": of, "phase": step, "started_on": of.entered_on, **fields}
    )


def sponsor(**fields: Any) -> Sponsor:
    """A colleague who accompanies people."""
    at = fields.pop("organisation", None) or organisation()
    return Sponsor.objects.create(
        **{"code": code("SPO"), "organisation": at, "given_name": "Kim", "family_name": "Weber", **fields}
    )


def sponsorship(of: Enrolment, by: Sponsor | None = None, **fields: Any) -> Sponsorship:
    """An open sponsorship since the enrolment began."""
    return Sponsorship.objects.create(
        **{
            "enrolment": of,
            "sponsor": by or sponsor(organisation=of.organisation),
            "started_on": of.entered_on,
            "role": SupportRole.SPONSOR,
            **fields,
        }
    )
