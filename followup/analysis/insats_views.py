"""The views of uppdrag, and of how the insats ended."""

from followup.analysis.parts import (
    APPLICATION,
    CASE,
    PERSON,
    SALT,
    Column,
    View,
    day_of,
    label,
    latest,
    pseudonym,
    week,
)
from followup.models.insats import stands

OF_ASSIGNMENT = "x.assignment_id = u.id"
GIVEN_ON = day_of("u.given_at")
TAKEN_ON = f"""(SELECT min{day_of("x.accepted_at")} FROM followup_acceptance x
        WHERE {OF_ASSIGNMENT})"""
FOLLOWED = ("followup_followup", OF_ASSIGNMENT)


def _count(table: str, where: str = OF_ASSIGNMENT) -> str:
    return f"(SELECT count(*) FROM {table} x WHERE {where})"


ASSIGNMENTS = View(
    "uppdrag",
    "En rad per uppdrag",
    (
        Column("uppdrag", pseudonym("uppdrag", "u.id"), "Uppdragets pseudonym"),
        CASE,
        APPLICATION,
        Column("beslut", pseudonym("beslut", "u.decision_id"), "Beslutet som uppdraget följer"),
        Column("enhet", "e.name", "Jobbtorget som har ärendet i dag"),
        Column("vecka", week(GIVEN_ON), "Veckan då uppdraget gavs"),
        Column("mottaget_vecka", week(TAKEN_ON), "Veckan då en coach först tog emot det"),
        Column("dagar_till_mottaget", f"{TAKEN_ON} - {GIVEN_ON}", "Dagar, gavs–togs emot"),
        Column("jobbplaner", _count("followup_jobplan"), "Antal versioner av jobbplanen"),
        Column(
            "delaktighet",
            latest("agreement", "followup_jobplan", OF_ASSIGNMENT, "version DESC"),
            "Om deltagaren håller med om den senaste jobbplanen: enig, delvis, inte_enig, inte_med",
        ),
        Column(
            "uppfoljningar_coach",
            _count("followup_followup", f"{OF_ASSIGNMENT} AND x.hat = 'coach'"),
            "Antal uppföljningar av coachen",
        ),
        Column(
            "uppfoljningar_chef",
            _count("followup_followup", f"{OF_ASSIGNMENT} AND x.hat = 'chef'"),
            "Antal uppföljningar av chefen",
        ),
        Column("slutsats", latest("conclusion", *FOLLOWED), "Den senaste uppföljningens slutsats"),
        Column(
            "nasta_uppfoljning_vecka",
            week(latest("next_on", *FOLLOWED)),
            "Veckan för nästa uppföljning, enligt den senaste",
        ),
    ),
    f"""FROM followup_assignment u JOIN cases_application a ON a.id = u.application_id
    JOIN cases_case c ON c.id = a.case_id {PERSON}
    JOIN organisation_unit e ON e.id = c.unit_id {SALT}""",
)

CLOSINGS = View(
    "avslut",
    "En rad per avslutad insats",
    (
        Column("avslut", pseudonym("avslut", "v.id"), "Avslutets pseudonym"),
        CASE,
        APPLICATION,
        Column("enhet", "e.name", "Jobbtorget som har ärendet i dag"),
        Column("vecka", week("v.closed_on"), "Veckan då insatsen avslutades"),
        Column("orsak", label("v.reason_id"), "Orsak till avslutet"),
        Column(
            "raknas_som",
            "(SELECT NULLIF(code.counts_as, '') FROM rulebook_code code"
            " WHERE code.id = v.reason_id)",
            "Om orsaken räknas som arbete eller studier",
        ),
        Column("resultat", "v.result", "Om målen är nådda: uppnatt, delvis eller inte"),
        Column("egen_onskan", "v.own_wish_on IS NOT NULL", "Om deltagaren själv ville avsluta"),
        Column("vill_ansoka_igen", "v.wants_more", "Om deltagaren vill ansöka igen"),
    ),
    f"""FROM (SELECT x.* FROM followup_closing x WHERE {stands("x")}) v
    JOIN cases_application a ON a.id = v.application_id
    JOIN cases_case c ON c.id = a.case_id {PERSON}
    JOIN organisation_unit e ON e.id = c.unit_id {SALT}""",
)

VIEWS = (ASSIGNMENTS, CLOSINGS)
