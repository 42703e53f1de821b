"""Addresses of the sponsors' pages."""

from django.urls import path

from programmes.sponsorships import views
from programmes.sponsorships.handover import views as handover
from programmes.sponsorships.own import views as own
from programmes.sponsorships.portal import help as help_pages
from programmes.sponsorships.portal import noting
from programmes.sponsorships.portal import views as pages
from programmes.sponsorships.portal.pwa import manifest, offline, worker

app_name = "portal"
urlpatterns = [
    path("", pages.index, name="index"),
    path("mentees/<int:pk>/", pages.mentee, name="mentee"),
    path("mentees/<int:pk>/contact/", noting.note_contact, name="note_contact"),
    path("mentees/<int:pk>/step/", noting.agree_step, name="agree_step"),
    path("contacts/<int:pk>/", noting.correct_contact, name="contact"),
    path("contacts/<int:pk>/undo/", noting.undo_contact, name="undo_contact"),
    path("steps/<int:pk>/", noting.change_agreed, name="step"),
    path("mentees/<int:pk>/help/", help_pages.ask, name="ask"),
    path("help/", help_pages.index, name="help"),
    path("help/<int:pk>/", help_pages.request_page, name="help_request"),
    path("help/<int:pk>/settle/", help_pages.settle, name="settle_help"),
    path("dates/", pages.dates, name="dates"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("steps/<int:pk>/done/", noting.settle, name="settle_step"),
    path("mentees/<int:pk>/handover/", handover.ask, name="handover"),
    path("handovers/<int:pk>/acknowledge/", handover.acknowledge, name="handover_acknowledge"),
    path("handovers/<int:pk>/withdraw/", handover.withdraw, name="handover_withdraw"),
    path("me/", own.page, name="own"),
    path("me/promise/<int:pk>/", own.promise, name="own_promise"),
    path("me/away/<int:pk>/", own.be_there, name="own_there"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
