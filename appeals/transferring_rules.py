"""Why an appeal cannot be sent, or a yttrande not be written: every reason at once.

FL 46 §, KL 6 kap. 38 § and 13 kap. 6 §.
"""

from collections.abc import Iterator

from appeals.court_papers import Out
from appeals.models import Appeal, Review, Transfer
from appeals.rules import (
    STATES,
    against_besvar,
    against_current,
    against_delegate,
    against_gone,
    against_handler,
)
from appeals.standing import unsent
from cases.conflict_rules import against_barred
from cases.models import Document, LetterPreview
from decisions.deciders import Minutes
from decisions.rules import against_minutes_since
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import acts_for

Kind = Transfer.Kind


def against_moment(appeal: Appeal, kind: str, by: User) -> list[Rule]:
    """Why nothing of the kind is sent now, whatever it says."""
    moments = {
        Kind.HANDOVER: _against_handing_over,
        Kind.FORWARD: _against_forwarding,
        Kind.LATER: _against_sending_more,
        Kind.ELSEWHERE: _against_elsewhere,
    }
    return [
        *against_handler(appeal, by),
        *moments[Kind(kind)](appeal),
        *_against_unscanned(appeal, kind),
    ]


def _against_handing_over(appeal: Appeal) -> Iterator[Rule]:
    """Tried in time, reviewed, and not changed wholly as asked. FL 45–46 §§, G8."""
    yield from against_besvar(appeal)
    yield from against_gone(appeal)
    trial, review = getattr(appeal, "trial", None), getattr(appeal, "review", None)
    if trial is None:
        sentence = "Pröva först om överklagandet kom in i rätt tid."
        yield Rule("untried", sentence, "45 § FL", "conflict")
    elif trial.is_late:
        yield Rule("rejected", "Överklagandet är avvisat.", "45 § FL", "conflict")
    elif review is None:
        sentence = "Ompröva beslutet först: ska det ändras?"
        yield Rule("unreviewed", sentence, "38 § FL", "conflict")
    elif review.outcome == Review.Outcome.WHOLLY:
        yield Rule("changed", "Beslutet är ändrat helt som begärt.", "46 § FL", "conflict")


def _against_forwarding(appeal: Appeal) -> Iterator[Rule]:
    """Only what is for laglighetsprövning, and once. KL 13 kap. 6 §."""
    yield from against_current(appeal)
    if not appeal.is_legality:
        sentence = "Överklagandet gäller inte laglighetsprövning. Det lämnas över efter prövning."
        yield Rule("besvar", sentence, "46 § FL", "conflict")
    for kind in (Kind.FORWARD, Kind.ELSEWHERE):
        gone = appeal.sent(kind)
        if gone:
            sentence = f"Överklagandet är skickat till {gone.to} {gone.sent_on}."
            yield Rule("gone", sentence, kind="conflict")


def _against_sending_more(appeal: Appeal) -> Iterator[Rule]:
    """What is new since the court got the appeal."""
    yield from against_current(appeal)
    if not (appeal.sent(Kind.HANDOVER) or appeal.sent(Kind.FORWARD)):
        yield Rule("not_sent", "Överklagandet är inte skickat till rätten än.", kind="conflict")
    elif not unsent(appeal):
        yield Rule("nothing", "Rätten har redan fått allt.", kind="conflict")


def _against_elsewhere(appeal: Appeal) -> Iterator[Rule]:
    """Another authority's appeal goes on unread and untried. FL 6 §."""
    yield from against_gone(appeal)
    if hasattr(appeal, "trial") or appeal.sent(Kind.FORWARD):
        sentence = "Överklagandet är redan prövat eller skickat till rätten."
        yield Rule("tried", sentence, kind="conflict")


def _against_unscanned(appeal: Appeal, kind: str) -> Iterator[Rule]:
    """No paper is left behind because the scanner is slow; a virus is told of in the letter."""
    rows = Document.objects.unscanned().current()
    if kind == Kind.HANDOVER:
        rows = rows.filter(case=appeal.case)
    else:
        rows = rows.filter(appeal_papers__appeal=appeal)
    numbers = ", ".join(str(row.number) for row in rows.order_by("number").distinct())
    if numbers:
        sentence = f"Handling {numbers} är inte virussökt än. Vänta tills det är klart."
        yield Rule("unscanned", sentence, kind="conflict")


def against_sending(appeal: Appeal, out: Out) -> list[Rule]:
    """What is wrong with what is told of the sending."""
    rules = []
    if out.how not in Transfer.How.values:
        rules.append(Rule("how", "Ange hur det skickas.", where="how"))
    if not appeal.arrived_on <= out.sent_on <= clock.today():
        sentence = f"Ange en dag från {appeal.arrived_on}, när överklagandet kom in, till i dag."
        rules.append(Rule("sent_on", sentence, where="sent_on"))
    if out.kind == Kind.ELSEWHERE and not out.to.strip():
        rules.append(Rule("to", "Ange vilken myndighet det skickas till.", where="to"))
    if out.kind == Kind.ELSEWHERE and not out.note.strip():
        sentence = "Skriv vad överklagandet gäller och varför det hör till dem."
        rules.append(Rule("note", sentence, where="note"))
    return rules


def against_unprepared(file: LetterPreview | None) -> Iterator[Rule]:
    """What is noted as sent is the very file that was made to be sent; nothing goes without it."""
    if file is None:
        sentence = (
            "Ta fram filen och skicka den först. Har du ändrat något här, eller har ärendet fått "
            "något nytt sedan filen togs fram? Ta då fram den på nytt."
        )
        yield Rule("unprepared", sentence, "46 § FL", "conflict")


def against_stating(appeal: Appeal, by: User) -> list[Rule]:
    """Why this person writes no yttrande; over the nämnd's own decision only the nämnd does."""
    rules = [*against_current(appeal), *against_delegate(appeal, by, STATES)]
    if appeal.decision.by_namnd:
        sentence = "Nämnden har själv fattat beslutet. Då yttrar sig nämnden själv till rätten."
        rules.append(Rule("namnds", sentence, "6 kap. 38 § KL", "forbidden"))
    return [*rules, *_against_ended(appeal)]


def against_namnd_stating(appeal: Appeal, by: User) -> list[Rule]:
    """Why this person does not register a yttrande of the nämnd's, or there is none to make."""
    rules = [*against_current(appeal), *against_barred(appeal.case, by)]
    if not acts_for(by, appeal.case.unit, Function.NAMNDSEKRETERARE):
        sentence = "Bara nämndsekreteraren registrerar vad nämnden har beslutat."
        rules.append(Rule("not_secretary", sentence, kind="forbidden"))
    if not appeal.decision.by_namnd:
        sentence = "Beslutet är fattat på delegation. Då yttrar sig den som har delegation."
        rules.append(Rule("delegates", sentence, kind="conflict"))
    return [*rules, *_against_ended(appeal)]


def against_meeting(appeal: Appeal, minutes: Minutes) -> Iterator[Rule]:
    """The meeting was since the appeal came, and the minutes can be found."""
    return against_minutes_since(minutes, appeal.arrived_on, "när överklagandet kom in")


def _against_ended(appeal: Appeal) -> list[Rule]:
    """No court gets what was turned away, changed as asked, or another authority's."""
    rules = []
    trial, review = getattr(appeal, "trial", None), getattr(appeal, "review", None)
    if trial and trial.is_late or review and review.outcome == Review.Outcome.WHOLLY:
        rules.append(Rule("ended", "Överklagandet går inte vidare till rätten.", kind="conflict"))
    if appeal.sent(Kind.ELSEWHERE):
        sentence = "Överklagandet är skickat till en annan myndighet."
        rules.append(Rule("gone", sentence, kind="conflict"))
    return rules


def against_text(text: str) -> Iterator[Rule]:
    """A yttrande says something."""
    if not text.strip():
        yield Rule("text", "Skriv yttrandet.", where="text")
