"""Every address of the product, with what each role meets there in each state of a case.

A column per role; S the page is shown, R it leads on, F refused with a reason (403), N not there
(404), C refused because of the case's state (409), I incomplete (422).
"""

ROLES = (
    "coach",
    "colleague",
    "chef",
    "bitr",
    "coach_city",
    "chef_city",
    "coach_insatser",
    "registrator",
    "granskare",
    "sekreterare",
    "delegationsadmin",
    "forvaltningschef",
)
