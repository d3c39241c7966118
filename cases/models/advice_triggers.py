"""PostgreSQL keeps whose contact in råd och stöd may still lead to an application. ADR 30."""

import pgtrigger

TABLE = "cases_unappliedcontact"
# Every one of them, asked of the rows of law: how the table is made anew.
ALL = f"""
    INSERT INTO {TABLE} (contact_id) SELECT c.id FROM cases_advicecontact c
    WHERE c.wants <> 'nej'
    AND NOT EXISTS (SELECT 1 FROM cases_application a WHERE a.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM cases_advicedecline d WHERE d.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM cases_advicecancellation x WHERE x.contact_id = c.id)
"""


def may_apply() -> pgtrigger.Trigger:
    """Whoever did not say no may apply, until something else is said. FL 19 §."""
    return pgtrigger.Trigger(
        name="may_apply",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__wants="nej"),
        func=f"INSERT INTO {TABLE} (contact_id) VALUES (NEW.id); RETURN NULL;",
    )


def applies_no_more(contact: str) -> pgtrigger.Trigger:
    """The person has applied, has said no, or the contact was noted by mistake."""
    return pgtrigger.Trigger(
        name="applies_no_more",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"DELETE FROM {TABLE} WHERE contact_id = {contact}; RETURN NULL;",
    )
