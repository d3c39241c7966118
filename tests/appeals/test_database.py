"""What PostgreSQL refuses of an appeal whoever asks: each row is made lawfully, and then anew."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from appeals import judging, registering, reviewing, telling, transferring, trying
from appeals.court_rules import EventData, JudgmentData
from appeals.models import AppealPaper, PartyLetter, Review, Trial
from appeals.registering import Papers
from cases import persons
from cases.conflicts import declare
from decisions.models import Decision
from decisions.serving import dispatch
from jobbtorg import clock
from tests.appeals.helpers import (
    LAST,
    WHY,
    a_paper,
    appealed,
    fresh,
    handed_over,
    let_on,
    out,
    ready,
    refusal,
    scanned,
    send,
    told,
)
from tests.appeals.test_namnds_yttrande import of_namnd, said
from tests.appeals.test_review_appeal import changed
from tests.cases.helpers import on, refused_by_database, sql
from tests.world import test_number

pytestmark = pytest.mark.usefixtures("empowered")


def today() -> date:
    return clock.today()


@pytest.fixture
def decision(world):
    """A refusal that was sent today."""
    row = world.decided(may="avslag")
    dispatch(row, "brev", today(), by=world.registrator)
    return Decision.objects.get(pk=row.pk)


@pytest.fixture
def appeal(world, decision):
    return appealed(world, decision, today())


def taken_back(make):
    """The model and the columns of a row that was lawfully made, and is there no more."""
    with transaction.atomic():
        row = make()
        fields = [f for f in row._meta.concrete_fields if not f.primary_key]
        values = {f.attname: getattr(row, f.attname) for f in fields}
        transaction.set_rollback(True)
    return type(row), values


def register(world, decision, n=7, **changed):
    papers = Papers(files=[(a_paper(n), "overklagande.pdf")])
    return registering.register(decision, told(today(), **changed), papers, by=world.registrator)


class TestWhatWasRegisteredAnew:
    @pytest.mark.parametrize(
        "table",
        ["appealpaper", "trial", "review", "statement", "transfer", "courtevent", "judgment"],
    )
    def test_goes_on_under_the_new_registration_alone(self, world, appeal, table):
        papers = Papers(documents=[appeal.papers.first().document])
        registering.register(
            appeal.decision,
            told(today(), dnr="AMF 2026/413"),
            papers,
            by=world.registrator,
            replaces=appeal,
            because="Fel diarienummer.",
        )
        with refused_by_database("Överklagandet är registrerat på nytt"):
            sql(f"INSERT INTO appeals_{table} (appeal_id) VALUES (%s)", appeal.pk)


def noted(world, appeal):
    data = EventData("malnummer", today(), case_number="1-26")
    return judging.note_event(appeal, data, by=world.registrator)


def judged(world, appeal):
    data = JudgmentData("bifall", today(), today(), "Domslut.")
    return judging.judge(appeal, data, by=world.registrator)


def to_send(world, appeal):
    appeal = ready(world, appeal)
    scanned(appeal.case)
    return appeal


def sent(world, appeal):
    return send(transferring.hand_over, appeal, out("overlamnande", today()), by=world.registrator)


def written(world, appeal):
    return telling.tell_party(appeal.transfers.get(), "brev", today(), by=world.registrator)


def another(world, appeal):
    return register(world, appeal.decision, dnr="AMF 2026/5", by="annan", name="Granne")


def executed(world, appeal):
    return judging.execute(appeal.judgments.get(), today(), "Klart.", by=world.coach)


def as_it_came(world, appeal):
    return appeal


def with_judgment(world, appeal):
    judged(world, handed_over(world, appeal))
    return fresh(appeal)


def stated(world, appeal):
    return transferring.state(appeal, "Vi vidhåller beslutet.", by=world.chef)


def tried(world, appeal):
    return trying.let_on(appeal, by=world.chef)


def reviewed(world, appeal):
    return reviewing.review(appeal, "andras_inte", "Inget nytt.", by=world.chef)


# what is made → what comes before it, how it is made, by whom, and what the database says of jäv
MADE = {
    "appeal": (as_it_came, another, "registrator", "registrerar inget överklagande"),
    "trial": (as_it_came, tried, "chef", "Den som prövar är jävig"),
    "review": (let_on, reviewed, "chef", "Den som prövar är jävig"),
    "statement": (as_it_came, stated, "chef", "Den som prövar är jävig"),
    "transfer": (to_send, sent, "registrator", "skickar inget"),
    "letter": (handed_over, written, "registrator", "skickar inget"),
    "event": (handed_over, noted, "registrator", "antecknar inget från rätten"),
    "judgment": (handed_over, judged, "registrator", "antecknar inget från rätten"),
    "execution": (with_judgment, executed, "coach", "inget om verkställigheten"),
}


class TestWhoIsJavig:
    @pytest.mark.parametrize("what", MADE)
    def test_does_nothing_with_the_appeal(self, world, appeal, what):
        before, make, who, words = MADE[what]
        there, user = before(world, appeal), getattr(world, who)
        model, values = taken_back(lambda: make(world, there))
        declare(appeal.case, user, "tillsyn", by=user)
        with refused_by_database(words):
            model.objects.create(**values)

    def test_adds_no_paper_to_it(self, world, appeal):
        paper = appeal.papers.get()
        declare(appeal.case, world.registrator, "tillsyn", by=world.registrator)
        with refused_by_database("noterar inget"):
            AppealPaper.objects.create(
                appeal=appeal,
                document=paper.document,
                noted_by=world.registrator,
                noted_at=clock.now(),
            )

    def test_registers_no_yttrande_of_the_namnds(self, world):
        appeal = of_namnd(world)
        model, values = taken_back(lambda: said(world, appeal))
        declare(appeal.case, world.sekreterare, "tillsyn", by=world.sekreterare)
        with refused_by_database("registrerar inte vad nämnden har beslutat"):
            model.objects.create(**values)


class TestAnAppeal:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"by": "medlem", "name": " "}, "appeal_is_someones"),
            ({"by": "part", "name": "Granne"}, "appeal_is_someones"),
            ({"noticed_on": today() - timedelta(days=1)}, "appeal_arrived_before_noticed"),
        ],
    )
    def test_is_someones_and_came_before_it_was_noticed(self, world, decision, changed, words):
        model, values = taken_back(lambda: register(world, decision))
        with refused_by_database(words):
            model.objects.create(**(values | changed))

    def test_is_by_no_representative_of_another(self, world, decision):
        other = world.started(test_number(date(1998, 3, 3)))
        commission = persons.Commission("ombud", "Olof Ek", today(), today(), "Allt.")
        someone = persons.represent(other, commission, by=world.coach)
        model, values = taken_back(lambda: register(world, decision))
        with refused_by_database("Företrädaren är någon annans"):
            model.objects.create(
                **(values | {"by": "foretradare", "representative_id": someone.pk})
            )

    def test_is_not_registered_anew_once_it_is_tried(self, world, appeal):
        model, values = taken_back(lambda: another(world, appeal))
        let_on(world, appeal)
        with refused_by_database("Det som registreras om är redan prövat"):
            model.objects.create(
                **(values | {"replaces_id": appeal.pk, "replaced_because": "Fel."})
            )

    def test_has_each_paper_once(self, appeal):
        paper = appeal.papers.get()
        with refused_by_database("paper_once_per_appeal"):
            AppealPaper.objects.create(
                appeal=appeal,
                document=paper.document,
                noted_by=paper.noted_by,
                noted_at=paper.noted_at,
            )


class TestWhatADelegateFinds:
    def test_says_something_in_a_yttrande_and_in_a_review(self, world, appeal):
        model, values = taken_back(lambda: stated(world, appeal))
        with refused_by_database("statement_says_something"):
            model.objects.create(**(values | {"text": " "}))
        appeal = let_on(world, appeal)
        model, values = taken_back(lambda: reviewed(world, appeal))
        with refused_by_database("review_says_why_and_by_what"):
            model.objects.create(**(values | {"reasons": " "}))

    def test_changes_by_a_decision_that_changes_it_and_wholly_by_one_that_grants(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        decision = changed(world, appeal, whole=False)
        with on(LAST):
            review = {"outcome": "delvis", "reasons": "Delvis.", "by": world.chef}
            _, values = taken_back(lambda: reviewing.review(fresh(appeal), **review))
            assert values["decision_id"] == decision.pk
            with refused_by_database("Inget beslut har ändrat"):
                Review.objects.create(**(values | {"decision_id": appeal.decision_id}))
            with refused_by_database("inte ändrat helt som begärt"):
                Review.objects.create(**(values | {"outcome": "helt"}))

    def test_turns_nothing_away_without_a_trial(self, world, monkeypatch):
        day = LAST + timedelta(days=1)
        appeal = appealed(world, refusal(world), day)
        monkeypatch.setattr(Trial.objects, "create", lambda **told: None)
        with on(day), refused_by_database("Avvisningen hör inte till något överklagande"):
            trying.reject(appeal, WHY, by=world.chef)


class TestWhatIsSent:
    def test_is_sent_since_the_appeal_came(self, world, appeal):
        appeal = to_send(world, appeal)
        model, values = taken_back(lambda: sent(world, appeal))
        for days in (-1, 1):
            with refused_by_database("Det skickas sedan överklagandet kom in"):
                model.objects.create(**(values | {"sent_on": today() + timedelta(days=days)}))

    def test_goes_to_no_other_authority_once_it_is_tried(self, world, appeal):
        scanned(appeal.case)
        elsewhere = out("annan_myndighet", today(), to="Försäkringskassan", note="Deras.")
        model, values = taken_back(
            lambda: send(transferring.send_elsewhere, appeal, elsewhere, by=world.registrator)
        )
        let_on(world, appeal)
        with refused_by_database("Överklagandet är redan prövat eller skickat"):
            model.objects.create(**values)

    def test_is_told_of_only_when_it_went_to_the_court(self, world, appeal):
        scanned(appeal.case)
        elsewhere = out("annan_myndighet", today(), to="Försäkringskassan", note="Deras.")
        gone = send(transferring.send_elsewhere, appeal, elsewhere, by=world.registrator)
        other = world.decided(test_number(date(1998, 3, 3)), may="avslag")
        dispatch(other, "brev", today(), by=world.registrator)
        lawful = handed_over(world, appealed(world, other, today(), dnr="AMF 2026/6"))
        _, values = taken_back(lambda: written(world, lawful))
        with refused_by_database("Överklagandet har inte gått till rätten"):
            PartyLetter.objects.create(**(values | {"transfer_id": gone.pk}))
