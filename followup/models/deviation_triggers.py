"""What PostgreSQL itself refuses of an avvikelse: the third floor. SoL 27 kap., KL 6 kap. 28 §."""

import pgtrigger

from cases.models.conflict import barred
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless, refused_when
from jobbtorg.organisation.namnder import same_namnd

OF_ITS_NAMND = same_namnd("f.unit_id")
TOP = f"p.function = 'forvaltningschef' AND {OF_ITS_NAMND}"
SERIOUS = "('allvarligt', 'allvarlig_risk')"


def _latest(column: str, table: str) -> str:
    return (
        f"(SELECT x.{column} FROM followup_{table} x WHERE x.deviation_id = d.id"
        " ORDER BY x.id DESC LIMIT 1)"
    )


def _facts(deviation: str) -> str:
    """The report, locked, with where it stands."""
    return f"""
        SELECT d.*, {_latest("track", "deviationreception")} AS track,
            {_latest("user_id", "deviationinvestigator")} AS investigator,
            {_latest("user_id", "deviationhandler")} AS handler,
            {_latest("id", "deviationinquiry")} AS inquiry,
            {_latest("id", "deviationdecision")} AS decision,
            {_latest("outcome", "deviationdecision")} AS outcome,
            {_latest("decided_by_id", "deviationdecision")} AS decided_by,
            EXISTS (SELECT 1 FROM followup_deviationivo x WHERE x.deviation_id = d.id) AS sent,
            EXISTS (SELECT 1 FROM followup_deviationanswer x WHERE x.deviation_id = d.id)
                AS answered,
            EXISTS (SELECT 1 FROM followup_deviationmeasure x WHERE x.deviation_id = d.id)
                AS measured,
            EXISTS (SELECT 1 FROM followup_deviationclosing x WHERE x.deviation_id = d.id)
                AS closed
        INTO f FROM followup_deviation d WHERE d.id = {deviation} FOR UPDATE OF d;
    """


FACTS = _facts("NEW.deviation_id")
OPEN = ("NOT f.closed", "Rapporten är avslutad.")
DECIDABLE = ("f.track = 'lex_sarah'", "Rapporten hanteras inte enligt lex Sarah.")
UNDECIDED = ("f.decision IS NULL", "Beslutet är redan fattat.")


CHEFER = (
    f"({TOP} OR p.unit_id = f.unit_id AND p.function IN ('enhetschef', 'bitradande_enhetschef'))"
)


def _free(user: str) -> str:
    """The report neither names the user nor is of a case in which they are jäviga."""
    named = (
        "EXISTS (SELECT 1 FROM followup_deviationsubject s WHERE s.deviation_id = f.id"
        f" AND s.user_id = {user})"
    )
    return f"NOT {named} AND NOT {barred('f.case_id', user)}"


def _not_about(user: str) -> tuple[str, str]:
    """KL 6 kap. 28 §: who the report is about, or is jävig in the case, does nothing with it."""
    sentence = "Den som rapporten gäller, eller som är jävig, handlägger den inte."
    return (_free(user), sentence)


def _stands_in(user: str, day: str) -> str:
    """For a chef who is away, and could have handled the report."""
    return (
        "EXISTS (SELECT 1 FROM organisation_absence a"
        f" WHERE a.substitute_id = {user} AND a.withdrawn_on IS NULL"
        f" AND {day} BETWEEN a.valid_from AND COALESCE(a.valid_to, 'infinity')"
        f" AND {holds('a.user_id', CHEFER, day)} AND {_free('a.user_id')})"
    )


def _of_namnd(user: str, day: str) -> str:
    """Appointed by the nämnd to handle the report."""
    return f"(f.handler = {user} AND {holds(user, 'TRUE', day)})"


def _handles(user: str, moment: str) -> tuple[str, str]:
    """A chef of the unit or their ersättare, the förvaltningschef, or whom the nämnd appointed."""
    day = day_of(moment)
    return (
        f"({holds(user, CHEFER, day)} OR {_stands_in(user, day)} OR {_of_namnd(user, day)})",
        "Bara enhetens chefer och förvaltningschefen handlägger rapporten.",
    )


def handed_to_lawfully() -> pgtrigger.Trigger:
    """By the nämnd, as its secretary notes, when everyone who could handle it is named or jävig."""
    day = day_of("NEW.noted_at")
    someone = (
        "EXISTS (SELECT 1 FROM organisation_appointment p JOIN organisation_user u"
        " ON u.id = p.user_id AND u.is_active WHERE p.withdrawn_on IS NULL"
        f" AND {CHEFER} AND {day} BETWEEN p.valid_from AND COALESCE(p.valid_to, 'infinity')"
        f" AND {_free('p.user_id')})"
    )
    return refused_unless(
        "deviation_handed_to_lawfully",
        OPEN,
        (
            holds("NEW.noted_by_id", f"p.function = 'namndsekreterare' AND {OF_ITS_NAMND}", day),
            "Bara nämndsekreteraren antecknar vem nämnden har utsett.",
        ),
        (f"NOT {someone}", "Någon annan kan handlägga rapporten."),
        (
            f"NEW.meeting_on BETWEEN {day_of('f.reported_at')} AND {day}",
            "Sammanträdet ligger i framtiden, eller före rapporten.",
        ),
        (holds("NEW.user_id", "TRUE", day), "Den som utses har inget förordnande."),
        _not_about("NEW.user_id"),
        _not_about("NEW.noted_by_id"),
        declare=FACTS,
    )


def _works_with(user: str, moment: str) -> tuple[str, str]:
    """A chef, the förvaltningschef, or who is appointed to investigate."""
    condition, sentence = _handles(user, moment)
    return (f"{condition} OR f.investigator = {user}", sentence)


def reported_lawfully() -> pgtrigger.Trigger:
    """By someone on the staff, of what has happened."""
    return refused_when(
        "deviation_reported_lawfully",
        (
            f"NEW.happened_on > {day_of('NEW.reported_at')}",
            "Det som rapporteras ligger i framtiden.",
        ),
        (
            f"NOT {holds('NEW.reported_by_id', 'TRUE', day_of('NEW.reported_at'))}",
            "Den som rapporterar har inget förordnande.",
        ),
    )


def named_lawfully() -> pgtrigger.Trigger:
    """By who reported it or handles it, until it is closed."""
    handles, _ = _handles("NEW.named_by_id", "NEW.named_at")
    return refused_unless(
        "deviation_subject_named_lawfully",
        OPEN,
        (
            f"NEW.named_by_id = f.reported_by_id OR {handles}",
            "Bara den som rapporterade och de som handlägger rapporten namnger.",
        ),
        declare=FACTS,
    )


def received_lawfully() -> pgtrigger.Trigger:
    """A lex Sarah-rapport is handled as one; nothing that is one becomes less. 27 kap. 5 § SoL."""
    return refused_unless(
        "deviation_received_lawfully",
        OPEN,
        (
            "NEW.track = 'lex_sarah' OR (f.kind NOT IN ('missforhallande', 'risk')"
            " AND f.track IS NULL)",
            "En rapport enligt lex Sarah ska utredas som en sådan.",
        ),
        ("f.track IS DISTINCT FROM 'lex_sarah'", "Rapporten hanteras redan enligt lex Sarah."),
        _handles("NEW.received_by_id", "NEW.received_at"),
        _not_about("NEW.received_by_id"),
        declare=FACTS,
    )


def appointed_lawfully() -> pgtrigger.Trigger:
    """By a chef of the unit or the förvaltningschef; never whom it is about."""
    return refused_unless(
        "deviation_investigator_appointed_lawfully",
        OPEN,
        UNDECIDED,
        ("f.track IS NOT NULL", "Rapporten är inte mottagen."),
        _handles("NEW.appointed_by_id", "NEW.appointed_at"),
        _not_about("NEW.appointed_by_id"),
        _not_about("NEW.user_id"),
        (
            holds("NEW.user_id", "TRUE", day_of("NEW.appointed_at")),
            "Den som utreder har inget förordnande.",
        ),
        declare=FACTS,
    )


def inquired_lawfully() -> pgtrigger.Trigger:
    """By who is appointed now, before the decision."""
    return refused_unless(
        "deviation_inquired_lawfully",
        OPEN,
        DECIDABLE,
        UNDECIDED,
        ("f.investigator = NEW.finished_by_id", "Bara den som är utsedd utreder."),
        _not_about("NEW.finished_by_id"),
        declare=FACTS,
    )


def _for_namnd(user: str, day: str) -> str:
    """The förvaltningschef, or whom the nämnd has appointed to handle the report."""
    return f"({holds(user, TOP, day)} OR {_of_namnd(user, day)})"


def decided_lawfully() -> pgtrigger.Trigger:
    """On the latest utredning, by another than who made one, by delegation or by the nämnd."""
    decided_on = day_of("NEW.decided_at")
    top = _for_namnd("NEW.noted_by_id", decided_on)
    return refused_unless(
        "deviation_decided_lawfully",
        OPEN,
        DECIDABLE,
        ("f.inquiry = NEW.inquiry_id", "Beslutet vilar inte på den senaste utredningen."),
        (
            "NEW.decided_by_id IS NULL OR NOT EXISTS (SELECT 1 FROM followup_deviationinquiry q"
            " WHERE q.deviation_id = f.id AND q.finished_by_id = NEW.decided_by_id)",
            "Den som har utrett beslutar inte.",
        ),
        (
            "NEW.decided_by_id IS NULL OR NEW.noted_by_id = NEW.decided_by_id AND EXISTS ("
            " SELECT 1 FROM delegation_chain(NEW.decided_by_id, 'lex_sarah', f.unit_id,"
            f" {decided_on}) c WHERE c.delegation_id = NEW.delegation_id"
            " AND c.appointment_id = NEW.appointment_id)",
            "Den som beslutar saknar delegation.",
        ),
        (
            f"NEW.decided_by_id IS NOT NULL OR ({top} AND NEW.meeting_on <= {decided_on}"
            f" AND NEW.meeting_on >= {day_of('f.reported_at')})",
            "Nämndens beslut antecknas av förvaltningschefen, efter sammanträdet.",
        ),
        _not_about("NEW.noted_by_id"),
        declare=FACTS,
    )


def sent_lawfully() -> pgtrigger.Trigger:
    """What is serious, by a delegate, or for the nämnd by its förvaltningschef. 27 kap. 6 §."""
    sent_on = day_of("NEW.made_at")
    top = _for_namnd("NEW.sent_by_id", sent_on)
    return refused_unless(
        "deviation_sent_to_ivo_lawfully",
        OPEN,
        (f"f.outcome IN {SERIOUS} AND f.decision = NEW.decision_id", "Det är inte allvarligt."),
        (
            "EXISTS (SELECT 1 FROM delegation_chain(NEW.sent_by_id, 'lex_sarah', f.unit_id,"
            f" {sent_on})) OR f.decided_by IS NULL AND {top}",
            "Den som anmäler till Ivo saknar delegation.",
        ),
        (
            f"NEW.sent_on <= {sent_on} AND NEW.sent_on >= {day_of('f.reported_at')}",
            "Anmälan kan inte ligga i framtiden eller före rapporten.",
        ),
        _not_about("NEW.sent_by_id"),
        declare=FACTS,
    )


def answered_lawfully() -> pgtrigger.Trigger:
    """A klagomål, on a day that has been."""
    return refused_unless(
        "deviation_answered_lawfully",
        OPEN,
        ("f.track IS NOT NULL", "Rapporten är inte mottagen."),
        ("f.kind IN ('klagomal', 'synpunkt')", "Bara klagomål och synpunkter besvaras."),
        (
            f"NEW.answered_on BETWEEN f.happened_on AND {day_of('NEW.answered_at')}",
            "Svaret ligger i framtiden, eller före klagomålet.",
        ),
        _works_with("NEW.answered_by_id", "NEW.answered_at"),
        _not_about("NEW.answered_by_id"),
        declare=FACTS,
    )


def measured_lawfully() -> pgtrigger.Trigger:
    """Once received, by who works with it."""
    return refused_unless(
        "deviation_measured_lawfully",
        OPEN,
        ("f.track IS NOT NULL", "Rapporten är inte mottagen."),
        _works_with("NEW.noted_by_id", "NEW.noted_at"),
        _not_about("NEW.noted_by_id"),
        declare=FACTS,
    )


def done_lawfully() -> pgtrigger.Trigger:
    """On a day that has been; measures are followed up after the closing too."""
    deviation = "(SELECT deviation_id FROM followup_deviationmeasure WHERE id = NEW.measure_id)"
    return refused_unless(
        "deviation_measure_done_lawfully",
        (f"NEW.done_on <= {day_of('NEW.noted_at')}", "Åtgärden kan inte bli klar i framtiden."),
        _works_with("NEW.noted_by_id", "NEW.noted_at"),
        _not_about("NEW.noted_by_id"),
        declare=_facts(deviation),
    )


def informed_lawfully() -> pgtrigger.Trigger:
    """By who works with it, on a day that has been."""
    return refused_unless(
        "deviation_informed_lawfully",
        (
            f"NEW.told_on IS NULL OR NEW.told_on BETWEEN f.happened_on"
            f" AND {day_of('NEW.noted_at')}",
            "Dagen ligger i framtiden, eller före händelsen.",
        ),
        _works_with("NEW.noted_by_id", "NEW.noted_at"),
        _not_about("NEW.noted_by_id"),
        declare=FACTS,
    )


def noted_in_its_case() -> pgtrigger.Trigger:
    """In the journal of the case that the report is linked to, by who wrote it there."""
    return refused_unless(
        "deviation_noted_in_its_case",
        (
            "EXISTS (SELECT 1 FROM cases_journalentry j WHERE j.id = NEW.entry_id"
            " AND j.case_id = f.case_id AND j.author_id = NEW.noted_by_id)",
            "Anteckningen hör till ett annat ärende.",
        ),
        _not_about("NEW.noted_by_id"),
        declare=FACTS,
    )


def closed_lawfully() -> pgtrigger.Trigger:
    """Answered, or decided and where serious sent; and its measures noted. 27 kap. 5–6 §§ SoL."""
    return refused_unless(
        "deviation_closed_lawfully",
        ("f.track IS NOT NULL", "Rapporten är inte mottagen."),
        (
            "f.kind NOT IN ('klagomal', 'synpunkt') OR f.answered",
            "Klagomålet är inte besvarat.",
        ),
        (
            "f.track <> 'lex_sarah' OR f.decision IS NOT NULL",
            "En rapport enligt lex Sarah avslutas först när beslutet är fattat.",
        ),
        (
            f"COALESCE(f.outcome, '') NOT IN {SERIOUS} OR f.sent",
            "Det som är allvarligt avslutas först när det är anmält till Ivo.",
        ),
        (
            r"f.measured OR NEW.no_measures ~ '\S'",
            "Åtgärder saknas, liksom skälet till att inga behövs.",
        ),
        ("f.track = 'lex_sarah' OR NEW.cause_id IS NOT NULL", "Orsaken saknas."),
        _handles("NEW.closed_by_id", "NEW.closed_at"),
        _not_about("NEW.closed_by_id"),
        declare=FACTS,
    )
