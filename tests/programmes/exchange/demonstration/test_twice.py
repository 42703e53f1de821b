"""Some people of the demonstration are recorded twice, for its manager to find."""

from datetime import date

import pytest

from integration.accounts.models import User
from integration.accounts.roles import Role
from programmes.exchange.demonstration.twice import record_some_twice
from programmes.participants.enums import BirthDatePrecision
from programmes.participants.models import Likeness
from tests import factories as make


@pytest.mark.django_db(transaction=True)
def test_the_manager_finds_them_for_different_reasons():
    manager = make.member(Role.TRAINING_MANAGER, email="ausbildung.gruppe@example.org")
    company = manager.memberships.get().organisation
    for number, name in enumerate(("Amal Haddad", "Bilal Kidane", "Carim Rahimi"), start=1):
        given, family = name.split()
        person = make.participant(
            code=f"MP{number}",
            given_name=given,
            family_name=family,
            birth_date=date(1998, 5, 2 + number),
            birth_date_precision=BirthDatePrecision.DAY,
            phone=f"0431 55{number}",
        )
        make.enrolment(participant=person, cohort=make.cohort(make.programme(organisation=company)))

    record_some_twice()

    found = Likeness.objects.visible_to(User.objects.get(pk=manager.pk)).order_by("second__code")
    assert [(row.second.code, row.reasons[:2]) for row in found] == [
        ("MP-ZWEI-1", ["swapped", "birthday"]),
        ("MP-ZWEI-2", ["same_name", "birth_year"]),
        ("MP-ZWEI-3", ["phone"]),
    ]
