"""What somebody with a new account is written: a link with which they choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration.accounts.models import User
from integration.organisations.models import Organisation
from integration.outbox.kinds import Kind, Letter, Recipient, link_to, register
from integration.outbox.services import post

NEW_ACCOUNT = "new_account"


def declare() -> None:
    """Let these e-mails be written."""
    register(Kind(NEW_ACCOUNT, gettext_lazy("Link for a new account"), _newcomer, _letter))


def write_to(account: User, organisation: Organisation) -> None:
    """Send the link, once."""
    post(NEW_ACCOUNT, account.pk, organisation, f"{NEW_ACCOUNT} {account.pk}")


def _newcomer(about: int) -> Recipient | None:
    """The new account, while it is open and has neither a password nor lost all its roles."""
    account = User.objects.filter(pk=about, is_active=True).first()
    if account is None or account.has_usable_password() or not account.memberships.exists():
        return None
    return Recipient(account.email, account.language)


def _letter(about: int) -> Letter:
    account = User.objects.get(pk=about)
    key = default_token_generator.make_token(account)
    return Letter(
        subject=_("Einstieg: Your account"),
        words=[_("Hello,"), _("There is an account for you in Einstieg now. Choose a password, and begin.")],
        link=link_to("account_reset_password_from_key", user_pk_to_url_str(account), key),
        link_words=_("Choose a password"),
        last_words=[
            _("The link is for you alone. It works once, within three days."),
            _("If it is too old, go to the sign-in page and ask for a new password."),
        ],
    )
