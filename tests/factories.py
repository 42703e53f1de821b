"""Objects for tests: every one complete and valid, each with a code of its own. What a test is about, it says itself.

Journeys go through the services; these functions lay the ground before them.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.models import Responsibility
from integration.jobs.enums import JobState
from integration.jobs.models import Job
from integration.journal.models import ExportedThrough, ExportEntry, Page, ReadEntry
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import ContactPerson, Membership, Organisation
from integration.organisations.services import save_organisation
from integration.outbox.models import Message
from programmes.community.enums import Operator
from programmes.community.models import PublishedFigure, Target
from programmes.exchange.models import BundleImport
from programmes.guarantees.enums import Contract
from programmes.guarantees.models import Employment, PromiseText, RetentionGuarantee, YouthRepresentation
from programmes.participants.enums import Evidence, Level, ResidenceKind, WorkPermission
from programmes.participants.models import LanguageLevel, Participant, ResidenceDocument
from programmes.pathways.enums import ExamKind, PauseReason, PhaseKind, Qualifier
from programmes.pathways.models import (
    Cohort,
    Enrolment,
    Exam,
    Pause,
    Phase,
    PhaseEntry,
    Programme,
    Transfer,
)
from programmes.pathways.services.affiliations import rebuild_affiliations
from programmes.sponsorships.enums import Channel, SupportRole, Urgency
from programmes.sponsorships.models import (
    Contact,
    HelpMessage,
    HelpRequest,
    NextStep,
    Sponsor,
    Sponsorship,
)
from reports.delivery.models import Subscription
from reports.editions.enums import EditionState, Reason
from reports.editions.models import ReportCell, ReportEdition
from reports.indicators.figures import Figure

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


def responsibility(at: Organisation, responsible: User, **fields: Any) -> Responsibility:
    """Who looks after what falls due at an organisation."""
    return Responsibility.objects.create(**{"organisation": at, "responsible": responsible, **fields})


def partner(**fields: Any) -> Organisation:
    """An organisation that helps, below `parent` or on its own."""
    return organisation(**{"kind": OrganisationKind.PARTNER, "name": "Bildungswerk", **fields})


def contact_person(kept_by: Organisation, at: Organisation | None = None, **fields: Any) -> ContactPerson:
    """Whom a company asks at a partner, by default at one of its own."""
    at = at or partner(parent=kept_by)
    return ContactPerson.objects.create(**{"organisation": at, "kept_by": kept_by, "name": "Robin Keller", **fields})


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


def read_entry(by: User, of: Participant, **fields: Any) -> ReadEntry:
    """Somebody opened a person's page."""
    return ReadEntry.objects.create(**{"reader": by, "person": of.pk, "page": Page.PERSON, **fields})


def export_entry(by: User, through: Organisation, **fields: Any) -> ExportEntry:
    """Somebody took the list of people along."""
    told = {"rows_of": "pathways.enrolment", "rows": 1, "file_format": "xlsx", "reason": "Exam week in March"}
    entry = ExportEntry.objects.create(**{"taken_by": by, **told, **fields})
    ExportedThrough.objects.create(entry=entry, organisation=through)
    return entry


def language_level(of: Participant, **fields: Any) -> LanguageLevel:
    """A certificate of B1."""
    return LanguageLevel.objects.create(
        **{
            "participant": of,
            "assessed_on": START,
            "level": Level.B1,
            "evidence": Evidence.CERTIFICATE,
            **fields,
        }
    )


def residence_document(of: Participant, **fields: Any) -> ResidenceDocument:
    """A residence permit for a year that allows any work."""
    return ResidenceDocument.objects.create(
        **{
            "code": code("DOC"),
            "participant": of,
            "kind": ResidenceKind.RESIDENCE_PERMIT,
            "issued_on": START,
            "printed_valid_to": START.replace(year=START.year + 1),
            "work_permission": WorkPermission.ANY,
            **fields,
        }
    )


def enrolment(
    *,
    in_phase: PhaseKind | None = None,
    paused: bool = False,
    guaranteed: bool = False,
    sponsor: Sponsor | None = None,
    **fields: Any,
) -> Enrolment:
    """An open enrolment since `START`; traits put it into a phase, let it rest, give a guarantee or a sponsor."""
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
    rebuild_affiliations([created.pk])
    if in_phase is not None:
        phase_entry(created, in_phase)
    if paused:
        pause(created)
    if guaranteed:
        guarantee(created)
    if sponsor is not None:
        sponsorship(created, sponsor)
    return created


def transfer(of: Enrolment, to: Organisation | None = None, **fields: Any) -> Transfer:
    """The enrolment belongs to another company, by default from its second day on."""
    created = Transfer.objects.create(
        **{
            "enrolment": of,
            "organisation": to or organisation(),
            "on": of.entered_on + timedelta(days=1),
            **fields,
        }
    )
    rebuild_affiliations([of.pk])
    return created


def phase_entry(of: Enrolment, kind: PhaseKind = PhaseKind.TRAINING, **fields: Any) -> PhaseEntry:
    """An open entry in the programme's first phase of a kind, since the enrolment began."""
    step = of.cohort.programme.phases.filter(kind=kind).order_by("position")[0]
    return PhaseEntry.objects.create(
        **{"code": code("ENT"), "enrolment": of, "phase": step, "started_on": of.entered_on, **fields}
    )


def pause(of: Enrolment, **fields: Any) -> Pause:
    """An open pause since the enrolment began."""
    return Pause.objects.create(
        **{"enrolment": of, "started_on": of.entered_on, "reason": PauseReason.ILLNESS, **fields}
    )


def exam(of: Enrolment, **fields: Any) -> Exam:
    """The date of a first final exam, on the enrolment's first day."""
    return Exam.objects.create(
        **{"enrolment": of, "kind": ExamKind.FINAL, "attempt": 1, "held_on": of.entered_on, **fields}
    )


def guarantee(of: Enrolment, **fields: Any) -> RetentionGuarantee:
    """An undecided guarantee since the enrolment began."""
    return RetentionGuarantee.objects.create(**{"enrolment": of, "given_on": of.entered_on, **fields})


def promise_text(of: Organisation, **fields: Any) -> PromiseText:
    """The first words in which an organisation promises."""
    return PromiseText.objects.create(
        **{"organisation": of, "version": 1, "valid_from": START, "text": "Wir übernehmen Sie.", **fields}
    )


def youth_representation(of: Enrolment, **fields: Any) -> YouthRepresentation:
    """A member of the youth representation since the enrolment began."""
    return YouthRepresentation.objects.create(**{"enrolment": of, "started_on": of.entered_on, **fields})


def employment(of: Enrolment, **fields: Any) -> Employment:
    """A permanent job where the enrolment is, since it began."""
    return Employment.objects.create(
        **{
            "enrolment": of,
            "organisation": of.organisation,
            "started_on": of.entered_on,
            "contract": Contract.PERMANENT,
            **fields,
        }
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


def contact(of: Enrolment, by: Sponsor, **fields: Any) -> Contact:
    """A call that reached the person on the enrolment's first day."""
    return Contact.objects.create(
        **{
            "enrolment": of,
            "sponsor": by,
            "held_on": of.entered_on,
            "channel": Channel.PHONE,
            "reached": True,
            **fields,
        }
    )


def help_request(of: Enrolment, by: Sponsor, **fields: Any) -> HelpRequest:
    """A question that waits for an answer."""
    asked = {"urgency": Urgency.WEEK, "asked_on": of.entered_on, "sent_as": uuid4(), "enrolment": of, "sponsor": by}
    created = HelpRequest.objects.create(**{**asked, **fields})
    said = {"text": "Wer hilft?", "written_by": by.user, "by_sponsor": True, "sent_as": created.sent_as}
    HelpMessage.objects.create(request=created, **said)
    return created


def next_step(of: Enrolment, by: Sponsor, **fields: Any) -> NextStep:
    """Something agreed for a week later, for the sponsor alone."""
    agreed = {"agreed_on": of.entered_on, "due_on": of.entered_on + timedelta(days=7), "text": "Unterlagen"}
    return NextStep.objects.create(**{"enrolment": of, "sponsor": by, **agreed, **fields})


def target(of: Organisation, **fields: Any) -> Target:
    """At least half of the trainings guaranteed in two years."""
    return Target.objects.create(
        **{
            "code": code("TGT"),
            "organisation": of,
            "indicator": "guarantee_coverage",
            "operator": Operator.AT_LEAST,
            "value": Decimal(50),
            "due_on": START.replace(year=START.year + 2),
            **fields,
        }
    )


def published_figure(of: Organisation, **fields: Any) -> PublishedFigure:
    """About 100 places, as a press release says."""
    return PublishedFigure.objects.create(
        **{
            "code": code("FIG"),
            "organisation": of,
            "label": "Ausbildungsplätze",
            "qualifier": Qualifier.ABOUT,
            "value": "100",
            "unit": "Plätze",
            "source": "Pressemitteilung",
            **fields,
        }
    )


def report_edition(
    *, ready: bool = False, closed: bool = False, figures: Sequence[Figure] = (), **fields: Any
) -> ReportEdition:
    """A report that waits to be built; with traits, one that is ready or has figures, or one that is closed."""
    at = fields.pop("organisation", None) or organisation()
    if fields.get("edition", 1) > 1:
        fields = {"reason": Reason.RECORDED_LATER, **fields}
    if ready or closed or figures:
        fields = {"state": EditionState.READY, "known_at": datetime(2024, 11, 1, 6, tzinfo=UTC), **fields}
    created = ReportEdition.objects.create(**{"organisation": at, "month": date(2024, 10, 1), **fields})
    ReportCell.objects.bulk_create(
        [ReportCell.of(figure, created.pk, position) for position, figure in enumerate(figures, start=1)]
    )
    if closed:
        created.state, created.closed_at = EditionState.CLOSED, datetime(2024, 11, 5, 6, tzinfo=UTC)
        created.save()
    return created


def job(*, done: bool = False, **fields: Any) -> Job:
    """A background job that waits, or is done."""
    asked_by = fields.pop("asked_by", None) or user()
    over = {"state": JobState.DONE, "finished_at": timezone.now()} if done else {}
    return Job.objects.create(**{"kind": "count", "asked_by": asked_by, **over, **fields})


def bundle_import(uploaded_by: User, at: Organisation, preview: dict[str, Any] | None = None) -> BundleImport:
    """An upload that is being checked; with a preview it was, and waits for a decision."""
    new = BundleImport.objects.create(organisation=at, uploaded_by=uploaded_by, file="imports/x.bundle")
    asked = {"kind": "import_check", "organisation": at, "asked_by": uploaded_by, "params": {"import": new.pk}}
    new.checking, new.preview = job(done=bool(preview), **asked), preview or {}
    new.save()
    return new


def subscription(of: ReportEdition, by: User, **fields: Any) -> Subscription:
    """Somebody has a report sent, from this edition's month on."""
    report = {"organisation": of.organisation, "audience": of.audience, "first_month": of.month}
    return Subscription.objects.create(**{"user": by, "language": "de", **report, **fields})


def message(of: Organisation, **fields: Any) -> Message:
    """An e-mail that waits."""
    return Message.objects.create(
        **{"kind": "invitation", "key": code("KEY"), "about": 1, "organisation": of, **fields}
    )
