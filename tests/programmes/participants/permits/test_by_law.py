"""A law extends the residence documents of many people at once."""

from datetime import date

import pytest
from django.test import Client

from integration.accounts.roles import Role
from integration.jobs import services as jobs
from integration.jobs.models import Job
from programmes.participants.enums import ResidenceKind
from programmes.participants.models import ResidenceDocument
from tests import factories as make
from tests.programmes.participants.permits.test_services import BASIS, UNTIL

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/participants/residencedocument/"


def worked(answer):
    """The job that an answer leads to, after a worker took it."""
    job = Job.objects.get(pk=answer["Location"].split("/")[-2])
    jobs.run(job.pk, "task")
    job.refresh_from_db()
    return job


def test_it_extends_many_documents_after_a_look_at_what_it_does_and_is_taken_back():
    """The list is narrowed to a section and kind; what holds longer already stays as it is."""
    company, client = make.organisation(), Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company))
    group = make.cohort(make.programme(organisation=company))
    protected = {"kind": ResidenceKind.TEMPORARY_PROTECTION, "legal_section": "§ 24 AufenthG"}
    cards = [make.residence_document(make.enrolment(cohort=group).participant, **protected) for _ in range(2)]
    longer = make.residence_document(
        make.enrolment(cohort=group).participant, **protected, legal_valid_to=date(2028, 1, 1)
    )
    make.residence_document(make.enrolment(cohort=group).participant, legal_section="§ 25 Abs. 2 AufenthG")
    foreign = make.residence_document(make.enrolment().participant, **protected)
    narrowed = client.get(LIST, {"section": "§ 24", "kind__exact": "temporary_protection"})
    keys = [row.pk for row in narrowed.context["cl"].result_list]
    assert sorted(keys) == [*(card.pk for card in cards), longer.pk]

    asked = {"people": ",".join(map(str, [*keys, foreign.pk])), "until": "04.03.2027", "basis": BASIS, "check": "yes"}
    tried = worked(client.post("/admin/many/extend_by_law/", asked))
    assert sorted(tried.result["fine"]) == sorted(str(card.pk) for card in cards)
    assert tried.result["refused"] == {str(longer.pk): "Das Dokument gilt schon bis 01.01.2028."}
    assert ResidenceDocument.objects.filter(legal_valid_to=UNTIL).count() == 0

    worked(client.post(f"/admin/many/{tried.pk}/confirm/"))
    assert ResidenceDocument.objects.filter(legal_valid_to=UNTIL, legal_basis=BASIS).count() == 2

    asked = {"people": ",".join(map(str, keys)), "until": "04.03.2027", "check": "yes"}
    tried = worked(client.post("/admin/many/take_back_extension/", asked))
    worked(client.post(f"/admin/many/{tried.pk}/confirm/"))
    assert ResidenceDocument.objects.filter(legal_valid_to=UNTIL).count() == 0
