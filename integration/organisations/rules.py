"""Where an organisation can stand."""

from typing import TYPE_CHECKING

from integration.organisations.enums import OrganisationKind
from integration.organisations.refusals import NOT_A_PARTNER
from integration.organisations.tree import Node, ancestors, check_place
from integration.periods.refusals import Refused

if TYPE_CHECKING:
    from integration.organisations.models import ContactPerson, Organisation

NOT_SAVED_YET = 0


def check_organisation(organisation: "Organisation") -> None:
    """Raise `Refused` if the tree could not hold it, or what is below it, as this object says; partners with contacts stay."""
    if organisation.pk and organisation.kind != OrganisationKind.PARTNER and organisation.contact_persons.exists():
        raise Refused(NOT_A_PARTNER)
    others = type(organisation)._default_manager.exclude(pk=organisation.pk)
    tree = {key: Node(kind, parent) for key, kind, parent in others.values_list("pk", "kind", "parent_id")}
    key = organisation.pk or NOT_SAVED_YET
    tree[key] = Node(organisation.kind, organisation.parent_id)
    for each in tree:
        if key in ancestors(tree, each):
            check_place(tree, each)


def check_contact_person(person: "ContactPerson") -> None:
    """At a partner."""
    if person.organisation_id is not None and person.organisation.kind != OrganisationKind.PARTNER:
        raise Refused(NOT_A_PARTNER)
