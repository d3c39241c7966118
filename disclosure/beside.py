"""Whether a request waits in a case: asked with all else that stands beside it."""

from django.db.models import Exists, OuterRef

from cases.beside import BESIDE
from disclosure.models import Disclosure

BESIDE["disclosures"] = lambda _: Exists(Disclosure.objects.waiting().filter(case=OuterRef("pk")))
