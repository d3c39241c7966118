"""What PostgreSQL itself refuses of the register: the third floor of the guarantees."""

import pgtrigger


def refused_when(name: str, *checks: tuple[str, str]) -> pgtrigger.Trigger:
    """Refuses a new row for which one of the (condition, sentence) checks holds."""
    lines = [
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for condition, sentence in checks
    ]
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="\n".join([*lines, "RETURN NEW;"]),
    )


def refused_unless(name: str, *checks: tuple[str, str], declare: str) -> pgtrigger.Trigger:
    """Refuses an insert when one of the (condition, sentence) checks does not hold.

    `declare` is a query that fills the record `f` with the facts that the conditions are about.
    """
    lines = [
        f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for condition, sentence in checks
    ]
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("f", "record")],
        func="\n".join([declare, *lines, "RETURN NEW;"]),
    )


def day_of(moment: str) -> str:
    """The day in Stockholm on which the moment in this column fell."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


def holds(user: str, functions: str, day: str) -> str:
    """Whether the user in this column has an appointment on the day, to what `functions` says."""
    return (
        f"EXISTS (SELECT 1 FROM organisation_appointment p WHERE p.user_id = {user}"
        f" AND p.withdrawn_on IS NULL AND {functions}"
        f" AND {day} BETWEEN p.valid_from AND COALESCE(p.valid_to, 'infinity'))"
    )


def at_an_open_unit() -> pgtrigger.Trigger:
    """Nothing begins at a unit, or goes on there, after its last day."""
    return refused_when(
        "at_an_open_unit",
        (
            "COALESCE(NEW.valid_to, 'infinity') > (SELECT COALESCE(last_day, 'infinity')"
            " FROM organisation_unit WHERE id = NEW.unit_id)",
            "Enheten är stängd.",
        ),
    )


def administers_or_decides() -> pgtrigger.Trigger:
    """Who keeps the register works with no cases and decides none. users.md, script 9.3."""
    return refused_when(
        "administers_or_decides",
        (
            """EXISTS (
                SELECT 1 FROM organisation_appointment a
                WHERE a.user_id = NEW.user_id AND a.withdrawn_on IS NULL
                AND a.valid_from <= COALESCE(NEW.valid_to, 'infinity')
                AND NEW.valid_from <= COALESCE(a.valid_to, 'infinity')
                AND (a.function = 'delegationsadministrator')
                    <> (NEW.function = 'delegationsadministrator')
            )""",
            "Den som sköter delegationsregistret har inget annat förordnande.",
        ),
    )


def given_lawfully() -> pgtrigger.Trigger:
    """By the nämnd, to the förvaltningschef, what may be delegated. KL 6 kap. 38 §, 7 kap. 5 §."""
    unit = "(SELECT kind FROM organisation_unit WHERE id = NEW.unit_id)"
    return refused_when(
        "given_lawfully",
        (
            "NOT (SELECT delegable FROM organisation_power WHERE id = NEW.power_id)",
            "Beslutstypen får inte delegeras.",
        ),
        (
            f"NEW.ground_id IS NULL AND (NEW.function <> 'forvaltningschef' OR {unit} <>"
            " 'forvaltning')",
            "Nämnden delegerar till förvaltningschefen.",
        ),
        (
            "NEW.ground_id IS NULL AND NEW.valid_from < (SELECT decided_on FROM"
            " organisation_namnddecision WHERE id = NEW.namnd_decision_id)",
            "Delegationen börjar före nämndens beslut.",
        ),
    )


def _ground(condition: str) -> str:
    """That the row rests on a ground of which the condition holds."""
    return (
        "EXISTS (SELECT 1 FROM organisation_delegation top"
        f" WHERE top.id = NEW.ground_id AND ({condition}))"
    )


def passed_on_lawfully() -> pgtrigger.Trigger:
    """One step, by the nämnd's leave, to a function it named, within the ground's days."""
    return refused_when(
        "passed_on_lawfully",
        (_ground("top.ground_id IS NOT NULL"), "Vidaredelegation får ske i ett steg."),
        (
            _ground("NOT NEW.function = ANY (top.may_pass_on_to) OR NEW.power_id <> top.power_id"),
            "Nämnden har inte medgett vidaredelegation till funktionen.",
        ),
        (_ground("NEW.valid_from < top.valid_from"), "Vidaredelegationen börjar före sin grund."),
        (
            _ground("COALESCE(NEW.valid_to, 'infinity') > COALESCE(top.valid_to, 'infinity')"),
            "Vidaredelegationen gäller längre än sin grund.",
        ),
        (_ground("top.withdrawn_on IS NOT NULL"), "Grunden är återtagen."),
        (
            "NEW.ground_id IS NOT NULL AND (SELECT kind FROM organisation_unit"
            " WHERE id = NEW.unit_id) NOT IN ('jobbtorg', 'omrade')",
            "Enheten fattar inte beslut.",
        ),
    )


def covered_once() -> pgtrigger.Trigger:
    """A verksamhetsområde's row and one of a unit in it never give the same on the same day."""
    return pgtrigger.Trigger(
        name="covered_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM pg_advisory_xact_lock(hashtext('organisation_delegation'));
            IF EXISTS (
                SELECT 1 FROM organisation_delegation d
                JOIN organisation_unit theirs ON theirs.id = d.unit_id
                JOIN organisation_unit ours ON ours.id = NEW.unit_id
                WHERE d.power_id = NEW.power_id AND d.function = NEW.function
                AND d.withdrawn_on IS NULL AND NEW.ground_id IS NOT NULL
                AND d.ground_id IS NOT NULL
                AND (theirs.part_of_id = ours.id OR ours.part_of_id = theirs.id)
                AND d.valid_from <= COALESCE(NEW.valid_to, 'infinity')
                AND NEW.valid_from <= COALESCE(d.valid_to, 'infinity')
            ) THEN
                RAISE EXCEPTION 'Överlappar en delegation för området eller en enhet i det.'
                    USING ERRCODE = 'exclusion_violation';
            END IF;
            RETURN NEW;
        """,
    )


def closed_when_empty() -> pgtrigger.Trigger:
    """A unit is closed after what is held or delegated there has been given an end."""
    return pgtrigger.Trigger(
        name="closed_when_empty",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__last_day__isnull=False),
        func="""
            IF EXISTS (
                SELECT unit_id, valid_to, withdrawn_on FROM organisation_appointment
                WHERE unit_id = NEW.id AND withdrawn_on IS NULL
                AND COALESCE(valid_to, 'infinity') > NEW.last_day
                UNION ALL
                SELECT unit_id, valid_to, withdrawn_on FROM organisation_delegation
                WHERE unit_id = NEW.id AND withdrawn_on IS NULL
                AND COALESCE(valid_to, 'infinity') > NEW.last_day
            ) THEN
                RAISE EXCEPTION 'Förordnanden eller delegationer gäller efter enhetens sista dag.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def stays_what_it_is() -> pgtrigger.Trigger:
    """A unit never changes kind or place: what the register gives would change backwards."""
    return pgtrigger.Protect(
        name="stays_what_it_is",
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "OLD.kind <> NEW.kind OR OLD.part_of_id IS DISTINCT FROM NEW.part_of_id"
            " AND OLD.part_of_id IS NOT NULL"
        ),
    )
