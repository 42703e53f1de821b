"""Addresses of what people keep of their dates for themselves."""

from django.urls import path

from integration.deadlines import views

app_name = "dates"
urlpatterns = [
    path("", views.own_dates, name="own"),
    path("<str:secret>.ics", views.calendar, name="calendar"),
]
