"""The official acts towards the court: yttrande, överlämna, vidarebefordra, komplettera."""

import hashlib

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format

from appeals import transferring_rules as rules
from appeals.bundle import printed as print_out
from appeals.court_file import discard_drafts
from appeals.court_papers import STYLE, TITLES, Out, bundle
from appeals.models import Appeal, Statement, Transfer
from appeals.rules import STATES, against_unanswered
from cases.actions import lock_case
from cases.journal import record
from cases.letters.previews import keep, seen
from cases.models import Draft, JournalEntry, LetterPreview
from decisions.deciders import Decider, Minutes, Namnd, delegate_with
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User

Kind, LETTER = Transfer.Kind, JournalEntry.Kind.LETTER


@act
def state(appeal: Appeal, text: str, *, by: User) -> Statement:
    """Yttrande: what the nämnd says of the appeal, signed by its delegate. Raises RuleBroken."""
    case = lock_case(appeal.case)
    refuse(rules.against_stating(appeal, by))
    refuse(rules.against_text(text), against_unanswered(appeal, by))
    decider = delegate_with(case, by, STATES)
    row = Statement.objects.create(
        appeal=appeal,
        text=text.strip(),
        decided_at=clock.now(),
        **decider.columns(),
        **_yttrande(appeal, text, decider).columns(),
    )
    Draft.objects.filter(case=case, form=f"yttrande-{appeal.pk}").delete()
    title = f"Yttrande till förvaltningsrätten över {appeal.dnr}"
    record(case, title, by=by, text=row.text, kind=LETTER)
    return row


@act
def state_by_namnd(appeal: Appeal, text: str, minutes: Minutes, *, by: User) -> Statement:
    """Registers the nämnd's own yttrande over its own decision. KL 6 kap. 38 §.

    Raises RuleBroken.
    """
    case = lock_case(appeal.case)
    minutes = minutes.as_noted()
    refuse(rules.against_namnd_stating(appeal, by))
    refuse(rules.against_text(text), rules.against_meeting(appeal, minutes))
    decider = Namnd(minutes, by)
    row = Statement.objects.create(
        appeal=appeal,
        text=text.strip(),
        decided_at=clock.now(),
        meeting_on=minutes.meeting_on,
        **decider.columns(),
        **_yttrande(appeal, text, decider).columns(),
    )
    Draft.objects.filter(case=case, form=f"yttrande-{appeal.pk}").delete()
    title = f"Nämndens yttrande till förvaltningsrätten över {appeal.dnr}"
    told = f"§ {row.paragraph}, dnr {row.dnr}\n{row.text}"
    record(case, title, by=by, text=told, event_on=minutes.meeting_on, kind=LETTER)
    return row


def _yttrande(appeal: Appeal, text: str, decider: Decider) -> Printed:
    """The yttrande as it is signed."""
    context = {
        "appeal": appeal,
        "case": appeal.case,
        "text": text.strip(),
        "decider": decider.in_letter(),
        "by_namnd": isinstance(decider, Namnd),
        "day": decider.day,
        "authority": settings.AUTHORITY,
        "demo": settings.DEMO,
    }
    html = render_to_string("appeals/yttrande.html", context)
    return Printed(print_out(html, STYLE), hashlib.sha256(html.encode()).hexdigest())


@act
def hand_over(appeal: Appeal, out: Out, *, by: User) -> Transfer:
    """Överlämna till förvaltningsrätten: the appeal and all its papers. FL 46 §. Stops the clock.

    Raises RuleBroken.
    """
    return _send(appeal, Kind.HANDOVER, out, by)


@act
def forward(appeal: Appeal, out: Out, *, by: User) -> Transfer:
    """Vidarebefordra what is for laglighetsprövning, untried. KL 13 kap. 6 §. Raises RuleBroken."""
    return _send(appeal, Kind.FORWARD, out, by)


@act
def send_more(appeal: Appeal, out: Out, *, by: User) -> Transfer:
    """Sends what has come or been written since to the court. FL 46 §. Raises RuleBroken."""
    return _send(appeal, Kind.LATER, out, by)


@act
def send_elsewhere(appeal: Appeal, out: Out, *, by: User) -> Transfer:
    """Sends on what is against another authority's decision. FL 6 §. Raises RuleBroken."""
    return _send(appeal, Kind.ELSEWHERE, out, by)


def prepare(appeal: Appeal, out: Out, *, by: User) -> LetterPreview:
    """The bundle as it would be sent, made at once. Pages ask for it (`ask_for_file`) instead.

    Raises RuleBroken.
    """
    refuse(rules.against_moment(appeal, out.kind, by), rules.against_sending(appeal, out))
    return keep(bundle(appeal, out, by=by), appeal.decision.application, by=by)


def _send(appeal: Appeal, kind: str, out: Out, by: User) -> Transfer:
    """Notes that the file has gone: those bytes that `by` has had made, and no others."""
    case = lock_case(appeal.case)
    assert out.kind == kind
    refuse(rules.against_moment(appeal, kind, by), rules.against_sending(appeal, out))
    application = appeal.decision.application
    file = seen(bundle(appeal, out, by=by), application, by=by)
    refuse(rules.against_unprepared(file))
    assert file is not None  # the rule above has seen to that
    row = Transfer.objects.create(
        appeal=appeal,
        kind=kind,
        how=out.how,
        to=out.recipient,
        sent_on=out.sent_on,
        note=out.note.strip(),
        sent_by=by,
        **Printed(bytes(file.pdf), file.content_hash).columns(),
    )
    LetterPreview.objects.filter(application=application).delete()
    discard_drafts(appeal, kind)
    title = f"{TITLES[kind]} {appeal.dnr}"
    text = f"{row.get_kind_display()} {date_format(row.sent_on)} ({row.get_how_display().lower()})."
    told = f"{text} Till {row.to}. {row.pages} sidor.\n{row.note}".strip()
    record(case, title, by=by, text=told, event_on=row.sent_on, kind=LETTER)
    return row
