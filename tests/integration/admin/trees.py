"""Two organisation trees that mirror each other: in each a row of every table, with a word that nobody else may read."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.deadlines.models import Deadline
from integration.deadlines.services import refresh
from integration.law.models import LegalNumber
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership, Organisation
from programmes.guarantees.models import RetentionCheck
from programmes.participants.merging.services import merge_people
from programmes.participants.models import Likeness, Participant, Recognition
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Assessment, AuthorityNotice, Cohort, DeadlineSetting, Enrolment
from programmes.sponsorships.models import Sponsor
from reports.editions.models import ReportEdition
from tests import factories as make
from tests import sponsor_factories as say

EVERYBODYS = {LegalNumber}
"""Tables of the whole installation: the law is the same for all trees."""


@dataclass
class Tree:
    """A group of companies and everything in it; `word` stands in every text."""

    word: str
    people: dict[Role, User] = field(default_factory=dict)
    rows: dict[type[Model], Model] = field(default_factory=dict)

    def signed_in(self, role: Role) -> Client:
        """A browser of somebody with a role for the whole tree."""
        client = Client()
        client.force_login(self.people[role])
        return client


def grow(word: str) -> Tree:
    """A whole tree."""
    tree = Tree(word)
    group = make.organisation(code=f"G-{word}", name=f"Gruppe {word}", kind=OrganisationKind.GROUP)
    company = make.organisation(code=f"C-{word}", name=f"Werk {word}", parent=group, aliases=word)
    site = make.organisation(code=f"S-{word}", name=f"Standort {word}", kind=OrganisationKind.SITE, parent=company)
    for role in Role:
        tree.people[role] = make.member(
            role, group, email=f"{role}.{word}@example.org".lower(), display_name=f"{role} {word}"
        )
    asked = make.contact_person(
        company, make.partner(parent=company, code=f"PA-{word}", name=f"Partner {word}"), name=word
    )
    rows = [company, asked, *_journey(word, company, site), *_goals(word, company)]
    account = make.member(Role.SPONSOR, company, email=f"account.{word}@example.org".lower(), display_name=word)
    rows += [account, Membership.objects.get(user=account), make.job(organisation=company, asked_by=account)]
    person = next(row for row in rows if isinstance(row, Participant))
    manager = tree.people[Role.TRAINING_MANAGER]
    rows += [make.read_entry(manager, person), make.export_entry(manager, group, reason=word)]
    rows.append(make.bundle_import(manager, company, _preview(word)))
    rows.append(make.responsibility(company, manager, deputy=make.member(Role.TRAINING_MANAGER, company)))
    refresh()
    rows.append(Deadline.objects.filter(participant=person.pk).order_by("pk")[0])
    rows.append(LegalNumber.objects.order_by("pk")[0])
    edition = next(row for row in rows if isinstance(row, ReportEdition))
    rows.append(make.subscription(edition, make.member(Role.TRAINING_MANAGER, company, display_name=f"Leserin {word}")))
    tree.rows = {type(row): row for row in rows}
    return tree


def _preview(word: str) -> dict[str, Any]:
    """What a check found, with the word wherever something of a file is shown."""
    problem = ["participants", "2", word, word, word]
    counts = {"participants": {"created": 1, "changed": 1, "unchanged": 0, "refused": 0}}
    found = {"number": 1, "first": [problem]}
    examples = {"participants": [[[2, word, [[word, word]]]], [[3, word, [[word, word, word]]]]]}
    return {
        "counts": counts, "sound": True, "partial": None,
        "problems": {"number": 0, "first": []}, "warnings": found, "examples": examples,
    }  # fmt: skip


def _journey(word: str, company: Organisation, site: Organisation) -> list[Any]:
    programme = make.programme(organisation=company, code=f"P-{word}", name=f"Programm {word}", description=word)
    phase = make.phase(programme, PhaseKind.TRAINING, code=f"PH-{word}", name=f"Ausbildung {word}")
    cohort = make.cohort(programme, code=f"CO-{word}", label=f"Herbst {word}")
    person = make.participant(
        code=f"PE-{word}",
        given_name=word,
        family_name=f"Familie{word}",
        original_script_name=word,
        phone=word,
        email=f"{word}@example.org".lower(),
    )
    enrolment = make.enrolment(cohort=cohort, participant=person, code=f"EN-{word}")
    sponsor = make.sponsor(organisation=company, code=f"SP-{word}", given_name=word, family_name=f"Pate{word}")
    entry = make.phase_entry(enrolment, code=f"EY-{word}", occupation=word)
    return [
        programme,
        DeadlineSetting.objects.create(programme=programme, kind="planned_end", words=word),
        phase,
        cohort,
        person,
        enrolment,
        sponsor,
        _alike(word, person, cohort),
        merge_people(person, make.participant(code=f"OLD-{word}", given_name=word, family_name=f"Alt{word}")),
        make.language_level(person, skill=word),
        Recognition.objects.create(participant=person, qualification=word, complete_on=make.START),
        make.residence_document(person, code=f"RD-{word}", restriction=word),
        entry,
        AuthorityNotice.objects.create(entry=entry, enrolment=enrolment, sent_on=entry.started_on),
        Assessment.objects.create(entry=entry, enrolment=enrolment, assessed_on=entry.started_on, fit="fits"),
        make.pause(enrolment),
        make.transfer(enrolment, site),
        make.exam(enrolment),
        make.guarantee(enrolment, reason=word),
        make.promise_text(company, text=word, conditions=word),
        make.youth_representation(enrolment),
        job := make.employment(enrolment),
        RetentionCheck.objects.create(enrolment=enrolment, employment=job, months=6, checked_on=job.started_on),
        *_accompanied(word, company, enrolment, sponsor),
    ]


def _accompanied(word: str, company: Organisation, enrolment: Enrolment, sponsor: Sponsor) -> list[Any]:
    """What is written about accompanying somebody."""
    return [
        sponsorship := make.sponsorship(enrolment, sponsor, end_reason=word),
        make.contact(enrolment, sponsor),
        make.next_step(enrolment, sponsor, text=word),
        make.help_request(enrolment, sponsor),
        say.preference(enrolment, sponsor),
        say.absence(sponsor),
        say.handover(sponsorship, note=word),
        say.training(sponsor, title=word),
        promised := say.promise_text(company, text_de=word, text_en=word),
        say.promise(sponsor, promised),
        say.guide(company, title_de=word, title_en=word, text_de=word, text_en=word),
        say.relief(sponsor, text=word),
    ]


def _alike(word: str, person: Participant, cohort: Cohort) -> Likeness:
    """Somebody who may be the same person."""
    other = make.participant(code=f"PF-{word}", given_name="Anders", family_name=f"Neu{word}", email=person.email)
    make.enrolment(cohort=cohort, participant=other, code=f"EO-{word}")
    return Likeness.objects.get(first=person, second=other)


def _goals(word: str, company: Organisation) -> list[Any]:
    return [
        make.target(company, code=f"TA-{word}"),
        make.published_figure(company, code=f"FI-{word}", label=word, source=word, unit=word),
        make.report_edition(organisation=company, ready=True),
        make.message(company, key=word),
    ]


def form_of(row: Model) -> str:
    """Where a row is changed: a person's change page is one to read."""
    page = "master_data" if isinstance(row, Participant) else "change"
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def filled_in(response: Any) -> dict[str, Any]:
    """What a browser would send back if somebody saved the form of an admin page as it is."""
    data = values_of(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= values_of(inline.formset.management_form)
        for form in inline.formset.initial_forms:
            data |= values_of(form)
    return data


def values_of(form: Any) -> dict[str, Any]:
    """The same of one form."""
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is True:
            values[bound.html_name] = "on"
        elif isinstance(value, list):
            values[bound.html_name] = value
        elif value is not False:
            values[bound.html_name] = "" if value is None else str(value)
    return values
