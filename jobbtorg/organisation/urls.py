"""Addresses of the delegation register and of who works where."""

from django.urls import path

from jobbtorg.organisation import preferences
from jobbtorg.organisation.register import views as register
from jobbtorg.organisation.staff import views as staff

urlpatterns = [
    path("delegationer/", register.delegations, name="delegations"),
    path("delegationer/lista.pdf", register.as_pdf, name="delegations_pdf"),
    path("delegationer/lista.csv", register.as_csv, name="delegations_csv"),
    path("delegationer/vem/", register.who, name="who_may_decide"),
    path("delegationer/andringar/", register.changes, name="register_changes"),
    path("delegationer/namndbeslut/nytt/", register.new_namnd_decision, name="namnd_new"),
    path("delegationer/namndbeslut/<int:pk>/", register.namnd_decision, name="namnd"),
    path("handlingar/namnden/<int:pk>/", register.namnd_document, name="namnd_document"),
    path("delegationer/ny/", register.pass_on, name="pass_on"),
    path("delegationer/<int:pk>/", register.row, name="delegation"),
    path("delegationer/<int:pk>/aterta/", register.withdraw, name="delegation_withdraw"),
    path("forordnanden/", staff.appointments, name="appointments"),
    path("forordnanden/nytt/", staff.appoint, name="appoint"),
    path("forordnanden/<int:pk>/", staff.appointment, name="appointment"),
    path("forordnanden/<int:pk>/aterta/", staff.withdraw_appointment, name="appointment_withdraw"),
    path("franvaro/", staff.absences, name="absences"),
    path("franvaro/<int:pk>/tillbaka/", staff.end_absence, name="absence_end"),
    path("utbildning/", staff.trainings, name="trainings"),
    path("utbildning/<int:pk>/aterta/", staff.withdraw_training, name="training_withdraw"),
    path("utseende/", preferences.looks, name="looks"),
    path("kortkommandon/", preferences.shortcuts, name="shortcuts"),
    path("enheter/", staff.units, name="units"),
    path("enheter/<int:pk>/", staff.unit, name="unit"),
]
