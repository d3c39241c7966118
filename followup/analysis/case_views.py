"""The views of cases, their times, what was said in råd och stöd, and hänvisningar."""

from followup.analysis.parts import (
    APPLICATION,
    CASE,
    GENDER,
    LAST_KINDS,
    PERSON,
    SALT,
    Column,
    View,
    age_group,
    day_of,
    label,
    latest,
    pseudonym,
    week,
)

OF_CASE = "x.case_id = c.id"
SENT = """(SELECT min(o.sent_on) FROM decisions_letter l
        JOIN decisions_dispatch o ON o.letter_id = l.id
        LEFT JOIN decisions_undelivered u ON u.dispatch_id = o.id
        WHERE l.decision_id = d.id AND u.id IS NULL)"""
BEGUN = """(SELECT min(e.started_on) FROM decisions_execution e
        JOIN decisions_ruling r ON r.id = e.ruling_id WHERE r.decision_id = d.id)"""

CASES = View(
    "arenden",
    "En rad per ärende",
    (
        CASE,
        Column("person", pseudonym("person", "n.id"), "Personens pseudonym, samma i alla ärenden"),
        Column("enhet", "e.name", "Jobbtorget som har ärendet i dag"),
        Column("status", "c.status", "Var i processen ärendet är i dag"),
        Column("kon", GENDER, "Kön: kvinna, man eller uppgift saknas"),
        Column("aldersgrupp", age_group("f.arrived_on"), "Ålder den dag första ansökan kom in"),
        Column("malgrupp", label("a.target_group_id"), "Målgrupp enligt den senaste ansökan"),
        Column("nadd_via", label("a.reached_by_id"), "Hur personen nåddes, senaste ansökan"),
        Column(
            "ansokningar",
            "(SELECT count(*) FROM cases_application x WHERE x.case_id = c.id)",
            "Antal ansökningar i ärendet",
        ),
        Column("forsta_ansokan_vecka", week("f.arrived_on"), "Veckan då första ansökan kom in"),
        Column("senaste_ansokan_vecka", week("a.arrived_on"), "Veckan då senaste ansökan kom in"),
    ),
    f"""FROM cases_case c {PERSON} JOIN organisation_unit e ON e.id = c.unit_id
    JOIN cases_application f ON f.id = {latest("id", "cases_application", OF_CASE, "id")}
    JOIN cases_application a ON a.id = {latest("id", "cases_application", OF_CASE)} {SALT}""",
)

TIMES = View(
    "tider",
    "En rad per ansökan: när den kom, utreddes och avgjordes, och hur många dagar det tog",
    (
        APPLICATION,
        CASE,
        Column("enhet", "e.name", "Jobbtorget som har ärendet i dag"),
        Column("ankomst_vecka", week("a.arrived_on"), "Veckan då ansökan kom in"),
        Column("utredning_vecka", week("i.started_on"), "Veckan då utredningen inleddes"),
        Column("forslag_vecka", week(day_of("i.proposed_at")), "Veckan då den lämnades för beslut"),
        Column("beslut_vecka", week("d.decided_on"), "Veckan då ansökan avgjordes"),
        Column("brev_vecka", week(SENT), "Veckan då beslutsbrevet skickades"),
        Column("dagar_till_utredning", "i.started_on - a.arrived_on", "Dagar, ankomst–utredning"),
        Column(
            "dagar_till_forslag",
            f"{day_of('i.proposed_at')} - a.arrived_on",
            "Dagar, ankomst–förslag",
        ),
        Column("dagar_till_beslut", "d.decided_on - a.arrived_on", "Dagar, ankomst–beslut"),
        Column("dagar_beslut_till_brev", f"{SENT} - d.decided_on", "Dagar, beslut–skickat brev"),
        Column(
            "dagar_beslut_till_start",
            f"{BEGUN} - d.decided_on",
            "Dagar från beslutet tills insatsen började",
        ),
        Column(
            "aterkallad",
            "EXISTS (SELECT 1 FROM cases_withdrawal w WHERE w.application_id = a.id)",
            "Om ansökan är återkallad",
        ),
        Column("aterforvisad", "a.remitted", "Om ansökan prövas på nytt efter en dom"),
    ),
    f"""FROM cases_application a JOIN cases_case c ON c.id = a.case_id {PERSON}
    JOIN organisation_unit e ON e.id = c.unit_id
    LEFT JOIN cases_investigation i ON i.application_id = a.id
    LEFT JOIN decisions_decision d ON d.application_id = a.id AND d.kind IN {LAST_KINDS}
    {SALT}""",
)

ADVICE = View(
    "rad_och_stod",
    "En rad per kontakt i råd och stöd som inte är makulerad",
    (
        Column("kontakt", pseudonym("kontakt", "k.id"), "Kontaktens pseudonym"),
        Column("vecka", week("k.held_on"), "Veckan då kontakten var"),
        Column("enhet", "e.name", "Enheten som hade kontakten"),
        Column("slag", label("k.kind_id"), "Slag av kontakt"),
        Column("kon", "replace(k.gender, '_', ' ')", "Kön: kvinna, man eller uppgift saknas"),
        Column("upplyst", "k.informed", "Om personen fick veta sin rätt att ansöka"),
        Column("ville_ansoka", "k.wants", "Om personen ville ansöka: ja, nej eller osakert"),
        Column(
            "blev",
            """CASE WHEN k.wants = 'nej' THEN 'ingen ansökan' WHEN EXISTS (
                SELECT 1 FROM cases_application x WHERE x.contact_id = k.id) THEN 'ansökan'
            WHEN EXISTS (SELECT 1 FROM cases_advicedecline x WHERE x.contact_id = k.id)
                THEN 'ville inte ansöka' ELSE 'väntar' END""",
            "Vad det blev: ansökan, ingen ansökan, ville inte ansöka eller väntar",
        ),
    ),
    f"""FROM cases_advicecontact k JOIN organisation_unit e ON e.id = k.unit_id {SALT}
    WHERE NOT EXISTS (SELECT 1 FROM cases_advicecancellation x WHERE x.contact_id = k.id)
    AND NOT EXISTS (SELECT 1 FROM cases_person p WHERE p.id = k.person_id AND p.protection <> '')
    AND NOT EXISTS (SELECT 1 FROM cases_application x JOIN cases_case c ON c.id = x.case_id
        JOIN cases_person p ON p.id = c.person_id
        WHERE x.contact_id = k.id AND p.protection <> '')""",
)

OF_SIGNPOSTING = "x.signposting_id = h.id"
FOLLOWED = ("cases_signpostingfollowup", OF_SIGNPOSTING)
SIGNPOSTINGS = View(
    "hanvisningar",
    "En rad per hänvisning till en stadsdelsförvaltning",
    (
        Column("hanvisning", pseudonym("hanvisning", "h.id"), "Hänvisningens pseudonym"),
        CASE,
        Column("enhet", "e.name", "Jobbtorget som har ärendet i dag"),
        Column("behov", label("h.need_id"), "Det behov som hänvisningen gäller"),
        Column("stadsdelsforvaltning", label("h.district_id"), "Vart personen hänvisades"),
        Column("satt", label("h.how_id"), "Hur hänvisningen skedde"),
        Column("egen_kontakt", "h.own_contact", "Om personen tar kontakten själv"),
        Column("vecka", week("h.signposted_on"), "Veckan då hänvisningen gjordes"),
        Column("utfall", latest("outcome", *FOLLOWED), "Senaste uppföljningen: ja, nej, avstar"),
        Column(
            "uppfoljd_vecka",
            week(latest("followed_on", *FOLLOWED)),
            "Veckan för den senaste uppföljningen",
        ),
    ),
    f"""FROM cases_signposting h JOIN cases_case c ON c.id = h.case_id {PERSON}
    JOIN organisation_unit e ON e.id = c.unit_id {SALT}""",
)

VIEWS = (CASES, TIMES, ADVICE, SIGNPOSTINGS)
