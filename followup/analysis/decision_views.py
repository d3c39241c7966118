"""The views of decisions, of what they give, and of appeals."""

from followup.analysis.parts import (
    APPLICATION,
    CASE,
    DECISION,
    PERSON,
    SALT,
    Column,
    View,
    latest,
    pseudonym,
    week,
)

OF_DECISION = f"""JOIN cases_application a ON a.id = d.application_id
    JOIN cases_case c ON c.id = a.case_id {PERSON}"""
CHANGED = "EXISTS (SELECT 1 FROM decisions_decision x WHERE x.changes_id = d.id)"
BEGUN = "(SELECT min(x.started_on) FROM decisions_execution x WHERE x.ruling_id = r.id)"

DECISIONS = View(
    "beslut",
    "En rad per beslut",
    (
        DECISION,
        CASE,
        APPLICATION,
        Column("enhet", "e.name", "Enheten som beslutet fattades för"),
        Column("slag", "d.kind", "Slag av beslut"),
        Column("grund", "NULLIF(d.ground, '')", "Grund för avskrivning, ändring eller avslut"),
        Column(
            "fattat_av",
            "CASE WHEN d.decided_by_id IS NULL THEN 'nämnden' ELSE 'delegat' END",
            "Om en delegat eller nämnden beslutade, aldrig vem",
        ),
        Column("vecka", week("d.decided_on"), "Veckan då beslutet fattades"),
        Column("ersatter", pseudonym("beslut", "d.changes_id"), "Beslutet som det ersätter"),
        Column("ersatt", CHANGED, "Om ett senare beslut har ersatt det"),
    ),
    f"FROM decisions_decision d {OF_DECISION} JOIN organisation_unit e ON e.id = d.unit_id {SALT}",
)

RULINGS = View(
    "utfall",
    "En rad per beslutad fråga: rätten till insats, insats utöver rätten, formell fråga",
    (
        DECISION,
        CASE,
        Column("fraga", "r.basis", "Frågan: ratt, befogenhet eller formell"),
        Column("utfall", "r.outcome", "Vad det blev"),
        Column("period_fran_vecka", week("r.period_from"), "Veckan då insatsen får börja"),
        Column("period_till_vecka", week("r.period_to"), "Veckan då insatsen senast tar slut"),
        Column("period_dagar", "r.period_to - r.period_from + 1", "Periodens längd i dagar"),
        Column("borjade_vecka", week(BEGUN), "Veckan då insatsen började"),
        Column("galler", f"NOT {CHANGED}", "Om inget senare beslut har ersatt det"),
    ),
    f"""FROM decisions_ruling r JOIN decisions_decision d ON d.id = r.decision_id
    {OF_DECISION} {SALT}""",
)

OF_APPEAL = "x.appeal_id = o.id"
HANDED = """(SELECT min(x.sent_on) FROM appeals_transfer x
        WHERE x.appeal_id = o.id AND x.kind IN ('overlamnande', 'vidarebefordran'))"""
JUDGED = ("appeals_judgment", OF_APPEAL)
APPEALS = View(
    "overklaganden",
    "En rad per överklagande; ett som har registrerats om räknas en gång",
    (
        Column("overklagande", pseudonym("overklagande", "o.id"), "Överklagandets pseudonym"),
        DECISION,
        CASE,
        Column("galler", "o.concerns", "Vad som överklagas"),
        Column("vem", "o.by", "I vilken roll någon överklagar, aldrig vem"),
        Column("ankomst_vecka", week("o.arrived_on"), "Veckan då det kom in"),
        Column(
            "provning",
            latest("outcome", "appeals_trial", OF_APPEAL),
            "Rättidsprövningen: i_ratt_tid eller for_sent",
        ),
        Column(
            "omprovning",
            latest("outcome", "appeals_review", OF_APPEAL),
            "Omprövningen: andras_inte, delvis eller helt",
        ),
        Column("overlamnat_vecka", week(HANDED), "Veckan då det lämnades över till rätten"),
        Column("dagar_till_overlamnande", f"{HANDED} - o.arrived_on", "Dagar, ankomst–överlämnat"),
        Column("dom", latest("outcome", *JUDGED), "Den senaste domens utgång"),
        Column("dom_instans", latest("instance", *JUDGED), "Domstolen som dömde senast"),
        Column("dom_vecka", week(latest("judged_on", *JUDGED)), "Veckan för den domen"),
    ),
    f"""FROM appeals_appeal o JOIN decisions_decision d ON d.id = o.decision_id
    {OF_DECISION} {SALT}
    WHERE NOT EXISTS (SELECT 1 FROM appeals_appeal x WHERE x.replaces_id = o.id)""",
)

VIEWS = (DECISIONS, RULINGS, APPEALS)
