"""What PostgreSQL itself refuses of the rulebook: the third floor of the guarantees."""

import pgtrigger

KEEPERS = "'delegationsadministrator', 'forvaltningschef'"
SECRETARY = "'namndsekreterare'"


def _day_of(moment: str) -> str:
    """The day in Stockholm on which the moment in this column fell."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


def _refuse(condition: str, sentence: str) -> str:
    """Refuses the row, in this sentence, where the condition holds."""
    return (
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
    )


def _before(name: str, operation: pgtrigger.Operation, *lines: str) -> pgtrigger.Trigger:
    func = "\n".join([*lines, "RETURN NEW;"])
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


def _holds(user: str, functions: str, day: str) -> str:
    """Whether the user in this column holds one of the functions on the day."""
    return (
        f"EXISTS (SELECT 1 FROM organisation_appointment p WHERE p.user_id = {user}"
        f" AND p.withdrawn_on IS NULL AND p.function IN ({functions})"
        f" AND {day} BETWEEN p.valid_from AND COALESCE(p.valid_to, 'infinity'))"
    )


def never_edited() -> list[pgtrigger.Trigger]:
    """A version's content never changes, and its last day is never moved forward."""
    return [
        pgtrigger.ReadOnly(name="written_once", exclude=["valid_to"]),
        pgtrigger.Protect(
            name="only_shortened",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                "COALESCE(NEW.valid_to, 'infinity') > COALESCE(OLD.valid_to, 'infinity')"
            ),
        ),
    ]


def published_as(kind: str) -> pgtrigger.Trigger:
    """A version that names a proposal says what was proposed, from its day, and was published."""
    return _before(
        "published_as_proposed",
        pgtrigger.Insert,
        _refuse(
            f"""NEW.proposal_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM rulebook_proposal p WHERE p.id = NEW.proposal_id
                AND p.kind = '{kind}' AND p.published_at IS NOT NULL
                AND p.valid_from = NEW.valid_from
                AND to_jsonb(NEW) @> (p.content - 'criteria' - 'questions')
            )""",
            "Versionen är inte publicerad så som den föreslogs.",
        ),
    )


def written_with(version: str) -> pgtrigger.Trigger:
    """A row belongs to its version from the transaction in which both were written, unchanged."""
    return pgtrigger.Trigger(
        name="written_with_its_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' OR NOT EXISTS (
                SELECT 1 FROM rulebook_historical{version.replace("_", "")} h
                WHERE h.id = NEW.{version.rpartition("_")[2]}_id AND h.history_type = '+'
                AND h.history_tx = pg_current_xact_id()::text::bigint
            ) THEN
                RAISE EXCEPTION 'En version ändras inte: skriv en ny version.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def written_once() -> pgtrigger.Trigger:
    """What is proposed never changes; only how the proposal ended is written, once."""
    return pgtrigger.ReadOnly(
        name="written_once",
        exclude=["published_by", "published_at", "taken_back_by", "taken_back_at"],
    )


def _delegated(day: str) -> str:
    """Whether a chain of delegation lets one of the two update the riktlinje on the day."""
    return f"""EXISTS (
        SELECT 1 FROM organisation_unit u
        CROSS JOIN LATERAL delegation_chains('riktlinje', u.id, {day}) c
        WHERE u.kind = 'forvaltning' AND c.user_id IN (NEW.proposed_by_id, NEW.published_by_id)
    )"""


def published_lawfully() -> pgtrigger.Trigger:
    """By a keeper of the rulebook, after it was proposed, before its first day.

    A riktlinje needs that one of the two has the nämnd's delegation. KL 6 kap. 37 §, 7 kap. 5 §.
    """
    day = _day_of("NEW.published_at")
    ended = "(NEW.published_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL)"
    return _before(
        "published_lawfully",
        pgtrigger.Insert | pgtrigger.Update,
        f"IF TG_OP = 'INSERT' THEN {_refuse(ended, 'Ett förslag föds inte avslutat.')} ELSE",
        _refuse(
            "OLD.published_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL",
            "Ett avslutat förslag ändras inte.",
        ),
        "END IF;",
        "IF NEW.published_at IS NULL THEN RETURN NEW; END IF;",
        _refuse(f"NEW.valid_from <= {day}", "Det som redan gäller ändras inte."),
        _refuse(
            f"NOT {_holds('NEW.published_by_id', KEEPERS, day)}",
            "Bara den som sköter regelverket publicerar.",
        ),
        _refuse(
            f"NEW.kind = 'riktlinjer' AND NOT {_delegated(day)}",
            "Ingen av de två har delegation att uppdatera riktlinjerna.",
        ),
    )


def reported_lawfully() -> pgtrigger.Trigger:
    """By the nämndsekreterare, at a meeting after the riktlinje was published and not to come."""
    day = _day_of("NEW.reported_at")
    return _before(
        "reported_lawfully",
        pgtrigger.Insert,
        _refuse(
            f"NOT {_holds('NEW.reported_by_id', SECRETARY, day)}",
            "Bara nämndsekreteraren registrerar anmälan.",
        ),
        _refuse(
            f"""NEW.meeting_on > {day} OR NOT EXISTS (
                SELECT 1 FROM rulebook_riktlinje r JOIN rulebook_proposal p ON p.id = r.proposal_id
                WHERE r.id = NEW.riktlinje_id AND NEW.meeting_on >= {_day_of("p.published_at")}
            )""",
            "Sammanträdet ligger inte mellan publiceringen och i dag.",
        ),
    )
