"""The links that end a subscription: signed, so that nobody else's can be ended."""

from django.core.signing import BadSignature, Signer

from reports.delivery.models import Subscription

SIGNER = Signer(salt="delivery.subscription")


def token_of(subscription: Subscription) -> str:
    """What only the e-mail says."""
    return SIGNER.sign_object(subscription.pk)


def subscription_of(token: str) -> Subscription | None:
    """The subscription that a link ends, if there is one and it goes on."""
    try:
        key = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return Subscription.objects.select_related("organisation").filter(pk=key).first()
