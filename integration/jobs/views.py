"""The page of a job: how far it is, and what came of it."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from integration.accounts.models import User
from integration.jobs import services
from integration.jobs.enums import JobState
from integration.jobs.models import Job


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the job stands, asking for itself again while it is under way; then its result."""
    user: User = request.user  # type: ignore[assignment]
    job = _mine(user, pk)
    if request.htmx:  # type: ignore[attr-defined]
        return _progress(request, job)
    if job.declared.address:
        return redirect(job.declared.address(job))
    done = job.state == JobState.DONE
    context = {
        "job": job,
        "template": job.declared.template,
        "may_cancel": job.state == JobState.WAITING and job.asked_by_id == user.pk,
        "may_take": done and bool(job.file),
        "file_gone": services.no_longer_there() if done and job.result.get("has_file") and not job.file else "",
        **(job.declared.present(user, job) if done else {}),
    }
    return render(request, "jobs/page.html", context)


def _progress(request: HttpRequest, job: Job) -> HttpResponse:
    """The part that asks for itself; when the job is over, the whole page around it is loaded anew."""
    response = render(request, "jobs/_progress.html", {"job": job})
    if not job.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, while nobody has begun."""
    user: User = request.user  # type: ignore[assignment]
    job = _mine(user, pk)
    if services.cancel(job, user):
        messages.success(request, _("It was taken back; nothing was done."))
    else:
        messages.warning(request, _("It was too late to take it back."))
    return redirect("admin:job", pk=job.pk)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file that came of it. The right is asked again."""
    user: User = request.user  # type: ignore[assignment]
    job = _mine(user, pk)
    if job.state != JobState.DONE or not job.file or not default_storage.exists(job.file):
        raise Http404
    name = f"{job.declared.file_name}{PurePosixPath(job.file).suffix}"
    return FileResponse(default_storage.open(job.file), as_attachment=True, filename=name)


def _mine(user: User, pk: int) -> Job:
    job = get_object_or_404(Job.objects.visible_to(user).select_related("organisation", "asked_by"), pk=pk)
    if job.declared.private and job.asked_by_id != user.pk:
        raise Http404
    opened = job.state != JobState.DONE or job.declared.still_reached(user, job)
    if not opened or not job.declared.may(user, job.organisation):
        raise PermissionDenied
    return job
