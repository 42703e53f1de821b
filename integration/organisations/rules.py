"""Where an organisation can stand."""

from typing import TYPE_CHECKING

from integration.organisations.tree import Node, ancestors, check_place

if TYPE_CHECKING:
    from integration.organisations.models import Organisation

NOT_SAVED_YET = 0


def check_organisation(organisation: "Organisation") -> None:
    """Raise `Refused` if the tree could not hold it, or what is below it, as this object says."""
    others = type(organisation)._default_manager.exclude(pk=organisation.pk)
    tree = {key: Node(kind, parent) for key, kind, parent in others.values_list("pk", "kind", "parent_id")}
    key = organisation.pk or NOT_SAVED_YET
    tree[key] = Node(organisation.kind, organisation.parent_id)
    for each in tree:
        if key in ancestors(tree, each):
            check_place(tree, each)
