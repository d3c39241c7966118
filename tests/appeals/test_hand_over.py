"""Överlämna: the appeal with all its papers, to the court, within a week. FL 46 §, G8."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from appeals import registering, transferring
from appeals.models import Appeal, Statement, Transfer
from appeals.registering import Papers
from appeals.standing import Stage, pace_of, stage_of
from cases.documents import misfile
from cases.models import Scan
from jobbtorg import clock
from tests.appeals.helpers import (
    LAST,
    a_paper,
    appealed,
    fresh,
    handed_over,
    let_on,
    out,
    pages_of,
    ready,
    refusal,
    scanned,
)
from tests.cases.helpers import get, on, post, refused, refused_by_database, sql, text_of

STATED = "Vi vidhåller beslutet. Det nya intyget ändrar inte bedömningen."


def url(appeal, name="hand_over_appeal"):
    return reverse(name, args=[appeal.case.slug, appeal.pk])


def hand_over(world, appeal, day=LAST, by=None, **told):
    with on(day):
        return transferring.hand_over(
            appeal, out("overlamnande", day, **told), by=by or world.registrator
        )


class TestWhen:
    def test_after_the_trial_and_the_omprovning(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        row = appeal.transfers.get()
        assert (row.kind, row.sent_on, row.to) == (
            "overlamnande", LAST, "Förvaltningsrätten i Stockholm",
        )  # fmt: skip
        assert stage_of(appeal) == Stage.AT_COURT

    def test_not_untried(self, world):
        with refused("untried", "unscanned"):
            hand_over(world, appealed(world, refusal(world)))

    def test_not_unreviewed(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        scanned(appeal.case)
        with refused("unreviewed"):
            hand_over(world, appeal)

    def test_not_twice(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with refused("gone"):
            hand_over(world, appeal)

    def test_not_before_every_paper_is_scanned(self, world):
        with refused("unscanned"):
            hand_over(world, ready(world, appealed(world, refusal(world))))

    @pytest.mark.parametrize(
        ("told", "code"),
        [({"how": ""}, "how"), ({"sent_on": LAST - timedelta(1)}, "sent_on"),
         ({"sent_on": LAST + timedelta(1)}, "sent_on")],
    )  # fmt: skip
    def test_not_without_way_and_day(self, world, told, code):
        appeal = ready(world, appealed(world, refusal(world)))
        scanned(appeal.case)
        with on(LAST), refused(code):
            transferring.hand_over(appeal, out("overlamnande", LAST, **told), by=world.registrator)

    def test_not_by_another_unit(self, world):
        appeal = ready(world, appealed(world, refusal(world)))
        scanned(appeal.case)
        with refused("writer"):
            hand_over(world, appeal, by=world.chef_city)


class TestTheBundle:
    """Opened page by page, as the court opens it."""

    @pytest.fixture
    def document(self, world):
        decision = refusal(world)
        with on(LAST):
            world.document(decision.application.case, b"Intyg om praktik.", by=world.registrator)
        appeal = ready(world, appealed(world, decision))
        with on(LAST):
            transferring.state(appeal, STATED, by=world.chef)
        row = handed_over_again(world, appeal)
        return bytes(row.pdf)

    def test_has_its_papers_in_order_as_bookmarks(self, document):
        titles = bookmarks(document)
        starts = (
            "Överlämnande av överklagande", "Överklagandet: ", "Beslut ", "Utredningen",
            "Yttrande ", "Läkarintyg", "Journalen",
        )  # fmt: skip
        assert len(titles) == len(starts)
        assert all(title.startswith(start) for title, start in zip(titles, starts, strict=True))

    def test_numbers_every_page(self, document):
        pages = pages_of(document)
        total = len(pages)
        for n, page in enumerate(pages, start=1):
            assert f"sida {n} av {total}" in page

    def test_tells_the_days_and_where_each_paper_is(self, document):
        cover = pages_of(document)[0]
        assert "13 mars 2026, personligen överlämnat" in cover
        assert "7 april 2026" in cover and "Innehåll" in cover

    def test_and_the_contents_give_the_page_on_which_each_begins(self, document):
        with pikepdf.open(io.BytesIO(document)) as opened, opened.open_outline() as outline:
            starts = {
                item.title: 1 + opened.pages.index(item.destination[0]) for item in outline.root[1:]
            }
        told = " ".join("".join(pages_of(document)).split())
        for title, page in starts.items():
            assert f"{title} {page} " in told


def bookmarks(pdf):
    """The titles, in their order."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [item.title for item in outline.root]


def handed_over_again(world, appeal):
    scanned(appeal.case)
    return hand_over(world, fresh(appeal))


class TestThingsOfOthers:
    def test_a_wrongly_registered_paper_is_not_sent(self, world):
        decision = refusal(world)
        with on(LAST):
            case = decision.application.case
            wrong = world.document(case, b"Nagon annans.", by=world.registrator)
            misfile(wrong, "Hör till ett annat ärende.", by=world.registrator)
        row = handed_over_again(world, ready(world, appealed(world, decision)))
        assert not any("handling 1)" in title for title in bookmarks(bytes(row.pdf)))

    def test_a_virus_is_not_sent_but_told_of(self, world):
        decision = refusal(world)
        with on(LAST):
            bad = world.document(
                decision.application.case, b"Farlig.", by=world.registrator, scanned=False
            )
            Scan.objects.create(
                document=bad, outcome="virus", signature="EICAR", scanner="prov",
                scanned_at=clock.now(),
            )  # fmt: skip
        row = handed_over_again(world, ready(world, appealed(world, decision)))
        assert "Handling 1 skickas inte med" in "".join(pages_of(bytes(row.pdf)))


class TestTheClock:
    @pytest.mark.parametrize(
        ("days", "level"),
        [(0, ""), (2, ""), (3, "warning"), (4, "warning"), (5, "danger"), (6, "danger"),
         (7, "escalated"), (90, "escalated")],
    )  # fmt: skip
    def test_yellow_red_and_to_the_forvaltningschef(self, world, days, level):
        appeal = appealed(world, refusal(world))
        pace = pace_of(appeal, LAST + timedelta(days=days))
        assert (pace.days, pace.level, pace.due_on) == (days, level, LAST + timedelta(days=7))

    def test_runs_on_through_trial_and_omprovning(self, world):
        appeal = ready(world, appealed(world, refusal(world)))
        assert pace_of(appeal, LAST + timedelta(days=7)).level == "escalated"


class TestMore:
    def test_what_comes_after_is_sent_after(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        day = LAST + timedelta(days=3)
        with on(day):
            new = Papers(files=[(a_paper(5), "ny.pdf")])
            registering.add_papers(appeal, new, by=world.registrator)
        appeal = fresh(appeal)
        assert stage_of(appeal) == Stage.SEND_MORE
        assert Appeal.objects.to_do().get() == appeal
        scanned(appeal.case)
        with on(day):
            transferring.send_more(appeal, out("efterat", day), by=world.registrator)
        assert stage_of(fresh(appeal)) == Stage.AT_COURT
        assert not Appeal.objects.to_do().exists()

    def test_nothing_new_is_not_sent(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with on(LAST), refused("nothing"):
            transferring.send_more(appeal, out("efterat", LAST), by=world.registrator)


class TestYttrande:
    def test_is_signed_by_the_delegate_and_printed_once(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST):
            row = transferring.state(appeal, STATED, by=world.chef)
        assert row.text == STATED and "punkt 4" in row.chain
        assert bytes(row.pdf).startswith(b"%PDF")

    def test_only_by_who_has_that_delegation(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST), refused("delegation"):
            transferring.state(appeal, STATED, by=world.coach)

    def test_over_the_namnds_own_decision_the_namnd_speaks_itself(self, world):
        decision = world.decided_by_namnd(may="avslag")
        appeal = appealed(world, decision, clock.today())
        with on(clock.today()), refused("namnds") as rules:
            transferring.state(appeal, STATED, by=world.chef)
        assert rules[0].statute == "6 kap. 38 § KL"

    def test_says_something(self, world):
        appeal = appealed(world, refusal(world))
        with on(LAST), refused("text"):
            transferring.state(appeal, "  ", by=world.chef)

    def test_is_written_on_its_page(self, world):
        appeal = appealed(world, refusal(world))
        response = post(
            world.chef, url(appeal, "state_appeal"), do="state", text=STATED, conflict="nej"
        )
        assert response.status_code == 302 and Statement.objects.get().text == STATED


class TestThePage:
    def test_shows_the_file_first_and_keeps_the_same_bytes(self, world):
        appeal = ready(world, appealed(world, refusal(world)))
        scanned(appeal.case)
        day = clock.today()
        told = {"how": "digital", "sent_on": str(day), "note": ""}
        shown = post(world.registrator, url(appeal), do="preview", **told)
        sha256 = text_of(shown).split("forhandsgranska/")[1].split(".pdf")[0]
        assert post(world.registrator, url(appeal), do="send", **told).status_code == 302
        assert Transfer.objects.get().sha256 == sha256

    def test_is_refused_before_its_time(self, world):
        appeal = appealed(world, refusal(world))
        assert get(world.registrator, url(appeal)).status_code == 409
        assert post(world.registrator, url(appeal), do="send").status_code == 409


class TestPostgreSQL:
    def insert(self, world, appeal, other, **changed):
        row = Transfer.objects.filter(appeal=other).first()
        values = {
            "appeal_id": appeal.pk, "kind": "overlamnande", "how": "digital", "to": row.to,
            "sent_on": row.sent_on, "note": "", "sent_by_id": world.registrator.pk,
            "title": row.title, "pdf": bytes(row.pdf), "sha256": row.sha256,
            "content_hash": row.content_hash, "pages": row.pages, "made_at": row.made_at,
        } | changed  # fmt: skip
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(["%s"] * len(values))
        sql(f"INSERT INTO appeals_transfer ({names}) VALUES ({marks})", *values.values())

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({}, "tiden är prövad"),
            ({"kind": "vidarebefordran"}, "laglighetsprövning"),
            ({"kind": "efterat"}, "inte skickat till rätten"),
            ({"kind": "annan_myndighet", "sent_on": LAST - timedelta(days=1)}, "kom in"),
        ],
    )
    def test_refuses(self, world, changed, words):
        other = handed_over(world, appealed(world, refusal(world, "200102152392"), n=3))
        appeal = appealed(world, refusal(world))
        with refused_by_database(words):
            self.insert(world, appeal, other, **changed)

    def test_refuses_other_bytes_than_the_hash_says(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with refused_by_database():
            self.insert(world, appeal, appeal, kind="efterat", pdf=b"%PDF-other")
