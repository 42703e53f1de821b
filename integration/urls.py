"""Every address of the product."""

from django.urls import include, path

from integration.admin.landing import land
from integration.admin.site import workplace

urlpatterns = [
    path("", land, name="landing"),
    path("account/", include("integration.accounts.urls")),
    path("admin/", workplace.urls),
    path("portal/", include("programmes.sponsorships.urls")),
    path("dates/", include("integration.deadlines.urls")),
    path("reports/", include("reports.rendering.urls")),
]
