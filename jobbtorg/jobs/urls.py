"""Addresses of long work. No name and no personnummer is ever part of one."""

from django.urls import path

from jobbtorg.jobs import views

urlpatterns = [
    path("arbeten/", views.jobs, name="jobs"),
    path("arbeten/<int:pk>/", views.job, name="job"),
    path("arbeten/<int:pk>/lage/", views.state, name="job_state"),
    path("arbeten/<int:pk>/fil/", views.file, name="job_file"),
    path("arbeten/<int:pk>/igen/", views.again, name="job_again"),
]
