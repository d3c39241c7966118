"""The fixed test cases: an invented person's letters, one for each way that they can go.

They show a change before it holds, and tell in which letter a text stands, and where.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import Any

from django.conf import settings

from appeals import party_letter
from cases.letters import basis, calling_off, cover, receipt, summons
from decisions import letters as decisions
from decisions.letters.later import (
    hearing_manuscript,
    hearing_values,
    later_manuscript,
    later_values,
)
from disclosure import refusal_letter
from followup.letters import job_plan
from jobbtorg import clock
from jobbtorg.deadlines import last_day_of_grant
from jobbtorg.letters import PLACEHOLDERS, Authority, Contact, Manuscript, Recipient
from jobbtorg.publishing import later_samples
from jobbtorg.publishing.book import Book, blank

DECISION, BASIS, RECEIPT = "Beslutsbrev", "Underlag inför beslut", "Kvittens"
SUMMONS, CALLED_OFF, JOB_PLAN = "Kallelse till möte", "Inställt möte", "Jobbplan"
AT_COURT, NOT_GIVEN = "Överklagandet är hos domstolen", "Beslut om utlämnande"
LATER, HEARING, COVER = "Andra beslut", "Underlag inför ändring", "Följebrev till Skatteverket"
APPENDIX, FIRST_OF_APPENDIX = "Överklagandehänvisning", "bilaga_rubrik"
PARTS = (
    DECISION,
    LATER,
    APPENDIX,
    BASIS,
    HEARING,
    RECEIPT,
    SUMMONS,
    CALLED_OFF,
    AT_COURT,
    NOT_GIVEN,
    JOB_PLAN,
    COVER,
)
OF_APPLICATION = ("applied_on", "applied_for")
NOT_IN_COVER = (*OF_APPLICATION, "coach")
WATERMARK = "PROV"
SCOPE = "Samtal med en coach en gång i veckan."
CITED_IN_DECISION = ("utredning", "kommunikation", "motivering", "delegation")
CITED_IN_BASIS = ("utredning", "kommunikation", "foretrade")
MAY = {"bifall": "bifall", "delvis": "delvis bifall", "avslag": "avslag"}

COACH = Contact(
    "Kim Testberg", "coach", "08-000 00 01", "kim.testberg@jobbtorg.example", "vardagar 9–16"
)
PERSON = Recipient("Prova Exempel", "20020215-2385", ("Provvägen 12 lgh 1203", "123 45 Farsta"))
WHY = (
    "Du har varken arbetat eller studerat sedan i maj. Du bor hos din mamma, som betalar hyra "
    "och mat.\n\nDu har berättat att du behöver någon som går bredvid."
)


@dataclass(frozen=True)
class Case:
    """A test case: what it is called, which letter it gives, and how that is made."""

    slug: str
    label: str
    letter: str
    content: Callable[[Book], Any]
    values: Callable[[Any], dict[str, str]]
    printed: Callable[[Any], Manuscript]

    def manuscript(self, book: Book) -> Manuscript:
        """The letter. Raises LetterTextError where a sentence is missing or cannot be filled."""
        return self.printed(self.content(book))


def _common(book: Book) -> dict[str, Any]:
    """What every letter holds, from an invented unit."""
    own = settings.AUTHORITY
    return {
        "authority": Authority(
            name=own["name"],
            city=own["city"],
            unit="Jobbtorg Farsta",
            postal_address=tuple(part.strip() for part in own["address"].split(",")),
            visiting_address="Exempelgatan 2, Farsta",
            phone=own["phone"],
            email=own["email"],
            notice_board=own["notice_board"],
            court=own["court"],
            court_address=tuple(part.strip() for part in own["court_address"].split(",")),
            mark_svg=own["mark"],
        ),
        "recipient": PERSON,
        "case_number": f"JT {book.day.year}-0000",
        "texts": book.texts,
        "watermark": WATERMARK,
        "applied_on": book.day - timedelta(days=21),
        "applied_for": book.insats,
        "coach": COACH,
    }


def _ruling(book: Book, key: str, outcome: str) -> decisions.RulingContent | None:
    """One ruling, with six months where something is granted."""
    if not outcome:
        return None
    granted = outcome != "avslag"
    return decisions.RulingContent(
        outcome=outcome,
        circumstances=WHY,
        reasons="Vi tror att du kommer vidare snabbare med en egen coach.",
        provision=book.provision(key),
        period_from=book.day if granted else None,
        period_to=last_day_of_grant(book.day, months=6) if granted else None,
        scope=SCOPE if outcome == "delvis" else "",
    )


def _decision(book: Book, right: str, may: str, **changes: Any) -> decisions.LetterContent:
    """A decision letter with these outcomes; `changes` replace any field."""
    content = decisions.LetterContent(
        **_common(book),
        decided_on=book.day,
        oral=False,
        right=_ruling(book, "ratt", right),
        may=_ruling(book, "befogenhet", may),
        decider=Contact("Robin Provström", "enhetschef"),
        provisions=tuple(book.provision(key) for key in CITED_IN_DECISION),
        steps=("Vi började utreda din ansökan för tre veckor sedan.",),
    )
    return replace(content, **changes)


def _basis(book: Book, right: str, may: str, **changes: Any) -> basis.BasisContent:
    """The letter with the basis, with these proposals."""
    content = basis.BasisContent(
        **_common(book),
        sent_on=book.day,
        reply_by=book.day + timedelta(days=14),
        oral=False,
        right=_proposal(book, "ratt", right),
        may=_proposal(book, "befogenhet", may) if may else None,
        facts=WHY,
        own_view="Jag vill ha någon att prata med.",
        assessment="Stödet som du har i dag räcker inte.",
        criteria=(("Personen varken arbetar eller studerar", "Uppfyllt."),),
        individual="Din situation har inte ändrats på länge.",
        children=(),
        answers=(("Vad fungerar bra?", "Du kommer i tid."),),
        af=(("Inskriven", "Ja"),),
        consultations=(),
        documents=(("Intyg", "kom in förra veckan"),),
        provisions=tuple(book.provision(key) for key in CITED_IN_BASIS),
        oral_right=book.provision("foretrade"),
    )
    return replace(content, **changes)


def _proposal(book: Book, key: str, outcome: str) -> basis.Proposal:
    """What is proposed under one provision."""
    scope = SCOPE if outcome == "delvis" else ""
    return basis.Proposal(outcome, scope, WHY, "Så har vi tänkt.", book.provision(key))


def _cover(book: Book) -> cover.CoverContent:
    """The cover of a protected person's letter."""
    told = {name: value for name, value in _common(book).items() if name not in NOT_IN_COVER}
    return cover.CoverContent(**told, made_on=book.day, person=HIDDEN)


def _receipt(book: Book, **changes: Any) -> receipt.ReceiptContent:
    """The receipt of an application."""
    content = receipt.ReceiptContent(
        **_common(book),
        made_on=book.day,
        channel="skriftlig",
        own_words="Jag vill ha hjälp att hitta ett arbete.",
        shortened=False,
        goal_days=book.goal_days,
    )
    return replace(content, **changes)


def _summons(book: Book, **changes: Any) -> summons.SummonsContent:
    """A kallelse to a meeting two weeks later."""
    told = {name: value for name, value in _common(book).items() if name not in OF_APPLICATION}
    meeting_on = book.day + timedelta(days=14)
    content = summons.SummonsContent(
        **told,
        sent_on=book.day,
        meeting_at=datetime.combine(meeting_on, time(10), clock.STOCKHOLM),
        manner="besok",
        place="Exempelgatan 2, Farsta",
        purpose="Vi vill höra hur du har det och vad du behöver för att komma vidare.",
        bring="Läkarintyg, om du har något.",
        stage="utredning",
    )
    return replace(content, **changes)


def _called_off(book: Book, **changes: Any) -> calling_off.CallingOffContent:
    """The letter that a meeting in two weeks will not be."""
    told = {name: value for name, value in _common(book).items() if name not in OF_APPLICATION}
    meeting_on = book.day + timedelta(days=14)
    content = calling_off.CallingOffContent(
        **told,
        sent_on=book.day,
        meeting_at=datetime.combine(meeting_on, time(10), clock.STOCKHOLM),
    )
    return replace(content, **changes)


def _job_plan(book: Book, **changes: Any) -> job_plan.JobPlanContent:
    """A jobbplan that runs for six months."""
    told = {name: value for name, value in _common(book).items() if name not in OF_APPLICATION}
    meets = job_plan.ActivityText("Coachning", "Vi ses på jobbtorget.", "Du och Karin", "tisdagar")
    asks = job_plan.ActivityText("Kontakt med arbetsgivare", "", "Karin", "före slutet av april")
    content = job_plan.JobPlanContent(
        **told,
        version=1,
        made_on=book.day,
        dated=book.day,
        first_day=book.day,
        last_day=last_day_of_grant(book.day, months=6),
        goals=(job_plan.GoalText("Ett arbete på ett hunddagis.", (meets, asks)),),
        own_words="Jag vill jobba med djur.",
        agreement="enig",
        objections="",
        follow_up_on=book.day + timedelta(days=42),
    )
    return replace(content, **changes)


def _at_court(book: Book, **changes: Any) -> party_letter.PartyContent:
    """The letter that an appeal is with the court, five weeks after the decision."""
    told = {name: value for name, value in _common(book).items() if name not in OF_APPLICATION}
    content = party_letter.PartyContent(
        **told,
        sent_on=book.day,
        arrived_on=book.day - timedelta(days=5),
        decided_on=book.day - timedelta(days=35),
        gone_on=book.day - timedelta(days=1),
        way="besvar",
        rest=False,
        changed=False,
    )
    return replace(content, **changes)


def _not_given(book: Book, **changes: Any) -> refusal_letter.RefusalContent:
    """The authority's decision not to give what someone has asked to see."""
    told = {name: value for name, value in _common(book).items() if name not in NOT_IN_COVER}
    content = refusal_letter.RefusalContent(
        **told,
        decided_on=book.day,
        outcome="helt",
        asks="Jag vill se anteckningarna från alla samtal.",
        reasons="Uppgifterna handlar om någon annan. Det kan skada den personen att de lämnas ut.",
        grounds=("10 kap. 3 § OSL: hänsyn till någon annan, mot den som är part",),
        decider=Contact("Robin Provström", "enhetschef"),
    )
    return replace(content, **changes)


def _case(slug: str, label: str, letter: str, *outcomes: str, **changes: Any) -> Case:
    made: dict[str, tuple[Any, Any]] = {
        DECISION: (_decision, decisions),
        BASIS: (_basis, basis),
        RECEIPT: (_receipt, receipt),
        SUMMONS: (_summons, summons),
        CALLED_OFF: (_called_off, calling_off),
        JOB_PLAN: (_job_plan, job_plan),
        AT_COURT: (_at_court, party_letter),
        NOT_GIVEN: (_not_given, refusal_letter),
    }
    make, source = made[letter]
    return Case(
        slug,
        f"{letter}: {label}",
        letter,
        lambda book: make(book, *outcomes, **changes),
        source.values,
        source.manuscript,
    )


def _later_cases() -> list[Case]:
    """One case for each letter of another kind of decision, and of the basis before a change."""
    found = []
    for slug, label, outcomes, told in later_samples.kinds():
        found.append(
            Case(
                slug,
                f"{LATER}: {label}",
                LATER,
                lambda book, outcomes=outcomes, told=told: _later(book, outcomes, told),  # type: ignore[misc]
                later_values,
                later_manuscript,
            )
        )
    for ground in later_samples.GROUNDS:
        found.append(
            Case(
                f"underlag-andring-{ground}",
                f"{HEARING}: {ground.replace('_', ' ')}",
                HEARING,
                lambda book, ground=ground: later_samples.hearing(book, _common(book), ground),  # type: ignore[misc]
                hearing_values,
                hearing_manuscript,
            )
        )
    return found


def _later(book: Book, outcomes: str, told: dict[str, Any]) -> Any:
    named = zip(("ratt", "befogenhet"), outcomes.split(), strict=True)
    right, may = (_ruling(book, key, outcome.strip("-")) for key, outcome in named)
    if told.get("coach", COACH) is None:
        told = told | {"coach": replace(COACH, name="", title="")}
    return later_samples.later(book, _common(book), right, may, **told)


def _rest(letter: str, prefix: str, *shown: tuple[str, str]) -> list[Case]:
    """Every other outcome that the letter can have than those that are shown first."""
    found = []
    for right, may in product(("avslag", "delvis"), ("bifall", "delvis", "avslag", "")):
        if (right, may) in shown or letter == BASIS and not may:
            continue  # a refusal of the right alone is not proposed
        label = f"rätten {MAY[right]}, " + (f"befogenheten {MAY[may]}" if may else "inget mer")
        found.append(_case(f"{prefix}-{right}-{may or 'inget'}", label, letter, right, may))
    return found


MEETING = decisions.Meeting("12", "AMF 2026/88")
CHILDREN = "Du har ett barn."
HIDDEN = replace(PERSON, address=())
LATER_ON = "Jag vill börja senare på dagen."
AWAY = {"agreement": "inte_med", "objections": "Du var sjuk den dagen."}
BY_PHONE, ON_VIDEO = ({"manner": manner, "place": ""} for manner in ("telefon", "video"))

CASES = (
    _case("bifall", "bifall efter befogenheten", DECISION, "avslag", "bifall"),
    _case("avslag", "avslag på båda", DECISION, "avslag", "avslag"),
    _case("ratt", "bifall av rätten", DECISION, "bifall", ""),
    _case("underlag", "förslag om avslag", BASIS, "avslag", "avslag"),
    _case("kvittens", "skriftlig ansökan", RECEIPT),
    _case("kallelse", "besök", SUMMONS),
    *_rest(DECISION, "beslut", ("avslag", "bifall"), ("avslag", "avslag")),
    _case("namnden", "nämnden har beslutat", DECISION, "avslag", "avslag", decider=MEETING),
    _case("namnden-ratt", "nämnden har gett rätt", DECISION, "bifall", "", decider=MEETING),
    _case("muntligt", "muntlig ansökan, svar", DECISION, "avslag", "avslag", oral=True, reply=WHY),
    _case("barn", "barn i hushållet", DECISION, "avslag", "avslag", children=CHILDREN),
    _case("svar", "svar", DECISION, "avslag", "avslag", reply=WHY, reply_on=date(2026, 1, 7)),
    _case("utan-namn", "namnen utelämnas", DECISION, "avslag", "bifall", unnamed=True),
    _case("skyddad", "skyddade uppgifter", DECISION, "avslag", "avslag", recipient=HIDDEN),
    *_rest(BASIS, "underlag", ("avslag", "avslag")),
    _case("underlag-ratt", "förslag om bifall av rätten", BASIS, "bifall", "", oral=True),
    _case("underlag-barn", "barn", BASIS, "avslag", "avslag", children=(("Barn", CHILDREN),)),
    _case("kvittens-muntlig", "muntlig ansökan", RECEIPT, channel="muntlig", shortened=True),
    _case("kvittens-utan", "ingen coach än", RECEIPT, coach=replace(COACH, name="", title="")),
    _case("kallelse-telefon", "telefon", SUMMONS, **BY_PHONE, bring=""),
    _case("kallelse-video", "video under insatsen", SUMMONS, **ON_VIDEO, stage="insats"),
    _case("avbokning", "mötet blir inte av", CALLED_OFF),
    _case("jobbplan", "deltagaren håller med", JOB_PLAN),
    _case(
        "jobbplan-delvis",
        "håller med delvis",
        JOB_PLAN,
        agreement="delvis",
        objections=LATER_ON,
    ),
    _case("jobbplan-nej", "håller inte med", JOB_PLAN, agreement="inte_enig", objections=LATER_ON),
    _case("jobbplan-utan", "inte med", JOB_PLAN, own_words="", **AWAY),
    _case("kallelse-utan", "ingen coach än", SUMMONS, coach=replace(COACH, name="", title="")),
    _case("till-ratten", "rätten till stöd", AT_COURT),
    _case("till-ratten-andrat", "ändrat delvis", AT_COURT, changed=True),
    _case("till-ratten-laglighet", "laglighetsprövning", AT_COURT, way="laglighet", rest=True),
    _case("utlamnande", "inget lämnas ut", NOT_GIVEN),
    _case("utlamnande-delvis", "det maskade lämnas inte ut", NOT_GIVEN, outcome="delvis"),
    _case("utlamnande-namnden", "nämnden har själv beslutat", NOT_GIVEN, decider=MEETING),
    *_later_cases(),
    Case("foljebrev", COVER, COVER, lambda book: _cover(book), cover.values, cover.manuscript),
)

BY_SLUG = {case.slug: case for case in CASES}


@cache
def asked_by(slug: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The texts that the test case's letter asks for, in its order; the provisions it cites."""
    book = blank()
    BY_SLUG[slug].manuscript(book)
    return tuple(book.texts.asked), frozenset(book.cited)


def order_of(part: str) -> tuple[str, ...]:
    """Every text that the letter, or its appendix, can hold, in the order in which they stand."""
    if part == APPENDIX:
        both = (_cut(_whole_order(letter))[1] for letter in (DECISION, LATER))
        return tuple(dict.fromkeys(key for appendix in both for key in appendix))
    return _cut(_whole_order(part))[0]


def _cut(whole: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The letter itself, and its appendix on how to appeal."""
    at = whole.index(FIRST_OF_APPENDIX) if FIRST_OF_APPENDIX in whole else len(whole)
    return whole[:at], whole[at:]


@cache
def _whole_order(letter: str) -> tuple[str, ...]:
    """What the letter's test cases ask for, laid in one order."""
    found: list[str] = []
    for case in CASES:
        if case.letter != letter:
            continue
        at = len(found)
        for key in reversed(asked_by(case.slug)[0]):
            if key not in found:
                found.insert(at, key)
            at = found.index(key)
    return tuple(found)


def with_text(key: str) -> list[Case]:
    """The test cases whose letter holds the text, those that are shown first before the rest."""
    return [case for case in CASES if key in asked_by(case.slug)[0]]


def citing(key: str) -> list[Case]:
    """The test cases whose letter cites the provision."""
    return [case for case in CASES if key in asked_by(case.slug)[1]]


def letters_with(key: str) -> list[str]:
    """In which letters the text stands, or in the appendix on how to appeal."""
    return [part for part in PARTS if key in order_of(part)]


def placeholders_of(key: str) -> list[tuple[str, str]]:
    """The placeholders that every letter with the text can fill, each with what it stands for."""
    filled = [case.values(case.content(blank())) for case in with_text(key)]
    return [
        (name, meaning)
        for name, meaning in PLACEHOLDERS.items()
        if filled and all(values[name] for values in filled)
    ]
