"""The night's check that no stored letter has changed."""

from django.apps import apps
from django.db import connection

from decisions.models import Letter, LetterCheck
from decisions.tasks import verify_letters
from jobbtorg import clock
from jobbtorg.letters.stored import StoredLetter
from tests.appeals.helpers import appealed, handed_over, refusal
from tests.decisions.later import heard


def flip_a_byte(letter):
    """What no one but the tables' owner can do, and what the check is there to find."""
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("ALTER TABLE decisions_letter DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE decisions_letter DROP CONSTRAINT letter_bytes_match_hash")
        cursor.execute(
            "UPDATE decisions_letter SET pdf = set_byte(pdf, 100, get_byte(pdf, 100) # 1)"
            " WHERE id = %s",
            [letter.pk],
        )


def test_untouched_letters_match(world):
    world.decided()
    verify_letters.delay()
    check = LetterCheck.objects.get()
    assert (check.checked, check.deviating) == (1, [])


def test_the_basis_that_an_applicant_got_is_checked_too(world):
    case = world.sent()
    verify_letters.delay()
    check = LetterCheck.objects.get()
    assert (check.checked, check.deviating) == (1, [])
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("ALTER TABLE cases_sending DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cases_sending DROP CONSTRAINT sending_bytes_match_hash")
        cursor.execute("UPDATE cases_sending SET pdf = set_byte(pdf, 100, get_byte(pdf, 100) # 1)")
    verify_letters.delay()
    (named,) = LetterCheck.objects.latest("pk").deviating
    assert named == f"{case.number}, underlag {clock.today()}"


def test_a_flipped_byte_is_found_and_named(world, client):
    decision = world.decided()
    flip_a_byte(Letter.objects.get())
    verify_letters.delay()
    assert LetterCheck.objects.get().deviating == [decision.number]
    client.force_login(world.granskare)
    page = client.get("/kontroll/brev/").content.decode()
    assert "Avvikelse" in page and decision.number in page


def test_every_kind_of_stored_letter_is_checked(world):
    """Also what no list in the check names: an underlag before a change, and what courts get."""
    old = world.decided()
    heard(world, old, ago=0)
    refused = refusal(world, "200102152392")
    appeal = appealed(world, refused)
    handed_over(world, appeal)
    stored = sum(
        model.objects.count() for model in apps.get_models() if issubclass(model, StoredLetter)
    )
    verify_letters.delay()
    check = LetterCheck.objects.get()
    assert (check.checked, check.deviating) == (stored, [])
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("ALTER TABLE appeals_transfer DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE appeals_transfer DROP CONSTRAINT transfer_bytes_match_hash")
        cursor.execute(
            "UPDATE appeals_transfer SET pdf = set_byte(pdf, 100, get_byte(pdf, 100) # 1)"
        )
    verify_letters.delay()
    (named,) = LetterCheck.objects.latest("pk").deviating
    assert named.startswith("Överlämnande av överklagande")
