"""The access log of a large city: who has opened each case, from its first day until now."""

from cases.models import Case
from jobbtorg.audit import months
from jobbtorg.audit.models import AccessLog
from jobbtorg.scale.moulds import mould
from jobbtorg.scale.plan import COPY
from jobbtorg.scale.sql import ask, one, run

WHAT = (
    "Ärendets översikt", "Ärendets översikt", "Journalen", "Ansökan", "Utredningen",
    "Beslutet", "Handlingarna", "Personens uppgifter",
)  # fmt: skip


def write(rows: int) -> None:
    """So many looks at each case that was copied, in the order of time.

    Mostly by its coach, now and then by the unit's chef, as the hash of case and look says.
    """
    run("DROP TABLE IF EXISTS scale.looked")
    run(f"""CREATE UNLOGGED TABLE scale.looked AS
        SELECT k.id, k.number, k.unit_id, k.status = 'avslutad' AS closed,
            p.protection <> '' AS protected, 'Coach, ' || u.name AS acting_as,
            coalesce(k.coach_id, (SELECT min(user_id) FROM organisation_appointment
                WHERE unit_id = k.unit_id AND function = 'coach')) AS coach,
            coalesce((SELECT min(user_id) FROM organisation_appointment
                WHERE unit_id = k.unit_id AND function = 'enhetschef'), k.coach_id) AS chef,
            'Enhetschef, ' || u.name AS chef_as, j.first, j.last
        FROM {COPY} c JOIN cases_case k ON k.number = c.number
        JOIN cases_person p ON p.id = k.person_id
        JOIN organisation_unit u ON u.id = k.unit_id
        JOIN (SELECT case_id, min(written_at) AS first, max(written_at) AS last
            FROM cases_journalentry WHERE case_id IN (SELECT case_id FROM {mould(Case)})
            GROUP BY case_id) j ON j.case_id = c.case_id""")
    first, last = ask("SELECT min(first)::date, max(last)::date FROM scale.looked")[0]
    if first:
        months.make(first, last)
        run(_insert(rows))


def _insert(rows: int) -> str:
    first = one("SELECT coalesce(max(id), 0) FROM audit_accesslog")
    said = ", ".join(f"'{what}'" for what in WHAT)
    action = AccessLog.Action.READ.value
    return f"""INSERT INTO audit_accesslog (id, at, user_id, acting_as, unit_id, action, what,
            case_number, shown, reason, assignment, closed, protected, result)
        SELECT {first} + row_number() OVER (ORDER BY at), at,
            CASE WHEN by_chef THEN chef ELSE coach END,
            CASE WHEN by_chef THEN chef_as ELSE acting_as END, unit_id, '{action}',
            (ARRAY[{said}])[1 + ((hash / 16) & 7)], number, '{{}}', '',
            CASE WHEN by_chef THEN 'chef' ELSE 'coach' END, closed, protected, 200
        FROM (SELECT l.*, hash, hash % 10 < 2 AS by_chef,
                first + (last - first) * ((hash & 65535) / 65536.0) AS at
            FROM scale.looked l, generate_series(1, {rows}) g,
                LATERAL (SELECT hashint8extended(l.id, g) & 1073741823 AS hash) h) looks
        ORDER BY at"""
