"""Signing in, and the one place that answers what a signed-in person may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser

from integration.accounts.models import User
from integration.accounts.roles import Right
from integration.organisations.access import reaches, roles_of_this_request, roles_with, subject_of, subjects_of_app

RIGHTS = {"view": Right.READ, "add": Right.CREATE, "change": Right.UPDATE, "delete": Right.DELETE}


class RoleBackend(AuthenticationBackend):
    """Rights follow from the matrix and from who holds which role where; what is not granted is denied."""

    def get_user(self, user_id: Any) -> User | None:
        """Who comes with a request: what is `remembered` of them is asked once until it is answered."""
        user = super().get_user(user_id)
        if user is not None:
            user.during_request = {}
        return user

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Whether a role of today has the right, and if a row is given, whether that role reaches it."""
        app_label, _, codename = perm.partition(".")
        verb, _, model = codename.partition("_")
        subject = subject_of(f"{app_label}.{model}")
        if subject is None or verb not in RIGHTS:
            return False
        right = RIGHTS[verb]
        roles = roles_with(roles_of_this_request(user_obj), right, subject)
        return bool(roles) and (obj is None or reaches(user_obj, roles, obj, right))

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Whether there is anything to see in an app."""
        roles = roles_of_this_request(user_obj)
        return any(roles_with(roles, Right.READ, subject) for subject in subjects_of_app(app_label))

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """No rights are given to single persons."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """No rights are given to groups: roles are held for organisations."""
        return set()
