"""Organisations, users and their roles, as administrators keep them; partners' contact persons, as training managers do."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import PROTECT, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.accounts.roles import Role
from integration.admin import home, navigation, newcomers
from integration.admin.filters import ScopedRelatedFilter
from integration.admin.forms import ScopedForm, ScopedFormSet
from integration.admin.navigation import Entry, Group, list_of, reads
from integration.admin.scoped import ScopedInline, ScopedModelAdmin
from integration.admin.site import workplace
from integration.organisations.access import roles_of_this_request
from integration.organisations.landscape import branches_of
from integration.organisations.models import ContactPerson, Membership, Organisation
from integration.organisations.partners import partners_for
from integration.organisations.queries import oversees, own_place
from integration.organisations.scoping import visible
from integration.organisations.services import delete_organisation, save_organisation


class OrganisationForm(ScopedForm):
    """Below something that the administrator administers."""

    def clean_parent(self) -> Organisation | None:
        """New trees are the first administrator's; others add to theirs."""
        parent = self.cleaned_data["parent"]
        was_root = self.instance.pk is not None and self.instance.parent_id is None
        if parent is None and not was_root and not self.user.is_superuser:
            raise ValidationError(_("Choose to what this organisation belongs."))
        return parent


class OrganisationAdmin(ScopedModelAdmin):
    """The tree of organisations."""

    form = OrganisationForm
    code_prefix = "OR"
    fields = ("name", "kind", "parent", "legal_form", "state", "aliases", "code")
    list_display = ("code", "name", "kind", "parent")
    list_filter = ("kind", "legal_form")
    search_fields = ("code", "name", "aliases")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """The tree is checked as a whole."""
        save_organisation(obj)

    def response_post_save_add(self, request: HttpRequest, obj: Organisation) -> HttpResponse:
        """Back to the picture of all of them."""
        return redirect("admin:organisations_tree")

    def delete_model(self, request: HttpRequest, obj: Organisation) -> None:
        """What follows from the tree follows."""
        delete_organisation(obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Says whether it is still in use, and not by whom."""
        in_use = [_("Something still belongs to this organisation, so it cannot be deleted.")]
        protected = in_use if any(self._is_in_use(each) for each in objs) else []
        return [str(each) for each in objs], {}, set(), protected

    def _is_in_use(self, organisation: Organisation) -> bool:
        holding = [each for each in Organisation._meta.related_objects if each.on_delete is PROTECT]
        return any(
            each.related_model._base_manager.filter(**{each.field.name: organisation}).exists() for each in holding
        )


def tree_page(request: HttpRequest) -> HttpResponse:
    """The organisations that somebody sees, as a tree; below them the partners with their contact persons."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("organisations.view_organisation"):
        raise PermissionDenied
    persons = ContactPerson.objects.visible_to(user).filter(active=True).order_by("name", "pk")
    partners = partners_for(user).prefetch_related(Prefetch("contact_persons", persons, to_attr="persons"))
    context = {
        "branches": branches_of(visible(Organisation, user).order_by("name", "code")),
        "partners": partners,
        "shows_partners": Role.TRAINING_MANAGER in roles_of_this_request(user),
        "may_add": user.has_perm("organisations.add_organisation"),
    }
    return render(request, "organisations/tree.html", context)


class ContactPersonAdmin(ScopedModelAdmin):
    """Whom to ask at a partner."""

    fields = ("organisation", "kept_by", "name", "function", "topics", "phone", "email", "active")
    list_display = ("name", "function", "organisation", "topics", "phone", "email", "active")
    list_filter = ("active", ("kept_by", ScopedRelatedFilter))
    search_fields = ("name", "organisation__name", "topics")
    list_select_related = ("organisation",)
    autocomplete_fields = ("kept_by",)
    named = ("organisation",)

    def label_of(self, row: ContactPerson) -> str:
        """Who, and where."""
        return f"{row.name} · {row.organisation.name}"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """At the partners one works with, for one's own organisations."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation":
            field.queryset = partners_for(request.user)
        else:
            field.queryset = Organisation.objects.visible_to(request.user, {Role.TRAINING_MANAGER}).order_by("code")
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """For one's own organisation."""
        own = own_place(request.user, Role.TRAINING_MANAGER)
        return ({"kept_by": own.pk} if own else {}) | super().get_changeform_initial_data(request)


class MembershipForm(ScopedForm):
    """A role for somebody else."""

    def clean(self) -> dict[str, Any]:
        """Nobody gives roles to themselves."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("user") == self.user:
            raise ValidationError(_("Roles are given by somebody else."))
        return cleaned


class RolesFormSet(ScopedFormSet):
    """The roles of one user."""

    def clean(self) -> None:
        """A new account begins with a role; without one, nobody would find it again."""
        super().clean()
        filled = [form for form in self.forms if form.has_changed() and not form.errors]
        if self.instance._state.adding and not filled and not any(self.errors):
            raise ValidationError(_("Give the new user at least one role."))


class RolesInline(ScopedInline):
    """The roles of one user."""

    model = Membership
    formset = RolesFormSet
    fields = ("organisation", "role", "started_on", "ended_on")
    autocomplete_fields = ("organisation",)

    def get_extra(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> int:
        """A new user gets a role at once."""
        return 0 if obj else 1

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Roles are given by somebody else."""
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Roles are given by somebody else."""
        return obj != request.user and super().has_change_permission(request, obj)


class MembershipAdmin(ScopedModelAdmin):
    """Who holds which role for which organisation."""

    form = MembershipForm
    fields = ("user", "organisation", "role", "started_on", "ended_on")
    list_display = ("who", "role", "organisation", "started_on", "ended_on")
    list_filter = ("role", ("organisation", ScopedRelatedFilter))
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "user__display_name", "organisation__code")
    autocomplete_fields = ("user", "organisation")
    named = ("user", "organisation")

    def label_of(self, row: Membership) -> str:
        """Who, as what, for what."""
        return f"{row.user.email} · {row.get_role_display()} · {row.organisation.code}"

    @admin.display(description=gettext_lazy("user"), ordering="user__email")
    def who(self, row: Membership) -> str:
        """The address."""
        return row.user.email

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Roles are given by somebody else."""
        return (obj is None or obj.user_id != request.user.pk) and super().has_change_permission(request, obj)


class UserForm(ScopedForm):
    """The account itself."""

    def clean_email(self) -> str:
        """Addresses are compared without regard to case."""
        return self.cleaned_data["email"].strip().lower()


class UserAdmin(ScopedModelAdmin):
    """Accounts. New ones get a message with which they choose a password."""

    form = UserForm
    fields = ("email", "display_name", "language", "is_active")
    list_display = ("email", "display_name", "is_active", "last_login")
    list_filter = ("is_active", "language")
    search_fields = ("email", "display_name")
    list_select_related = ()
    inlines = (RolesInline,)

    def label_of(self, row: User) -> str:
        """Name and address."""
        return f"{row.display_name} · {row.email}" if row.display_name else row.email

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only accounts of which the administrator oversees every role."""
        return super().has_change_permission(request, obj) and (obj is None or oversees(request.user, obj))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """A new account has no password until its owner chooses one."""
        if not change:
            obj.set_unusable_password()
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  (Django's own signature)
        """With its first role, a new account is written to."""
        super().save_related(request, form, formsets, change)
        if not change:
            first = form.instance.memberships.select_related("organisation").order_by("pk")[0]
            newcomers.write_to(form.instance, first.organisation)
            messages.info(request, _("An e-mail with a link to choose a password is on its way."))


ROLES_HELD = home.Place(
    gettext_lazy("Who holds which role"),
    gettext_lazy("For which organisation, from when to when."),
    "admin:organisations_membership_changelist",
    "key",
)


def _organisations(user: User) -> home.Tile:
    return home.tile_of(
        Organisation.objects.visible_to(user, {Role.ADMINISTRATOR}),
        title=gettext_lazy("Organisations"),
        empty=gettext_lazy("Enter the first organisation"),
    )


def _accounts(user: User) -> home.Tile:
    return home.tile_of(
        visible(User, user), title=gettext_lazy("People with an account"), empty=gettext_lazy("Invite the first person")
    )


workplace.register(Organisation, OrganisationAdmin)
workplace.register(ContactPerson, ContactPersonAdmin)
workplace.register(Membership, MembershipAdmin)
workplace.register(User, UserAdmin)
workplace.show_page("organisations/", tree_page, "organisations_tree")
home.show(Role.ADMINISTRATOR, _organisations)
home.show(Role.ADMINISTRATOR, _accounts)
for role in (Role.ADMINISTRATOR, Role.DATA_PROTECTION):
    home.lead_to(role, ROLES_HELD)
navigation.show(
    Entry(
        Group.SET_UP,
        gettext_lazy("Organisations"),
        "admin:organisations_tree",
        reads(Organisation),
        icon="building",
        order=50,
    ),
    list_of(ContactPerson, Group.SET_UP, icon="phone", order=55),
    list_of(User, Group.SET_UP, icon="account", order=60),
    list_of(Membership, Group.SET_UP, icon="key", order=61),
)
