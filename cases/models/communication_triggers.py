"""What PostgreSQL itself refuses of kommunicering: the third floor of G15."""

import pgtrigger

from jobbtorg.organisation.models.triggers import day_of, refused_unless

# the case of a reply, and of a rejoinder
_INVESTIGATIONS = """
    SELECT a.case_id FROM cases_sending s
    JOIN cases_investigation i ON i.id = s.investigation_id
    JOIN cases_application a ON a.id = i.application_id"""
SENDINGS_CASE = f"({_INVESTIGATIONS} WHERE s.id = NEW.sending_id)"
REPLYS_CASE = f"""({_INVESTIGATIONS} JOIN cases_reply r ON r.sending_id = s.id
    WHERE r.id = NEW.reply_id)"""
REPLYS_INVESTIGATION = """(
    SELECT s.investigation_id FROM cases_reply r JOIN cases_sending s ON s.id = r.sending_id
    WHERE r.id = NEW.reply_id)"""

# whether the application of a new decision has been communicated, by its latest sending or waiver
COMMUNICATED = """EXISTS (
    SELECT 1 FROM cases_investigation i
    LEFT JOIN cases_sending s ON s.id =
        (SELECT max(l.id) FROM cases_sending l WHERE l.investigation_id = i.id)
    WHERE i.application_id = NEW.application_id AND (
        s.reply_by < NEW.decided_on
        OR EXISTS (SELECT 1 FROM cases_reply r WHERE r.sending_id = s.id)
        OR EXISTS (SELECT 1 FROM cases_waiver w WHERE w.investigation_id = i.id
            AND w.after_id IS NOT DISTINCT FROM s.id)))"""


def took_part_in_communication(investigation: str, user: str) -> str:
    """SQL: whether the user has sent the basis, met a reply or waived in the investigation."""
    return f"""EXISTS (
        SELECT 1 FROM cases_sending s LEFT JOIN cases_reply r ON r.sending_id = s.id
        LEFT JOIN cases_rejoinder m ON m.reply_id = r.id
        WHERE s.investigation_id = {investigation} AND {user} IN (s.sent_by_id, m.written_by_id)
        UNION ALL SELECT 1 FROM cases_waiver w
        WHERE w.investigation_id = {investigation} AND w.noted_by_id = {user})"""


def _case_of(investigation: str) -> str:
    """The case's row, locked: nobody leaves it to decision or decides it meanwhile."""
    return f"""
        FROM cases_investigation i JOIN cases_application a ON a.id = i.application_id
        JOIN cases_case c ON c.id = a.case_id JOIN cases_person p ON p.id = c.person_id
        WHERE i.id = {investigation} FOR UPDATE OF c;"""


LOCKED = ("f.status = 'utreds'", "Utredningen är låst: ärendet utreds inte nu.")


def sent_lawfully() -> pgtrigger.Trigger:
    """During the investigation, no later than it is noted; never by post to the protected."""
    return refused_unless(
        "sent_lawfully",
        LOCKED,
        (
            f"NEW.sent_on BETWEEN f.started_on AND {day_of('NEW.made_at')}",
            "Underlaget skickas under utredningen, senast i dag.",
        ),
        (
            f"NEW.reply_by > {day_of('NEW.made_at')}",
            "Den sista dagen att svara har redan varit.",
        ),
        (
            "f.protection = '' OR NEW.how NOT IN ('brev', 'digital_post')",
            "Personen har skyddade personuppgifter: underlaget skickas inte med post.",
        ),
        declare="SELECT c.status, i.started_on, p.protection INTO f"
        + _case_of("NEW.investigation_id"),
    )


def replied_in_time() -> pgtrigger.Trigger:
    """A reply comes after the basis, and is registered until the case is decided."""
    return refused_unless(
        "replied_in_time",
        ("f.status IN ('utreds', 'vantar_pa_beslut')", "Svar registreras före beslutet."),
        (
            f"NEW.arrived_on BETWEEN f.sent_on AND {day_of('NEW.registered_at')}",
            "Svaret kom före underlaget eller i framtiden.",
        ),
        declare="""
            SELECT c.status, s.sent_on INTO f FROM cases_sending s
            JOIN cases_investigation i ON i.id = s.investigation_id
            JOIN cases_application a ON a.id = i.application_id
            JOIN cases_case c ON c.id = a.case_id
            WHERE s.id = NEW.sending_id FOR UPDATE OF c;""",
    )


def met_while_investigated() -> pgtrigger.Trigger:
    """A reply is met during the investigation; after that in the decision's reasons."""
    return refused_unless(
        "met_while_investigated",
        LOCKED,
        declare="SELECT c.status INTO f" + _case_of(REPLYS_INVESTIGATION),
    )


def waived_lawfully() -> pgtrigger.Trigger:
    """During the investigation, and after the latest sending, if there is any."""
    return refused_unless(
        "waived_lawfully",
        LOCKED,
        (
            "NEW.after_id IS NOT DISTINCT FROM (SELECT max(s.id) FROM cases_sending s"
            " WHERE s.investigation_id = NEW.investigation_id)",
            "Avståendet gäller inte det senaste underlaget.",
        ),
        declare="SELECT c.status INTO f" + _case_of("NEW.investigation_id"),
    )


def replies_met() -> pgtrigger.Trigger:
    """Nothing waits for decision while the latest reply stands unmet."""
    return pgtrigger.Trigger(
        name="replies_met",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        # a reply that comes while the case waits is met in the decision's reasons
        condition=pgtrigger.Q(new__status="vantar_pa_beslut")
        & ~pgtrigger.Q(old__status="vantar_pa_beslut"),
        func="""
            IF EXISTS (
                SELECT 1 FROM (SELECT max(r.id) AS id FROM cases_reply r
                    JOIN cases_sending s ON s.id = r.sending_id
                    WHERE s.investigation_id = (SELECT max(i.id) FROM cases_investigation i
                        JOIN cases_application a ON a.id = i.application_id
                        WHERE a.case_id = NEW.id)) latest
                WHERE latest.id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM cases_rejoinder m WHERE m.reply_id = latest.id)
            ) THEN
                RAISE EXCEPTION 'Den sökandes svar är inte bemött.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
