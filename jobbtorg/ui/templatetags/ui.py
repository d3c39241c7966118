"""What the components need beyond Django's own tags."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jobbtorg.ui import difference as texts

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing from static/ui/icons.svg; decoration only, so text stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("ui/icons.svg"),
        name,
    )


@register.filter
def by_unit(accounts: Iterable[Any]) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The demo's accounts under the unit each works at, with what they are there."""
    units: dict[str, list[tuple[Any, str]]] = {}
    for account in accounts:
        roles = account.roles()
        unit = str(roles[0].unit) if roles else "Utan förordnande"
        functions = ", ".join(role.get_function_display() for role in roles)
        units.setdefault(unit, []).append((account, functions))
    return list(units.items())


@register.simple_tag
def page_numbers(page: Page) -> Iterator[Any]:
    """The page numbers to offer, with the paginator's ellipsis for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.inclusion_tag("components/difference.html")
def difference(old: str, new: str) -> dict[str, Any]:
    """Two versions of a text, word by word, with what stands far from any change left out."""
    return {"pieces": texts.shortened(texts.difference(old, new))}
