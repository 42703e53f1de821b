"""Addresses of what people keep of their dates for themselves."""

from django.urls import path

from integration.deadlines.admin.own import own_dates
from integration.deadlines.views import calendar

app_name = "dates"
urlpatterns = [
    path("", own_dates, name="own"),
    path("<str:secret>.ics", calendar, name="calendar"),
]
