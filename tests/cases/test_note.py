"""Ny anteckning: written by hand, its writer's to change, then signed or locked by itself."""

from datetime import timedelta

import pytest

from cases import notes
from cases.conflicts import declare
from cases.models import Case, Draft, JournalEntry, Note
from cases.tasks import sign_overdue_notes
from decisions.serving import dispatch
from jobbtorg import clock
from tests.cases.helpers import get, in_days, page_of, post, refused, refused_by_database, text_of
from tests.cases.noting import TEXT, TITLE, address, posted, told, write


@pytest.fixture
def case(world):
    return world.started()


class TestWriting:
    def test_an_unsigned_note_is_seen_by_all_with_the_time_when_it_locks(self, world, case):
        note = write(case, world.coach)
        locks = f"Låses {note.locks_at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
        for user in (world.coach, world.chef, world.registrator):
            html = text_of(get(user, address(case, "journal/")))
            assert TITLE in html and TEXT in html and "Källa: Tilda, telefon" in html
            assert "Osignerad" in html and locks in html
        assert not JournalEntry.objects.filter(title=TITLE).exists()

    def test_signed_directly_it_stands_in_the_journal(self, world, case):
        answer = post(world.coach, address(case), do="sign", **posted(source="Tilda"))
        assert (answer.status_code, answer.url) == (302, address(case, "journal/"))
        entry = JournalEntry.objects.get(kind="anteckning")
        assert (entry.title, entry.text, entry.source) == (TITLE, TEXT, "Tilda")
        assert (entry.author, entry.author_title) == (world.coach, "Coach, Jobbtorg Farsta")
        assert entry.event_on == clock.today()
        html = text_of(get(world.coach, address(case, "journal/")))
        assert TITLE in html and "Osignerad" not in html and "Källa: Tilda" in html

    def test_without_a_heading_it_is_called_a_note(self, world, case):
        assert post(world.coach, address(case), do="sign", **posted(title=" ")).status_code == 302
        assert JournalEntry.objects.get(kind="anteckning").title == "Anteckning"

    @pytest.mark.parametrize("who", ["coach", "colleague", "chef", "bitr", "registrator"])
    def test_whoever_works_with_the_case_may_write(self, world, case, who):
        assert write(case, getattr(world, who)).author == getattr(world, who)

    @pytest.mark.parametrize("who", ["granskare", "coach_city", "chef_city", "delegationsadmin"])
    def test_nobody_else_may(self, world, case, who):
        user = getattr(world, who)
        assert get(user, address(case)).status_code == 404
        assert post(user, address(case), **posted()).status_code == 404
        with refused("reader"):
            write(case, user)

    def test_who_only_reads_has_no_button(self, world):
        case = world.referred()
        html = text_of(get(world.sekreterare, address(case, "journal/")))
        assert "Ny anteckning" not in html and "Rätta<" not in html
        assert "data-note-url" not in html
        assert post(world.sekreterare, address(case), **posted()).status_code == 403
        assert not Note.objects.exists()

    def test_who_is_javig_may_not(self, world, case):
        declare(case, world.colleague, "tillsyn", by=world.colleague)
        with refused("barred", "reader"):
            write(case, world.colleague)

    def test_what_is_missing_is_said_and_what_was_written_stays(self, world, case):
        answer = post(world.coach, address(case), **posted(text="", event_on="2099-01-01"))
        html = text_of(answer)
        assert answer.status_code == 422
        assert "Ange text." in html and f'value="{TITLE}"' in answer.content.decode()

    def test_the_day_is_never_of_the_future(self, world, case):
        tomorrow = clock.today() + timedelta(days=1)
        answer = post(world.coach, address(case), **posted(event_on=str(tomorrow)))
        assert answer.status_code == 422
        assert "Händelsedatum kan inte ligga i framtiden." in text_of(answer)
        with refused("future"):
            write(case, world.coach, event_on=tomorrow)
        note = write(case, world.coach)
        note.event_on, note.saved_at = tomorrow, note.saved_at + timedelta(minutes=1)
        with refused_by_database("Händelsen ligger efter anteckningen"):
            note.save()

    def test_the_same_form_twice_is_one_note(self, world, case):
        form = posted()
        for _ in range(2):
            assert post(world.coach, address(case), do="sign", **form).status_code == 302
        assert Note.objects.count() == JournalEntry.objects.filter(kind="anteckning").count() == 1

    def test_it_takes_a_click_and_a_click(self, world, case):
        links = page_of(get(world.coach, case.get_absolute_url())).links
        assert address(case) in links
        page = page_of(get(world.coach, address(case)))
        assert page.inputs["event_on"] == str(clock.today())

    def test_saving_takes_the_draft_away(self, world, case):
        post(world.coach, address(case, "utkast/anteckning/"), revision=0, text=TEXT)
        assert page_of(get(world.coach, address(case))).written("text") == TEXT
        write(case, world.coach)
        assert not Draft.objects.exists()


class TestAClosedCase:
    @pytest.fixture
    def closed(self, world):
        decision = world.decided(may="avslag")
        dispatch(decision, "brev", clock.today(), by=world.chef)
        return Case.objects.get()

    def test_a_new_note_is_refused_with_what_to_do_instead_and_the_text_stays(self, world, closed):
        assert closed.status == "avslutad"
        answer = post(world.coach, address(closed), **posted())
        html = text_of(answer)
        assert answer.status_code == 409
        assert "Ärendet är avslutat" in html and "registrera en ny ansökan" in html
        assert page_of(answer).written("text") == TEXT
        with refused("closed"):
            write(closed, world.coach)

    def test_there_is_no_button(self, world, closed):
        html = text_of(get(world.coach, address(closed, "journal/")))
        assert "Ny anteckning" not in html and "Rätta<" in html
        assert "Du kan inte skriva här" in text_of(get(world.coach, address(closed)))


class TestChanging:
    def test_its_writer_changes_it_until_it_locks(self, world, case):
        note = write(case, world.coach)
        page = get(world.coach, address(case, f"anteckning/{note.pk}/"))
        assert page_of(page).written("text") == TEXT
        answer = post(
            world.coach,
            address(case, f"anteckning/{note.pk}/"),
            seen=1,
            **posted(text="Annan text."),
        )
        assert answer.status_code == 302
        note.refresh_from_db()
        assert (note.text, note.version, note.history.count()) == ("Annan text.", 2, 2)

    def test_nobody_else_changes_or_signs_it(self, world, case):
        note = write(case, world.coach)
        for what in (f"anteckning/{note.pk}/", f"anteckning/{note.pk}/signera/"):
            answer = post(world.chef, address(case, what), seen=1, **posted())
            assert answer.status_code == 403
        with refused("author"):
            notes.sign_note(note, by=world.chef)
        html = text_of(get(world.chef, address(case, "journal/")))
        assert "Signera<" not in html and "Ändra<" not in html

    def test_saved_in_another_tab_since_it_is_compared_first(self, world, case):
        note = write(case, world.coach)
        url = address(case, f"anteckning/{note.pk}/")
        assert post(world.coach, url, seen=1, **posted(text="Från första.")).status_code == 302
        answer = post(world.coach, url, seen=1, **posted(text="Från andra."))
        html = text_of(answer)
        assert answer.status_code == 409
        assert "Det som är sparat nu" in html and "Från första." in html
        assert page_of(answer).written("text") == "Från andra."
        assert page_of(answer).inputs["seen"] == "2"

    def test_past_its_time_it_is_locked_on_page_and_act_before_any_task(self, world, case):
        note = write(case, world.coach)
        url = address(case, f"anteckning/{note.pk}/")
        with in_days(1.01):
            with refused("locked"):
                late = told(text="Nytt.", event_on=note.event_on)
                notes.change_note(note, late, by=world.coach, seen=1)
            with refused("locked"):
                notes.sign_note(note, by=world.coach)
            answer = post(world.coach, url, seen=1, **posted(text="Det jag skrev för sent."))
            assert answer.status_code == 409
            assert page_of(answer).written("text") == "Det jag skrev för sent."
            assert get(world.coach, url).status_code == 409
            html = text_of(get(world.coach, address(case, "journal/")))
        assert "Låst<" in html.replace("</span>", "<") and "Signera<" not in html

    def test_a_draft_that_came_too_late_is_shown(self, world, case):
        note = write(case, world.coach)
        draft = address(case, f"utkast/anteckning-{note.pk}/")
        post(world.coach, draft, revision=0, text="Tillägg som inte hann sparas.")
        with in_days(1.01):
            sign_overdue_notes()
            html = text_of(get(world.coach, address(case, f"anteckning/{note.pk}/")))
        assert "Tillägg som inte hann sparas." in html

    def test_it_is_not_signed_while_a_newer_draft_waits(self, world, case):
        note = write(case, world.coach)
        post(world.coach, address(case, f"utkast/anteckning-{note.pk}/"), revision=0, text="Mer.")
        answer = post(world.coach, address(case, f"anteckning/{note.pk}/signera/"))
        assert answer.status_code == 409
        assert "inte är sparade" in text_of(answer)

    def test_the_history_of_the_case_tells_what_was_changed(self, world, case):
        note, changed = write(case, world.coach), told(text="Ny lydelse.")
        with in_days(0.1):  # another day, late in the evening
            notes.change_note(note, changed, by=world.coach, seen=1)
        html = text_of(get(world.coach, address(case, "historik/")))
        assert "Ny lydelse." in html and f"<del>{TEXT}</del>" in html


class TestFlaggedForTheWriter:
    def test_on_the_worklist_and_on_the_case(self, world, case):
        write(case, world.coach)
        write(case, world.coach, title="Det andra")
        for page in ("/", case.get_absolute_url()):
            html = text_of(get(world.coach, page))
            assert "2 osignerade anteckningar" in html
            assert f'href="{address(case, "journal/")}#osignerade"' in html
            assert "osignerade anteckningar" not in text_of(get(world.chef, page))

    def test_not_what_has_locked_itself(self, world, case):
        write(case, world.coach)
        with in_days(1.2):
            assert "osignerad" not in text_of(get(world.coach, "/"))
