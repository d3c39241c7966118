"""Bad input: a clear Swedish message, nothing typed is lost, and nothing happens twice."""

import uuid
from html import escape, unescape

import pytest

from cases.models import Case, Investigation
from jobbtorg import clock
from tests.cases.helpers import as_posted, get, page_of, post, signed_in, text_of
from tests.world import OWN_WORDS

WORD = (
    "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    '<p class=MsoNormal style="margin:0cm"><b>Jag</b> söker <o:p></o:p></p>'
    "<script>alert('hej')</script>&amp; \u201cciterat\u201d"
)
LONG = "Å" * 100_000


@pytest.fixture
def case(world):
    return world.started()


def form(world, **changed):
    values = {
        "request_id": str(uuid.uuid4()),
        "personnummer": "20020215-2385",
        "first_name": "Tilda",
        "last_name": "Provström",
        "channel": "muntlig",
        "arrived_on": f"{clock.today()}",
        "own_words": OWN_WORDS,
        "reached_by": world.code("nadd_via", "insatser").pk,
        "target_group": world.code("malgrupp", "uvas").pk,
        "unit": world.unit("Farsta").pk,
    }
    return values | changed


def part(case, name="samlad-bedomning"):
    return f"{case.get_absolute_url()}utredning/{name}/"


def saved(case):
    return Investigation.objects.of(case).summary


def test_a_hundred_thousand_characters_are_saved_whole_and_shown_whole(world, case):
    assert post(world.coach, part(case), facts=LONG).status_code == 302
    assert saved(case).facts == LONG
    assert page_of(get(world.coach, part(case))).written("facts") == LONG


def test_a_hundred_thousand_characters_of_own_words_open_a_case(world):
    assert post(world.coach, "/ny-ansokan/", **form(world, own_words=LONG)).status_code == 302
    case = Case.objects.get()
    assert case.applications.get().own_words == LONG
    assert get(world.coach, case.get_absolute_url()).status_code == 200
    assert get(world.coach, f"{case.get_absolute_url()}journal/").status_code == 200


@pytest.mark.parametrize("field", ["first_name", "last_name", "street", "city"])
def test_a_name_or_address_that_is_too_long_is_told_of_and_kept(world, field):
    answer = post(world.coach, "/ny-ansokan/", **form(world, **{field: LONG}))
    assert answer.status_code == 422
    assert "Ange högst " in text_of(answer)
    assert page_of(answer).inputs[field] == LONG


def test_a_nul_is_taken_out_told_of_and_the_rest_is_kept(world, case):
    answer = post(world.coach, part(case), facts="Före\x00efter")
    assert answer.status_code == 422
    assert "Texten innehöll ett osynligt tecken" in text_of(answer)
    assert page_of(answer).written("facts") == "Föreefter"
    assert post(world.coach, part(case), facts="Föreefter").status_code == 302


def test_a_nul_anywhere_in_the_form_is_never_an_error_of_ours(world):
    for name in form(world):
        answer = post(world.coach, "/ny-ansokan/", **form(world, **{name: "a\x00b"}))
        assert answer.status_code == 422, name
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", ["/?flik=\x00", "/?page=\x00", "/?sida=²", "/?page=" + "9" * 3000])
def test_odd_addresses_show_the_list(world, path):
    assert get(world.coach, path).status_code == 200


def test_emoji_and_right_to_left_text_are_saved_as_they_were_written(world, case):
    text = "Glad 🙂 👩🏽‍🦽, عربي, עברית, e\u0301, \u202e"
    post(world.coach, part(case), facts=text)
    assert saved(case).facts == text
    assert page_of(get(world.coach, part(case))).written("facts") == text


def test_html_pasted_from_word_is_text_everywhere_it_is_shown(world):
    post(world.coach, "/ny-ansokan/", **form(world, own_words=WORD, first_name="<b>Tilda</b>"))
    case = Case.objects.get()
    assert case.applications.get().own_words == WORD
    for page in ("", "journal/", "historik/"):
        html = text_of(get(world.coach, case.get_absolute_url() + page))
        assert "<script>alert" not in html
        assert "<b>Tilda" not in html
        assert "&lt;b&gt;Tilda&lt;/b&gt;" in html
    assert escape(WORD) in text_of(get(world.coach, f"{case.get_absolute_url()}journal/"))
    assert "<b>Tilda" not in text_of(get(world.coach, "/"))


def test_html_in_a_part_is_text_in_the_form_and_in_the_history(world, case):
    post(world.coach, part(case), facts=WORD)
    html = text_of(get(world.coach, part(case)))
    assert "<script>alert" not in html
    assert page_of(get(world.coach, part(case))).written("facts") == WORD
    history = text_of(get(world.coach, f"{case.get_absolute_url()}historik/"))
    assert "<script>alert" not in history
    assert "<script>alert('hej')" in unescape(history)


def test_line_breaks_of_every_kind_are_kept_as_lines(world, case):
    post(world.coach, part(case), facts="ett\r\ntvå\n\ntre")
    assert saved(case).facts.splitlines() == ["ett", "två", "", "tre"]


def test_a_body_of_21_megabytes_is_refused_with_a_page(world, case):
    client = signed_in(world.coach)
    body = "facts=" + "x" * 21 * 1024 * 1024
    answer = client.post(part(case), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Det du skickade är för stort" in text_of(answer)


def test_five_hundred_fields_too_many_are_refused_with_a_page(world, case):
    answer = post(world.coach, part(case), **{f"f{n}": "x" for n in range(501)})
    assert answer.status_code == 413
    assert "Det du skickade är för stort" in text_of(answer)


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-13-01",
        "i går",
        "2026-02",
        "0000-00-00",
        "10000-01-01",
        "1/2",
        "-1",
        "2026-02-27T10:00",
        "२०२६-०२-२७",
    ],
)
def test_a_date_that_is_not_in_the_calendar_is_told_of_and_kept(world, day):
    answer = post(world.coach, "/ny-ansokan/", **form(world, arrived_on=day))
    assert answer.status_code == 422
    assert "Ange ankomstdag som ett datum, till exempel 2026-02-27." in text_of(answer)
    assert page_of(answer).inputs["arrived_on"] == day
    assert page_of(answer).written("own_words") == OWN_WORDS


@pytest.mark.parametrize("day", ["1950-01-01", "0001-01-01"])
def test_an_arrival_before_the_person_was_born_is_asked_about(world, day):
    answer = post(world.coach, "/ny-ansokan/", **form(world, arrived_on=day))
    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["1950-01-01", "0001-01-01"])
def test_an_arrival_before_the_person_was_born_is_never_registered(world, day):
    sent = form(world, arrived_on=day, age_confirmed="on")
    assert post(world.coach, "/ny-ansokan/", **sent).status_code == 422


@pytest.mark.parametrize("field", ["period_from", "consent_on"])
def test_a_wrong_date_in_a_part_is_told_of_and_nothing_else_is_lost(world, case, field):
    name = {
        "period_from": "samlad-bedomning",
        "consent_on": "arbetsformedlingen",
    }[field]
    sent = as_posted(world.values(case, name)) | {field: "2026-02-30"}
    answer = post(world.coach, part(case, name), **sent)
    assert answer.status_code == 422
    assert "som ett datum, till exempel 2026-02-27." in text_of(answer)
    assert page_of(answer).inputs[field] == "2026-02-30"


def test_a_period_at_the_end_of_time_never_locks_the_investigation_out(world, case):
    world.save(case, "samlad-bedomning", period_from="9999-12-01", period_to="9999-12-31")
    assert get(world.coach, f"{case.get_absolute_url()}utredning/").status_code == 200


@pytest.mark.parametrize("field", ["unit", "reached_by", "target_group", "channel", "protection"])
@pytest.mark.parametrize("value", ["0", "x", "99999999999999999999999", "';--"])
def test_a_choice_that_was_never_offered_is_told_of(world, field, value):
    answer = post(world.coach, "/ny-ansokan/", **form(world, **{field: value}))
    assert answer.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 30, ""])
def test_an_odd_version_never_overwrites_what_is_saved(world, case, seen):
    world.save(case, "samlad-bedomning", facts="Sparat.")
    answer = post(world.coach, part(case), facts="Nytt.", seen=seen)
    assert answer.status_code in (409, 422)
    assert saved(case).facts == "Sparat."


def test_a_form_without_its_request_id_is_told_of_not_registered(world):
    answer = post(world.coach, "/ny-ansokan/", **form(world, request_id="x"))
    assert answer.status_code == 422
    assert not Case.objects.exists()
