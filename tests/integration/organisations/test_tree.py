"""Where an organisation can stand, and what follows from it."""

from datetime import date

import pytest
from django.db.models import ProtectedError

from integration.organisations.enums import OrganisationKind
from integration.organisations.models import Organisation, Reach
from integration.organisations.refusals import BELOW_PARTNER, COMPANY_BELOW_SITE, CYCLE
from integration.organisations.services import delete_organisation, save_organisation
from tests import factories
from tests.refused import broken_constraint, refused

pytestmark = pytest.mark.django_db

GROUP, COMPANY, SITE, PARTNER = OrganisationKind


def line(*kinds):
    """Organisations, each below the one before."""
    placed = []
    for kind in kinds:
        placed.append(factories.organisation(kind=kind, parent=placed[-1] if placed else None))
    return placed


def reach_of(head, *, alone=False):
    return set(Reach.objects.filter(head=head, alone=alone).values_list("organisation", flat=True))


def test_who_is_above_reaches_all_below_and_alone_only_itself():
    group, company, site = line(GROUP, COMPANY, SITE)

    reached = [reach_of(each) for each in (group, company, site)]

    assert reached == [{group.pk, company.pk, site.pk}, {company.pk, site.pk}, {site.pk}]
    assert reach_of(group, alone=True) == {group.pk}


def test_the_employer_is_the_nearest_company_and_the_root_the_group():
    group, company, inner, site = line(GROUP, COMPANY, COMPANY, SITE)

    site.refresh_from_db()

    assert (site.employer, site.root, Organisation.objects.get(pk=group.pk).employer) == (inner, group, group)
    assert Organisation.objects.get(pk=company.pk).employer == company


def test_moving_a_company_moves_what_it_covers():
    group, company, site = line(GROUP, COMPANY, SITE)
    (elsewhere,) = line(GROUP)

    company.parent = elsewhere
    save_organisation(company)

    assert (reach_of(group), reach_of(elsewhere)) == ({group.pk}, {elsewhere.pk, company.pk, site.pk})


def test_what_is_saved_in_any_way_is_reached():
    group, company = line(GROUP, COMPANY)

    site = Organisation.objects.create(code="S", name="Werk", kind=SITE, parent=company)

    assert reach_of(group) == {group.pk, company.pk, site.pk}


@pytest.mark.parametrize(
    ("above", "kind", "refusal"),
    [
        ((SITE,), COMPANY, COMPANY_BELOW_SITE),
        ((SITE, GROUP), COMPANY, COMPANY_BELOW_SITE),
        ((PARTNER,), PARTNER, BELOW_PARTNER),
        ((PARTNER,), SITE, BELOW_PARTNER),
    ],
)
def test_not_everything_stands_below_everything(above, kind, refusal):
    *_, lowest = line(*above)
    misplaced = Organisation(code="X", name="Falsch", kind=kind, parent=lowest)

    with refused(refusal):
        save_organisation(misplaced)


@pytest.mark.parametrize("kinds", [(GROUP, GROUP), (COMPANY, COMPANY), (SITE, SITE), (GROUP, PARTNER), (SITE, GROUP)])
def test_everything_else_may(kinds):
    assert len(line(*kinds)) == len(kinds)


def test_nothing_belongs_to_itself_through_others():
    group, _between, site = line(GROUP, GROUP, GROUP)
    group.parent = site

    with refused(CYCLE):
        save_organisation(group)

    assert Organisation.objects.get(pk=group.pk).parent is None


@pytest.mark.parametrize(("kind", "refusal"), [(SITE, COMPANY_BELOW_SITE), (PARTNER, BELOW_PARTNER)])
def test_what_has_companies_below_stays_above_them(kind, refusal):
    group, _company = line(GROUP, COMPANY)
    group.kind = kind

    with refused(refusal):
        save_organisation(group)


def test_what_nothing_refers_to_can_be_removed():
    group, company = line(GROUP, COMPANY)

    delete_organisation(company)

    assert reach_of(group) == {group.pk}


def test_what_people_are_enrolled_at_stays():
    company = factories.enrolment(entered_on=date(2025, 1, 1)).organisation

    with pytest.raises(ProtectedError):
        delete_organisation(company)


@pytest.mark.services
def test_postgresql_holds_the_tree_whoever_writes():
    top, company, site = line(GROUP, COMPANY, SITE)
    (partner,) = line(PARTNER)

    def move(organisation, **changes):
        return broken_constraint(lambda: Organisation.objects.filter(pk=organisation.pk).update(**changes))

    assert [
        move(top, parent=site),
        move(top, kind=SITE),
        move(company, kind=PARTNER),
        move(company, parent=partner),
        move(site, kind=COMPANY),
        move(top, parent=top),
    ] == [
        "organisation_no_cycle",
        "organisation_company_not_below_site",
        "organisation_not_below_partner",
        "organisation_not_below_partner",
        None,
        "organisation_not_below_itself",
    ]


@pytest.mark.services
def test_postgresql_looks_at_the_tree_only_when_it_is_complete():
    top, company = line(GROUP, COMPANY)

    def turn_over():
        Organisation.objects.filter(pk=top.pk).update(parent=company)
        Organisation.objects.filter(pk=company.pk).update(parent=None)

    assert broken_constraint(turn_over) is None
