"""A programme with its pathway is set up in one page."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.accounts.roles import Role
from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Membership
from programmes.pathways.enums import PhaseKind
from programmes.pathways.models import Cohort, Programme
from programmes.pathways.patterns import PATTERNS
from tests import factories as make
from tests.integration.admin.trees import filled_in

pytestmark = pytest.mark.django_db

ADD = "/admin/pathways/programme/add/"


@pytest.fixture
def company():
    return make.organisation()


@pytest.fixture
def manager(company):
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, company))
    return client


@pytest.fixture
def programme(company):
    created = make.programme(organisation=company)
    make.phase(created, PhaseKind.INTERNSHIP, name="Praktikum")
    make.phase(created, PhaseKind.LANGUAGE_COURSE, name="Sprachkurs", parallel=True)
    make.phase(created, PhaseKind.TRAINING, name="Ausbildung")
    return created


def page_of(programme):
    return f"/admin/pathways/programme/{programme.pk}/change/"


def names(programme):
    return list(programme.phases.order_by("position").values_list("name", flat=True))


def post(client, programme, **fields):
    data = filled_in(client.get(page_of(programme)))
    return client.post(page_of(programme), data | {f"phases-{name}": value for name, value in fields.items()})


def new_phase(row, **fields):
    return {f"{row}-{name}": value for name, value in {"name": "Coaching", "kind": "coaching", **fields}.items()}


# --- In one page ---


def test_a_phase_is_added_at_the_end(manager, programme):
    answer = post(manager, programme, **new_phase(3), TOTAL_FORMS=4)

    assert answer.status_code == 302
    assert names(programme) == ["Praktikum", "Sprachkurs", "Ausbildung", "Coaching"]
    assert programme.phases.get(name="Coaching").code.startswith("PH-")


def test_an_empty_row_is_no_phase(manager, programme):
    answer = post(manager, programme, **{"TOTAL_FORMS": 4, "3-order": "4", "3-name": "", "3-kind": ""})

    assert (answer.status_code, programme.phases.count()) == (302, 3)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({"2-order": "1"}, ["Ausbildung", "Praktikum", "Sprachkurs"]),
        ({"0-order": "3"}, ["Sprachkurs", "Ausbildung", "Praktikum"]),
        ({"0-order": "2", "1-order": "1"}, ["Sprachkurs", "Praktikum", "Ausbildung"]),
        ({"0-order": "3", "2-order": "1"}, ["Ausbildung", "Sprachkurs", "Praktikum"]),
        ({"0-order": ""}, ["Praktikum", "Sprachkurs", "Ausbildung"]),
    ],
)
def test_phases_are_put_in_order_by_numbers(manager, programme, places, expected):
    post(manager, programme, **places)

    assert names(programme) == expected


def test_a_phase_nobody_was_in_is_removed_and_its_history_stays(manager, programme):
    gone = programme.phases.get(name="Sprachkurs")

    answer = post(manager, programme, **{"1-remove": "on", "1-name": ""})

    assert answer.status_code == 302
    assert names(programme) == ["Praktikum", "Ausbildung"]
    assert gone.history.filter(id=gone.pk).first().history_type == "-"


def test_a_phase_in_use_is_not_offered_for_removal_and_keeps_its_kind(manager, programme):
    make.enrolment(cohort=make.cohort(programme), in_phase=PhaseKind.INTERNSHIP)

    page = manager.get(page_of(programme)).text
    post(manager, programme, **{"0-remove": "on", "0-kind": "coaching", "0-name": "Schnuppern"})

    assert 'name="phases-0-remove"' not in page
    assert names(programme) == ["Schnuppern", "Sprachkurs", "Ausbildung"]
    assert programme.phases.get(position=1).kind == PhaseKind.INTERNSHIP


def test_what_is_wrong_with_a_phase_is_said_there_and_nothing_is_lost(manager, programme):
    answer = post(manager, programme, **{"2-name": "", "0-order": "2", "1-order": "1"})

    assert answer.status_code == 200
    assert answer.context["inline_admin_formsets"][0].formset.errors[2].keys() == {"name"}
    assert 'name="phases-0-order" value="2"' in answer.text
    assert names(programme) == ["Praktikum", "Sprachkurs", "Ausbildung"]


@pytest.mark.parametrize("hostile", ["1e400", "-1", "99999999999999999999", "\0", "\ud800", "x" * 10_000])
@pytest.mark.parametrize("field", ["order", "kind", "duration_months", "id"])
def test_strange_values_are_refused_in_words(manager, programme, field, hostile):
    data = filled_in(manager.get(page_of(programme))) | {f"phases-1-{field}": hostile}
    typed = urlencode(data, doseq=True, errors="surrogatepass")

    answer = manager.post(page_of(programme), typed, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200
    assert names(programme) == ["Praktikum", "Sprachkurs", "Ausbildung"]


def test_a_phase_of_another_programme_is_not_taken_over(manager, programme, company):
    other = make.phase(make.programme(organisation=company))

    answer = post(manager, programme, **{"0-id": other.pk})
    other.refresh_from_db()

    assert answer.status_code == 200
    assert (other.name, other.programme == programme) == ("training", False)


def test_reasons_of_success_are_ticked(manager, programme):
    data = filled_in(manager.get(page_of(programme)))

    unknown = manager.post(page_of(programme), {**data, "success_reasons": ["made_up"]})
    manager.post(page_of(programme), {**data, "success_reasons": ["taken_over", "completed"]})
    programme.refresh_from_db()

    assert programme.success_reasons == "completed|taken_over"
    assert list(unknown.context["adminform"].form.errors) == ["success_reasons"]


def test_reasons_in_another_order_stay_as_they_came(manager, programme):
    Programme.objects.update(success_reasons="taken_over|completed")

    post(manager, programme)
    programme.refresh_from_db()

    assert programme.success_reasons == "taken_over|completed"


def test_who_only_reads_sees_the_pathway_and_no_fields():
    group = make.organisation(kind=OrganisationKind.GROUP)
    site = make.organisation(parent=group)
    programme = make.programme(organisation=group)
    make.phase(programme, name="Werkstatt")
    make.enrolment(cohort=make.cohort(programme), organisation=site)
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, site))

    page = client.get(page_of(programme)).text

    assert "Werkstatt" in page
    assert 'name="phases-0-name"' not in page
    assert f"?programme={programme.pk}" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_often_for_many_phases_and_cohorts_as_for_few(manager, company, more):
    programme = make.programme(organisation=company)
    queries = []
    for number in (1, 1 + more):
        for _ in range(number):
            make.phase(programme)
            make.enrolment(cohort=make.cohort(programme, planned_places=3))
        manager.get(page_of(programme))
        with CaptureQueriesContext(connection) as captured:
            manager.get(page_of(programme))
        queries.append(len(captured))

    assert queries[0] == queries[1]


# --- A new one ---


def test_a_new_programme_begins_with_pictures_to_choose_from(manager, programme):
    page = manager.get(ADD).text

    assert [f"?pattern={pattern.code}" in page for pattern in PATTERNS] == [True] * 5
    assert f'<option value="{programme.pk}">' in page


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.code)
def test_a_pattern_is_adjusted_and_saved(manager, company, pattern):
    page = manager.get(ADD, {"pattern": pattern.code})
    formset = page.context["inline_admin_formsets"][0].formset
    data = filled_in(page) | {bound.html_name: bound.value() or "" for form in formset.forms for bound in form}

    answer = manager.post(ADD, {**data, "name": "Unser Weg"})
    created = Programme.objects.get()

    assert answer["Location"] == page_of(created)
    assert (created.name, created.organisation) == ("Unser Weg", company)
    assert list(created.phases.order_by("position").values_list("kind", "duration_months", "parallel")) == [
        (phase.kind, phase.duration_months, phase.parallel) for phase in pattern.phases
    ]
    assert created.success_set == set(pattern.success_reasons)


def test_a_programme_begins_with_ones_own_organisation_whatever_stands_below(manager, company):
    make.partner(parent=company)

    page = manager.get(ADD, {"pattern": "coaching"})

    assert page.context["adminform"].form["organisation"].value() == company.pk


def test_whoever_manages_several_chooses(company):
    both = make.member(Role.TRAINING_MANAGER, company)
    Membership.objects.create(user=both, organisation=make.organisation(), role=Role.TRAINING_MANAGER)
    client = Client()
    client.force_login(both)

    page = client.get(ADD, {"pattern": "coaching"})

    assert page.context["adminform"].form["organisation"].value() is None


def test_a_copy_has_the_same_pathway_and_another_code(manager, programme):
    page = manager.get(ADD, {"like": programme.pk})
    formset = page.context["inline_admin_formsets"][0].formset

    assert [form["name"].value() for form in formset.forms] == names(programme)
    assert page.context["adminform"].form["name"].value() == "Einstieg (Kopie)"
    assert page.context["adminform"].form["code"].value() is None


@pytest.mark.parametrize("like", ["x", "-1", "99999999999999999999", "²"])
def test_what_is_not_there_is_not_copied(manager, like):
    assert manager.get(ADD, {"like": like}).status_code == 404


def test_a_programme_of_others_is_not_copied(manager):
    foreign = make.programme(name="Geheim")

    assert manager.get(ADD, {"like": foreign.pk}).status_code == 404
    assert "Geheim" not in manager.get(ADD).text


# --- Cohorts ---


def test_places_are_told_as_they_are_meant(manager, programme):
    cohort = make.cohort(programme, planned_places=20, planned_places_qualifier="about")
    make.enrolment(cohort=cohort)
    make.cohort(programme, planned_places=13, planned_places_qualifier="exactly", label="Frühjahr")

    page = manager.get(page_of(programme)).text
    listed = manager.get("/admin/pathways/cohort/").text

    assert ("1 von etwa 20 Plätzen belegt" in page, "0 von 13 Plätzen belegt" in page) == (True, True)
    assert ("1 von etwa 20" in listed, "0 von 13" in listed) == (True, True)


def test_a_number_alone_is_meant_exactly(manager, programme):
    manager.post("/admin/pathways/cohort/add/", {"programme": programme.pk, "label": "Herbst", "planned_places": "8"})

    cohort = Cohort.objects.get()
    assert (cohort.planned_places, cohort.planned_places_qualifier) == (8, "exactly")


def test_people_elsewhere_are_not_counted_for_those_who_only_read_the_programme():
    group = make.organisation(kind=OrganisationKind.GROUP)
    site = make.organisation(parent=group)
    cohort = make.cohort(make.programme(organisation=group), planned_places=20)
    make.enrolment(cohort=cohort, organisation=site)
    make.enrolment(cohort=cohort, organisation=make.organisation(parent=group))
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, site))

    row = client.get("/admin/pathways/cohort/").context["cl"].result_list[0]

    assert row.taken is None


def test_cohorts_begin_only_where_the_programme_belongs():
    group = make.organisation(kind=OrganisationKind.GROUP)
    site = make.organisation(parent=group)
    programme = make.programme(organisation=group)
    make.enrolment(cohort=make.cohort(programme), organisation=site)
    client = Client()
    client.force_login(make.member(Role.TRAINING_MANAGER, site))

    answer = client.post("/admin/pathways/cohort/add/", {"programme": programme.pk, "label": "Unserer"})

    assert list(answer.context["adminform"].form.errors) == ["programme"]
    assert Cohort.objects.count() == 1


@pytest.mark.parametrize(("role", "leads"), [(Role.TRAINING_MANAGER, True), (Role.ADMINISTRATOR, False)])
def test_a_cohort_leads_to_its_people_whoever_sees_people(programme, company, role, leads):
    cohort = make.cohort(programme)
    client = Client()
    client.force_login(make.member(role, company))

    page = client.get(f"/admin/pathways/cohort/{cohort.pk}/change/").text

    assert (f"/admin/pathways/enrolment/?cohort={cohort.pk}" in page) is leads
