"""What PostgreSQL itself refuses of an appeal: the third floor of G6, G8 and FL 39 and 45 §§."""

import pgtrigger

from cases.models.conflict import barred
from cases.models.document import AT_THE_UNIT
from decisions.triggers import FORMAL
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

CASE_OF_APPEAL = """(SELECT a.case_id FROM appeals_appeal p
    JOIN decisions_decision d ON d.id = p.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE p.id = NEW.appeal_id)"""
OF_APPEAL = """
    SELECT p.*, a.case_id, c.unit_id, d.decided_by_id AS decided_by, d.kind AS decision_kind,
        d.application_id, a.id AS application,
        (SELECT t.outcome FROM appeals_trial t WHERE t.appeal_id = p.id) AS trial,
        (SELECT r.outcome FROM appeals_review r WHERE r.appeal_id = p.id) AS review,
        EXISTS (SELECT 1 FROM appeals_appeal n WHERE n.replaces_id = p.id) AS replaced,
        EXISTS (SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = p.id
            AND s.kind = 'overlamnande') AS handed_over,
        EXISTS (SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = p.id
            AND s.kind = 'vidarebefordran') AS forwarded,
        EXISTS (SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = p.id
            AND s.kind = 'annan_myndighet') AS elsewhere
    INTO f FROM appeals_appeal p JOIN decisions_decision d ON d.id = p.decision_id
    JOIN cases_application a ON a.id = d.application_id JOIN cases_case c ON c.id = a.case_id
    WHERE p.id = NEW.appeal_id FOR UPDATE OF c;
"""
BESVAR = "('ratt', 'bada', 'formellt')"
CURRENT = ("NOT f.replaced", "Överklagandet är registrerat på nytt.")
OPEN = (
    "NOT f.handed_over AND NOT f.elsewhere",
    "Överklagandet är redan överlämnat.",
)


def by_delegate(power: str) -> tuple[tuple[str, str], ...]:
    """By a chain of delegation for this, in person, and never by who is jävig. KL 7 kap. 4–6 §§."""
    return (
        (
            f"EXISTS (SELECT 1 FROM delegation_chain(NEW.decided_by_id, '{power}', f.unit_id,"
            f" {day_of('NEW.decided_at')}) d WHERE d.delegation_id = NEW.delegation_id"
            " AND d.appointment_id = NEW.appointment_id)",
            "Den som prövar överklagandet saknar delegation.",
        ),
        ("NOT " + barred("f.case_id", "NEW.decided_by_id"), "Den som prövar är jävig."),
        (
            "EXISTS (SELECT 1 FROM cases_declaration n WHERE n.case_id = f.case_id"
            " AND n.user_id = NEW.decided_by_id AND n.declared_by_id = NEW.decided_by_id"
            " AND n.ground = '' AND n.declared_at <= NEW.decided_at)",
            "Den som prövar har inte svarat på frågan om jäv.",
        ),
    )


def by_delegate_or_namnd(power: str, since: str) -> tuple[tuple[str, str], ...]:
    """By such a delegate, or by the nämnd at a meeting since that day, as its secretary notes."""
    noted_on = day_of("NEW.decided_at")
    secretary = f"p.function = 'namndsekreterare' AND {same_namnd('f.unit_id')}"
    delegates = ((f"NEW.decided_by_id IS NULL OR {fact}", why) for fact, why in by_delegate(power))
    namnds = (
        (
            holds("NEW.registered_by_id", secretary, noted_on),
            "Bara nämndsekreteraren registrerar vad nämnden har beslutat.",
        ),
        (
            "NOT " + barred("f.case_id", "NEW.registered_by_id"),
            "Den som är jävig registrerar inte vad nämnden har beslutat.",
        ),
        (
            f"NEW.meeting_on BETWEEN {since} AND {noted_on}",
            "Sammanträdet ligger före det som prövas, eller i framtiden.",
        ),
    )
    return (
        *delegates,
        *((f"NEW.decided_by_id IS NOT NULL OR {fact}", why) for fact, why in namnds),
    )


def registered_lawfully() -> pgtrigger.Trigger:
    """After the decision, not dated ahead, by the unit or the registrator, of what it can be."""
    registered_on = day_of("NEW.registered_at")
    return refused_unless(
        "appeal_registered_lawfully",
        (
            f"NEW.noticed_on <= {registered_on} AND NEW.arrived_on >= f.decided_on"
            f" AND (NEW.court_arrived_on IS NULL"
            f" OR NEW.court_arrived_on BETWEEN f.decided_on AND {registered_on})",
            "Överklagandet kom in före beslutet, eller ligger i framtiden.",
        ),
        (
            f"(f.kind IN {FORMAL}) = (NEW.concerns = 'formellt')",
            "Överklagandet gäller något annat än det som beslutet prövar.",
        ),
        (
            "NEW.concerns NOT IN ('befogenhet', 'bada') OR f.has_may",
            "Beslutet prövar ingen insats utöver rätten.",
        ),
        (
            holds("NEW.registered_by_id", AT_THE_UNIT, registered_on),
            "Bara enheten och registratorn registrerar överklaganden.",
        ),
        (
            "NEW.representative_id IS NULL OR EXISTS (SELECT 1 FROM cases_representative r"
            " WHERE r.id = NEW.representative_id AND r.person_id = f.person_id)",
            "Företrädaren är någon annans.",
        ),
        (
            "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM appeals_appeal o"
            " JOIN decisions_decision d ON d.id = o.decision_id"
            " WHERE o.id = NEW.replaces_id AND d.application_id = f.application_id"
            " AND NOT EXISTS (SELECT 1 FROM appeals_trial t WHERE t.appeal_id = o.id)"
            " AND NOT EXISTS (SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = o.id))",
            "Det som registreras om är redan prövat eller skickat.",
        ),
        declare="""
            SELECT d.kind, d.decided_on, d.application_id, c.unit_id, c.person_id,
                EXISTS (SELECT 1 FROM decisions_ruling r WHERE r.decision_id = d.id
                    AND r.basis = 'befogenhet') AS has_may
            INTO f FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
            JOIN cases_case c ON c.id = a.case_id WHERE d.id = NEW.decision_id FOR UPDATE OF c;
        """,
    )


def has_a_paper() -> pgtrigger.Trigger:
    """An appeal is written: it has its paper at the commit. FL 43 §."""
    return pgtrigger.Trigger(
        name="appeal_has_a_paper",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF NOT EXISTS (SELECT 1 FROM appeals_appealpaper WHERE appeal_id = NEW.id) THEN
                RAISE EXCEPTION 'Överklagandet saknar handling.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def paper_of_the_case() -> pgtrigger.Trigger:
    """Of the same case, and noted by those who take documents in."""
    return refused_unless(
        "paper_of_the_case",
        CURRENT,
        (
            "EXISTS (SELECT 1 FROM cases_document o WHERE o.id = NEW.document_id"
            " AND o.case_id = f.case_id)",
            "Handlingen hör till ett annat ärende.",
        ),
        (
            holds("NEW.noted_by_id", AT_THE_UNIT, day_of("NEW.noted_at")),
            "Bara enheten och registratorn lägger till handlingar.",
        ),
        ("NOT " + barred("f.case_id", "NEW.noted_by_id"), "Den som är jävig noterar inget."),
        declare=OF_APPEAL,
    )


# the delfående that governs: the strongest evidence, the latest (law.md §2.8)
GOVERNING = """(SELECT s.id FROM decisions_service s
    LEFT JOIN decisions_service n ON n.replaces_id = s.id
    LEFT JOIN decisions_undelivered u ON u.dispatch_id = s.dispatch_id
    WHERE s.decision_id = f.decision_id AND n.id IS NULL AND u.id IS NULL
    ORDER BY array_position(ARRAY['kvitto', 'digitalt_kvitto', 'forenklad', 'overlamnat',
        'muntlig', 'egen_uppgift'], s.evidence::text), s.id DESC LIMIT 1)"""


def tried_lawfully() -> pgtrigger.Trigger:
    """Only förvaltningsbesvär is tried; turned away only by a proven day, past its last: G6."""
    return refused_unless(
        "appeal_tried_lawfully",
        CURRENT,
        OPEN,
        (f"f.concerns IN {BESVAR}", "Rätten prövar själv tiden vid laglighetsprövning."),
        (
            "NEW.outcome = 'i_ratt_tid' OR NEW.service_id = " + GOVERNING,
            "Kan inte avvisas: delfåendedagen är okänd.",
        ),
        (
            "NEW.outcome = 'i_ratt_tid' OR EXISTS (SELECT 1 FROM decisions_service s"
            " WHERE s.id = NEW.service_id AND s.received_on = NEW.received_on)",
            "Delfåendedagen är en annan än den som är styrkt.",
        ),
        (
            "NEW.outcome = 'i_ratt_tid' OR NEW.last_day = statutory_day(NEW.received_on + 21)",
            "Sista dagen är fel räknad.",
        ),
        (
            "NEW.outcome = 'i_ratt_tid' OR f.arrived_on > NEW.last_day"
            " AND COALESCE(f.court_arrived_on, 'infinity') > NEW.last_day",
            "Överklagandet kom in i rätt tid.",
        ),
        (
            "NEW.outcome = 'i_ratt_tid' OR EXISTS (SELECT 1 FROM decisions_decision d"
            " WHERE d.id = NEW.rejection_id AND d.kind = 'avvisat_overklagande'"
            " AND d.application_id = f.application_id AND d.decided_by_id = NEW.decided_by_id"
            f" AND d.decided_on = {day_of('NEW.decided_at')})",
            "För sent inkommet avvisas i ett beslut.",
        ),
        *by_delegate("rattidsprovning"),
        declare=OF_APPEAL,
    )


def reviewed_lawfully() -> pgtrigger.Trigger:
    """After the time was tried; what is said to be changed has been changed by a decision."""
    return refused_unless(
        "appeal_reviewed_lawfully",
        CURRENT,
        OPEN,
        ("f.trial = 'i_ratt_tid'", "Pröva först om överklagandet kom in i rätt tid."),
        (
            "NEW.outcome = 'andras_inte' OR EXISTS (SELECT 1 FROM decisions_decision d"
            " WHERE d.id = NEW.decision_id AND d.application_id = f.application_id"
            " AND d.kind = 'andring' AND d.decided_on >= f.arrived_on"
            " AND d.id > f.decision_id)",
            "Inget beslut har ändrat det överklagade beslutet.",
        ),
        (
            "NEW.outcome <> 'helt' OR EXISTS (SELECT 1 FROM decisions_ruling r"
            " WHERE r.decision_id = NEW.decision_id AND r.basis = 'ratt'"
            " AND r.outcome = 'bifall')",
            "Beslutet är inte ändrat helt som begärt: överklagandet ska lämnas över.",
        ),
        *by_delegate("rattidsprovning"),
        declare=OF_APPEAL,
    )


def stated_lawfully() -> pgtrigger.Trigger:
    """By the delegate for yttrande; over what the nämnd itself decided by the nämnd: KL 6:38."""
    return refused_unless(
        "statement_made_lawfully",
        CURRENT,
        (
            "(f.decided_by IS NULL) = (NEW.decided_by_id IS NULL)",
            "Nämnden yttrar sig själv över sitt eget beslut, och bara det.",
        ),
        *by_delegate_or_namnd("yttrande", "f.arrived_on"),
        declare=OF_APPEAL,
    )


def sent_lawfully() -> pgtrigger.Trigger:
    """Each kind in its order, by the unit or the registrator. FL 46 §, KL 13 kap. 6 §."""
    sent_on = day_of("NEW.made_at")
    return refused_unless(
        "appeal_sent_lawfully",
        CURRENT,
        (
            f"NEW.sent_on BETWEEN f.arrived_on AND {sent_on}",
            "Det skickas sedan överklagandet kom in, och antecknas när det har skickats.",
        ),
        (
            f"NEW.kind <> 'overlamnande' OR f.concerns IN {BESVAR} AND f.trial = 'i_ratt_tid'"
            " AND f.review IN ('andras_inte', 'delvis') AND NOT f.elsewhere",
            "Överklagandet lämnas över sedan tiden är prövad och beslutet omprövat.",
        ),
        (
            "NEW.kind <> 'vidarebefordran' OR f.concerns IN ('befogenhet', 'bada')"
            " AND NOT f.elsewhere",
            "Bara ett överklagande för laglighetsprövning vidarebefordras.",
        ),
        (
            "NEW.kind <> 'annan_myndighet' OR f.trial IS NULL AND NOT f.handed_over"
            " AND NOT f.forwarded",
            "Överklagandet är redan prövat eller skickat.",
        ),
        (
            "NEW.kind <> 'efterat' OR f.handed_over OR f.forwarded",
            "Överklagandet är inte skickat till rätten än.",
        ),
        (
            holds("NEW.sent_by_id", AT_THE_UNIT, sent_on),
            "Bara enheten och registratorn skickar överklaganden.",
        ),
        ("NOT " + barred("f.case_id", "NEW.sent_by_id"), "Den som är jävig skickar inget."),
        declare=OF_APPEAL,
    )


def party_told_lawfully() -> pgtrigger.Trigger:
    """Of the person's own appeal, once it went to the court; never by post to the protected."""
    return refused_unless(
        "party_told_lawfully",
        (
            "f.kind IN ('overlamnande', 'vidarebefordran')",
            "Överklagandet har inte gått till rätten.",
        ),
        ("f.\"by\" IN ('part', 'foretradare')", "Den som har överklagat är inte den sökande."),
        (
            f"NEW.sent_on BETWEEN f.sent_on AND {day_of('NEW.made_at')}",
            "Brevet skickas sedan överklagandet har gått till rätten, och antecknas sedan.",
        ),
        (
            "f.protection = '' OR NEW.how NOT IN ('brev', 'digital_post')",
            "Personen har skyddade personuppgifter: brevet skickas inte med post.",
        ),
        (
            holds("NEW.sent_by_id", AT_THE_UNIT, day_of("NEW.made_at")),
            "Bara enheten och registratorn skriver till personen.",
        ),
        ("NOT " + barred("f.case_id", "NEW.sent_by_id"), "Den som är jävig skickar inget."),
        declare="""
            SELECT s.kind, s.sent_on, p."by", a.case_id, c.unit_id, n.protection
            INTO f FROM appeals_transfer s JOIN appeals_appeal p ON p.id = s.appeal_id
            JOIN decisions_decision d ON d.id = p.decision_id
            JOIN cases_application a ON a.id = d.application_id
            JOIN cases_case c ON c.id = a.case_id JOIN cases_person n ON n.id = c.person_id
            WHERE s.id = NEW.transfer_id FOR UPDATE OF c;
        """,
    )


def rejects_an_appeal() -> pgtrigger.Trigger:
    """A decision to turn an appeal away is that of a rättidsprövning. FL 45 §."""
    return pgtrigger.Trigger(
        name="rejects_an_appeal",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__kind="avvisat_overklagande"),
        func="""
            IF NOT EXISTS (SELECT 1 FROM appeals_trial WHERE rejection_id = NEW.id) THEN
                RAISE EXCEPTION 'Avvisningen hör inte till något överklagande.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def left_while_appealed() -> pgtrigger.Trigger:
    """What is appealed is changed only as FL 38 § says, and only until it is handed over: 39 §."""
    return pgtrigger.Trigger(
        name="left_while_appealed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind__in=["andring", "upphorande"]),
        func=f"""
            IF NEW.ground <> 'egen_begaran' AND EXISTS (
                SELECT 1 FROM appeals_appeal p JOIN decisions_decision d ON d.id = p.decision_id
                LEFT JOIN appeals_trial t ON t.appeal_id = p.id
                WHERE d.application_id = NEW.application_id AND p.concerns IN {BESVAR}
                AND d.kind NOT IN {FORMAL}
                AND t.outcome IS DISTINCT FROM 'for_sent'
                AND NOT EXISTS (SELECT 1 FROM appeals_appeal n WHERE n.replaces_id = p.id)
                AND NOT EXISTS (SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = p.id
                    AND s.kind = 'annan_myndighet')
                AND NOT EXISTS (SELECT 1 FROM appeals_review r WHERE r.appeal_id = p.id
                    AND r.outcome = 'helt')
                AND court_state(p.id, 'besvar', NEW.decided_on) NOT IN ('verkstall', 'avgjort')
                AND (NEW.ground <> 'uppenbart_felaktigt' OR EXISTS (
                    SELECT 1 FROM appeals_transfer s WHERE s.appeal_id = p.id
                    AND s.kind = 'overlamnande'))
            ) THEN
                RAISE EXCEPTION 'Beslutet är överklagat.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
