"""What manage.py check --deploy says of the surroundings that documents need."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def scanner_is_real(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a real scanner documents stay shut, or are opened unscanned."""
    if settings.DOCUMENT_SCANNER.endswith(".EicarOnly"):
        told = "DOCUMENT_SCANNER söker bara efter testviruset EICAR: inget annat virus hittas."
    elif settings.DOCUMENT_SCANNER.endswith(".Clamd") and not settings.CLAMD_ADDRESS:
        told = "CLAMD_ADDRESS saknas: inga handlingar virussöks, och ingen går att öppna."
    else:
        return []
    return [Warning(told, hint="docs/operations.md, Documents", id="cases.W001")]
