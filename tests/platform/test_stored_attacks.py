"""What an attacker has got in is words wherever it comes out, and lies where we put it."""

import pytest
from django.test import Client

from cases.models import Case, Document
from jobbtorg import clock
from jobbtorg.files import keeping
from tests.cases.helpers import get, post, signed_in, text_of
from tests.disclosure.helpers import text_in
from tests.files import samples

NAME = "Robert'); DROP TABLE cases_case;--"
TEMPLATE = "{{ 7777*7777 }}{% debug %}${7777*7777}<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
COMPUTED = str(7777 * 7777)
PAGES = ("", "ansokan/", "personen/", "utredning/", "journal/", "historik/", "handlingar/",
         "utlamnanden/", "kommunicering/")  # fmt: skip


class TestWhatIsStored:
    @pytest.fixture
    def case(self, world):
        return world.started(own_words=TEMPLATE, first_name="Tilda", last_name="{{ 7777*7777 }}")

    def test_is_never_run_as_a_template_on_any_page(self, world, case):
        world.note(case, sign=True)
        for rest in PAGES:
            answer = get(world.coach, f"{case.get_absolute_url()}{rest}")
            assert answer.status_code in (200, 302), rest
            page = text_of(answer)
            assert COMPUTED not in page and "<script>alert(1)" not in page, rest
        page = text_of(get(world.coach, f"{case.get_absolute_url()}ansokan/"))
        assert "{{ 7777*7777 }}" in page and ESCAPED in page

    def test_is_words_in_a_letter(self, world, case):
        said = text_in(get(world.coach, f"{case.get_absolute_url()}kvittens.pdf").content)
        assert "{{ 7777*7777 }}" in said and COMPUTED not in said

    def test_is_words_in_a_search_and_drops_no_table(self, world, case):
        for term in (NAME, "' OR '1'='1", "%", "_", "\\", "Tilda' --"):
            answer = post(world.coach, "/sok/", term=term, q=term)
            assert answer.status_code < 500
            assert case.person.personnummer not in text_of(answer)
        assert Case.objects.filter(pk=case.pk).exists()


SCRIPTED = samples.pdf_with_script()  # each that is made is of its own moment


class TestAFile:
    def send(self, world, case, name):
        """The form as a program writes it, with a name that no browser would send."""
        day = clock.today()
        head = 'Content-Disposition: form-data; name="{}"'
        parts = [
            f"{head.format('type')}\r\n\r\n{world.code('handlingstyp', 'intyg').pk}".encode(),
            f"{head.format('received_on')}\r\n\r\n{day}".encode(),
            f'{head.format("upload")}; filename="{name}"\r\n'.encode()
            + b"Content-Type: application/pdf\r\n\r\n"
            + SCRIPTED,
        ]
        body = b"".join(b"--grans\r\n" + part + b"\r\n" for part in parts) + b"--grans--\r\n"
        url = f"{case.get_absolute_url()}handlingar/"
        kind = "multipart/form-data; boundary=grans"
        return signed_in(world.coach).post(url, body, content_type=kind)

    @pytest.mark.parametrize(
        "name",
        ["../../../jobbtorg/settings.pdf", "..\\..\\boot.pdf", "/etc/passwd.pdf", "a\x00b.pdf",
         'x"; filename="y.pdf', "x.pdf/../../y.pdf", "{{ 7777*7777 }}.pdf"],
    )  # fmt: skip
    def test_lies_under_a_key_of_ours_whatever_it_is_called(self, world, name):
        case = world.started()
        answer = self.send(world, case, name)
        assert answer.status_code == 302
        assert Document.objects.count() == 1
        assert COMPUTED not in answer.content.decode()
        for row in Document.objects.all():
            folder, _, key = row.key.partition("/")
            assert len(key) == 32 and key.startswith(folder) and key.isalnum()
            assert "/" not in row.title and "\\" not in row.title and "\x00" not in row.title
            with keeping.fetch(row.key) as file:
                assert file.read() == SCRIPTED

    def test_has_no_line_of_its_own_in_the_headers(self, world):
        case = world.started()
        row = world.document(case, samples.pdf(), name="a\r\nSet-Cookie: stulen=1.pdf")
        answer = get(world.coach, row.get_absolute_url())
        assert answer["Content-Disposition"].count("filename") == 1
        assert "stulen" not in str(answer.headers) and not answer.cookies.get("stulen")


def test_the_token_of_another_browser_does_not_help(world):
    case = world.started()
    theirs, mine = (Client(enforce_csrf_checks=True) for _ in range(2))
    theirs.force_login(world.chef)
    theirs.get(case.get_absolute_url())
    stolen = theirs.cookies["csrftoken"].value
    mine.force_login(world.coach)
    mine.get(case.get_absolute_url())
    data = {"csrfmiddlewaretoken": stolen, "facts": "Ändrat av någon annan"}
    url = f"{case.get_absolute_url()}utredning/samlad-bedomning/"
    assert mine.post(url, data).status_code == 403
