"""What PostgreSQL itself refuses of the anmälan of delegated decisions: G19."""

import pgtrigger

from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import parts, root

SECRETARY = "p.function = 'namndsekreterare'"
# a decision of the nämnd's delegates that is in no list and not minuted by itself
LEFT_OUT = f"""
    SELECT 1 FROM decisions_decision d
    LEFT JOIN decisions_reportrow r ON r.decision_id = d.id
    LEFT JOIN decisions_specialminute m ON m.decision_id = d.id
    WHERE d.decided_by_id IS NOT NULL AND r.id IS NULL AND m.id IS NULL
    AND d.decided_on <= NEW.period_to AND d.unit_id IN {parts("NEW.namnd_id")}"""


def _secretary(namnd: str) -> str:
    """The nämndsekreterare of that very nämnd."""
    return f"{SECRETARY} AND {root('p.unit_id')} = {namnd}"


def fixed_lawfully() -> pgtrigger.Trigger:
    """By the nämndsekreterare, when the period has ended, numbered by the year it is fixed."""
    fixed_on = day_of("NEW.fixed_at")
    return refused_unless(
        "fixed_lawfully",
        (
            holds("NEW.fixed_by_id", _secretary("NEW.namnd_id"), fixed_on),
            "Bara nämndsekreteraren fastställer.",
        ),
        (f"NEW.period_to < {fixed_on}", "Perioden är inte slut."),
        (
            f"NEW.number ~ ('^' || extract(year FROM {fixed_on}) || ':[1-9][0-9]*$')",
            "Listan är numrerad efter ett annat år.",
        ),
        declare="SELECT 1 INTO f;",
    )


def leaves_nothing_out() -> pgtrigger.Trigger:
    """Every delegated decision by the period's end is in a list or minuted; the total is true."""
    return pgtrigger.Trigger(
        name="leaves_nothing_out",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS ({LEFT_OUT}) THEN
                RAISE EXCEPTION 'Listan utelämnar ett delegationsbeslut.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.total <> (SELECT count(*) FROM decisions_reportrow WHERE report_list_id = NEW.id)
            THEN
                RAISE EXCEPTION 'Listan har inte så många beslut som den säger.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def list_is_closed() -> pgtrigger.Trigger:
    """No row comes to a list that is fixed: its places, from one to the total, are all taken.

    Each place is taken once and leaves_nothing_out has counted them, so that a row is judged by
    itself: to count the list for every row would take a list of ten thousand a hundred million.
    """
    return pgtrigger.Trigger(
        name="list_is_closed",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.position > (SELECT total FROM decisions_reportlist
                WHERE id = NEW.report_list_id)
            THEN
                RAISE EXCEPTION 'Listan är fastställd.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def reported_lawfully() -> pgtrigger.Trigger:
    """A delegate's decision, taken by the period's end, that is not minuted by itself."""
    return refused_unless(
        "reported_lawfully",
        ("f.decided_by_id IS NOT NULL", "Nämndens egna beslut anmäls inte."),
        ("f.decided_on <= f.period_to", "Beslutet är fattat efter perioden."),
        ("f.decided_for = f.namnd_id", "Beslutet är en annan nämnds."),
        ("NOT f.minuted", "Beslutet är protokollfört särskilt."),
        (
            "NEW.decided_on = f.decided_on AND NEW.case_number = f.number"
            " AND NEW.late = (f.decided_on < f.period_from)",
            "Raden stämmer inte med beslutet.",
        ),
        declare=f"""
            SELECT d.decided_by_id, d.decided_on, c.number, l.period_from, l.period_to, l.namnd_id,
                {root("d.unit_id")} AS decided_for,
                EXISTS (SELECT 1 FROM decisions_specialminute WHERE decision_id = d.id) AS minuted
            INTO f FROM decisions_decision d
            JOIN cases_application a ON a.id = d.application_id
            JOIN cases_case c ON c.id = a.case_id
            JOIN decisions_reportlist l ON l.id = NEW.report_list_id
            WHERE d.id = NEW.decision_id FOR UPDATE OF d;
        """,
    )


def minuted_lawfully() -> pgtrigger.Trigger:
    """A delegate's decision in no list, minuted from its day on, noted by the nämndsekreterare."""
    noted_on = day_of("NEW.recorded_at")
    return refused_unless(
        "minuted_lawfully",
        ("f.decided_by_id IS NOT NULL", "Nämndens egna beslut står redan i dess protokoll."),
        ("NOT f.listed", "Beslutet är redan anmält i en lista."),
        (
            f"NEW.minuted_on BETWEEN f.decided_on AND {noted_on}",
            "Protokollet är äldre än beslutet eller ligger i framtiden.",
        ),
        (
            holds("NEW.recorded_by_id", _secretary("f.namnd"), noted_on),
            "Bara nämndsekreteraren antecknar protokollet.",
        ),
        declare=f"""
            SELECT d.decided_by_id, d.decided_on, {root("d.unit_id")} AS namnd,
                EXISTS (SELECT 1 FROM decisions_reportrow WHERE decision_id = d.id) AS listed
            INTO f FROM decisions_decision d WHERE d.id = NEW.decision_id FOR UPDATE OF d;
        """,
    )


def noticed_lawfully() -> pgtrigger.Trigger:
    """After the list was fixed or the decision taken, never of the future, a change explained."""
    noted_on = day_of("NEW.recorded_at")
    return refused_unless(
        "noticed_lawfully",
        ("NEW.meeting_on >= f.first_day", "Sammanträdet var före det som anmäls."),
        (
            f"GREATEST(NEW.posted_on, NEW.taken_down_on) <= {noted_on}",
            "Anslaget ligger i framtiden.",
        ),
        ("f.own_minutes", "Beslutet har inget eget protokoll."),
        (
            "NEW.note ~ '\\S' OR NOT f.noted_before OR NEW.taken_down_on IS NOT NULL",
            "En ändrad uppgift förklaras.",
        ),
        (
            holds("NEW.recorded_by_id", _secretary("f.namnd"), noted_on),
            "Bara nämndsekreteraren antecknar anslaget.",
        ),
        declare=f"""
            SELECT COALESCE(
                    (SELECT {day_of("l.fixed_at")} FROM decisions_reportlist l
                        WHERE l.id = NEW.report_list_id),
                    (SELECT d.decided_on FROM decisions_decision d WHERE d.id = NEW.decision_id)
                ) AS first_day,
                COALESCE(
                    (SELECT l.namnd_id FROM decisions_reportlist l WHERE l.id = NEW.report_list_id),
                    (SELECT {root("d.unit_id")} FROM decisions_decision d
                        WHERE d.id = NEW.decision_id)
                ) AS namnd,
                NEW.decision_id IS NULL OR EXISTS (SELECT 1 FROM decisions_specialminute m
                    WHERE m.decision_id = NEW.decision_id)
                OR EXISTS (SELECT 1 FROM decisions_decision d
                    WHERE d.id = NEW.decision_id AND d.decided_by_id IS NULL) AS own_minutes,
                EXISTS (SELECT 1 FROM decisions_notice n
                    WHERE n.report_list_id = NEW.report_list_id
                    OR n.decision_id = NEW.decision_id) AS noted_before
            INTO f;
        """,
    )
