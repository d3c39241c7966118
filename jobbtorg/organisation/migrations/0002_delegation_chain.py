"""delegation_chain: by which chain may this person take this kind of decision here, that day?"""

from django.db import migrations

CREATE = """
CREATE FUNCTION delegation_chain(p_user bigint, p_power text, p_unit bigint, p_day date)
RETURNS TABLE (appointment_id bigint, delegation_id bigint)
LANGUAGE sql STABLE AS $$
    WITH given AS (
        -- vidaredelegation: the row itself and the ground it rests on, both in force that day
        SELECT d.id, d.function, d.unit_id, top.namnd_decision_id
        FROM organisation_delegation d
        JOIN organisation_delegation top ON top.id = d.ground_id
        JOIN organisation_power p ON p.id = d.power_id
        WHERE p.code = p_power AND d.unit_id = p_unit AND top.power_id = d.power_id
            AND d.function = ANY (top.may_pass_on_to)
            AND p_day BETWEEN d.valid_from AND COALESCE(d.valid_to, 'infinity')
            AND p_day BETWEEN top.valid_from AND COALESCE(top.valid_to, 'infinity')
        UNION ALL
        -- the nämnd's own delegate, for every unit of the förvaltning
        SELECT d.id, d.function, d.unit_id, d.namnd_decision_id
        FROM organisation_delegation d
        JOIN organisation_power p ON p.id = d.power_id
        WHERE p.code = p_power AND d.ground_id IS NULL
            AND p_day BETWEEN d.valid_from AND COALESCE(d.valid_to, 'infinity')
    )
    SELECT a.id, g.id
    FROM given g
    JOIN organisation_namnddecision n ON n.id = g.namnd_decision_id AND n.decided_on <= p_day
    JOIN organisation_appointment a ON a.function = g.function AND a.unit_id = g.unit_id
    JOIN organisation_user u ON u.id = a.user_id AND u.is_active
    WHERE a.user_id = p_user
        AND p_day BETWEEN a.valid_from AND COALESCE(a.valid_to, 'infinity')
    ORDER BY g.id DESC, a.id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(
            CREATE, "DROP FUNCTION delegation_chain(bigint, text, bigint, date);"
        )
    ]
