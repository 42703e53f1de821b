"""Who sees which programmes, people and journeys."""

from django.db.models import Exists, OuterRef, Q

from integration.accounts.roles import Role, Subject
from integration.deadlines.grants import readable_by
from integration.deadlines.models import Deadline
from integration.journal.models import ReadEntry
from integration.organisations.access import belongs_to
from integration.organisations.models import Membership
from integration.organisations.scoping import Grant, Holding, grant
from programmes.participants.models import (
    DocumentCopy,
    LanguageLevel,
    Likeness,
    Merge,
    Participant,
    Recognition,
    ResidenceDocument,
)
from programmes.pathways.access import (
    accompanied,
    affiliated,
    cohorts_reached,
    here_now,
    mentees,
    of_mentees,
    reached_enrolments,
    reached_person_until,
    reached_until,
    waiting_for,
)
from programmes.pathways.models import (
    Affiliation,
    Assessment,
    AuthorityNotice,
    Cohort,
    DeadlineSetting,
    Enrolment,
    Exam,
    JourneyStep,
    Pause,
    Phase,
    PhaseEntry,
    Programme,
    Progress,
    Transfer,
)

READERS_OF_PROGRAMMES = (Role.ADMINISTRATOR, Role.MANAGEMENT, Role.DATA_PROTECTION)


def declare() -> None:
    """Programmes of the own subtree; people and journeys for training managers there, and for sponsors their mentees."""
    belongs_to(Subject.PROGRAMME, Programme, Phase, Cohort, DeadlineSetting)
    belongs_to(Subject.CHANGE_LOG, Merge, Likeness)
    belongs_to(Subject.JOURNEY, Participant, Enrolment, PhaseEntry, Pause, Transfer, Affiliation, JourneyStep, Progress)
    belongs_to(Subject.JOURNEY, Assessment)
    belongs_to(Subject.LANGUAGE, LanguageLevel, Recognition, Exam)
    belongs_to(Subject.RESIDENCE, AuthorityNotice, ResidenceDocument, DocumentCopy)
    _grant_programmes()
    _grant_training_managers()
    _grant_sponsors()
    grant(ReadEntry, Role.DATA_PROTECTION, rows=_read_here)


def _grant_programmes() -> None:
    for model, path in ((Programme, ""), (Phase, "programme__"), (Cohort, "programme__")):
        grant(model, *READERS_OF_PROGRAMMES, rows=_programmes_reached(path))
        grant(model, Role.TRAINING_MANAGER, rows=_programmes_worked_with(path), changed=_programmes_reached(path))
        grant(model, Role.SPONSOR, rows=_programmes_of_mentees(path))
    set_here = _programmes_reached("programme__")
    grant(DeadlineSetting, Role.TRAINING_MANAGER, *READERS_OF_PROGRAMMES, rows=set_here)


def _grant_training_managers() -> None:
    manager = Role.TRAINING_MANAGER
    grant(Enrolment, manager, rows=reached_enrolments, changed=_enrolments_here_now)
    grant(Affiliation, manager, rows=lambda holding: Q(organisation__in=holding.reached()))
    grant(PhaseEntry, manager, rows=reached_until("started_on"), changed=here_now)
    grant(Pause, manager, rows=reached_until("started_on"), changed=here_now)
    grant(Transfer, manager, rows=_transfers, changed=here_now)
    grant(Exam, manager, rows=reached_until("held_on"), changed=here_now)
    grant(JourneyStep, manager, rows=here_now)
    grant(Assessment, manager, rows=reached_until("assessed_on"), changed=here_now)
    grant(AuthorityNotice, manager, rows=reached_until("sent_on"), changed=here_now)
    grant(Participant, manager, rows=_participants, changed=_participants_here_now)
    grant(Merge, manager, Role.DATA_PROTECTION, rows=_merges)
    grant(Likeness, manager, Role.DATA_PROTECTION, rows=_likenesses)
    grant(LanguageLevel, manager, rows=reached_person_until("assessed_on"), changed=_of_participants_here_now)
    grant(Recognition, manager, rows=reached_person_until("complete_on"), changed=_of_participants_here_now)
    grant(ResidenceDocument, manager, rows=reached_person_until("issued_on"), changed=_of_participants_here_now)


def _grant_sponsors() -> None:
    grant(Enrolment, Role.SPONSOR, rows=lambda holding: Q(pk__in=accompanied(holding.user)))
    grant(PhaseEntry, Role.SPONSOR, rows=of_mentees)
    grant(Exam, Role.SPONSOR, rows=of_mentees)
    grant(Participant, Role.SPONSOR, rows=lambda holding: Q(pk__in=mentees(holding).values("participant")))
    grant(Deadline, Role.SPONSOR, rows=_deadlines_of_mentees)
    for model in (LanguageLevel, Recognition):
        grant(model, Role.SPONSOR, rows=lambda holding: Q(participant__in=mentees(holding).values("participant")))


def _deadlines_of_mentees(holding: Holding) -> Q:
    return readable_by(Role.SPONSOR) & of_mentees(holding)


def _programmes_reached(to_programme: str) -> Grant:
    return lambda holding: Q(**{f"{to_programme}organisation__in": holding.reached()})


def _programmes_worked_with(to_programme: str) -> Grant:
    """Also those that a company above offers and people of the own sites are in."""

    def rows(holding: Holding) -> Q:
        with_people = Cohort.objects.filter(cohorts_reached(holding)).order_by().values("programme")
        return _programmes_reached(to_programme)(holding) | Q(**{f"{to_programme}pk__in": with_people})

    return rows


def _programmes_of_mentees(to_programme: str) -> Grant:
    return lambda holding: Q(**{f"{to_programme}pk__in": mentees(holding).values("cohort__programme")})


def _transfers(holding: Holding) -> Q:
    """The move away is the last that the old organisation sees."""
    seen = Q(next__isnull=True) | Q(ended_on__gte=OuterRef("on")) | Q(next=OuterRef("organisation"))
    return Q(Exists(affiliated(holding).filter(seen, enrolment=OuterRef("enrolment"))))


def _enrolments_here_now(holding: Holding) -> Q:
    """What happens after a move is not the old organisation's."""
    return Q(Exists(affiliated(holding).filter(next__isnull=True, enrolment=OuterRef("pk"))))


def _participants(holding: Holding, person: str = "pk") -> Q:
    """People enrolled there, and those whom the training manager took into the records and nobody has enrolled yet.

    Or rows that name such a `person`.
    """
    return Q(Exists(affiliated(holding).filter(enrolment__participant=OuterRef(person)))) | _waiting(holding, person)


def _participants_here_now(holding: Holding, person: str = "pk") -> Q:
    here = affiliated(holding).filter(next__isnull=True)
    return Q(Exists(here.filter(enrolment__participant=OuterRef(person)))) | _waiting(holding, person)


def _of_participants_here_now(holding: Holding) -> Q:
    return Q(participant__in=Participant.objects.filter(_participants_here_now(holding)).values("pk"))


def _merges(holding: Holding) -> Q:
    """Those of people who are in nobody else's hands: a merge tells that there was a record elsewhere."""
    elsewhere = Enrolment.objects.exclude(_enrolments_here_now(holding)).filter(participant=OuterRef("survivor"))
    return Q(~Exists(elsewhere)) & _participants_here_now(holding, "survivor")


def _likenesses(holding: Holding) -> Q:
    """Those of whom somebody reaches both."""
    return _participants(holding, "first") & _participants(holding, "second")


def _waiting(holding: Holding, person: str) -> Q:
    """Asked beforehand: whoever waits for nobody, as most do most of the time, is spared an "or" in every question."""
    waiting = list(waiting_for(holding.user).values_list("pk", flat=True))
    return Q(**{f"{person}__in": waiting})


def _read_here(holding: Holding) -> Q:
    """What people with a role there read about people who are or were enrolled there, or nowhere yet."""
    readers = Membership.objects.filter(organisation__in=holding.reached()).values("user")
    enrolled = Exists(Enrolment.objects.filter(participant=OuterRef("person")))
    return Q(reader__in=readers) & (Q(person__in=affiliated(holding).values("enrolment__participant")) | ~Q(enrolled))
