"""Addresses of uppdrag and uppföljning. No name and no personnummer is ever part of one."""

from django.urls import URLPattern, URLResolver, include, path

from followup import list_views, meeting_views, plan_views, selfcheck_views, situation_views, views

CASE = "arenden/<case:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("insatser/", list_views.insatser, name="insatser"),
    path("egenkontroll/", selfcheck_views.selfcheck, name="selfcheck"),
    path("egenkontroll/<str:month>/", selfcheck_views.selfcheck, name="selfcheck_month"),
    path("egenkontroll/<str:month>/<int:pk>/", selfcheck_views.one, name="selfcheck_one"),
    path("lagesbild/", situation_views.overview, name="situation"),
    path("lagesbild/<slug:coach>/", situation_views.of_coach, name="situation_of"),
    path(f"{CASE}uppdrag/", views.assignment, name="assignment"),
    path(f"{CASE}jobbplan/", plan_views.job_plan, name="job_plan"),
    path(f"{CASE}jobbplan/<int:version>/", plan_views.job_plan_version, name="job_plan_version"),
    path(f"{CASE}jobbplan/<int:pk>.pdf", plan_views.job_plan_pdf, name="job_plan_pdf"),
    path(f"{CASE}narvaro/", views.attendance, name="attendance"),
    path(f"{CASE}narvaro/<int:pk>/ratta/", views.attendance, name="correct_attendance"),
    path(f"{CASE}narvaro/planera/", meeting_views.plan, name="plan_meeting"),
    path(f"{CASE}narvaro/moten/<int:pk>/", meeting_views.change, name="change_meeting"),
    path(f"{CASE}narvaro/moten/<int:pk>/stall-in/", meeting_views.call_off, name="call_off"),
    path(f"{CASE}handelser/", views.events, name="events"),
    path(f"{CASE}handelser/<int:pk>/ratta/", views.events, name="correct_event"),
    path(f"{CASE}uppfoljning/", views.follow_ups, name="follow_ups"),
    path(f"{CASE}avsluta/", views.close_insats, name="close_insats"),
    path(f"{CASE}avsluta/ratta/", views.correct_closing, name="correct_closing"),
    path(f"{CASE}avsluta/oppna/", views.reopen_insats, name="reopen_insats"),
    path("", include("followup.figures.urls")),
    path("", include("followup.deviation_urls")),
]
