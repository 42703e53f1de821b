"""Addresses of the sponsors' pages."""

from django.urls import path

from programmes.sponsorships import views
from programmes.sponsorships.portal import views as pages

app_name = "portal"
urlpatterns = [
    path("", pages.index, name="index"),
    path("mentees/<int:pk>/", pages.mentee, name="mentee"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
