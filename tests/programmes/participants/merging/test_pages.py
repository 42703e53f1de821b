"""The pages on which two records become one, and two again."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.admin.site import AT_WORK_HERE
from integration.organisations.enums import OrganisationKind
from programmes.participants.merging.services import merge_people
from programmes.participants.models import Merge, Participant
from programmes.pathways.finding import find
from programmes.pathways.models import Enrolment
from tests import factories as make
from tests.integration.admin.trees import grow

pytestmark = pytest.mark.django_db

MERGES = "/admin/participants/merge/"
PEOPLE = "/admin/participants/participant/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def to_compare(one, two):
    return f"/admin/participants/participant/{one.pk}/merge/{two.pk}/"


def to_change(person):
    return f"/admin/participants/participant/{person.pk}/change/"


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    return make.member(Role.TRAINING_MANAGER, company)


def enrolled(company, **facts):
    person = make.participant(**facts)
    make.enrolment(cohort=make.cohort(make.programme(organisation=company)), participant=person)
    return person


@pytest.fixture
def amal(company):
    return enrolled(company, code="AMAL", birth_date=date(1998, 5, 3), email="")


@pytest.fixture
def amaal(company):
    return enrolled(company, code="AMAAL", given_name="Amaal", email="amal@example.org", birth_date=date(1998, 5, 3))


def filled_in(answer, **choices):
    lines = [line for line in answer.context["lines"] if line.differs]
    chosen = {line.name: "given" if line.takes_given else "kept" for line in lines}
    return {"seen": answer.context["seen"], **chosen, **choices}


def test_the_other_is_found_by_name_or_code(amal, amaal, manager):
    client = signed_in(manager)
    where = f"/admin/participants/participant/{amal.pk}/merge/"

    found = [[row for row, _name in client.get(where, {"q": q}).context["found"]] for q in ("", "haddad", "AMAAL", "x")]

    assert found == [[], [amaal], [amaal], []]


def test_both_are_shown_with_what_differs(amal, amaal, manager):
    answer = signed_in(manager).get(to_compare(amal, amaal))

    differing = [
        (line.label, line.kept, line.given, line.takes_given) for line in answer.context["lines"] if line.differs
    ]
    assert differing == [
        ("Vorname", "Amal", "Amaal", False),
        ("E-Mail-Adresse", "–", "amal@example.org", True),
    ]
    assert [table.title for table in answer.context["tables"]] == ["Teilnahmen"]
    assert answer.context["effects"][0] == "AMAL bleibt und erhält von AMAAL: 1 × Teilnahmen."


def test_what_hangs_in_enrolments_is_shown_too(amal, amaal, manager, company):
    make.sponsorship(amaal.enrolments.get())
    make.language_level(amal)
    make.residence_document(amal)

    answer = signed_in(manager).get(to_compare(amal, amaal))

    counts = {table.title: (len(table.kept.rows), len(table.given.rows)) for table in answer.context["tables"]}
    assert counts == {
        "Sprachniveaus": (1, 0),
        "Aufenthaltsdokumente": (1, 0),
        "Teilnahmen": (1, 1),
        "Patenschaften": (0, 1),
    }


def test_two_become_one_with_the_values_that_were_chosen(amal, amaal, manager):
    client = signed_in(manager)
    page = client.get(to_compare(amal, amaal))

    answer = client.post(to_compare(amal, amaal), filled_in(page, given_name="given"))

    amal.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, to_change(amal))
    assert (amal.given_name, amal.email, amal.enrolments.count()) == ("Amaal", "amal@example.org", 2)
    assert Merge.objects.get().made_by == manager


def test_links_and_codes_of_the_merged_record_lead_on(amal, amaal, manager):
    merge_people(amal, amaal)
    client = signed_in(manager)

    link = client.get(to_change(amaal))
    found = client.get("/admin/participants/participant/", {"q": "amaal"}).context["cl"].result_list

    assert (link.status_code, link.url, list(found)) == (302, to_change(amal), [amal])


def test_links_of_the_merged_record_lead_nobody_else_anywhere(amal, amaal):
    merge_people(amal, amaal)
    stranger = signed_in(make.member(Role.TRAINING_MANAGER))

    assert [stranger.get(to_change(each)).status_code for each in (amal, amaal)] == [404, 404]


def test_a_merge_of_records_of_two_companies_is_told_to_neither_of_them():
    """Each sees its own part of the person, and nothing that tells of another record."""
    group = make.organisation(kind=OrganisationKind.GROUP)
    here, there = make.organisation(parent=group), make.organisation(parent=group, code="ROHRDOMMEL")
    amal, other = enrolled(here), enrolled(there, code="ROHRDOMMEL-1")
    above = make.member(Role.TRAINING_MANAGER, group)
    merge = merge_people(amal, other, by=above)
    manager = make.member(Role.TRAINING_MANAGER, here)
    client = signed_in(manager)

    pages = [client.get(address) for address in (MERGES, to_change(amal), PEOPLE, "/admin/")]
    hidden = [client.get(address) for address in (to_change(other), f"{MERGES}{merge.pk}/change/")]
    found = client.get(PEOPLE, {"q": "rohrdommel-1"}).context["cl"].result_list

    assert ["rohrdommel" in page.text.lower() for page in pages] == [False] * 4
    assert [page.status_code for page in hidden] == [404, 404]
    assert client.post(f"{MERGES}{merge.pk}/undo/").status_code == 404
    assert (list(found), find(manager, "rohrdommel-1").found) == ([], [])
    assert signed_in(above).get(to_change(other)).url == to_change(amal)


def test_whoever_compared_something_else_looks_again(amal, amaal, manager):
    client = signed_in(manager)
    page = client.get(to_compare(amal, amaal))
    amaal.phone = "0151 234"
    amaal.save()

    answer = client.post(to_compare(amal, amaal), filled_in(page))
    assert (answer.status_code, answer.context["refusals"], Merge.objects.count()) == (
        200,
        [
            "Jemand anderes hat das in der Zwischenzeit geändert. Sehen Sie es sich noch einmal an und wiederholen Sie dann Ihre Änderung."
        ],
        0,
    )

    assert client.post(to_compare(amal, amaal), filled_in(answer)).status_code == 302


@pytest.mark.parametrize("seen", [[], ["x"], ["1:2", "\x00"], ["9" * 10_000] * 5])
def test_forged_marks_merge_nobody(amal, amaal, manager, seen):
    answer = signed_in(manager).post(
        to_compare(amal, amaal), {"seen": seen, "given_name": "\ud800".encode("utf-8", "surrogatepass")}
    )

    assert (answer.status_code, Merge.objects.count()) == (200, 0)


def test_what_stands_in_the_way_is_marked_and_there_is_no_button(amal, company, manager):
    twin = make.participant(code="TWIN")
    make.enrolment(cohort=amal.enrolments.get().cohort, participant=twin)
    client = signed_in(manager)

    page = client.get(to_compare(amal, twin))
    reasons = [reasons for table in page.context["tables"] for _cells, reasons in table.given.rows]
    answer = client.post(to_compare(amal, twin), filled_in(page))

    assert reasons == [["Diese Person nimmt in dieser Zeit schon an diesem Jahrgang teil."]]
    assert (page.context["possible"], answer.status_code, Merge.objects.count()) == (False, 200, 0)


def test_only_the_own_part_is_shown_and_the_merge_refused(amal, amaal, manager):
    elsewhere = make.organisation(name="Rohrdommel", code="ROHRDOMMEL")
    programme = make.programme(organisation=elsewhere, code="P-ROHRDOMMEL", name="Rohrdommel")
    hidden = make.enrolment(cohort=make.cohort(programme, label="Rohrdommel"), participant=amaal, code="EN-ROHRDOMMEL")
    client = signed_in(manager)

    page = client.get(to_compare(amal, amaal))
    answer = client.post(to_compare(amal, amaal), filled_in(page))

    assert "rohrdommel" not in (page.text + answer.text).lower()
    assert len(page.context["tables"][0].given.rows) == 1
    assert (page.context["possible"], len(answer.context["refusals"]), Merge.objects.count()) == (False, 1, 0)
    assert Enrolment.objects.get(pk=hidden.pk).participant == amaal


def test_the_two_are_separated_again(amal, amaal, manager):
    client = signed_in(manager)
    merge = merge_people(amal, amaal, by=manager)

    looked = client.get(f"/admin/participants/merge/{merge.pk}/undo/").status_code
    answer = client.post(f"/admin/participants/merge/{merge.pk}/undo/")

    amaal.refresh_from_db()
    assert (looked, answer.status_code, answer.url) == (405, 302, to_change(amaal))
    assert (amaal.merged_into, amaal.enrolments.count()) == (None, 1)


def test_what_cannot_be_separated_is_said_in_words(amal, amaal, manager):
    client = signed_in(manager)
    merge = merge_people(amal, amaal, take=["email"], by=manager)
    amal.refresh_from_db()
    amal.email = "neu@example.org"
    amal.save()

    answer = client.post(f"/admin/participants/merge/{merge.pk}/undo/", follow=True)

    assert [str(message)[:16] for message in answer.context["messages"]] == ["„E-Mail-Adresse“"]
    assert Merge.objects.get().undone_at is None


@pytest.mark.parametrize("role", sorted(AT_WORK_HERE))
def test_others_have_no_part_in_it(role):
    """Every address with rows of another company answers as if there were none; the own ones as the matrix says."""
    ours, theirs = grow("KIEBITZ"), grow("ROHRDOMMEL")
    client = ours.signed_in(role)
    own, foreign = ours.rows[Participant], theirs.rows[Participant]
    works = role == Role.TRAINING_MANAGER
    foreign_pages = [
        f"/admin/participants/participant/{foreign.pk}/merge/",
        to_compare(own, foreign),
        to_compare(foreign, own),
        to_compare(own, ours.rows[Merge].emptied),
    ]
    merged = theirs.rows[Merge]

    answers = {client.get(page).status_code for page in foreign_pages}
    answers |= {client.post(page, {"seen": ["1:x", "1:x"]}).status_code for page in foreign_pages}
    answers.add(client.post(f"/admin/participants/merge/{merged.pk}/undo/").status_code)

    assert answers <= ({404} if works else {403, 404})
    assert Merge.objects.filter(undone_at=None).count() == 2
    assert (client.get(f"/admin/participants/participant/{own.pk}/merge/").status_code == 200) == works


@pytest.mark.parametrize("key", ["0", "-1", "abc", "99999999999999999999", "1%00", "²"])
def test_strange_keys_are_nobody(amal, manager, key):
    client = signed_in(manager)
    places = [f"{key}/merge/", f"{key}/merge/{amal.pk}/", f"{amal.pk}/merge/{key}/", f"{amal.pk}/merge/{amal.pk}/"]

    answers = {client.get(f"/admin/participants/participant/{place}").status_code for place in places}
    answers.add(client.post(f"/admin/participants/merge/{key}/undo/").status_code)

    assert answers <= {400, 404}


def test_the_more_hangs_on_the_remaining_record_the_questions_stay_the_same(amal, amaal, manager):
    client = signed_in(manager)
    programme = amal.enrolments.get().cohort.programme
    make.sponsorship(amal.enrolments.get())
    client.get(to_compare(amaal, amal))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(to_compare(amaal, amal))
        counts.append(len(asked))
        for _ in range(2):
            make.sponsorship(make.enrolment(cohort=make.cohort(programme), participant=amaal))

    assert counts[0] == counts[1]
