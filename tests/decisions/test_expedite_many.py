"""Several letters at a time: printed as one PDF, and marked as sent, each by its own act."""

import hashlib
import io
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest

from cases.conflicts import declare
from cases.models import Case
from decisions import serving
from decisions.letter_bundle import bundle
from decisions.models import Dispatch, Letter
from decisions.serving import dispatch
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, on, post, signed_in, text_of
from tests.decisions.reporting import decided_on

PAGE = "/expediering/"
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def letters(world):
    """Three letters of 2 March 2026 that are to be sent."""
    return [decided_on(world, MONDAY, n).letter for n in (1, 2, 3)]


def printed(world, *letters, user=None):
    with on(MONDAY):
        keys = [letter.pk for letter in letters]
        return post(user or world.registrator, PAGE, do="print", letters=keys)


def marked(world, *letters, day=MONDAY, user=None, tab="", on_day=MONDAY, **ways):
    told = {f"how_{letter.pk}": "brev" for letter in letters} | ways
    keys = [letter.pk for letter in letters]
    with on(on_day):
        url = f"{PAGE}?flik={tab}"
        by = user or world.registrator
        return post(by, url, do="sent", letters=keys, sent_on=str(day), **told)


def opened(response):
    return pikepdf.open(io.BytesIO(response.content))


def pages(count):
    """A PDF of so many pages of A4."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(count):
        made.add_blank_page(page_size=(595, 842))
    made.save(out)
    return out.getvalue()


class TestSkrivUt:
    def test_gives_one_pdf_in_the_order_of_the_list_whatever_the_order_of_the_ticks(
        self, world, letters
    ):
        response = printed(world, *reversed(letters))
        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "no-store"
        with opened(response) as pdf, pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles == [f"Beslut {letter.decision.number}" for letter in letters]

    def test_holds_the_pages_of_each_letter_as_they_are_stored(self, world, letters):
        def text(content):
            made = subprocess.run(
                ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
            )
            return made.stdout.decode()

        whole = text(printed(world, *letters).content)
        for letter in letters:
            assert text(bytes(letter.pdf)).strip("\f\n ") in whole

    @pytest.mark.parametrize(
        ("counts", "starts", "total"),
        [((2, 2), [0, 2], 4), ((1, 2, 3), [0, 2, 4], 7), ((3, 1), [0, 4], 5), ((1,), [0], 1)],
    )
    def test_begins_each_letter_on_an_odd_page(self, counts, starts, total):
        made = bundle((f"Beslut {n}", pages(count)) for n, count in enumerate(counts))
        with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_outline() as outline:
            sheets = [page.objgen for page in pdf.pages]
            assert [sheets.index(item.destination[0].objgen) for item in outline.root] == starts
            assert len(sheets) == total
            assert {(float(p.mediabox[2]), float(p.mediabox[3])) for p in pdf.pages} == {(595, 842)}

    def test_leaves_the_stored_letters_untouched(self, world, letters):
        printed(world, *letters)
        for letter in Letter.objects.all():
            assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.sha256

    def test_names_nobody_in_bookmarks_title_and_file(self, world, letters):
        response = printed(world, *letters)
        with opened(response) as pdf, pdf.open_outline() as outline:
            told = [str(pdf.docinfo["/Title"]), *(item.title for item in outline.root)]
        told.append(response["Content-Disposition"])
        person = letters[0].decision.application.case.person
        for name in (person.first_name, person.last_name, person.personnummer):
            assert not any(name in text for text in told)

    def test_is_logged_for_each_letter(self, world, letters):
        printed(world, *letters[:2])
        rows = AccessLog.objects.filter(action="utskrift", what="Beslutsbrevet")
        wanted = {letter.decision.application.case.number for letter in letters[:2]}
        assert {row.case_number for row in rows} == wanted and rows.count() == 2

    def test_of_nothing_asks_for_a_letter(self, world, letters):
        response = printed(world)
        assert response.status_code == 422 and "Välj minst ett brev." in text_of(response)

    @pytest.mark.parametrize("who", ["chef_city", "javig"])
    def test_of_anothers_letter_is_refused_and_logged(self, world, letters, who):
        user = world.bitr if who == "javig" else world.chef_city
        if who == "javig":
            with on(MONDAY):
                declare(letters[0].decision.application.case, user, "tillsyn", by=user)
        response = printed(world, letters[0], user=user)
        assert response.status_code == 422 and "finns inte längre i listan" in text_of(response)
        assert AccessLog.objects.filter(action="nekad", user=user).count() == 1
        assert not AccessLog.objects.filter(action="utskrift").exists()


class TestMarkera:
    def test_sends_each_by_its_own_way_on_the_day(self, world, letters):
        one, two, three = letters
        response = marked(world, one, two, **{f"how_{two.pk}": "brev_mottagningsbevis"})
        assert response.status_code == 302
        rows = Dispatch.objects.order_by("letter_id").values_list("letter_id", "how", "sent_on")
        assert list(rows) == [
            (one.pk, "brev", MONDAY), (two.pk, "brev_mottagningsbevis", MONDAY),
        ]  # fmt: skip
        case = one.decision.application.case
        assert case.journal.filter(title__startswith="Brevet skickades").exists()
        assert not three.dispatches.exists()

    def test_posted_twice_sends_once_and_says_so(self, world, letters):
        marked(world, *letters)
        response = marked(world, *letters)
        assert response.status_code == 302
        assert Dispatch.objects.count() == 3

    def test_says_what_was_sent_before(self, world, letters):
        with on(MONDAY):
            dispatch(letters[0].decision, "overlamnat", MONDAY, by=world.chef)
        html = self.followed(world, letters)
        assert "2 brev är markerade som skickade 2026-03-02." in html
        number = letters[0].decision.number
        assert f"Var redan markerade som skickade: beslut {number}." in html
        assert letters[0].dispatches.get().how == "overlamnat"

    def followed(self, world, letters):
        told = {f"how_{letter.pk}": "brev" for letter in letters}
        keys = [letter.pk for letter in letters]
        with on(MONDAY):
            data = {"do": "sent", "letters": keys, "sent_on": str(MONDAY)} | told
            return text_of(signed_in(world.registrator).post(PAGE, data, follow=True))

    def test_tells_of_each_that_was_refused_with_why_and_sends_the_rest(self, world, letters):
        later = decided_on(world, MONDAY + DAY, 4).letter
        response = marked(world, *letters, later, on_day=MONDAY + DAY)
        html = text_of(response)
        assert response.status_code == 422
        assert "3 brev är markerade som skickade" in html
        assert f"Beslut {later.decision.number}: Ange en dag från beslutsdagen 2026-03-03" in html
        assert Dispatch.objects.count() == 3
        assert f'value="{later.pk}" id="id_letters_0" ' in html and " checked" in html

    @pytest.mark.parametrize("way", ["", "forenklad", "formedling", "brevduva"])
    def test_takes_no_way_that_the_list_does_not_offer(self, world, letters, way):
        response = marked(world, *letters, **{f"how_{letters[1].pk}": way})
        number = letters[1].decision.number
        assert response.status_code == 422
        assert f"Välj sätt för beslut {number}." in text_of(response)
        assert not Dispatch.objects.exists()

    @pytest.mark.parametrize("day", ["", "2026-02-30", "i dag"])
    def test_asks_for_the_day_and_keeps_what_was_chosen(self, world, letters, day):
        response = marked(world, letters[0], day=day, **{f"how_{letters[0].pk}": "overlamnat"})
        html = text_of(response)
        assert response.status_code == 422 and not Dispatch.objects.exists()
        assert html.count(" checked") == 1
        assert '<option value="overlamnat" selected>' in html

    @pytest.mark.parametrize("how", ["brev", "formedling"])
    def test_a_protected_persons_letter_goes_through_skatteverket(self, world, how):
        decision = decided_on(world, MONDAY, protection="sekretessmarkering")
        letter = decision.letter
        with on(MONDAY):
            html = text_of(get(world.chef, PAGE))
        assert '<option value="formedling" selected>' in html and 'value="brev"' not in html
        response = marked(world, letter, user=world.chef, **{f"how_{letter.pk}": how})
        assert Dispatch.objects.exists() == (how == "formedling")
        assert response.status_code == (302 if how == "formedling" else 422)

    def test_who_may_not_send_is_refused(self, world, letters):
        case = Case.objects.get(pk=letters[0].decision.application.case_id)
        case.unit = world.unit("City")
        case.save()
        response = marked(world, letters[0], user=world.chef_city)
        assert response.status_code == 403 and "skickar brevet" in text_of(response)
        assert not Dispatch.objects.exists()

    def test_sends_anew_what_came_back(self, world, letters):
        marked(world, letters[0])
        with on(MONDAY + DAY):
            row = Dispatch.objects.get()
            serving.note_undelivered(row, MONDAY + DAY, "I retur.", by=world.registrator)
        marked(world, letters[0], day=MONDAY + DAY, on_day=MONDAY + DAY, tab="pa-nytt")
        assert letters[0].dispatches.count() == 2
