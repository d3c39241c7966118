"""What the tests of documents share: the form as it is sent, and the files that are kept."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from jobbtorg import clock
from jobbtorg.files import keeping
from tests.cases.helpers import signed_in
from tests.files import samples

PDF = samples.pdf()


def url(case):
    return f"{case.get_absolute_url()}handlingar/"


def kept():
    """The keys of all files that are kept."""
    return list(keeping.keys_before(clock.now() + timedelta(days=1)))


def send(user, case, *files, json=False, **told):
    """The form as the user sends it, with files of (name, content)."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    headers = {"accept": "application/json"} if json else {}
    data = {"type": "", "received_on": clock.today(), "upload": sent} | told
    return signed_in(user).post(url(case), data, headers=headers)
