"""Appointments, absence, training and units: who works where, as what, from and to."""
