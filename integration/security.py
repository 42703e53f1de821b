"""What every answer tells the browser it may load: only our own files, nothing inline."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicyMiddleware:
    """Adds the policy from the settings to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{kind} {source}" for kind, source in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as ever, with the policy on top."""
        response = self.get_response(request)
        response["Content-Security-Policy"] = self.policy
        return response
