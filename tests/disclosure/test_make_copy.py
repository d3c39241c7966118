"""Skapa maskad kopia: a new file in which nothing of what is masked is left. P10, P11."""

import io
from datetime import timedelta

import pikepdf
from django.urls import reverse
from PIL import Image

from cases.conflicts import declare
from cases.models import JournalEntry
from disclosure import actions, copy_job
from disclosure.masking import Area
from disclosure.models import MaskedCopy
from disclosure.papers import chosen_from, papers_of
from disclosure.selection import Spot, keep
from disclosure.sheets import Undrawable
from jobbtorg import clock
from jobbtorg.jobs import running
from jobbtorg.jobs.kinds import KINDS
from jobbtorg.jobs.models import Job
from tests.cases.helpers import get, post, refused, refused_by_database, sql
from tests.disclosure.helpers import (
    OTHER,
    SECRET,
    TEXT,
    a_pdf,
    asked,
    copied,
    everything_in,
    filed,
    given,
    pictures_in,
    selected,
    text_in,
)


def spot_on(case, key: str, area: Area) -> Spot:
    paper = chosen_from(case, [key])[0]
    return Spot(key, paper.sha256, area)


def copy_url(copy) -> str:
    """The page where it is looked through."""
    found = copy.disclosure
    return reverse("masked_copy", args=[found.case.slug, found.pk, copy.pk])


class TestTheFile:
    def test_holds_the_masked_words_nowhere(self, world):
        pdf = bytes(copied(world).pdf)
        searched = text_in(pdf) + everything_in(pdf)
        for word in (SECRET, *SECRET.split()):
            assert word not in searched and word.lower() not in searched.lower()
        assert "Maskad kopia" in text_in(pdf)  # what is searched can be found

    def test_of_what_we_wrote_ourselves_tells_the_rest_to_a_screen_reader(self, world):
        found = asked(world)
        found.case.refresh_from_db()
        person = found.case.person.name
        copy = copied(world, found, "journal", words=(person,))
        searched = everything_in(bytes(copy.pdf))
        assert person not in searched and person.split()[0] not in text_in(bytes(copy.pdf))
        assert "Journalen" in searched

    def test_does_not_tell_the_title_that_someone_gave_a_document(self, world):
        found = asked(world)
        row = world.document(found.case, a_pdf(), name="a.pdf", title=f"Brev från {SECRET}")
        copy = copied(world, found, f"handling-{row.number}")
        assert SECRET not in everything_in(bytes(copy.pdf)) + text_in(bytes(copy.pdf))
        assert copy.papers[0]["title"].startswith(f"Handling {row.number}, kom in")

    def test_of_a_file_from_outside_tells_no_text_at_all(self, world):
        """The file may hold text that nobody sees on the page."""
        pdf = everything_in(bytes(copied(world).pdf))
        assert OTHER not in pdf and "Bild av sidan" in pdf

    def test_has_no_metadata_but_ours_and_no_trace_of_the_old(self, world):
        pdf = bytes(copied(world).pdf)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert set(document.docinfo.keys()) <= {"/Title", "/Author"}
            assert str(document.docinfo["/Author"]).startswith("Arbetsmarknadsnämnden")
            assert not document.attachments and "/AcroForm" not in document.Root
        assert pdf.count(b"%%EOF") == 1
        assert "WeasyPrint" not in everything_in(pdf)

    def test_shows_the_rest_as_it_was(self, world):
        copy = copied(world)
        before = pictures_in(a_pdf())[0].convert("L")
        after = pictures_in(bytes(copy.pdf))[1].convert("L")
        ink = [picture.histogram() for picture in (before, after)]
        assert copy.pages == 2 and sum(ink[1][:100]) > 0.3 * sum(ink[0][:100])

    def test_takes_nothing_of_what_a_photograph_tells_beside_its_pixels(self, world):
        photo, exif = io.BytesIO(), Image.Exif()
        exif[0x010E] = f"Fotograf {SECRET}"
        Image.new("RGB", (60, 40), "navy").save(photo, "JPEG", exif=exif, comment=SECRET.encode())
        assert SECRET.encode() in photo.getvalue()
        found = asked(world)
        row = filed(world, found.case, photo.getvalue(), "foto.jpg")
        copy = copied(world, found, f"handling-{row.number}", words=())
        assert SECRET not in everything_in(bytes(copy.pdf))

    def test_paints_over_a_part_of_a_photograph(self, world):
        photo = io.BytesIO()
        Image.new("RGB", (1240, 1754), "white").save(photo, "PNG")
        found = asked(world)
        key = f"handling-{filed(world, found.case, photo.getvalue(), 'foto.png').number}"
        spot = spot_on(found.case, key, Area(1, 0, 0, 1000, 500, "osl-26-1"))
        copy = copied(world, found, key, words=(), spots=[spot])
        page = pictures_in(bytes(copy.pdf))[1].convert("L")
        assert page.getpixel((page.width // 2, page.height // 4)) < 40
        assert page.getpixel((page.width // 2, page.height * 3 // 4)) > 220

    def test_tells_what_is_masked_on_which_ground_who_printed_it_and_when(self, world):
        copy = copied(world)
        said = " ".join(text_in(bytes(copy.pdf)).split())
        assert "26 kap. 1 § OSL" in said and "Utskrivet av Registrator" in said
        assert "Maskat på sidan med stöd av: 1." in said
        assert copy.masks == 2 and copy.grounds[0]["count"] == 2


class TestWhatIsChosen:
    def test_is_every_paper_of_the_case_that_can_be_shown_as_pages(self, world):
        decision = world.decided()
        case = decision.application.case
        row = filed(world, case)
        keys = {paper.key for paper in papers_of(case)}
        assert {f"beslut-{decision.letter.pk}", "journal", f"handling-{row.number}"} <= keys
        assert any(key.startswith("utredning-") for key in keys)

    def test_is_refused_when_it_is_nothing(self, world):
        found = asked(world)
        with refused("papers"):
            actions.make_copy(found, selected(), by=world.registrator)

    def test_is_refused_when_the_paper_has_changed_since_it_was_masked(self, world):
        found = asked(world)
        area = Area(1, 0, 0, 100, 100, "osl-26-1")
        spot = spot_on(found.case, "journal", area)
        asked(world, found.case)  # a new line in the journal
        with refused("changed"):
            copied(world, found, "journal", words=(), spots=[spot])

    def test_leaves_the_journal_the_same_when_nothing_has_happened(self, world):
        case = asked(world).case
        first, second = (chosen_from(case, ["journal"])[0].sha256 for _ in range(2))
        assert first == second

    def test_against_a_party_only_what_the_law_leaves(self, world):
        found = asked(world, asker="part")
        with refused("ground_against_party"):
            copied(world, found)
        copy = copied(world, found, "journal", words=("Farsta",), ground="osl-10-3")
        assert copy.grounds[0]["label"].startswith("10 kap. 3 § OSL")

    def test_of_a_party_always_holds_the_decision_itself_unmasked(self, world):
        decision = world.decided()
        found = asked(world, decision.application.case, asker="part")
        key = f"beslut-{decision.letter.pk}"
        copy = copied(world, found, key, words=("Farsta",), ground="osl-10-3")
        assert copy.masks == 0
        spot = spot_on(found.case, key, Area(1, 0, 0, 10, 10, "osl-10-3"))
        with refused("decision"):
            copied(world, found, key, words=(), spots=[spot])


class TestWhoMakesIt:
    def test_is_a_chef_of_the_unit_or_the_registrator(self, world):
        found = asked(world)
        with refused("handler"):
            actions.make_copy(found, selected("journal"), by=world.coach)
        assert actions.make_copy(found, selected("journal"), by=world.chef).made_by == world.chef

    def test_is_told_in_the_journal_without_the_words(self, world):
        copied(world)
        entry = JournalEntry.objects.get(title="Maskad kopia framställd")
        assert "26 kap. 1 § OSL" in entry.text and SECRET not in entry.text


class TestLongWork:
    """Drawn page by page by the worker; the act then takes what is drawn, or draws it anew."""

    def chosen(self, world, words=(SECRET,)):
        found = asked(world)
        key = f"handling-{filed(world, found.case).number}"
        keep(found, selected(key, words=words), world.registrator)
        return found

    def ask(self, world, found):
        answer = post(world.registrator, f"{found.get_absolute_url()}maska/", do="copy")
        job = Job.objects.get(state="vantar")
        assert answer.headers["Location"] == job.get_absolute_url()
        return job

    def made(self, world, found):
        job = self.ask(world, found)
        running.run(job.pk)
        return Job.objects.get(pk=job.pk)

    def test_leads_to_the_copy_where_it_is_looked_through(self, world):
        found = self.chosen(world)
        job = self.made(world, found)
        copy = MaskedCopy.objects.get()
        assert (job.state, job.page) == ("klart", copy_url(copy))
        assert (job.done, job.total, job.key) == (2, 2, "")  # the paper and the printing
        assert get(world.registrator, job.page).status_code == 200
        assert SECRET not in text_in(bytes(copy.pdf)) + everything_in(bytes(copy.pdf))

    def test_is_drawn_once(self, world, monkeypatch):
        found = self.chosen(world)
        monkeypatch.setattr("disclosure.actions.draw", None)
        assert self.made(world, found).state == "klart"

    def test_is_drawn_anew_where_a_paper_is_another_by_then(self, world, monkeypatch):
        found = asked(world)
        keep(found, selected("journal", words=("Farsta",)), world.registrator)
        job, printing = self.ask(world, found), copy_job.put_together

        def meanwhile(*told, **by):
            drawn = printing(*told, **by)
            asked(world, found.case, asks="Kvittensboken")  # a new line in the journal
            return drawn

        monkeypatch.setattr(copy_job, "put_together", meanwhile)
        running.run(job.pk)
        assert "Kvittensboken" in everything_in(bytes(MaskedCopy.objects.get().pdf))

    def test_is_told_once_in_the_journal_also_when_its_worker_was_lost(self, world):
        job = self.ask(world, self.chosen(world))
        taken = running._take(job.pk)
        work = running.Work(taken.owner, taken.parameters)
        assert running._one_more(taken, work, iter(KINDS[job.kind].run(work)))
        with clock.at(clock.now() + timedelta(minutes=3)):
            assert running.left_behind() == [job.pk]
            running.run(job.pk)
        assert MaskedCopy.objects.count() == 1
        assert JournalEntry.objects.filter(title="Maskad kopia framställd").count() == 1

    def test_is_not_made_of_what_was_chosen_since(self, world):
        found = self.chosen(world)
        job = self.ask(world, found)
        keep(found, selected("journal"), world.registrator)
        running.run(job.pk)
        job.refresh_from_db()
        assert job.state == "misslyckat" and "urvalet" in job.error
        assert not MaskedCopy.objects.exists()

    def test_is_not_made_for_who_no_longer_sees_the_case(self, world):
        found = self.chosen(world)
        job = self.ask(world, found)
        declare(found.case, world.registrator, "part_eller_narstaende", by=world.registrator)
        running.run(job.pk)
        job.refresh_from_db()
        assert job.state == "misslyckat" and not MaskedCopy.objects.exists()

    def test_is_not_asked_for_when_nothing_is_chosen(self, world):
        found = asked(world)
        answer = post(world.registrator, f"{found.get_absolute_url()}maska/", do="copy")
        assert answer.status_code == 422 and not Job.objects.exists()

    def test_says_which_paper_cannot_be_drawn(self, world, monkeypatch):
        job = self.ask(world, self.chosen(world))

        def broken(*told):
            raise Undrawable("Handlingen går inte att visa. Är den skadad?")

        monkeypatch.setattr("disclosure.drawing.sheets_of", broken)
        running.run(job.pk)
        job.refresh_from_db()
        assert job.error.startswith("Handling 1") and "Är den skadad?" in job.error


class TestTheDatabase:
    def test_never_changes_what_was_made(self, world):
        copy = copied(world)
        with refused_by_database("append_only"):
            sql("UPDATE disclosure_maskedcopy SET pdf = 'x' WHERE id = %s", copy.pk)

    def test_never_changes_what_was_given(self, world):
        row = given(world, copied(world))
        for table, pk in (("given", row.pk), ("release", row.release_id)):
            with refused_by_database("append_only"):
                sql(f"UPDATE disclosure_{table} SET sha256 = 'x' WHERE id = %s", pk)

    def test_holds_the_bytes_against_their_hash(self, world):
        copy = MaskedCopy.objects.get(pk=copied(world).pk)
        copy.pk, copy.pdf = None, a_pdf(TEXT)
        with refused_by_database("maskedcopy_bytes_match_hash"):
            copy.save(force_insert=True)
