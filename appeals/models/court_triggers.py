"""What PostgreSQL itself refuses of what comes from the courts."""

import pgtrigger

from appeals.models.triggers import CURRENT, OF_APPEAL
from cases.models.conflict import barred
from cases.models.document import AT_THE_UNIT
from decisions.later_triggers import AT_UNIT
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless

NOTED_ON = day_of("NEW.noted_at")
RANK = "array_position(ARRAY['forvaltningsratten', 'kammarratten', 'hfd'], {}::text)"
OF_MAL = "j.appeal_id = NEW.appeal_id AND j.way = NEW.way"
SENT = (
    "(SELECT min(s.sent_on) FROM appeals_transfer s WHERE s.appeal_id = NEW.appeal_id AND s.kind ="
    " CASE NEW.way WHEN 'besvar' THEN 'overlamnande' ELSE 'vidarebefordran' END)"
)
LAST = f"(SELECT max(j.id) FROM appeals_judgment j WHERE {OF_MAL})"
# an appeal of the judgment `e.judgment_id` that no refused prövningstillstånd has ended
OPEN = """e.kind = 'overklagat' AND NOT EXISTS (SELECT 1 FROM appeals_courtevent n
    WHERE n.appeal_id = e.appeal_id AND n.way = e.way AND n.kind = 'pt_nekat' AND n.id > e.id)"""

BY_UNIT_OR_REGISTRATOR = (
    holds("NEW.noted_by_id", AT_THE_UNIT, NOTED_ON),
    "Bara enheten och registratorn antecknar från rätten.",
)
AT_COURT = (f"{SENT} IS NOT NULL", "Överklagandet är inte överlämnat till rätten.")
COURTS_PAPER = (
    "NEW.document_id IS NULL OR EXISTS (SELECT 1 FROM cases_document o JOIN rulebook_code k"
    " ON k.id = o.type_id WHERE o.id = NEW.document_id AND o.case_id = f.case_id"
    " AND k.code = 'domstol')",
    "Handlingen är inte domstolens, eller hör till ett annat ärende.",
)
NOT_BARRED = (
    "NOT " + barred("f.case_id", "NEW.noted_by_id"),
    "Den som är jävig antecknar inget från rätten.",
)


def noted_lawfully() -> pgtrigger.Trigger:
    """Of a mål that the court has, no later than it is noted, in the order of the courts."""
    return refused_unless(
        "court_event_noted_lawfully",
        CURRENT,
        AT_COURT,
        (
            f"NEW.event_on BETWEEN {SENT} AND {NOTED_ON}",
            "Det hände innan rätten fick överklagandet, eller ligger i framtiden.",
        ),
        (
            "NEW.instance = 'forvaltningsratten' OR NEW.kind = 'overklagat'"
            " OR EXISTS (SELECT 1 FROM appeals_courtevent j"
            f" WHERE {OF_MAL} AND j.kind = 'overklagat' AND j.instance = NEW.instance)",
            "Målet är inte överklagat till den domstolen.",
        ),
        (
            "NEW.kind <> 'overklagat' OR EXISTS (SELECT 1 FROM appeals_judgment j"
            f" WHERE j.id = NEW.judgment_id AND j.id = {LAST} AND NEW.event_on >= j.judged_on"
            " AND (j.instance, NEW.instance) IN (('forvaltningsratten', 'kammarratten'),"
            " ('kammarratten', 'hfd')))",
            "Bara den senaste domen överklagas, till nästa domstol.",
        ),
        (
            "NEW.kind <> 'inhibition_upphavd' OR COALESCE((SELECT j.kind FROM appeals_courtevent j"
            f" WHERE {OF_MAL} AND j.kind IN ('inhibition_beviljad', 'inhibition_upphavd')"
            " ORDER BY j.id DESC LIMIT 1), '') = 'inhibition_beviljad'",
            "Det finns ingen inhibition att upphäva.",
        ),
        COURTS_PAPER,
        BY_UNIT_OR_REGISTRATOR,
        NOT_BARRED,
        declare=OF_APPEAL,
    )


def judged_lawfully() -> pgtrigger.Trigger:
    """Of a mål that this court has and has not judged, after it got it; the last day counted."""
    last_rank = RANK.format("j.instance")
    return refused_unless(
        "judged_lawfully",
        CURRENT,
        AT_COURT,
        (
            f"NEW.judged_on >= {SENT} AND NEW.arrived_on <= {NOTED_ON}",
            "Domen är äldre än överlämnandet, eller ligger i framtiden.",
        ),
        ("NEW.last_day = statutory_day(NEW.arrived_on + 21)", "Sista dagen är fel räknad."),
        (
            f"CASE WHEN {LAST} IS NULL THEN NEW.instance = 'forvaltningsratten' ELSE"
            f" EXISTS (SELECT 1 FROM appeals_judgment j WHERE j.id = {LAST}"
            f" AND j.outcome = 'aterforvisat_ratten' AND {RANK.format('NEW.instance')}"
            f" < {last_rank})"
            f" OR EXISTS (SELECT 1 FROM appeals_courtevent e WHERE e.judgment_id = {LAST}"
            f" AND e.instance = NEW.instance AND {OPEN}) END",
            "Domstolen har redan dömt, eller har inte målet.",
        ),
        COURTS_PAPER,
        BY_UNIT_OR_REGISTRATOR,
        NOT_BARRED,
        declare=OF_APPEAL,
    )


OF_JUDGMENT = """
    SELECT j.*, a.case_id, c.unit_id, c.person_id,
        court_state(j.appeal_id, j.way, {day}) AS state,
        EXISTS (SELECT 1 FROM appeals_judgment n WHERE n.appeal_id = j.appeal_id AND n.way = j.way
            AND n.id > j.id AND n.outcome NOT IN ('avslag', 'avvisat', 'avskrivet')) AS overturned
    INTO f FROM appeals_judgment j JOIN appeals_appeal p ON p.id = j.appeal_id
    JOIN decisions_decision d ON d.id = p.decision_id
    JOIN cases_application a ON a.id = d.application_id JOIN cases_case c ON c.id = a.case_id
    WHERE j.id = NEW.judgment_id FOR UPDATE OF c;
"""
HOLDS = ("NOT f.overturned", "En senare dom gäller i stället.")


def judgment_executed_lawfully() -> pgtrigger.Trigger:
    """By the unit, of what is to be done, once it has been done."""
    return refused_unless(
        "judgment_executed_lawfully",
        HOLDS,
        ("f.state = 'verkstall'", "Domen ska inte verkställas nu."),
        (
            f"NEW.done_on BETWEEN f.judged_on AND {NOTED_ON}",
            "Domen verkställs sedan den har kommit, och antecknas när det är gjort.",
        ),
        (
            holds("NEW.noted_by_id", AT_UNIT, NOTED_ON),
            "Enhetens coacher och chefer antecknar verkställigheten.",
        ),
        (
            "NOT " + barred("f.case_id", "NEW.noted_by_id"),
            "Den som är jävig antecknar inget om verkställigheten.",
        ),
        declare=OF_JUDGMENT.format(day=NOTED_ON),
    )


def remitted_lawfully() -> pgtrigger.Trigger:
    """A new application of the same person, by a judgment that sends the matter back."""
    application = "EXISTS (SELECT 1 FROM cases_application a JOIN cases_case c ON c.id = a.case_id"
    return refused_unless(
        "remitted_lawfully",
        HOLDS,
        ("f.state = 'utred'", "Rätten har inte återförvisat ärendet till er."),
        (
            f"{application} WHERE a.id = NEW.application_id AND a.remitted"
            " AND c.person_id = f.person_id AND a.arrived_on = f.arrived_on)",
            "Ansökan är inte den som rätten återförvisade.",
        ),
        declare=OF_JUDGMENT.format(day="j.arrived_on"),  # which no day makes other than utred
    )


def comes_from_a_judgment() -> pgtrigger.Trigger:
    """What is taken up again is so by a judgment: at the commit the link is there."""
    return pgtrigger.Trigger(
        name="comes_from_a_judgment",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__remitted=True),
        func="""
            IF NOT EXISTS (SELECT 1 FROM appeals_remission WHERE application_id = NEW.id) THEN
                RAISE EXCEPTION 'Ingen dom har återförvisat ansökan.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )
