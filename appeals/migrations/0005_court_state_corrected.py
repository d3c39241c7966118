"""Where a mål stands, of what is neither struck nor put right, each in the place it had at first."""

from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION court_state(p_appeal bigint, p_way text, p_day date)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    courts CONSTANT text[] := ARRAY['forvaltningsratten', 'kammarratten', 'hfd'];
    latest appeals_judgment;  -- what a court said last
    holds appeals_judgment;   -- what is to be followed: the latest that changed anything
    appealed boolean;         -- whether a higher court has it
    final boolean;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM appeals_transfer t WHERE t.appeal_id = p_appeal AND t.kind
            = CASE p_way WHEN 'besvar' THEN 'overlamnande' ELSE 'vidarebefordran' END) THEN
        RETURN '';
    END IF;
    SELECT * INTO latest FROM appeals_judgment j
        WHERE j.appeal_id = p_appeal AND j.way = p_way AND NOT j.strikes
        AND NOT EXISTS (SELECT 1 FROM appeals_judgment r WHERE r.replaces_id = j.id)
        ORDER BY COALESCE(j.placed_at, j.noted_at) DESC, j.id DESC LIMIT 1;
    SELECT * INTO holds FROM appeals_judgment j
        WHERE j.appeal_id = p_appeal AND j.way = p_way AND NOT j.strikes
        AND NOT EXISTS (SELECT 1 FROM appeals_judgment r WHERE r.replaces_id = j.id)
        AND (j.instance = 'forvaltningsratten'
            OR j.outcome NOT IN ('avslag', 'avvisat', 'avskrivet'))
        ORDER BY COALESCE(j.placed_at, j.noted_at) DESC, j.id DESC LIMIT 1;
    appealed := EXISTS (SELECT 1 FROM appeals_courtevent e
        WHERE e.judgment_id = latest.id AND e.kind = 'overklagat' AND NOT e.strikes
        AND NOT EXISTS (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM appeals_courtevent n WHERE n.appeal_id = e.appeal_id
            AND n.way = e.way AND n.kind = 'pt_nekat' AND NOT n.strikes
            AND NOT EXISTS (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = n.id)
            AND (COALESCE(n.placed_at, n.noted_at), n.id)
                > (COALESCE(e.placed_at, e.noted_at), e.id)));
    final := NOT appealed AND (latest.instance = 'hfd' OR latest.last_day < p_day
        OR EXISTS (SELECT 1 FROM appeals_courtevent e WHERE e.judgment_id = latest.id
            AND NOT e.strikes
            AND NOT EXISTS (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = e.id)));
    IF EXISTS (SELECT 1 FROM appeals_judgmentexecution x WHERE x.judgment_id = holds.id) THEN
        NULL;
    ELSIF holds.outcome = 'bifall' AND NOT (appealed AND COALESCE((
            SELECT e.kind FROM appeals_courtevent e WHERE e.appeal_id = p_appeal AND e.way = p_way
            AND array_position(courts, e.instance::text)
                > array_position(courts, latest.instance::text)
            AND e.kind IN ('inhibition_beviljad', 'inhibition_upphavd') AND NOT e.strikes
            AND NOT EXISTS (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = e.id)
            ORDER BY COALESCE(e.placed_at, e.noted_at) DESC, e.id DESC LIMIT 1)
            = 'inhibition_beviljad', false)) THEN
        RETURN 'verkstall';
    ELSIF holds.outcome = 'upphavt' AND final THEN
        RETURN 'verkstall';
    END IF;
    IF latest.id IS NULL OR holds.outcome = 'aterforvisat_ratten' OR appealed THEN
        RETURN CASE WHEN EXISTS (SELECT 1 FROM appeals_courtevent e WHERE e.appeal_id = p_appeal
            AND e.way = p_way AND e.kind = 'forelaggande' AND NOT e.strikes
            AND NOT EXISTS (SELECT 1 FROM appeals_courtevent r WHERE r.replaces_id = e.id)
            AND (latest.id IS NULL
                OR appealed AND array_position(courts, e.instance::text)
                    > array_position(courts, latest.instance::text)
                OR NOT appealed AND COALESCE(e.placed_at, e.noted_at)
                    > COALESCE(latest.placed_at, latest.noted_at))
            AND NOT EXISTS (SELECT 1 FROM appeals_transfer t WHERE t.appeal_id = p_appeal
                AND t.kind = 'efterat' AND t.sent_on >= e.event_on)) THEN 'svara'
            ELSE 'hos_ratten' END;
    END IF;
    IF holds.outcome = 'aterforvisat' AND NOT EXISTS (
            SELECT 1 FROM appeals_remission r WHERE r.judgment_id = holds.id) THEN
        RETURN 'utred';
    END IF;
    RETURN CASE WHEN final THEN 'avgjort' ELSE 'dom' END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_corrected")]

    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
