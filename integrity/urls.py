"""The address of what is to be put right."""

from django.urls import path

from integrity import views

urlpatterns = [path("att-ratta-till/", views.faults, name="faults")]
