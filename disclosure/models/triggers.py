"""What PostgreSQL itself refuses of utlämnande: the third floor. OSL 6 kap. 3 §, 10 kap. 3 §."""

import pgtrigger

from appeals.models.triggers import by_delegate_or_namnd
from cases.models.conflict import barred
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

SAME_NAMND = same_namnd("f.unit_id")
HANDLES = (
    "(p.function IN ('enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
    f" OR p.function = 'registrator' AND {SAME_NAMND})"
)
WHO = "Bara enhetens chefer och registratorn hanterar utlämnande."
FACTS = """
    SELECT d.*, c.unit_id,
        (SELECT max(m.id) FROM disclosure_maskedcopy m WHERE m.disclosure_id = d.id) AS last_copy,
        EXISTS (SELECT 1 FROM disclosure_given g JOIN disclosure_release r ON r.id = g.release_id
            JOIN disclosure_maskedcopy m ON m.id = r.copy_id WHERE m.disclosure_id = d.id) AS given,
        EXISTS (SELECT 1 FROM disclosure_given g JOIN disclosure_release r ON r.id = g.release_id
            JOIN disclosure_maskedcopy m ON m.id = r.copy_id WHERE m.disclosure_id = d.id
            AND m.masks > 0) AS masked,
        EXISTS (SELECT 1 FROM disclosure_reply y WHERE y.disclosure_id = d.id
            AND y.outcome = 'nekad') AS denied,
        EXISTS (SELECT 1 FROM disclosure_reply y WHERE y.disclosure_id = d.id
            AND y.outcome <> 'nekad') AS ended,
        EXISTS (SELECT 1 FROM disclosure_demand k WHERE k.disclosure_id = d.id) AS demanded,
        EXISTS (SELECT 1 FROM disclosure_refusal b WHERE b.disclosure_id = d.id) AS refused,
        (SELECT (q.referred_at AT TIME ZONE 'Europe/Stockholm')::date
            FROM disclosure_disclosurereferral q
            LEFT JOIN disclosure_disclosurehandedback h ON h.referral_id = q.id
            WHERE q.disclosure_id = d.id AND h.id IS NULL) AS with_namnd_since
    INTO f FROM disclosure_disclosure d JOIN cases_case c ON c.id = d.case_id
    WHERE d.id = {} FOR UPDATE OF c;
"""
OF_DISCLOSURE = FACTS.format("NEW.disclosure_id")
OF_COPY = FACTS.format(
    "(SELECT m.disclosure_id FROM disclosure_maskedcopy m WHERE m.id = NEW.copy_id)"
)
OF_RELEASE = FACTS.format(
    "(SELECT m.disclosure_id FROM disclosure_maskedcopy m JOIN disclosure_release r"
    " ON r.copy_id = m.id WHERE r.id = NEW.release_id)"
)
OF_REFUSAL = FACTS.format(
    "(SELECT b.disclosure_id FROM disclosure_refusal b WHERE b.id = NEW.refusal_id)"
)
OF_REFERRAL = FACTS.format(
    "(SELECT q.disclosure_id FROM disclosure_disclosurereferral q WHERE q.id = NEW.referral_id)"
)
OPEN = ("NOT f.ended AND NOT f.refused", "Begäran är avslutad.")


def _handled(user: str, moment: str) -> tuple[tuple[str, str], ...]:
    """By a chef at the unit or the registrator, and never by who is jävig."""
    return (
        (holds(f"NEW.{user}", HANDLES, day_of(f"NEW.{moment}")), WHO),
        ("NOT " + barred("f.case_id", f"NEW.{user}"), "Den som är jävig lämnar inte ut något."),
    )


def asked_lawfully() -> pgtrigger.Trigger:
    """Not dated ahead; an ombud is the person's own."""
    return refused_unless(
        "disclosure_registered_lawfully",
        (f"NEW.came_on <= {day_of('NEW.registered_at')}", "Begäran är daterad framåt."),
        (
            "NEW.representative_id IS NULL OR EXISTS (SELECT 1 FROM cases_representative r"
            " WHERE r.id = NEW.representative_id AND r.person_id = f.person_id)",
            "Företrädaren är någon annans.",
        ),
        *_handled("registered_by_id", "registered_at"),
        declare="SELECT c.id AS case_id, c.unit_id, c.person_id INTO f FROM cases_case c"
        " WHERE c.id = NEW.case_id FOR UPDATE;",
    )


def copied_lawfully() -> pgtrigger.Trigger:
    """While the request is open."""
    return refused_unless(
        "copied_lawfully", OPEN, *_handled("made_by_id", "made_at"), declare=OF_DISCLOSURE
    )


def looked_at_these_bytes() -> pgtrigger.Trigger:
    """The bytes that were shown are the copy's."""
    return refused_unless(
        "looked_at_these_bytes",
        (
            "EXISTS (SELECT 1 FROM disclosure_maskedcopy m WHERE m.id = NEW.copy_id"
            " AND m.sha256 = NEW.sha256 AND m.made_at <= NEW.at)",
            "Det som visades är en annan fil än kopian.",
        ),
        declare=OF_COPY,
    )


def released_lawfully() -> pgtrigger.Trigger:
    """The latest copy, these very bytes, which whoever decides has looked through."""
    return refused_unless(
        "released_lawfully",
        OPEN,
        ("NEW.copy_id = f.last_copy", "Det finns en nyare kopia."),
        (
            "EXISTS (SELECT 1 FROM disclosure_look l WHERE l.copy_id = NEW.copy_id"
            " AND l.sha256 = NEW.sha256 AND l.by_id = NEW.decided_by_id AND l.at <= NEW.decided_at)"
            " AND EXISTS (SELECT 1 FROM disclosure_maskedcopy m WHERE m.id = NEW.copy_id"
            " AND m.sha256 = NEW.sha256)",
            "Den som beslutar har inte gått igenom just den här filen.",
        ),
        *_handled("decided_by_id", "decided_at"),
        declare=OF_COPY,
    )


def given_lawfully() -> pgtrigger.Trigger:
    """After the decision on what is masked, these very bytes, the latest copy, in a safe way."""
    return refused_unless(
        "disclosure_given_lawfully",
        OPEN,
        (
            "EXISTS (SELECT 1 FROM disclosure_release r WHERE r.id = NEW.release_id"
            " AND r.copy_id = f.last_copy)",
            "Det finns en nyare kopia.",
        ),
        (
            "EXISTS (SELECT 1 FROM disclosure_release r WHERE r.id = NEW.release_id"
            " AND r.sha256 = NEW.sha256)",
            "Det som lämnas ut är en annan fil än den som har gåtts igenom.",
        ),
        (
            f"NEW.given_on BETWEEN (SELECT {day_of('r.decided_at')} FROM disclosure_release r"
            f" WHERE r.id = NEW.release_id) AND {day_of('NEW.given_at')}",
            "Utlämnandet ligger före beslutet om vad som maskeras, eller i framtiden.",
        ),
        (
            "NEW.how <> 'epost' OR f.asker = 'annan'",
            "Uppgifter som är hemliga för andra skickas inte med e-post.",
        ),
        *_handled("given_by_id", "given_at"),
        declare=OF_RELEASE,
    )


def replied_lawfully() -> pgtrigger.Trigger:
    """While nothing has been given."""
    return refused_unless(
        "replied_lawfully",
        OPEN,
        ("NOT f.given AND NOT f.denied", "Begäran är redan besvarad."),
        (
            f"NEW.replied_on BETWEEN f.came_on AND {day_of('NEW.replied_at')}",
            "Svaret ligger före begäran eller i framtiden.",
        ),
        *_handled("replied_by_id", "replied_at"),
        declare=OF_DISCLOSURE,
    )


def demanded_lawfully() -> pgtrigger.Trigger:
    """Of what was refused, wholly or in part."""
    return refused_unless(
        "demanded_lawfully",
        OPEN,
        ("f.denied OR f.masked", "Inget är nekat eller maskat."),
        (
            f"NEW.asked_on BETWEEN f.came_on AND {day_of('NEW.noted_at')}",
            "Begäran om beslut ligger före begäran eller i framtiden.",
        ),
        *_handled("noted_by_id", "noted_at"),
        declare=OF_DISCLOSURE,
    )


def refused_lawfully() -> pgtrigger.Trigger:
    """The authority's decision: when it is asked for, by a delegate, or by the nämnd when it has
    the question.

    OSL 6 kap. 3 §, KL 6 kap. 38 §.
    """
    return refused_unless(
        "disclosure_refused_lawfully",
        OPEN,
        ("f.demanded", "Ingen har begärt myndighetens beslut."),
        (
            "(f.with_namnd_since IS NULL) = (NEW.decided_by_id IS NOT NULL)",
            "Nämnden beslutar det som är hänskjutet till den, och bara det.",
        ),
        *by_delegate_or_namnd("avsla_utlamnande", "f.with_namnd_since"),
        declare=OF_DISCLOSURE,
    )


def referred_lawfully() -> pgtrigger.Trigger:
    """Once, when the authority's decision is asked for and not taken. KL 6 kap. 38 §."""
    return refused_unless(
        "disclosure_referred_lawfully",
        OPEN,
        ("f.demanded", "Ingen har begärt myndighetens beslut."),
        *_handled("referred_by_id", "referred_at"),
        declare=OF_DISCLOSURE,
    )


def handed_back_lawfully() -> pgtrigger.Trigger:
    """What the nämnd has, as its minutes say, noted by its own secretary."""
    answered_on = day_of("NEW.answered_at")
    secretary = f"p.function = 'namndsekreterare' AND {SAME_NAMND}"
    return refused_unless(
        "disclosure_handed_back_lawfully",
        OPEN,
        ("f.with_namnd_since IS NOT NULL", "Frågan är inte hos nämnden."),
        (
            f"NEW.meeting_on BETWEEN f.with_namnd_since AND {answered_on}",
            "Sammanträdet ligger inte mellan hänskjutandet och svaret.",
        ),
        (
            holds("NEW.answered_by_id", secretary, answered_on),
            "Bara nämndsekreteraren svarar för nämnden.",
        ),
        (
            "NOT " + barred("f.case_id", "NEW.answered_by_id"),
            "Den som är jävig svarar inte för nämnden.",
        ),
        declare=OF_REFERRAL,
    )


def appealed_to_the_court_lawfully() -> pgtrigger.Trigger:
    """After the decision, and sent on after it came."""
    return refused_unless(
        "appealed_to_the_court_lawfully",
        (
            "NEW.arrived_on >= (SELECT COALESCE(b.meeting_on,"
            f" {day_of('b.decided_at')}) FROM disclosure_refusal b"
            f" WHERE b.id = NEW.refusal_id) AND NEW.forwarded_on BETWEEN NEW.arrived_on"
            f" AND {day_of('NEW.noted_at')}",
            "Dagarna stämmer inte med beslutet.",
        ),
        *_handled("noted_by_id", "noted_at"),
        declare=OF_REFUSAL,
    )
