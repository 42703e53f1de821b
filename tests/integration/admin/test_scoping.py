"""The admin shows, offers, finds and takes nothing from outside somebody's organisations. Walks every registered page."""

import re
from itertools import product

import pytest
from django.urls import reverse

from integration.accounts.roles import Role
from integration.admin.site import AT_WORK_HERE, workplace
from integration.organisations.models import Membership, Organisation
from programmes.participants.models import Participant
from programmes.pathways.models import Enrolment, Programme
from tests.integration.admin.trees import EVERYBODYS, filled_in, form_of, grow

pytestmark = pytest.mark.django_db

OURS, THEIRS = "KIEBITZ", "ROHRDOMMEL"
PAGES = [model for model in workplace._registry if model not in EVERYBODYS]
ROLES = sorted(AT_WORK_HERE)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def trees():
    return grow(OURS), grow(THEIRS)


def without_marks(response, key):
    """The page without what is new with every answer: the token, and the key that was asked for."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text).replace(f"/{key}/", "/")


def may(user, verb, model, row=None):
    return user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}", row)


def test_there_is_a_row_of_every_registered_table(trees):
    assert set(PAGES) <= set(trees[0].rows)


@pytest.mark.parametrize("role", ROLES)
def test_lists_show_ones_own_rows_and_no_others(trees, role):
    ours, theirs = trees
    client = ours.signed_in(role)
    listed = [model for model in PAGES if may(ours.people[role], "view", model)]

    for model in listed:
        response = client.get(address(model, "changelist"))
        shown = {row.pk for row in response.context["cl"].result_list}

        assert (model, ours.rows[model].pk in shown) == (model, True)
        assert (model, theirs.rows[model].pk in shown) == (model, False)
        assert (model, THEIRS.lower() in response.text.lower()) == (model, False)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_out_of_sight_answers_like_what_does_not_exist(trees, role):
    ours, theirs = trees
    client = ours.signed_in(role)

    pages = [*product(PAGES, ("change", "history", "delete")), (Participant, "master_data")]
    for model, page in pages:
        foreign = client.get(address(model, page, theirs.rows[model].pk))
        nothing = client.get(address(model, page, 999_999_999))

        assert (model, foreign.status_code) == (model, nothing.status_code)
        assert (model, foreign.status_code in {403, 404}) == (model, True)
        assert without_marks(foreign, theirs.rows[model].pk) == without_marks(nothing, 999_999_999)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_exactly_what_the_matrix_gives_it(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)

    for model in PAGES:
        row = ours.rows[model]
        opened = client.get(address(model, "change", row.pk)).status_code
        added = client.get(address(model, "add")).status_code

        assert (model, opened == 200) == (model, may(ours.people[role], "view", model))
        assert (model, added == 200) == (model, may(ours.people[role], "add", model))


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_ones_own_rows_tell_nothing_of_others(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)

    for model in PAGES:
        for page in ("change", "history", "delete"):
            response = client.get(address(model, page, ours.rows[model].pk))

            assert (model, page, THEIRS.lower() in response.text.lower()) == (model, page, False)


@pytest.mark.parametrize("role", ROLES)
def test_empty_forms_offer_nothing_of_others(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)

    for model in PAGES:
        response = client.get(address(model, "add"))

        assert (model, THEIRS.lower() in response.text.lower()) == (model, False)


@pytest.mark.parametrize("role", ROLES)
def test_searching_for_others_finds_nothing(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)
    searchable = [
        model
        for model, page in workplace._registry.items()
        if page.search_fields and may(ours.people[role], "view", model)
    ]

    for model in searchable:
        found = client.get(address(model, "changelist"), {"q": THEIRS}).context["cl"].result_count

        assert (model, found) == (model, 0)


def test_the_search_over_people_finds_none_of_others(trees):
    ours, theirs = trees
    client = ours.signed_in(Role.TRAINING_MANAGER)
    asked = [THEIRS, THEIRS[:4], f"PE-{THEIRS}", f"EN-{THEIRS}", f"Pate{THEIRS}", theirs.rows[Participant].given_name]

    assert OURS.lower() in client.get("/admin/search/", {"q": OURS}).text.lower()
    assert [client.get("/admin/search/", {"q": words}).context["cards"] for words in asked] == [[]] * len(asked)


@pytest.mark.parametrize("role", ROLES)
def test_suggestions_come_from_ones_own_rows(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)
    asked = [(model, name) for model, page in workplace._registry.items() for name in page.autocomplete_fields]

    for model, name in asked:
        where = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
        target = model._meta.get_field(name).remote_field.model
        everything = client.get(reverse("admin:autocomplete"), where)
        if not may(ours.people[role], "view", target):
            assert (model, name, everything.status_code) == (model, name, 403)
            continue
        theirs = client.get(reverse("admin:autocomplete"), {**where, "term": THEIRS}).json()["results"]

        writes = may(ours.people[role], "add", model) or may(ours.people[role], "change", model)
        assert (model, name, len(everything.json()["results"]) > 0) == (model, name, writes)
        assert (model, name, theirs) == (model, name, [])
        assert (model, name, THEIRS.lower() in everything.text.lower()) == (model, name, False)


def test_a_reference_to_others_is_refused_wherever_it_is_posted(trees):
    ours, theirs = trees
    refused = 0

    for role in ROLES:
        client = ours.signed_in(role)
        for model in PAGES:
            where = form_of(ours.rows[model])
            if not may(ours.people[role], "change", model, ours.rows[model]):
                continue
            page = client.get(where)
            for name, field in page.context["adminform"].form.fields.items():
                target = getattr(getattr(field, "queryset", None), "model", None)
                if target is None:
                    continue
                answer = client.post(where, {**filled_in(page), name: theirs.rows[target].pk})
                ours.rows[model].refresh_from_db()
                kept = getattr(ours.rows[model], f"{name}_id") != theirs.rows[target].pk

                assert (model, name, answer.status_code, kept) == (model, name, 200, True)
                assert list(answer.context["adminform"].form.errors) == [name]
                refused += 1

    assert refused == 50


def test_a_form_that_is_saved_as_it_is_changes_nothing(trees):
    ours, _ = trees
    saved = set()

    for role in ROLES:
        client = ours.signed_in(role)
        for model in PAGES:
            row = ours.rows[model]
            if not may(ours.people[role], "change", model, row):
                continue
            before = model.objects.filter(pk=row.pk).values().get()
            page = client.get(form_of(row))
            answer = client.post(form_of(row), filled_in(page))
            saved.add(model)

            assert (model, answer.status_code) == (model, 302), answer.context["errors"]
            assert model.objects.filter(pk=row.pk).values().get() == before

    assert len(saved) == 34


HIDDEN = (
    "participant__family_name__startswith=F",
    "enrolment__participant__family_name__startswith=F",
    "enrolment__end_reason=health",
    "user__password__startswith=a",
    "organisation__name__contains=K",
    "password__startswith=a",
)
STRANGE = (
    *("q=%00", "name=%00", "running=%00", "p=-1", "p=x", "o=9.99", "all=", "e=1", "_to_field=x", "code__exact=%F0"),
    *(
        "cohort=99999999999999999999",
        "participant=-99999999999999999999",
        "organisation__id__exact=abc",
        "organisation__id__exact=99999999999999999999",
        "running=maybe",
    ),
)


@pytest.mark.parametrize("role", ROLES)
def test_addresses_cannot_feel_for_hidden_values(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)
    listed = [model for model in PAGES if may(ours.people[role], "view", model)]

    answers = {
        client.get(f"{address(model, 'changelist')}?{question}").status_code
        for model, question in product(listed, HIDDEN)
    }

    assert answers == {400}


def test_strange_addresses_are_no_failure(trees):
    ours, _ = trees
    client = ours.signed_in(Role.TRAINING_MANAGER)

    answers = {
        client.get(f"{address(model, 'changelist')}?{question}").status_code
        for model, question in product((Participant, Enrolment), STRANGE)
    }

    assert answers == {200, 302, 400}


@pytest.mark.parametrize("value", ["abc", "\ufffd\ufffd\ufffd", "9" * 40, "-1", "1e400", ""])
def test_a_form_begins_empty_where_an_address_asks_for_what_cannot_be(trees, value):
    ours, _ = trees
    client = ours.signed_in(Role.TRAINING_MANAGER)

    page = client.get(
        "/admin/pathways/enrolment/add/", {"participant": value, "entered_on": value, "unheard_of": value}
    )

    assert (page.status_code, page.context["adminform"].form.initial) == (200, {})


def test_a_form_begins_with_what_an_address_asks_for_if_it_is_ones_own(trees):
    ours, theirs = trees
    client = ours.signed_in(Role.TRAINING_MANAGER)

    begun = [
        client.get("/admin/pathways/enrolment/add/", {"participant": tree.rows[Participant].pk})
        .context["adminform"]
        .form
        for tree in (ours, theirs)
    ]

    assert [form.initial for form in begun] == [{"participant": str(ours.rows[Participant].pk)}, {}]


def test_strange_keys_are_nothing(trees):
    ours, _ = trees
    client = ours.signed_in(Role.TRAINING_MANAGER)
    keys = ("0", "-1", "abc", "99999999999999999999", "%00", "1%00", "_23")

    answers = {
        client.get(f"/admin/participants/participant/{key}/{page}/").status_code
        for key, page in product(keys, ("change", "history", "delete"))
    }

    assert answers == {400, 403, 404}


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.MANAGEMENT])
def test_whoever_has_no_work_here_does_not_enter(trees, role):
    ours, _ = trees
    client = ours.signed_in(role)

    answers = {client.get(address(model, "changelist")).status_code for model in PAGES}

    assert answers | {client.get("/admin/").status_code, client.get("/admin/access/").status_code} == {403}


def test_a_right_in_one_company_does_not_reach_into_another_where_one_only_reads(trees):
    """Training manager here, management there: programmes are written here alone."""
    ours, theirs = trees
    somebody = ours.people[Role.TRAINING_MANAGER]
    Membership.objects.create(user=somebody, organisation=theirs.rows[Organisation], role=Role.MANAGEMENT)
    client = ours.signed_in(Role.TRAINING_MANAGER)
    where = {"app_label": "pathways", "model_name": "programme", "field_name": "organisation"}

    seen = Organisation.objects.visible_to(somebody).filter(pk=theirs.rows[Organisation].pk).exists()
    suggested = client.get(reverse("admin:autocomplete"), {**where, "term": THEIRS}).json()["results"]
    page = client.get(address(Programme, "change", ours.rows[Programme].pk))
    data = {**filled_in(page), "organisation": theirs.rows[Organisation].pk}
    changed = client.post(address(Programme, "change", ours.rows[Programme].pk), data)
    ours.rows[Programme].refresh_from_db()

    assert (seen, suggested, changed.status_code) == (True, [], 200)
    assert list(changed.context["adminform"].form.errors) == ["organisation"]
    assert ours.rows[Programme].organisation != theirs.rows[Organisation]
