"""Addresses of the reports; they name editions by key, never people."""

from django.urls import path

from reports.delivery import views as delivery
from reports.rendering import comparing, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("build/", views.build, name="build"),
    path("sent/", delivery.index, name="subscriptions"),
    path("sent/<int:pk>/end/", delivery.finish, name="unsubscribe"),
    path("sent/<int:pk>/language/", delivery.choose_language, name="subscription_language"),
    path("leave/<str:token>/", delivery.leave, name="leave"),
    path("<int:pk>/", views.edition, name="edition"),
    path("<int:pk>/send/", delivery.begin, name="subscribe"),
    path("<int:pk>/people/", views.people, name="people"),
    path("<int:pk>/compare/", comparing.page, name="compare"),
    path("<int:pk>/<slug:family>/<slug:breakdown>/", views.table, name="table"),
    path("<int:pk>/<slug:form>/", views.download, name="download"),
]
