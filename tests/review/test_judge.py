"""Judging what was drawn, explaining it and signing the report: who may, in which order."""

import subprocess
from datetime import timedelta

import pytest

from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from review import actions
from review.models import Explanation, Judgement, ReviewReport
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.review.helpers import begun, last_month, reads

OK, EXPLAIN, REPORT = "behorig", "forklaring", "anmal"
DAY = timedelta(days=1)


@pytest.fixture
def two(world):
    """The colleague opened one case that was not theirs, the coach their own."""
    case = world.started()
    reads(world.colleague, case)
    reads(world.coach, case)
    review = begun(world)
    return world, review, list(review.findings.all())


def ask(world, row, by=None):
    in_a_week = clock.today() + 7 * DAY
    actions.judge([row], EXPLAIN, "Varför?", in_a_week, by=by or world.granskare)
    return row.latest


class TestJudging:
    def test_many_alike_at_once(self, two):
        world, review, rows = two
        actions.judge(rows, OK, by=world.granskare)
        assert [row.outcome for row in review.findings.standing()] == [OK, OK]

    def test_the_units_own_chef_may(self, two):
        world, _, rows = two
        actions.judge(rows, OK, by=world.chef)

    def test_nobody_else_may(self, two):
        world, _, (row, _) = two
        for user in (world.chef_city, world.registrator, world.forvaltningschef):
            with refused("not_reviewer"):
                actions.judge([row], OK, by=user)
        with refused_by_database("Bara granskaren och enhetens chefer"):
            judged(row, world.chef_city)

    def test_nobody_judges_their_own(self, world):
        case = world.started()
        reads(world.chef, case)
        row = begun(world).findings.get()
        with refused("own"):
            actions.judge([row], OK, by=world.chef)
        with refused_by_database("Ingen bedömer sina egna"):
            judged(row, world.chef)
        html = text_of(get(world.chef, row.review.get_absolute_url()))
        assert "Dina egna" in html and f'value="{row.pk}"' not in html
        assert post(world.chef, row.get_absolute_url(), outcome=OK).status_code == 403
        actions.judge([row], OK, by=world.bitr)

    def test_what_is_to_be_reported_says_why(self, two):
        world, _, (row, _) = two
        with refused("no_reason"):
            actions.judge([row], REPORT, " ", by=world.granskare)
        with refused_by_database("report_says_why"):
            judged(row, world.granskare, REPORT)

    def test_what_was_ticked_and_written_stays_when_it_is_refused(self, two):
        world, review, (row, _) = two
        sent = {"findings": row.pk, "outcome": REPORT, "note": "Konstigt"}
        answer = post(world.granskare, review.get_absolute_url(), **sent)
        assert answer.status_code == 422
        html = text_of(answer)
        assert html.count(" checked") == 1 and "Konstigt" in html
        assert "Ange varför det ska anmälas." in html

    def test_an_explanation_has_a_day_ahead(self, two):
        world, _, (row, _) = two
        for day in (None, clock.today()):
            with refused("no_day"):
                actions.judge([row], EXPLAIN, "", day, by=world.granskare)
        with refused_by_database("explanation_has_a_day"):
            judged(row, world.granskare, EXPLAIN)

    def test_a_judgement_is_never_edited(self, two):
        world, _, (row, _) = two
        actions.judge([row], OK, by=world.granskare)
        with refused_by_database("Cannot update"):
            Judgement.objects.update(note="annat")


def judged(row, by, outcome=OK):
    """As from a shell."""
    return Judgement.objects.create(
        finding=row, outcome=outcome, judged_by=by, judged_at=clock.now()
    )


class TestExplaining:
    def test_the_readers_chef_is_asked_answers_and_it_is_judged(self, two):
        world, review, (row, _) = two
        asked = ask(world, row)
        assert "Förklaringar att lämna" in text_of(get(world.chef, "/logguppfoljning/"))
        assert "Förklaringar att lämna" not in text_of(get(world.granskare, "/logguppfoljning/"))
        url = f"/logguppfoljning/fynd/{row.pk}/forklaring/"
        text = "Kollegan tog ett samtal när coachen var på lunch."
        assert post(world.chef, url, text=text).status_code == 302
        assert asked.answer.text == text
        assert "Förklaring har kommit" in text_of(get(world.granskare, review.get_absolute_url()))
        actions.judge([row], OK, by=world.granskare)
        chain = text_of(get(world.granskare, row.get_absolute_url()))
        assert chain.index("Begär förklaring") < chain.index(text)

    def test_it_is_waited_for_until_its_day(self, two):
        world, _, (row, _) = two
        ask(world, row)
        with refused("awaited"):
            actions.judge([row], OK, by=world.granskare)
        with clock.at(clock.now() + 8 * DAY):
            actions.judge([row], OK, by=world.granskare)

    def test_not_by_another_chef_nor_by_the_reader_nor_twice(self, two):
        world, _, (row, _) = two
        asked = ask(world, row)
        url = f"/logguppfoljning/fynd/{row.pk}/forklaring/"
        for user in (world.chef_city, world.colleague, world.granskare):
            assert get(user, url).status_code == 404
            with refused("not_chef"):
                actions.explain(asked, "En förklaring som är lång nog.", by=user)
        with refused_by_database("Bara medarbetarens chef"):
            Explanation.objects.create(
                judgement=asked, text="Så", answered_by=world.chef_city, answered_at=clock.now()
            )
        actions.explain(asked, "En förklaring som är lång nog.", by=world.chef)
        with refused("answered"):
            actions.explain(asked, "En förklaring till, lika lång.", by=world.bitr)

    def test_a_short_answer_is_asked_for_again_and_stands(self, two):
        world, _, (row, _) = two
        ask(world, row)
        answer = post(world.chef, f"/logguppfoljning/fynd/{row.pk}/forklaring/", text="Vet ej")
        assert answer.status_code == 422
        assert "Vet ej" in text_of(answer)


class TestTheReport:
    def test_is_signed_when_all_is_judged_and_then_nothing_changes(self, two):
        world, review, rows = two
        with refused("left"):
            actions.sign(review, by=world.granskare)
        with refused_by_database("Allt är inte bedömt"):
            ReviewReport.objects.create(
                review=review, signed_by=world.granskare, signed_at=clock.now(), pdf=b"%PDF",
                title="Rapport", content_hash="a" * 64, pages=1, made_at=clock.now(),
                sha256="47b7c1feb4ab7fe6d7b4e1b8ddc4aa0d1b1b0a0f5d1c1f4b3a5b6e0a1b2c3d4e",
            )  # fmt: skip
        actions.judge(rows, OK, by=world.granskare)
        report = actions.sign(review, by=world.granskare)
        assert bytes(report.pdf).startswith(b"%PDF") and report.pages == 1
        with refused("signed"):
            actions.judge(rows, OK, by=world.chef)
        with refused_by_database("Rapporten är undertecknad"):
            judged(rows[0], world.chef)
        url = f"/logguppfoljning/{review.unit_id}/{last_month():%Y-%m}/rapport.pdf"
        assert get(world.chef, url).content == bytes(report.pdf)
        assert get(world.chef_city, url).status_code == 404

    def test_offers_no_signing_while_something_is_left(self, two):
        world, review, _ = two
        html = text_of(get(world.granskare, review.get_absolute_url()))
        assert "Signera rapporten" not in html and "2 återstår att bedöma" in html
        assert post(world.granskare, f"{review.get_absolute_url()}signera/").status_code == 409

    def test_says_what_was_decided_and_names_no_person(self, two):
        world, review, rows = two
        actions.judge(rows, REPORT, "Ingen kan förklara det.", by=world.granskare)
        report = actions.sign(review, by=world.granskare)
        text = " ".join(words(report.pdf).split())
        assert "Anmälda 2" in text and "Ingen kan förklara det." in text
        case = world.coach.cases.get()
        assert case.number in text and case.person.last_name not in text


def words(pdf):
    """The report's text, as pdftotext reads it."""
    read = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(read, input=bytes(pdf), capture_output=True, check=True).stdout.decode()


class TestTheLogOfTheLog:
    def test_each_page_of_the_review_is_logged(self, two):
        world, review, (row, _) = two
        for url in ("/logguppfoljning/", review.get_absolute_url(), row.get_absolute_url()):
            get(world.granskare, url)
        rows = AccessLog.objects.filter(user=world.granskare, action="logg").order_by("pk")
        assert rows.count() == 3
        assert row.case_number in rows[1].shown and rows[2].shown == [row.case_number]

    def test_the_csv_is_logged_as_exported_and_opens_in_a_spreadsheet(self, two):
        world, review, _ = two
        answer = get(world.granskare, f"{review.get_absolute_url()}logg.csv")
        text = answer.content.decode("utf-8-sig")
        assert text.startswith("Tid;Medarbetare;Funktion och enhet") and text.count("\r\n") == 3
        assert AccessLog.objects.filter(user=world.granskare, action="export").count() == 1


class TestVemHarOppnat:
    def test_shows_pages_and_lists_to_the_coach_the_chef_and_the_granskare(self, world):
        case = world.started()
        get(world.colleague, case.get_absolute_url())
        get(world.coach, "/")
        url = f"{case.get_absolute_url()}oppnat/"
        assert url in text_of(get(world.coach, f"{case.get_absolute_url()}historik/"))
        for user in (world.coach, world.chef, world.granskare):
            html = text_of(get(user, url))
            assert "Läste: Ärendets översikt" in html and "Såg lista" in html
            assert "På enheten, utan uppdrag i ärendet" in html
        assert case.person.last_name not in text_of(get(world.granskare, url))
        assert "Läste loggen: Vem har öppnat ärendet" in text_of(get(world.coach, url))

    def test_is_no_page_for_a_colleague(self, world):
        case = world.started()
        assert "oppnat/" not in text_of(get(world.colleague, f"{case.get_absolute_url()}historik/"))
        assert get(world.colleague, f"{case.get_absolute_url()}oppnat/").status_code == 403
