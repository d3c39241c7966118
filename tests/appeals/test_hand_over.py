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
from cases.conflicts import declare
from cases.documents import misfile
from cases.models import Draft, LetterPreview, Scan
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs import running
from jobbtorg.jobs.models import Job
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
    send,
)
from tests.cases.helpers import get, on, post, refused, refused_by_database, sql, text_of

STATED = "Vi vidhåller beslutet. Det nya intyget ändrar inte bedömningen."


def url(appeal, name="hand_over_appeal"):
    return reverse(name, args=[appeal.case.slug, appeal.pk])


def hand_over(world, appeal, day=LAST, by=None, **told):
    with on(day):
        return send(
            transferring.hand_over,
            appeal,
            out("overlamnande", day, **told),
            by=by or world.registrator,
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
            send(
                transferring.hand_over,
                appeal,
                out("overlamnande", LAST, **told),
                by=world.registrator,
            )

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
            send(transferring.send_more, appeal, out("efterat", day), by=world.registrator)
        assert stage_of(fresh(appeal)) == Stage.AT_COURT
        assert not Appeal.objects.to_do().exists()

    def test_nothing_new_is_not_sent(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with on(LAST), refused("nothing"):
            send(transferring.send_more, appeal, out("efterat", LAST), by=world.registrator)


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


WORDS = "Hör av er till Rebecka Granlund om något saknas."


def all_ready(world):
    """Only to be handed over, and every paper scanned."""
    appeal = ready(world, appealed(world, refusal(world)))
    scanned(appeal.case)
    return appeal


def told_on_page(**changed):
    return {"how": "digital", "sent_on": str(clock.today()), "note": WORDS} | changed


def not_now(*told, **more):
    """In the place of a printer."""
    raise AssertionError("something was printed")


def file_made(world, appeal, **changed):
    """Ta fram filen on the page, and the worker has done its work."""
    answer = post(world.registrator, url(appeal), do="ask", **told_on_page(**changed))
    job = Job.objects.get(state="vantar")
    assert answer.headers["Location"] == job.get_absolute_url()
    running.run(job.pk)
    return Job.objects.get(pk=job.pk)


class TestTheFile:
    """It is long work, made before it is sent; then sent as it is, or made anew."""

    def test_is_made_by_the_worker_paper_by_paper_and_leads_back_to_the_page(self, world):
        appeal = all_ready(world)
        job = file_made(world, appeal)
        assert (job.state, job.page, job.key) == ("klart", url(appeal), "")
        assert job.done == job.total == len(bookmarks(bytes(LetterPreview.objects.get().pdf))) - 1
        assert AccessLog.objects.filter(
            action="utskrift", case_number=appeal.case.number, user=world.registrator
        ).exists()

    def test_is_the_bytes_that_are_noted_as_sent(self, world):
        appeal = all_ready(world)
        file_made(world, appeal)
        sha256 = LetterPreview.objects.get().sha256
        shown = text_of(get(world.registrator, url(appeal)))
        assert sha256 in shown and WORDS in shown  # what was written stands in the form
        answer = post(world.registrator, url(appeal), do="send", **told_on_page())
        assert answer.status_code == 302 and Transfer.objects.get().sha256 == sha256

    def test_leaves_no_draft_when_it_has_gone(self, world):
        appeal = all_ready(world)
        file_made(world, appeal)
        assert Draft.objects.filter(case=appeal.case).exists()
        post(world.registrator, url(appeal), do="send", **told_on_page())
        assert not Draft.objects.filter(case=appeal.case).exists()

    def test_is_needed_before_anything_is_noted_as_sent(self, world):
        appeal = all_ready(world)
        answer = post(world.registrator, url(appeal), do="send", **told_on_page())
        assert answer.status_code == 409 and "Ta fram filen och skicka den först" in text_of(answer)
        with on(LAST), refused("unprepared"):
            transferring.hand_over(appeal, out("overlamnande", LAST), by=world.registrator)
        assert not Transfer.objects.exists()

    def test_of_another_is_not_theirs_to_send(self, world):
        appeal = all_ready(world)
        file_made(world, appeal)
        answer = post(world.chef, url(appeal), do="send", **told_on_page())
        assert answer.status_code == 409

    @pytest.mark.parametrize("changed", [{"note": "Annat"}, {"sent_on": str(LAST)}])
    def test_is_made_anew_when_something_else_is_told_of_the_sending(self, world, changed):
        appeal = all_ready(world)
        file_made(world, appeal)
        answer = post(world.registrator, url(appeal), do="send", **told_on_page(**changed))
        assert answer.status_code == 409
        file_made(world, appeal, **changed)
        answer = post(world.registrator, url(appeal), do="send", **told_on_page(**changed))
        assert answer.status_code == 302

    def test_is_made_anew_when_the_case_has_something_new(self, world):
        appeal = all_ready(world)
        file_made(world, appeal)
        world.document(appeal.case, b"Ett intyg till.", by=world.registrator)
        shown = text_of(get(world.registrator, url(appeal)))
        assert "Något har ändrats sedan filen togs fram" in shown and "Öppna filen" not in shown
        answer = post(world.registrator, url(appeal), do="send", **told_on_page())
        assert answer.status_code == 409
        file_made(world, appeal)
        assert post(world.registrator, url(appeal), do="send", **told_on_page()).status_code == 302
        assert any("handling 2)" in title for title in bookmarks(bytes(Transfer.objects.get().pdf)))

    def test_is_known_again_without_printing_anything(self, world, monkeypatch):
        appeal = all_ready(world)
        file_made(world, appeal)
        monkeypatch.setattr("appeals.court_papers.printed", not_now)
        monkeypatch.setattr("appeals.bundle.printed", not_now)
        assert post(world.registrator, url(appeal), do="send", **told_on_page()).status_code == 302

    def test_is_asked_for_without_a_word_of_what_is_written(self, world):
        appeal = all_ready(world)
        job = file_made(world, appeal)
        assert "Granlund" not in f"{job.parameters} {job.title}"
        assert job.parameters["sent_on"] == str(clock.today())

    def test_asked_for_twice_is_made_once(self, world):
        appeal = all_ready(world)
        for _ in range(2):
            post(world.registrator, url(appeal), do="ask", **told_on_page())
        assert Job.objects.count() == 1
        assert "Filen tas fram" in text_of(get(world.registrator, url(appeal)))

    def test_is_not_made_when_other_words_have_been_written_since(self, world):
        appeal = all_ready(world)
        for note in (WORDS, "Annat"):
            post(world.registrator, url(appeal), do="ask", **told_on_page(note=note))
        first, second = Job.objects.order_by("pk")
        running.run(first.pk)
        running.run(second.pk)
        states = list(Job.objects.order_by("pk").values_list("state", flat=True))
        assert states == ["misslyckat", "klart"]

    def test_is_not_made_for_who_no_longer_sees_the_case(self, world):
        appeal = all_ready(world)
        post(world.registrator, url(appeal), do="ask", **told_on_page())
        declare(appeal.case, world.registrator, "part_eller_narstaende", by=world.registrator)
        running.run(Job.objects.get().pk)
        job = Job.objects.get()
        assert job.state == "misslyckat" and "inte längre ditt att se" in job.error
        assert not LetterPreview.objects.exists()

    def test_says_which_document_is_no_longer_what_it_was(self, world):
        appeal = all_ready(world)
        paper = appeal.papers.get().document
        keeping.remove(paper.key)
        job = file_made(world, appeal)
        assert job.state == "misslyckat"
        assert f"Handling {paper.number} saknas eller har ändrats" in job.error
        shown = text_of(get(world.registrator, url(appeal)))
        assert "Filen gick inte att ta fram." in shown

    def test_is_not_asked_for_without_way_and_day(self, world):
        appeal = all_ready(world)
        answer = post(world.registrator, url(appeal), do="ask", **told_on_page(sent_on=""))
        assert answer.status_code == 422 and WORDS in text_of(answer)
        assert not Job.objects.exists()


class TestThePage:
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
