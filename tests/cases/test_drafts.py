"""Drafts: what is being written is kept on the server, for its writer alone."""

import re

import pytest

from cases import drafts
from cases.models import Draft
from jobbtorg import clock
from tests.cases.helpers import as_posted, get, page_of, post, signed_in, text_of

TEXT = "Det jag skrev innan sessionen tog slut."


@pytest.fixture
def case(world):
    return world.started()


def url(case, form="samlad-bedomning"):
    return f"{case.get_absolute_url()}utkast/{form}/"


def keep(user, address, revision=0, **data):
    return post(user, address, revision=revision, owner=user.pk, **data)


def test_what_is_written_is_kept_with_the_time(world, case):
    answer = keep(world.coach, url(case), facts=TEXT)
    assert answer.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answer.json()["saved"])
    assert answer.json()["revision"] == 1
    draft = Draft.objects.get()
    assert (draft.user, draft.case, draft.data) == (world.coach, case, {"facts": [TEXT]})


def test_the_time_is_the_one_on_the_wall_in_stockholm(world, case):
    answer = keep(world.coach, url(case), facts=TEXT)
    written = Draft.objects.get().saved_at.astimezone(clock.STOCKHOLM)
    assert answer.json()["saved"] == f"{written:%H:%M:%S}"


def test_each_keeping_is_a_new_revision_of_the_same_draft(world, case):
    for revision in range(3):
        answer = keep(world.coach, url(case), revision, facts=f"{TEXT} {revision}")
        assert answer.json()["revision"] == revision + 1
    assert Draft.objects.get().data == {"facts": [f"{TEXT} 2"]}


def test_an_older_tab_is_told_of_newer_text_and_overwrites_nothing(world, case):
    keep(world.coach, url(case), facts="Nyare text.")
    keep(world.coach, url(case), 1, facts="Nyast text.")
    answer = keep(world.coach, url(case), 1, facts="Äldre text.")
    assert answer.status_code == 409
    assert "Du har nyare text i en annan flik." in answer.json()["message"]
    assert Draft.objects.get().data == {"facts": ["Nyast text."]}


def test_the_newer_text_comes_with_the_answer_to_be_compared(world, case):
    keep(world.coach, url(case), facts="Nyare text.")
    newer = keep(world.coach, url(case), 0, facts="Äldre text.").json()["newer"]
    assert (newer["data"], newer["revision"]) == ({"facts": ["Nyare text."]}, 1)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", newer["saved"])
    chosen = keep(world.coach, url(case), newer["revision"], facts="Äldre text.")
    assert (chosen.status_code, chosen.json()["revision"]) == (200, 2)
    assert Draft.objects.get().data == {"facts": ["Äldre text."]}


def test_never_the_text_of_another_user_or_another_case(world, case):
    keep(world.coach, url(case), facts="Coachens.")
    other = world.started("200102152392")
    assert keep(world.coach, url(other), 7, facts="I ett annat ärende.").status_code == 200
    assert keep(world.colleague, url(case), 7, facts="Kollegans.").status_code == 200
    left = post(world.colleague, url(case), owner=world.coach.pk, facts=TEXT)
    assert left.status_code == 409
    assert "newer" not in left.json()


def test_what_another_user_left_on_the_page_is_not_kept_as_mine(world, case):
    answer = post(world.colleague, url(case), owner=world.coach.pk, facts=TEXT)
    assert answer.status_code == 409
    assert "Någon annan har loggat in" in answer.json()["message"]
    assert not Draft.objects.exists()


def test_a_draft_is_seen_by_its_writer_alone(world, case):
    keep(world.coach, url(case), facts=TEXT)
    page = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
    assert TEXT in text_of(get(world.coach, page))
    for other in (world.colleague, world.chef, world.registrator):
        assert TEXT not in text_of(get(other, page))


@pytest.mark.parametrize("who", ["coach_city", "chef_city", "granskare"])
def test_nobody_keeps_or_discards_a_draft_in_a_case_they_do_not_see(world, case, who):
    user = getattr(world, who)
    assert keep(user, url(case), facts=TEXT).status_code == 404
    assert post(user, f"{url(case)}slang/").status_code == 404


@pytest.mark.parametrize("form", ["nagot-annat", "kriterier2"])
def test_there_is_no_draft_of_a_form_that_is_none(world, case, form):
    assert keep(world.coach, url(case, form), facts=TEXT).status_code == 404
    assert keep(world.coach, f"/utkast/{form}/", facts=TEXT).status_code == 404


def test_a_flood_is_refused_with_413_and_a_sentence(world, case):
    answer = keep(world.coach, url(case), facts="x" * (drafts.LARGEST + 1))
    assert answer.status_code == 413
    assert answer.json()["message"].startswith("Texten är för lång")
    assert not Draft.objects.exists()


def test_a_hundred_thousand_characters_are_kept_whole(world, case):
    keep(world.coach, url(case), facts="å" * 100_000)
    assert Draft.objects.get().data["facts"] == ["å" * 100_000]


def test_signed_out_the_page_is_told_by_401_and_nothing_is_kept(world, case):
    answer = type(signed_in(world.coach))().post(url(case), {"facts": TEXT})
    assert (answer.status_code, answer.json()["message"]) == (401, "Du är utloggad.")
    assert not Draft.objects.exists()


def test_a_draft_is_only_kept_by_post(world, case):
    assert get(world.coach, url(case)).status_code == 405
    assert get(world.coach, f"{url(case)}slang/").status_code == 405


def test_the_form_shows_the_draft_before_what_is_saved_and_says_so(world, case):
    world.save(case, "samlad-bedomning", facts="Det som är sparat.")
    keep(world.coach, url(case), facts=TEXT, seen="0")
    shown = get(world.coach, f"{case.get_absolute_url()}utredning/samlad-bedomning/")
    assert page_of(shown).written("facts") == TEXT
    assert page_of(shown).inputs["seen"] == "1"
    assert "Fälten visar ditt utkast från" in text_of(shown)
    form = next(f for f in page_of(shown).forms if "data-draft-url" in f)
    assert form["data-draft-url"] == url(case)
    assert form["data-draft-revision"] == "1"
    assert form["data-draft-owner"] == str(world.coach.pk)


def test_every_kind_of_field_comes_back_from_a_draft(world, case):
    wanted = as_posted(world.values(case, "arbetsformedlingen"))
    keep(world.coach, url(case, "arbetsformedlingen"), **wanted)
    html = text_of(get(world.coach, f"{case.get_absolute_url()}utredning/arbetsformedlingen/"))
    assert re.search(r'value="lagstod"[^>]* checked', html)
    assert re.search(r'name="not_registered"[^>]* checked', html)
    assert f'value="{clock.today()}"' in html


def test_a_tick_taken_away_in_the_draft_stays_away(world, case):
    world.save(case, "arbetsformedlingen", not_registered=True)
    keep(world.coach, url(case, "arbetsformedlingen"), source="Utdrag")
    html = text_of(get(world.coach, f"{case.get_absolute_url()}utredning/arbetsformedlingen/"))
    assert not re.search(r'name="not_registered"[^>]* checked', html)


def test_saving_takes_the_writers_draft_away_and_nobody_elses(world, case):
    keep(world.coach, url(case), facts=TEXT)
    keep(world.colleague, url(case), facts="Kollegans.")
    keep(world.coach, url(case, "kriterier"), malgrupp_comment=TEXT)
    world.save(case, "samlad-bedomning")
    left = set(Draft.objects.values_list("user", "form"))
    assert left == {(world.colleague.pk, "samlad-bedomning"), (world.coach.pk, "kriterier")}


def test_a_refused_saving_keeps_the_draft(world, case):
    keep(world.coach, url(case), facts=TEXT)
    page = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
    assert post(world.coach, page, facts=TEXT, period_from="2026-02-30").status_code == 422
    assert Draft.objects.get().data == {"facts": [TEXT]}


def test_the_writer_throws_the_draft_away_and_is_back_at_what_is_saved(world, case):
    world.save(case, "samlad-bedomning", facts="Det som är sparat.")
    keep(world.coach, url(case), facts=TEXT)
    page = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
    answer = post(world.coach, f"{url(case)}slang/", back=page)
    assert (answer.status_code, answer.url) == (302, page)
    assert page_of(get(world.coach, page)).written("facts") == "Det som är sparat."


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "", "evil"])
def test_throwing_away_never_leads_out_of_the_product(world, case, back):
    assert post(world.coach, f"{url(case)}slang/", back=back).url == "/"


def test_a_new_application_has_a_draft_without_a_case(world):
    keep(world.coach, "/utkast/ny-ansokan/", own_words=TEXT, personnummer="20020215-2385")
    shown = page_of(get(world.coach, "/ny-ansokan/"))
    assert shown.written("own_words") == TEXT
    assert shown.inputs["personnummer"] == "20020215-2385"
    assert Draft.objects.get().case is None


def test_the_draft_of_a_new_application_never_brings_back_an_old_request_id(world):
    keep(world.coach, "/utkast/ny-ansokan/", request_id="x", own_words=TEXT)
    assert page_of(get(world.coach, "/ny-ansokan/")).inputs["request_id"] != "x"


def test_nul_and_emoji_in_a_draft_lose_nothing_else(world, case):
    assert keep(world.coach, url(case), facts="a\x00b 🙂").status_code == 200
    assert Draft.objects.get().data == {"facts": ["ab 🙂"]}


def test_nul_in_the_name_of_a_field_is_no_error_of_ours(world, case):
    assert keep(world.coach, url(case), **{"fa\x00cts": TEXT}).status_code < 500


@pytest.mark.parametrize("revision", ["²", "9" * 5000])
def test_a_revision_that_is_no_number_counts_as_none(world, case, revision):
    assert keep(world.coach, url(case), revision, facts=TEXT).status_code == 200
