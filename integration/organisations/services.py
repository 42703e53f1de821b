"""Changes to the tree of organisations."""

from django.db import transaction

from integration.organisations.models import Organisation, Reach
from integration.organisations.tree import Node, ancestors, check_place, employer_of, root_of


@transaction.atomic
def rebuild_tree() -> None:
    """Check the whole tree and derive roots, employers and reaches from it. A second time changes nothing.

    Raises `ValidationError` if an organisation stands where it cannot. Trees are small (hundreds), so all of it at once.
    """
    organisations = {each.pk: each for each in Organisation.objects.select_for_update(of=("self",)).order_by("pk")}
    tree = {key: Node(each.kind, each.parent_id) for key, each in organisations.items()}
    changed = []
    for key, organisation in organisations.items():
        check_place(tree, key)
        derived = root_of(tree, key), employer_of(tree, key)
        if (organisation.root_id, organisation.employer_id) != derived:
            organisation.root_id, organisation.employer_id = derived
            changed.append(organisation)
    Organisation.objects.order_by("pk").bulk_update(changed, ["root", "employer"], batch_size=500)
    wanted = {(above, key, False) for key in tree for above in ancestors(tree, key)} | {
        (key, key, True) for key in tree
    }
    standing = {(reach.head_id, reach.organisation_id, reach.alone): reach.pk for reach in Reach.objects.order_by("pk")}
    Reach.objects.filter(pk__in=[pk for row, pk in standing.items() if row not in wanted]).delete()
    Reach.objects.bulk_create(
        [
            Reach(head_id=head, organisation_id=organisation, alone=alone)
            for head, organisation, alone in sorted(wanted - standing.keys())
        ],
        batch_size=2000,
    )


@transaction.atomic
def save_organisation(organisation: Organisation) -> Organisation:
    """Create or change an organisation. Raises `ValidationError`, changing nothing; what follows from its place follows."""
    organisation.full_clean(exclude=["root", "employer"])
    organisation.save()
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def delete_organisation(organisation: Organisation) -> None:
    """Remove an organisation that nothing refers to; raises `ProtectedError` otherwise."""
    Organisation.objects.filter(pk=organisation.pk).update(root=None, employer=None)
    organisation.delete()
