"""delegation_chains: who may take this kind of decision for this unit on this day, by which chain?

One search for everyone; delegation_chain asks it about one person.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION lacks_training(p_user bigint, p_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    -- the rulebook's switch: courses without which nobody decides; none when the list is empty
    SELECT EXISTS (
        SELECT 1 FROM rulebook_setting s
        CROSS JOIN LATERAL jsonb_array_elements_text(s.value) AS needed(code)
        WHERE s.key = 'utbildning_for_beslut'
            AND p_day BETWEEN s.valid_from AND COALESCE(s.valid_to, 'infinity')
            AND NOT EXISTS (
                SELECT 1 FROM organisation_training t
                JOIN organisation_course c ON c.id = t.course_id
                WHERE t.user_id = p_user AND c.code = needed.code
                    AND t.completed_on <= p_day AND t.withdrawn_on IS NULL
            )
    )
$$;

CREATE FUNCTION delegation_chains(p_power text, p_unit bigint, p_day date)
RETURNS TABLE (user_id bigint, appointment_id bigint, delegation_id bigint)
LANGUAGE sql STABLE AS $$
    WITH given AS (
        -- vidaredelegation to a function at the unit, by a row for the unit or its
        -- verksamhetsområde: the row itself and the ground it rests on, both in force that day
        SELECT d.id, d.function, p_unit AS unit_id, top.namnd_decision_id
        FROM organisation_delegation d
        JOIN organisation_delegation top ON top.id = d.ground_id
        JOIN organisation_power p ON p.id = d.power_id
        JOIN organisation_unit u ON u.id = p_unit AND d.unit_id IN (u.id, u.part_of_id)
        WHERE p.code = p_power AND top.power_id = d.power_id
            AND d.function = ANY (top.may_pass_on_to)
            AND d.withdrawn_on IS NULL AND top.withdrawn_on IS NULL
            AND u.kind = 'jobbtorg'
            AND p_day <= COALESCE(u.last_day, 'infinity')
            AND p_day BETWEEN d.valid_from AND COALESCE(d.valid_to, 'infinity')
            AND p_day BETWEEN top.valid_from AND COALESCE(top.valid_to, 'infinity')
        UNION ALL
        -- the nämnd's own delegate, for every unit of the förvaltning
        SELECT d.id, d.function, d.unit_id, d.namnd_decision_id
        FROM organisation_delegation d
        JOIN organisation_power p ON p.id = d.power_id
        WHERE p.code = p_power AND d.ground_id IS NULL AND d.withdrawn_on IS NULL
            AND p_day BETWEEN d.valid_from AND COALESCE(d.valid_to, 'infinity')
    )
    SELECT a.user_id, a.id, g.id
    FROM given g
    JOIN organisation_namnddecision n ON n.id = g.namnd_decision_id AND n.decided_on <= p_day
    JOIN organisation_appointment a ON a.function = g.function AND a.unit_id = g.unit_id
    JOIN organisation_user u ON u.id = a.user_id AND u.is_active
    WHERE a.withdrawn_on IS NULL
        AND p_day BETWEEN a.valid_from AND COALESCE(a.valid_to, 'infinity')
        AND NOT lacks_training(a.user_id, p_day)
    ORDER BY g.id DESC, a.id
$$;

CREATE OR REPLACE FUNCTION delegation_chain(p_user bigint, p_power text, p_unit bigint, p_day date)
RETURNS TABLE (appointment_id bigint, delegation_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT c.appointment_id, c.delegation_id
    FROM delegation_chains(p_power, p_unit, p_day) c WHERE c.user_id = p_user
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_register_rows_ended_never_edited"),
        ("rulebook", "0001_initial"),
    ]
    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
