"""People are called as they are called: one word or two hundred letters, in any script, written from either side."""

import pytest

from integration.accounts.roles import Role
from programmes.participants.models import Participant
from tests import factories as make

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/participants/participant/"
ADD = f"{PEOPLE}add/"


@pytest.fixture
def here(client):
    client.force_login(make.member(Role.TRAINING_MANAGER))
    return client


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        ({"family_name": "Suharto"}, "Suharto"),
        ({"given_name": "Madonna"}, "Madonna"),
        ({"given_name": "سارة", "family_name": "الجباري"}, "الجباري, سارة"),
        ({"given_name": "Đặng Thị", "family_name": "al-Ḥasan ʿAbd"}, "al-Ḥasan ʿAbd, Đặng Thị"),
        ({"given_name": "g" * 200, "family_name": "f" * 200}, f"{'f' * 200}, {'g' * 200}"),
    ],
    ids=["family name only", "given name only", "from right to left", "marks", "long"],
)
def test_everybody_is_taken_in_listed_and_found(here, names, listed):
    answer = here.post(ADD, names)

    person = Participant.objects.get()
    word = max(names.values(), key=len)[:100]
    assert (answer.status_code, {name: getattr(person, name) for name in names}) == (302, names)
    assert listed in here.get(PEOPLE).text
    assert here.get(f"{PEOPLE}{person.pk}/change/").status_code == 200
    assert list(here.get(PEOPLE, {"q": word}).context["cl"].result_list) == [person]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAmal\u202c", "Amal"),
        ("\u2066سارة\u2069", "سارة"),
        ("Mu\u0308ller", "Müller"),
        ("Anna\tMaria", "Anna Maria"),
        ("\ufeffAmal\xa0", "Amal"),
    ],
)
def test_a_name_is_kept_as_an_import_keeps_it(here, typed, kept):
    here.post(ADD, {"given_name": typed})

    assert Participant.objects.get().given_name == kept


def test_signs_that_nobody_sees_are_no_name(here):
    answer = here.post(ADD, {"given_name": "\u202e", "family_name": "\ufeff"})

    assert (answer.status_code, Participant.objects.count()) == (200, 0)
    assert answer.context["adminform"].form.non_field_errors() == ["Geben Sie einen Vornamen oder einen Nachnamen ein."]
