"""The official acts of hearing the person before a change to their detriment. FL 25 §."""

from datetime import date

from django.utils.formats import date_format

from cases.actions import lock_case
from cases.conflict_rules import against_unanswered
from cases.journal import record
from cases.letters.previews import printed
from cases.models import Draft, JournalEntry
from decisions import hearing_rules as rules
from decisions.hearing_rules import Heard
from decisions.later_content import hearing_letter
from decisions.models import Decision, Hearing, HearingReply
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@act
def hear(decision: Decision, heard: Heard, *, by: User) -> Hearing:
    """Skicka underlag inför ändring: the letter is made, frozen and noted as sent.

    Who sends it has answered whether they are jävig. Raises RuleBroken.
    """
    case = lock_case(decision.application.case)
    refuse(rules.against_hearing(decision, heard, by), against_unanswered(case, by))
    told = {"ground": heard.ground, "facts": heard.facts.strip(), "plan": heard.plan.strip()}
    letter = hearing_letter(decision, told, heard.sent_on, heard.reply_by, by)
    row = Hearing.objects.create(
        decision=decision,
        **told,
        how=heard.how,
        sent_on=heard.sent_on,
        reply_by=heard.reply_by,
        sent_by=by,
        **printed(letter, decision.application, by=by).columns(),
    )
    Draft.objects.filter(user=by, case=case, form=f"underlag-{decision.pk}").delete()
    title = f"Underlag inför ändring av beslut {decision.number} skickades"
    text = f"{row.get_ground_display()}\n{row.facts}\nSvar senast {date_format(row.reply_by)}."
    record(case, title, by=by, text=text, event_on=row.sent_on, kind=JournalEntry.Kind.LETTER)
    return row


@act
def note_hearing_reply(hearing: Hearing, arrived_on: date, text: str, *, by: User) -> HearingReply:
    """Registrera svar på underlaget, also when it came late. Raises RuleBroken."""
    case = lock_case(hearing.decision.application.case)
    refuse(rules.against_hearing_reply(hearing, arrived_on, text, by))
    row = HearingReply.objects.create(
        hearing=hearing,
        arrived_on=arrived_on,
        text=text.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=case, form=f"svar-underlag-{hearing.pk}").delete()
    title = "Personen svarade på underlaget inför ändring av beslutet"
    record(case, title, by=by, text=row.text, event_on=arrived_on)
    return row
