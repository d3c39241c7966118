"""The file for the court is long work: it is made before it is sent, and then sent as it is.

What is told of the sending stands in the work's parameters; the words of it, which are no
parameters, in a draft of who asks.
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from appeals import transferring_rules as rules
from appeals.bundle import Bundle
from appeals.court_papers import TITLES, Out, bundle
from appeals.models import Appeal, Transfer
from cases import drafts
from cases.access import log_case
from cases.actions import lock_case
from cases.letters.previews import keep, seen
from cases.models import Case, Draft, LetterPreview
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.kinds import Work, job
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.models import User

Kind = Transfer.Kind
TO_COURT = "fil_till_ratten"
PAGES: dict[str, str] = {
    Kind.HANDOVER: "hand_over_appeal",
    Kind.FORWARD: "forward_appeal",
    Kind.LATER: "send_more",
    Kind.ELSEWHERE: "send_elsewhere",
}
FORMS: dict[str, str] = {  # what the page's own form is kept under
    Kind.HANDOVER: "hand_over",
    Kind.FORWARD: "forward",
    Kind.LATER: "send_more",
    Kind.ELSEWHERE: "send_elsewhere",
}
GONE = (
    "Ärendet är inte längre ditt att se, eller så har uppgifterna ändrats. Ta fram filen på nytt."
)


@act
def ask_for_file(appeal: Appeal, out: Out, *, by: User) -> Job:
    """Ta fram filen: asks for the bundle as it would be sent. Raises RuleBroken."""
    lock_case(appeal.case)
    refuse(rules.against_moment(appeal, out.kind, by), rules.against_sending(appeal, out))
    told = {
        "appeal": appeal.pk,
        "kind": out.kind,
        "how": out.how,
        "sent_on": out.sent_on.isoformat(),
        "words": _keep_words(appeal, out, by),
    }
    return start(TO_COURT, told, by=by, what=appeal.case.number)


def _keep_words(appeal: Appeal, out: Out, by: User) -> int:
    """To whom and what is said beside it; the same words are the same revision."""
    name, data = words_name(appeal, out.kind), {"to": [out.to], "note": [out.note]}
    before = drafts.find(by, appeal.case, name)
    if before and before.data == data:
        return before.revision
    return drafts.keep(by, appeal.case, name, data, before.revision if before else 0).revision


def words_name(appeal: Appeal, kind: str) -> str:
    """What the words are kept under; no form of a page is kept under the same."""
    return f"fil-{kind}-{appeal.pk}"


@job(TO_COURT, "Fil till rätten")
def file_for_court(work: Work) -> Iterator[None]:
    """Each paper a step; the file is then its orderer's to look at, and to send."""
    appeal = _visible(work.parameters["appeal"], work.by)
    out = _out(appeal, work.parameters, work.by) if appeal else None
    if appeal is None or out is None:
        refuse([Rule("gone", GONE, kind="conflict")])
        return
    refuse(rules.against_moment(appeal, out.kind, work.by), rules.against_sending(appeal, out))
    made = bundle(appeal, out, by=work.by)
    if not seen(made, appeal.decision.application, by=work.by):
        for part in work.left(made.parts):
            assert part.pdf  # made here, and joined at the end
            yield
    keep(made, appeal.decision.application, by=work.by)
    log_case(work.by, AccessLog.Action.PRINT, TITLES[out.kind], appeal.case)
    work.lead(reverse(PAGES[out.kind], args=[appeal.case.slug, appeal.pk]))


def _visible(pk: int, by: User) -> Appeal | None:
    cases = Case.objects.visible_to(by)
    return Appeal.objects.whole().filter(pk=pk, decision__application__case__in=cases).first()


def _out(appeal: Appeal, told: dict[str, str], by: User) -> Out | None:
    """What was asked for; nothing where its words are gone or others by now."""
    words = drafts.find(by, appeal.case, words_name(appeal, told["kind"]))
    if words is None or words.revision != told["words"]:
        return None
    to, note = (words.data[name][0] for name in ("to", "note"))
    return Out(told["kind"], told["how"], date.fromisoformat(told["sent_on"]), to, note)


def latest(appeal: Appeal, kind: str, by: User) -> Job | None:
    """What the user asked for last, of this kind for this appeal."""
    if drafts.find(by, appeal.case, words_name(appeal, kind)) is None:
        return None  # nothing, or what was asked for has gone
    rows = Job.objects.of(by).filter(kind=TO_COURT, parameters__appeal=appeal.pk)
    return rows.filter(parameters__kind=kind).first()


def as_asked(appeal: Appeal, asked: Job) -> LetterPreview | None:
    """The file that the work gave, while nothing that it is made of has changed."""
    out = _out(appeal, asked.parameters, asked.owner)
    if out is None:
        return None
    made: Bundle = bundle(appeal, out, by=asked.owner)
    return seen(made, appeal.decision.application, by=asked.owner)


def discard_drafts(appeal: Appeal, kind: str) -> None:
    """Throws away what everyone has begun of it, when it has gone."""
    names = [words_name(appeal, kind), f"{FORMS[kind]}-{appeal.pk}"]
    Draft.objects.filter(case=appeal.case, form__in=names).delete()
