"""What each page shows, asked for by SQL written by hand: the questions of its floor.

Only the rows that the template prints, by the shortest way to them: no rule, no right beyond the
unit or the nämnd, no form.
"""

from jobbtorg.organisation.namnder import parts

IN_NAMND = f"c.unit_id IN {parts('%(namnd)s')}"
IN_UNIT = "c.unit_id = %(unit)s"

WHO = [
    "SELECT * FROM django_session WHERE session_key = 'golvet' AND expire_date > now()",
    "SELECT * FROM organisation_user WHERE id = %(user)s",
    """SELECT a.*, u.* FROM organisation_appointment a JOIN organisation_unit u ON u.id = a.unit_id
        WHERE a.user_id = %(user)s AND a.withdrawn_on IS NULL
        AND %(today)s BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')""",
]
LOGGED = """INSERT INTO audit_accesslog (at, user_id, acting_as, action, what, case_number, shown,
    reason, assignment, closed, protected) VALUES (now(), %(user)s, 'Golvet', 'lista',
    'Golvet', '', '{}', '', '', false, false)"""
NOT_BARRED = """NOT EXISTS (SELECT 1 FROM cases_declaration d WHERE d.case_id = c.id
    AND d.user_id = %(user)s AND d.ground <> '')"""
ROW = """SELECT c.*, p.first_name, p.last_name, p.protection, u.name, k.first_name, k.last_name
    FROM cases_case c JOIN cases_person p ON p.id = c.person_id
    JOIN organisation_unit u ON u.id = c.unit_id
    LEFT JOIN organisation_user k ON k.id = c.coach_id"""
OPEN = "c.status <> 'avslutad' AND p.protection = ''"
FIRST = "ORDER BY c.returned DESC, c.due_on NULLS LAST, c.id LIMIT 50"


def page_of(within: str) -> str:
    """The first fifty of a worklist."""
    return f"{ROW} WHERE {within} AND {OPEN} AND {NOT_BARRED} {FIRST}"


OWN = [
    "SELECT status, count(*) FROM cases_case WHERE coach_id = %(user)s GROUP BY 1",
    page_of("c.coach_id = %(user)s"),
]
COUNTS = """SELECT status, coach_id IS NULL, count(*) FROM cases_case c
    WHERE unit_id = %(unit)s AND status <> 'avslutad' GROUP BY 1, 2"""
WAITING = """SELECT count(*) FROM cases_opening o JOIN cases_case c ON c.id = o.case_id
    WHERE c.unit_id = %(unit)s AND o.user_id <> %(user)s"""
TO_LEAD = f"""{IN_UNIT} AND (c.status IN ('beslutad', 'vantar_pa_beslut')
    OR c.coach_id IS NULL AND c.status IN ('aktualiserad', 'utreds', 'pagar'))"""
LAST_PAGE = page_of(IN_UNIT).replace(
    FIRST,
    "ORDER BY c.returned, c.due_on DESC NULLS FIRST, c.id DESC LIMIT 50",
)


def at_most(rows: str) -> str:
    """How many there are, counted to a thousand and one."""
    return f"SELECT count(*) FROM (SELECT 1 {rows} LIMIT 1001) f"


OF_CASES = "FROM cases_case c JOIN cases_person p ON p.id = c.person_id"
TO_SEND = [
    at_most(f"{OF_CASES} WHERE {IN_NAMND} AND c.status = 'beslutad' AND p.protection = ''"),
    at_most(
        f"{OF_CASES} WHERE {IN_NAMND} AND c.coach_id IS NULL AND p.protection = ''"
        " AND c.status IN ('aktualiserad', 'utreds', 'pagar')"
    ),
    page_of(f"{IN_NAMND} AND c.status = 'beslutad'"),
]
ON_LIST = f"""FROM decisions_waitingletter w JOIN decisions_letter l ON l.id = w.letter_id
    JOIN decisions_decision b ON b.id = l.decision_id
    JOIN cases_application a ON a.id = b.application_id JOIN cases_case c ON c.id = a.case_id
    JOIN cases_person p ON p.id = c.person_id JOIN organisation_unit u ON u.id = b.unit_id
    WHERE {IN_NAMND} AND p.protection = ''"""
LETTERS = [
    *(
        at_most(f"{ON_LIST} AND w.list = '{name}'")
        for name in ("att-skicka", "pa-nytt", "kontrollmeddelande", "delfaende")
    ),
    at_most(f"{ON_LIST} AND w.list <> 'delfaende' AND w.since < %(today)s::date - 3"),
    f"""SELECT l.id, l.title, l.pages, l.made_at, b.*, c.number, p.first_name, p.last_name, u.name,
        w.list, w.since {ON_LIST} AND w.list = 'att-skicka'
        ORDER BY w.since, b.decided_at, l.id LIMIT 25""",
]

FOUND = f"{ROW} WHERE c.number = %(number)s AND {NOT_BARRED}"
APPLICATION = "SELECT * FROM cases_application WHERE case_id = %(case)s ORDER BY id DESC LIMIT 1"
ENTRIES = """SELECT j.*, k.first_name, k.last_name FROM cases_journalentry j
    JOIN organisation_user k ON k.id = j.author_id WHERE j.case_id = %(case)s ORDER BY j.id DESC"""
CASE = [
    FOUND,
    APPLICATION,
    f"{ENTRIES} LIMIT 5",
    "SELECT * FROM cases_document WHERE case_id = %(case)s",
]
OF_CASE = "JOIN cases_application a ON a.id = {}.application_id WHERE a.case_id = %(case)s"
ASSIGNMENT = f"SELECT f.* FROM followup_assignment f {OF_CASE.format('f')}"
JOURNAL = [
    FOUND,
    APPLICATION,
    "SELECT kind, count(*) FROM cases_journalentry WHERE case_id = %(case)s GROUP BY 1",
    f"{ENTRIES} LIMIT 50",
    "SELECT * FROM cases_note WHERE case_id = %(case)s AND entry_id IS NULL",
]
PARTS = (
    "cases_criterionanswer", "cases_assessmentanswer", "cases_children",
    "cases_individualassessment", "cases_afinformation", "cases_assessment", "cases_part",
)  # fmt: skip
INVESTIGATION = [
    *CASE,
    f"SELECT * FROM cases_investigation i {OF_CASE.format('i')}",
    *(
        f"SELECT t.* FROM {part} t JOIN cases_investigation i ON i.id = t.investigation_id"
        f" {OF_CASE.format('i')}"
        for part in PARTS
    ),
]
OF_DECISION = f"JOIN decisions_decision b ON b.id = {{}}.decision_id {OF_CASE.format('b')}"
DECISION = [
    FOUND,
    APPLICATION,
    f"SELECT b.* FROM decisions_decision b {OF_CASE.format('b')} ORDER BY b.id DESC",
    f"SELECT r.* FROM decisions_ruling r {OF_DECISION.format('r')}",
    f"SELECT l.id, l.title, l.pages, l.made_at FROM decisions_letter l {OF_DECISION.format('l')}",
    f"""SELECT x.* FROM decisions_dispatch x JOIN decisions_letter l ON l.id = x.letter_id
        {OF_DECISION.format("l")}""",
    f"SELECT s.* FROM decisions_service s {OF_DECISION.format('s')}",
]

SPELT = """upper(coalesce(' ', '') || coalesce(coalesce(p.first_name, '') || coalesce(
    coalesce(' ', '') || coalesce(p.last_name, ''), ''), ''))"""  # as its index is written
LATEST = "ORDER BY c.status = 'avslutad', c.number DESC LIMIT 51"
BY_NUMBER = f"{ROW} WHERE c.number = %(number)s"
BY_PERSONNUMMER = f"{ROW} WHERE p.personnummer = %(personnummer)s {LATEST}"


def by_name(within: str, *words: str) -> list[str]:
    """Those in whose name each of the words begins a name."""
    spelt = " AND ".join(f"{SPELT} LIKE %({word})s" for word in words)
    return [f"{ROW} WHERE {spelt} AND p.protection = '' AND {within} {LATEST}"]


UNREPORTED = f"""SELECT d.id, d.kind, d.decided_on, c.number, p.protection, u.name, k.first_name,
    k.last_name, a.function, l.point FROM decisions_decision d
    JOIN cases_application s ON s.id = d.application_id JOIN cases_case c ON c.id = s.case_id
    JOIN cases_person p ON p.id = c.person_id JOIN organisation_unit u ON u.id = d.unit_id
    JOIN organisation_user k ON k.id = d.decided_by_id
    JOIN organisation_appointment a ON a.id = d.appointment_id
    JOIN organisation_delegation l ON l.id = d.delegation_id
    WHERE d.id IN (SELECT decision_id FROM decisions_unreporteddecision
        WHERE decided_on < %(today)s AND unit_id + 0 = ANY(ARRAY{parts("%(namnd)s")})
        ORDER BY decided_on, decided_at, decision_id LIMIT 50)
    ORDER BY d.decided_on, d.decided_at, d.id"""
REPORT = [
    "SELECT * FROM decisions_reportrow WHERE report_list_id = %(report)s"
    " ORDER BY position LIMIT 50",
    "SELECT provisions, outcomes, count(*) FROM decisions_reportrow"
    " WHERE report_list_id = %(report)s GROUP BY 1, 2",
    "SELECT * FROM decisions_notice WHERE report_list_id = %(report)s ORDER BY id DESC",
]
REVIEWS = [
    "SELECT * FROM organisation_unit ORDER BY name",
    """SELECT r.*, s.signed_at FROM review_logreview r
        LEFT JOIN review_reviewreport s ON s.review_id = r.id WHERE r.month = %(month)s""",
]
REVIEW = [
    "SELECT * FROM review_logreview WHERE id = %(review)s",
    """SELECT f.*, k.first_name, k.last_name FROM review_finding f
        JOIN organisation_user k ON k.id = f.reader_id WHERE f.review_id = %(review)s""",
    """SELECT j.* FROM review_judgement j JOIN review_finding f ON f.id = j.finding_id
        WHERE f.review_id = %(review)s""",
]
OPENED = [
    BY_NUMBER,
    """SELECT a.*, k.first_name, k.last_name FROM (SELECT * FROM audit_accesslog
        WHERE case_number = %(number)s OR shown @> ARRAY[%(number)s]::varchar(20)[]
        ORDER BY at + interval '0' DESC LIMIT 50) a
        JOIN organisation_user k ON k.id = a.user_id""",
]
SITUATION = [
    """SELECT c.id, c.status, c.coach_id, c.due_on, (SELECT max(arrived_on) FROM cases_application a
        WHERE a.case_id = c.id) FROM cases_case c
        WHERE c.unit_id = %(unit)s AND c.status <> 'avslutad'""",
    f"{ROW} WHERE c.unit_id = %(unit)s AND c.status <> 'avslutad' ORDER BY c.due_on LIMIT 15",
    """SELECT date_trunc('week', a.arrived_on), count(*) FROM cases_application a
        JOIN cases_case c ON c.id = a.case_id
        WHERE c.unit_id = %(unit)s AND a.arrived_on >= %(today)s::date - 84 GROUP BY 1""",
    """SELECT date_trunc('week', d.decided_on), count(*) FROM decisions_decision d
        WHERE d.unit_id = %(unit)s AND d.decided_on >= %(today)s::date - 84 GROUP BY 1""",
]
UPCOMING = [
    f"""{ROW} WHERE c.coach_id = %(user)s AND c.status <> 'avslutad'
        AND c.due_on <= %(today)s::date + 14 ORDER BY c.due_on""",
    """SELECT f.* FROM followup_assignment f JOIN cases_application a ON a.id = f.application_id
        JOIN cases_case c ON c.id = a.case_id WHERE c.coach_id = %(user)s""",
    """SELECT p.* FROM appeals_appeal p JOIN decisions_decision d ON d.id = p.decision_id
        JOIN cases_application a ON a.id = d.application_id JOIN cases_case c ON c.id = a.case_id
        WHERE c.coach_id = %(user)s""",
    "SELECT * FROM cases_draft WHERE user_id = %(user)s",
]
RUNNING = """FROM followup_assignment f JOIN cases_application a ON a.id = f.application_id
    JOIN cases_case c ON c.id = a.case_id JOIN cases_person p ON p.id = c.person_id
    WHERE c.unit_id = %(unit)s AND c.status = 'pagar'"""
INSATSER = [
    f"SELECT count(*), count(*) FILTER (WHERE f.follow_up_on <= %(today)s::date + 7) {RUNNING}",
    f"""SELECT f.*, c.number, p.first_name, p.last_name {RUNNING}
        AND f.follow_up_on <= %(today)s::date + 7 ORDER BY f.follow_up_on LIMIT 25""",
]


def figures(within: str) -> list[str]:
    """Each figure of the year, by the parts of it and by gender."""
    return [
        f"""SELECT figure, gender, part, value, sum(n) FROM followup_figurecount
        WHERE month BETWEEN date_trunc('year', %(today)s::date) AND %(today)s AND {within}
        GROUP BY 1, 2, 3, 4"""
    ]


FLOORS: dict[str, list[str]] = {  # a page, or a page and who looks at it
    "Anmälan av delegationsbeslut": [
        at_most("FROM decisions_unreporteddecision WHERE decided_on < %(today)s"),
        UNREPORTED,
    ],
    "En fastställd lista": REPORT,
    "Logguppföljning": REVIEWS,
    "Logguppföljning, en enhets månad": REVIEW,
    "Vem har öppnat ärendet": OPENED,
    "Lägesbild": SITUATION,
    "Frister": UPCOMING,
    "Pågående insatser": INSATSER,
    "Expediering": LETTERS,
    "Min arbetslista, coach": OWN,
    "Min arbetslista, chef": [COUNTS, WAITING, page_of(TO_LEAD)],
    "Min arbetslista, registrator": TO_SEND,
    "Min arbetslista, Mina ärenden": OWN,
    "Min arbetslista, Enhetens": [COUNTS, page_of(IN_UNIT)],
    "Min arbetslista, Enhetens, sista sidan": [COUNTS, LAST_PAGE],
    "Ärendesidan, under utredning": CASE,
    "Ärendesidan": CASE,
    "Ärendesidan, insats pågår": [*CASE, ASSIGNMENT],
    "Journalen": JOURNAL,
    "Utredningen": INVESTIGATION,
    "Beslutssidan": INVESTIGATION,
    "Beslutet": DECISION,
    "Sök namn, coach": by_name(IN_UNIT, "first", "last"),
    "Sök namn, registrator": by_name(IN_NAMND, "first", "last"),
    "Sök förnamn, med många träffar, coach": by_name(IN_UNIT, "first"),
    "Sök förnamn, med många träffar, registrator": by_name(IN_NAMND, "first"),
    "Sök två bokstäver, coach": by_name(IN_UNIT, "letters"),
    "Sök två bokstäver, registrator": by_name(IN_NAMND, "letters"),
    "Sök ärendenummer": [BY_NUMBER],
    "Sök personnummer": [BY_PERSONNUMMER],
    "Sök tillfälligt nummer": [BY_PERSONNUMMER],
    "Sök samordningsnummer": [BY_PERSONNUMMER],
    "Statistik, ett år, hela staden": figures("true"),
    "Statistik, ett år, egen enhet": figures("unit_id = %(unit)s"),
}
