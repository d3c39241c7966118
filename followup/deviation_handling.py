"""The acts of who handles an avvikelse: receive, appoint, answer, measures, inform, close."""

from datetime import date

from cases import journal
from cases.drafts import hand_over
from cases.note_rules import NoteText, against_new_note, against_text
from followup import deviation_rules as rules
from followup.deviation_reporting import lock
from followup.models import (
    Deviation,
    DeviationAnswer,
    DeviationClosing,
    DeviationHandler,
    DeviationInformed,
    DeviationInvestigator,
    DeviationJournalNote,
    DeviationMeasure,
    DeviationMeasureDone,
    DeviationReception,
)
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.citations import without_sign
from jobbtorg.rulebook.models import Code

INQUIRY = "utred"


def draft_of(step: str, deviation: Deviation) -> str:
    """By what name the form of a step keeps what is written."""
    return f"avvikelse-{step}-{deviation.pk}"


@act
def hand_to(deviation: Deviation, user: User, told: rules.Meeting, *, by: User) -> DeviationHandler:
    """Notes whom the nämnd has appointed to handle what nobody else can. Raises RuleBroken.

    KL 6 kap. 28 §: everyone who would is named in the report, or jävig.
    """
    deviation = lock(deviation)
    refuse(
        rules.against_handing_on(deviation, by),
        rules.against_investigator(deviation, user),
        rules.against_meeting(deviation, told),
    )
    return DeviationHandler.objects.create(
        deviation=deviation,
        user=user,
        meeting_on=told.held_on,
        dnr=told.dnr.strip(),
        paragraph=without_sign(told.paragraph),
        noted_by=by,
        noted_at=clock.now(),
    )


@act
def receive(
    deviation: Deviation, track: str, assessment: str, measures: str, *, by: User
) -> DeviationReception:
    """Mottagen: how it is handled and what was done at once; again to make it lex Sarah.

    Raises RuleBroken. SoL 27 kap. 5 §.
    """
    deviation = lock(deviation)
    refuse(
        rules.against_receiving(deviation, by),
        rules.against_track(deviation, track, assessment, measures),
    )
    return DeviationReception.objects.create(
        deviation=deviation,
        track=track,
        assessment=assessment.strip(),
        measures=measures.strip(),
        received_by=by,
        received_at=clock.now(),
    )


@act
def appoint(deviation: Deviation, user: User, *, by: User) -> DeviationInvestigator:
    """Appoints who investigates, never whom the report is about. Raises RuleBroken. KL 6:28.

    What the one before has begun to write goes on with the new one, but not where that one has
    been named since.
    """
    deviation = lock(deviation)
    refuse(rules.against_appointing(deviation, by), rules.against_investigator(deviation, user))
    named = [subject.user for subject in deviation.subjects.select_related("user")]
    hand_over(draft_of(INQUIRY, deviation), user, but=named)
    return DeviationInvestigator.objects.create(
        deviation=deviation, user=user, appointed_by=by, appointed_at=clock.now()
    )


@act
def answer(
    deviation: Deviation, how: str, answered_on: date, text: str, *, by: User
) -> DeviationAnswer:
    """Notes what whoever complained was answered. Raises RuleBroken."""
    deviation = lock(deviation)
    refuse(
        rules.against_answering(deviation, by),
        rules.against_day(deviation, answered_on, "answered_on"),
    )
    return DeviationAnswer.objects.create(
        deviation=deviation,
        how=how,
        answered_on=answered_on,
        text=text.strip(),
        answered_by=by,
        answered_at=clock.now(),
    )


@act
def add_measure(
    deviation: Deviation, text: str, responsible: User, due_on: date, *, by: User
) -> DeviationMeasure:
    """Notes an åtgärd: what, by whom, until when. Raises RuleBroken. SOSFS 2011:9 5 kap."""
    deviation = lock(deviation)
    refuse(rules.against_measuring(deviation, by), rules.against_due(due_on))
    return DeviationMeasure.objects.create(
        deviation=deviation,
        text=text.strip(),
        responsible=responsible,
        due_on=due_on,
        noted_by=by,
        noted_at=clock.now(),
    )


@act
def note_done(
    measure: DeviationMeasure, done_by: User, done_on: date, result: str, *, by: User
) -> DeviationMeasureDone:
    """Notes that an åtgärd is done, when and by whom; after the closing too. Raises RuleBroken."""
    deviation = lock(measure.deviation)
    measure = deviation.measures.get(pk=measure.pk)
    refuse(
        rules.against_noting_done(measure, by),
        rules.against_day(deviation, done_on, "done_on"),
    )
    return DeviationMeasureDone.objects.create(
        measure=measure,
        done_by=done_by,
        done_on=done_on,
        result=result.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )


@act
def note_informed(
    deviation: Deviation, told_on: date | None, note: str, *, by: User
) -> DeviationInformed:
    """Notes when the person concerned was told, or why not. Raises RuleBroken. SOSFS 2011:5."""
    deviation = lock(deviation)
    refuse(rules.against_working(deviation, by), rules.against_day(deviation, told_on, "told_on"))
    return DeviationInformed.objects.create(
        deviation=deviation, told_on=told_on, note=note.strip(), noted_by=by, noted_at=clock.now()
    )


@act
def note_in_journal(deviation: Deviation, told: NoteText, *, by: User) -> DeviationJournalNote:
    """Writes the event, and never the report, in the personakt of the linked case.

    Raises RuleBroken. law.md §6.5.
    """
    deviation, told = lock(deviation), told.as_noted()
    refuse(rules.against_writing_in_journal(deviation, by))
    assert deviation.case is not None
    refuse(against_new_note(deviation.case, by), against_text(told, clock.today()))
    entry = journal.record(
        deviation.case, told.title, by=by, text=told.text, event_on=told.event_on
    )
    return DeviationJournalNote.objects.create(
        deviation=deviation, entry=entry, noted_by=by, noted_at=clock.now()
    )


@act
def close(
    deviation: Deviation, conclusion: str, cause: Code | None, no_measures: str = "", *, by: User
) -> DeviationClosing:
    """Closes what is answered, or decided and where serious sent. Raises RuleBroken. SoL 27:5–6."""
    deviation = lock(deviation)
    refuse(
        rules.against_closing(deviation, by),
        rules.against_conclusion(deviation, conclusion, cause, no_measures),
    )
    return DeviationClosing.objects.create(
        deviation=deviation,
        conclusion=conclusion.strip(),
        cause=cause,
        no_measures="" if deviation.measures.all() else no_measures.strip(),
        closed_by=by,
        closed_at=clock.now(),
    )
