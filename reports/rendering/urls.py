"""Addresses of the reports; they name editions by key, never people."""

from django.urls import path

from reports.rendering import comparing, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("build/", views.build, name="build"),
    path("<int:pk>/", views.edition, name="edition"),
    path("<int:pk>/people/", views.people, name="people"),
    path("<int:pk>/compare/", comparing.page, name="compare"),
    path("<int:pk>/<slug:family>/<slug:breakdown>/", views.table, name="table"),
    path("<int:pk>/<slug:form>/", views.download, name="download"),
]
