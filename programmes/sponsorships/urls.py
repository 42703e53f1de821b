"""Addresses of the sponsors' pages."""

from django.urls import path

from programmes.sponsorships import views

app_name = "portal"
urlpatterns = [
    path("", views.index, name="index"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
