"""What empties a practice database: a function of its owner's, which asks for the mark first.

The application's role owns nothing and may TRUNCATE nothing; this is its one way, and it leads
nowhere in a database without the mark.
"""

from django.db import connection

KEPT = (
    "django_migrations", "django_content_type", "auth_permission", "analysis_salt",
    "practice_practice", "practice_reset",
)  # fmt: skip
NAMES = ", ".join(f"'{name}'" for name in KEPT)
# Keys go on from where they were: an old address leads to nothing, never to another's case.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION public.practice_empty(who text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.practice_practice) THEN
        RAISE EXCEPTION 'Databasen är ingen övningsmiljö och töms inte.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('lock_timeout', '20s', true);
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(format('public.%I', relname), ', ')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
            AND NOT relispartition AND relname NOT IN ({NAMES})
    );
    INSERT INTO public.practice_reset (by, at) VALUES (who, clock_timestamp());
END $$"""
GRANTS = (
    "REVOKE EXECUTE ON FUNCTION practice_empty(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION practice_empty(text) TO {role}",
)


def empty(who: str) -> None:
    """Empties all but the mark. Raises DatabaseError where there is none; in a transaction only."""
    assert connection.in_atomic_block, "what is emptied comes back in the same transaction"
    with connection.cursor() as cursor:
        cursor.execute("SELECT practice_empty(%s)", [who])
