"""Over its own decision the nämnd speaks itself: by its minutes, registered by the secretary.

KL 6 kap. 38 §.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import judging, transferring
from appeals.court_rules import EventData, JudgmentData
from appeals.models import Statement
from appeals.standing import Stage, next_step, stage_of
from cases.models import Case
from decisions.deciders import Minutes
from decisions.models import Decision
from decisions.serving import dispatch
from jobbtorg import clock
from tests.appeals.helpers import (
    appealed,
    cleared,
    fresh,
    handed_over,
    out,
    pages_of,
    refusal,
    send,
)
from tests.cases.helpers import get, post, refused, refused_by_database, sql, text_of

pytestmark = pytest.mark.usefixtures("empowered")
SAID = "Nämnden vidhåller sitt beslut och anser att överklagandet ska avslås."


def minutes(**changed) -> Minutes:
    told = {"meeting_on": clock.today(), "dnr": "AMF 2026/99", "paragraph": "§ 21"}
    return Minutes(**(told | changed))


def of_namnd(world, **told):
    """An appeal of what the nämnd decided itself, whose letter is sent."""
    decision = world.decided_by_namnd(may="avslag", **told)
    how = "formedling" if told else "brev"
    dispatch(decision, how, clock.today(), by=world.registrator if not told else world.chef)
    appeal = appealed(world, Decision.objects.get(pk=decision.pk), clock.today())
    cleared(world, appeal, world.chef)
    return appeal


def said(world, appeal, *, by=None, text=SAID, **changed) -> Statement:
    return transferring.state_by_namnd(appeal, text, minutes(**changed), by=by or world.sekreterare)


def sees(user, appeal) -> bool:
    return Case.objects.visible_to(user).filter(pk=appeal.case.pk).exists()


def url(appeal):
    return reverse("state_appeal", args=[appeal.case.slug, appeal.pk])


class TestTheYttrande:
    def test_names_the_meeting_and_nobody_who_signs(self, world):
        row = said(world, of_namnd(world))
        assert (row.meeting_on, row.dnr, row.paragraph) == (clock.today(), "AMF 2026/99", "21")
        assert row.decided_by is None and row.registered_by == world.sekreterare
        text = " ".join("".join(pages_of(bytes(row.pdf))).split())
        assert SAID in text and "§ 21, dnr AMF 2026/99" in text and "vägnar" not in text

    def test_goes_to_the_court_with_the_rest(self, world):
        appeal = handed_over(world, of_namnd(world))
        said(world, appeal)
        appeal = fresh(appeal)
        assert stage_of(appeal) == Stage.SEND_MORE
        today = clock.today()
        sent = send(transferring.send_more, appeal, out("efterat", today), by=world.registrator)
        assert SAID in " ".join("".join(pages_of(bytes(sent.pdf))).split())

    def test_is_the_next_step_when_the_court_asks_and_is_the_secretarys(self, world):
        appeal = handed_over(world, of_namnd(world))
        today = clock.today()
        asked = EventData("forelaggande", today, reply_by=today + timedelta(days=20))
        judging.note_event(appeal, asked, by=world.registrator)
        appeal = fresh(appeal)
        step = next_step(appeal, world.sekreterare)
        assert step.label == "Registrera nämndens yttrande" and step.mine
        assert step.url == url(appeal) and not next_step(appeal, world.chef).mine

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"meeting_on": None}, "meeting_on"),
            ({"meeting_on": clock.today() + timedelta(days=400)}, "meeting_on"),
            ({"dnr": " "}, "dnr"),
            ({"paragraph": "§"}, "paragraph"),
            ({"text": " "}, "text"),
        ],
    )
    def test_lacks_nothing_of_where_the_namnd_said_it(self, world, changed, code):
        appeal = of_namnd(world)
        with refused(code):
            said(world, appeal, **changed)

    def test_is_registered_by_the_secretary_alone(self, world):
        appeal = of_namnd(world)
        with refused("not_secretary"):
            said(world, appeal, by=world.chef)

    def test_is_never_over_what_a_delegate_decided(self, world):
        appeal = appealed(world, refusal(world))
        with refused("delegates"):
            said(world, appeal)


class TestTheSecretary:
    def test_sees_the_case_from_the_appeal_until_a_court_has_judged(self, world):
        appeal = of_namnd(world)
        assert sees(world.sekreterare, appeal)
        appeal = handed_over(world, appeal)
        assert sees(world.sekreterare, appeal)
        today = clock.today()
        judging.judge(appeal, JudgmentData("avslag", today, today, "Avslag."), by=world.registrator)
        assert not sees(world.sekreterare, appeal)

    def test_sees_nothing_of_what_a_delegate_decided(self, world):
        assert not sees(world.sekreterare, appealed(world, refusal(world)))

    def test_finds_it_in_the_list_and_registers_it_on_its_page(self, world):
        appeal = of_namnd(world)
        assert appeal.dnr in text_of(get(world.sekreterare, reverse("ongoing_appeals")))
        page = get(world.sekreterare, appeal.get_absolute_url()).content.decode()
        assert url(appeal) in page and "Registrera nämndens yttrande" in page
        told = {"meeting_on": clock.today().isoformat(), "dnr": "AMF 2026/99", "paragraph": "21"}
        assert post(world.sekreterare, url(appeal), do="state", **told).status_code == 422
        response = post(world.sekreterare, url(appeal), do="state", text=SAID, **told)
        assert response.status_code == 302
        assert "§ 21" in text_of(get(world.sekreterare, appeal.get_absolute_url()))

    def test_the_chef_is_told_whose_it_is(self, world):
        appeal = of_namnd(world)
        assert "Nämndsekreteraren registrerar" in text_of(
            get(world.chef, appeal.get_absolute_url())
        )
        assert get(world.chef, url(appeal)).status_code == 403


class TestTheDatabase:
    def insert(self, appeal, **changed):
        """A yttrande straight into the table, like one that the nämnd gave."""
        row = said_columns(appeal) | changed
        columns = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        sql(f"INSERT INTO appeals_statement ({columns}) VALUES ({marks})", *row.values())

    def test_takes_what_is_right(self, world):
        appeal = of_namnd(world)
        self.insert(appeal, registered_by_id=world.sekreterare.pk)
        assert Statement.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"paragraph": " "}, "statement_of_delegate_or_namnd"),
            ({"meeting_on": clock.today() - timedelta(days=1)}, "före det som prövas"),
        ],
    )
    def test_refuses_what_names_no_meeting_since_the_appeal(self, world, changed, words):
        appeal = of_namnd(world)
        with refused_by_database(words):
            self.insert(appeal, registered_by_id=world.sekreterare.pk, **changed)

    def test_refuses_another_who_registers_it(self, world):
        appeal = of_namnd(world)
        with refused_by_database("Bara nämndsekreteraren"):
            self.insert(appeal, registered_by_id=world.registrator.pk)

    def test_refuses_the_namnds_word_of_a_delegates_decision(self, world):
        appeal = appealed(world, refusal(world))
        with refused_by_database("Nämnden yttrar sig själv"):
            self.insert(appeal, registered_by_id=world.sekreterare.pk)


def said_columns(appeal) -> dict:
    """The columns of a yttrande of the nämnd's; its bytes are those of the appealed letter."""
    letter = appeal.decision.letter
    names = ("title", "pdf", "sha256", "content_hash", "pages")
    now = clock.now()
    return {name: getattr(letter, name) for name in names} | {
        "appeal_id": appeal.pk, "text": SAID, "decided_at": now, "made_at": now,
        "decider_title": "", "chain": "", "meeting_on": clock.today(), "dnr": "AMF 2026/99",
        "paragraph": "21",
    }  # fmt: skip
