"""Whatever is typed into a step: it is taken or refused in words, and never an error of the program."""

from urllib.parse import urlencode

import pytest

from programmes.pathways import forms
from tests import factories as make
from tests.everywhere.test_everything_within_reach import NASTY
from tests.programmes.pathways.steps.asking import address

pytestmark = [pytest.mark.django_db, pytest.mark.services]

URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_no_input_is_too_strange(client, trained, value):
    make.guarantee(trained)
    make.sponsorship(trained)
    answers = {}
    for form in forms.declared():
        strange = client.get(address(trained, form.name), {"row": value.encode("utf-8", "surrogatepass")})
        answers[form.name, "row"] = strange.status_code
        page = client.get(address(trained, form.name))
        initial = page.context["form"].initial
        likely = {name: getattr(each, "pk", each) for name, each in initial.items() if each is not None}
        for name in [*form.base_fields, "seen", "action"]:
            typed = {**likely, "seen": page.context["seen"], name: value.encode("utf-8", "surrogatepass")}
            answer = client.post(address(trained, form.name), urlencode(typed), content_type=URLENCODED)
            answers[form.name, name] = answer.status_code

    assert set(answers.values()) <= {200, 302, 400}
