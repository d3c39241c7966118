"""The practice environment's own address."""

from django.urls import path

from jobbtorg.demo import views

urlpatterns = [path("ovningsmiljo/", views.practice, name="practice")]
