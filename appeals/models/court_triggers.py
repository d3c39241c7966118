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


def placed(row: str) -> str:
    """Where the row stands in the order of its mål: what is put right stands where it stood."""
    return f"(COALESCE({row}.placed_at, {row}.noted_at), {row}.id)"


def current(row: str, table: str) -> str:
    """Whether it holds: neither struck nor put right, not even by the row that is now written."""
    return (
        f"NOT {row}.strikes AND {row}.id IS DISTINCT FROM NEW.replaces_id AND NOT EXISTS"
        f" (SELECT 1 FROM appeals_{table} r WHERE r.replaces_id = {row}.id)"
    )


EVENT, JUDGMENT = current("e", "courtevent"), current("j", "judgment")
NOTED = f"SELECT 1 FROM appeals_courtevent e WHERE {OF_MAL.replace('j.', 'e.')} AND {EVENT}"
LAST = (
    f"(SELECT j.id FROM appeals_judgment j WHERE {OF_MAL} AND {JUDGMENT}"
    f" ORDER BY {placed('j')} DESC LIMIT 1)"
)
# an appeal of the judgment `e.judgment_id` that no refused prövningstillstånd has ended
OPEN = f"""e.kind = 'overklagat' AND {EVENT} AND NOT EXISTS (SELECT 1 FROM appeals_courtevent n
    WHERE n.appeal_id = e.appeal_id AND n.way = e.way AND n.kind = 'pt_nekat'
    AND {current("n", "courtevent")} AND {placed("n")} > {placed("e")})"""

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
            "NEW.strikes OR NEW.instance = 'forvaltningsratten' OR NEW.kind = 'overklagat'"
            f" OR EXISTS ({NOTED} AND e.kind = 'overklagat' AND e.instance = NEW.instance)",
            "Målet är inte överklagat till den domstolen.",
        ),
        (
            "NEW.strikes OR NEW.kind <> 'overklagat' OR EXISTS (SELECT 1 FROM appeals_judgment j"
            f" WHERE j.id = NEW.judgment_id AND {OF_MAL} AND (j.id = {LAST} OR j.id ="
            " (SELECT o.judgment_id FROM appeals_courtevent o WHERE o.id = NEW.replaces_id))"
            " AND NEW.event_on >= j.judged_on"
            " AND (j.instance, NEW.instance) IN (('forvaltningsratten', 'kammarratten'),"
            " ('kammarratten', 'hfd')))",
            "Bara den senaste domen överklagas, till nästa domstol.",
        ),
        (
            f"NEW.kind <> 'overklagat' OR NOT EXISTS ({NOTED} AND e.kind = 'overklagat'"
            ' AND e.judgment_id = NEW.judgment_id AND e."by" = NEW."by")',
            "Det överklagandet är redan antecknat.",
        ),
        (
            "NEW.strikes OR NEW.kind <> 'inhibition_upphavd'"
            " OR COALESCE((SELECT e.kind FROM appeals_courtevent e"
            f" WHERE {OF_MAL.replace('j.', 'e.')} AND {EVENT}"
            " AND e.kind IN ('inhibition_beviljad', 'inhibition_upphavd')"
            f" ORDER BY {placed('e')} DESC LIMIT 1), '') = 'inhibition_beviljad'",
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
            f"NEW.strikes OR CASE WHEN {LAST} IS NULL THEN NEW.instance = 'forvaltningsratten' ELSE"
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


OF_ROW = "{0}.appeal_id = f.appeal_id AND {0}.way = f.way"
IN_ITS_PLACE = (
    "NEW.replaces_id IS NULL OR f.appeal_id = NEW.appeal_id AND NOT f.strikes"
    " AND NEW.placed_at = COALESCE(f.placed_at, f.noted_at)",
    "Det som rättas hör till ett annat överklagande, eller är redan struket.",
)


def judgment_corrected_lawfully() -> pgtrigger.Trigger:
    """Only the last judgment of the mål is put right, and only before anything rests on it."""
    return refused_unless(
        "judgment_corrected_lawfully",
        IN_ITS_PLACE,
        (
            "NEW.replaces_id IS NULL OR NOT EXISTS (SELECT 1 FROM appeals_judgmentexecution x"
            " WHERE x.judgment_id = f.id)",
            "Domen är redan verkställd och byts inte ut.",
        ),
        (
            "NEW.replaces_id IS NULL OR NOT EXISTS (SELECT 1 FROM appeals_remission x"
            " WHERE x.judgment_id = f.id)",
            "Ärendet utreds redan på nytt efter domen.",
        ),
        (
            "NEW.replaces_id IS NULL OR NOT EXISTS (SELECT 1 FROM appeals_courtevent e"
            f" WHERE e.judgment_id = f.id AND e.kind = 'overklagat'"
            " AND NOT e.strikes AND NOT EXISTS"
            " (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = e.id))"
            " AND NOT EXISTS (SELECT 1 FROM appeals_judgment j"
            f" WHERE {OF_ROW.format('j')} AND {JUDGMENT} AND {placed('j')} > {placed('f')})",
            "Det som har antecknats sedan bygger på domen.",
        ),
        declare="SELECT o.* INTO f FROM appeals_judgment o WHERE o.id = NEW.replaces_id;",
    )


def event_corrected_lawfully() -> pgtrigger.Trigger:
    """What a higher court has noted of it rests on the note that the judgment went there."""
    event = f"SELECT 1 FROM appeals_courtevent e WHERE {OF_ROW.format('e')} AND {EVENT}"
    return refused_unless(
        "court_event_corrected_lawfully",
        IN_ITS_PLACE,
        (
            "NEW.replaces_id IS NULL OR f.kind <> 'overklagat'"
            " OR NEW.kind = 'overklagat' AND NOT NEW.strikes AND NEW.way = f.way"
            " AND NEW.instance = f.instance"
            f" OR EXISTS ({event} AND e.kind = 'overklagat' AND e.instance = f.instance)"
            f" OR NOT EXISTS ({event} AND e.instance = f.instance)"
            " AND NOT EXISTS (SELECT 1 FROM appeals_judgment j"
            f" WHERE {OF_ROW.format('j')} AND j.instance = f.instance AND NOT j.strikes"
            " AND NOT EXISTS (SELECT 1 FROM appeals_judgment r WHERE r.replaces_id = j.id))",
            "Det som har kommit från den domstolen bygger på anteckningen.",
        ),
        declare="SELECT o.* INTO f FROM appeals_courtevent o WHERE o.id = NEW.replaces_id;",
    )


OF_JUDGMENT = """
    SELECT j.*, a.case_id, c.unit_id, c.person_id,
        court_state(j.appeal_id, j.way, {day}) AS state,
        j.strikes OR EXISTS (SELECT 1 FROM appeals_judgment n WHERE n.appeal_id = j.appeal_id
            AND (n.replaces_id = j.id OR n.way = j.way AND n.id > j.id AND NOT n.strikes
            AND n.outcome NOT IN ('avslag', 'avvisat', 'avskrivet'))) AS overturned
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
