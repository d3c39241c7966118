"""Gathers from the rows what the decision letter says."""

from dataclasses import asdict

from cases.letters.parties import coach_of, common, contact_at, provision_text
from cases.models import Application, Case, Investigation, Sending
from cases.rulings import RulingDraft, Rulings
from decisions.deciders import Decider, Delegate
from decisions.letters import LetterContent, RulingContent
from jobbtorg.letters import Contact, swedish_date
from jobbtorg.rulebook.models import Provision, setting


def letter_content(
    investigation: Investigation, rulings: Rulings, decider: Decider
) -> LetterContent:
    """All that the letter says of these rulings, decided by this delegate or by the nämnd."""
    day = decider.day
    application = investigation.application
    case = application.case
    provisions = {p.key: p for p in Provision.objects.on(day)}
    replies = investigation.replies
    others = (provisions[key] for key in _others(investigation, decider))
    return LetterContent(
        **common(case, day),
        decided_on=day,
        applied_on=application.arrived_on,
        applied_for=investigation.riktlinje.insats,
        oral=application.channel == Application.Channel.ORAL,
        right=ruling_content(rulings.right, provisions["ratt"]),
        may=ruling_content(rulings.may, provisions["befogenhet"]),
        coach=_contact(investigation, case, named=not rulings.unnamed.strip()),
        decider=decider.in_letter(),
        unnamed=bool(rulings.unnamed.strip()),
        provisions=tuple(provision_text(row) for row in others),
        steps=tuple(_steps(investigation)),
        reply="\n\n".join(reply.text for reply in replies),
        reply_on=replies[0].arrived_on if len(replies) == 1 else None,
        appeal_when_granted=bool(setting("hanvisning_vid_bifall_ratt", day)),
    )


def _contact(investigation: Investigation, case: Case, *, named: bool) -> Contact:
    """Who prepared the matter; only the unit where threats can be feared. FL 33 §."""
    presenter = investigation.proposed_by or investigation.investigator
    return coach_of(presenter, case) if named else contact_at(case)


def _others(investigation: Investigation, decider: Decider) -> list[str]:
    """The provisions beside the rulings': on commenting and on delegation where there was any."""
    sent = ["kommunikation"] if investigation.latest_sending else []
    return ["utredning", *sent, "motivering", *delegation(decider)]


def delegation(decider: Decider) -> list[str]:
    """The provision on delegation, where a delegate decides."""
    return ["delegation"] if isinstance(decider, Delegate) else []


def ruling_content(ruling: RulingDraft, provision: Provision) -> RulingContent | None:
    """One ruling with its provision, or None where nothing is ruled."""
    if not ruling.outcome:
        return None
    return RulingContent(provision=provision_text(provision), **asdict(ruling.as_ruled()))


def _steps(investigation: Investigation) -> list[str]:
    """The short course of the matter, each step with its day."""
    steps = [f"Vi började utreda din ansökan den {swedish_date(investigation.started_on)}."]
    af = getattr(investigation, "af", None)
    if af:
        steps.append(
            f"Vi fick uppgifter från Arbetsförmedlingen den {swedish_date(af.received_on)}."
        )
    for n, sending in enumerate(investigation.sendings.all()):
        what = "underlaget" if n == 0 else "det nya underlaget"
        how = "Vi gick igenom {} med dig" if sending.how == Sending.How.ORAL else "Du fick läsa {}"
        steps.append(f"{how.format(what)} den {swedish_date(sending.sent_on)}.")
    return steps
