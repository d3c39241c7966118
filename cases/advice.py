"""The official acts of råd och stöd: note a contact, cancel it, note that nobody applied after all.

A contact at which the person wished, or may have wished, to apply waits for its application.
"""

from datetime import date
from uuid import UUID

from cases import advice_rules as rules
from cases.advice_rules import ContactData
from cases.models import AdviceCancellation, AdviceContact, AdviceDecline
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@act
def note_contact(told: ContactData, *, by: User, request_id: UUID) -> AdviceContact:
    """Ny kontakt; sent twice, it is counted once. Raises RuleBroken. SoL 11 kap. 5–6 §§."""
    again = AdviceContact.objects.filter(request_id=request_id, noted_by=by).first()
    if again:
        return again
    refuse(rules.against_noting(told, by))
    columns = {name: getattr(told, name) for name in ContactData.__dataclass_fields__}
    return AdviceContact.objects.create(
        noted_by=by, noted_at=clock.now(), request_id=request_id, **columns
    )


def lock_contact(contact: AdviceContact) -> AdviceContact:
    """The contact's row, locked until the commit."""
    return AdviceContact.objects.select_for_update().get(pk=contact.pk)


@act
def cancel_contact(contact: AdviceContact, *, by: User) -> AdviceCancellation:
    """Makulera: counted no longer, but there to be seen. Raises RuleBroken."""
    contact = lock_contact(contact)
    refuse(rules.against_cancelling(contact, by))
    return AdviceCancellation.objects.create(
        contact=contact, cancelled_by=by, cancelled_at=clock.now()
    )


@act
def note_decline(
    contact: AdviceContact, told_on: date, how: str, *, by: User, asked: bool
) -> AdviceDecline:
    """Personen ville inte ansöka: said afterwards. Raises RuleBroken. FL 19 §."""
    contact = lock_contact(contact)
    refuse(rules.against_declining(contact, told_on, by, asked=asked))
    return AdviceDecline.objects.create(
        contact=contact,
        told_on=told_on,
        how=how,
        asked=asked,
        noted_by=by,
        noted_at=clock.now(),
    )
