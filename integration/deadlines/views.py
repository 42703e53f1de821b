"""The calendar that others' programs ask for."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from integration.deadlines.addresses import address_with
from integration.deadlines.calendars import calendar_for


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What falls due for whoever was given this address; what they may see is asked anew each time."""
    address = address_with(secret)
    if address is None:
        raise Http404
    # Who asks is the owner of the address: what they may see is asked once for this request.
    address.owner.during_request = {}
    with translation.override(address.owner.language):
        written = calendar_for(address, timezone.localdate())
    etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    answer = HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "ETag": etag,
            "Content-Disposition": 'inline; filename="einstieg.ics"',
        },
    )
    return get_conditional_response(request, etag=etag, response=answer) or answer
