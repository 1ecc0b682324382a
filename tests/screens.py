"""Every screen of the site, read from its addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from coupdepouce.core.roles import NAMES, Role
from coupdepouce.web.audience import PUBLIC


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One address, the roles it is for (none when it is for everybody), and what it does."""

    address: str
    name: str
    roles: tuple[Role, ...] | None
    purpose: str
    view: Any

    @property
    def audience(self) -> str:
        """Say who it is for."""
        if self.roles is None:
            return "tout le monde"
        return ", ".join(NAMES[role] for role in self.roles)


def every_screen() -> list[Screen]:
    """Give every screen of ours, in the order of the addresses."""
    return list(_screens(get_resolver().url_patterns, "", ""))


def _screens(patterns: Any, before: str, space: str) -> Iterator[Screen]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            name = f"{space}{one.namespace}:" if one.namespace else space
            if not address.startswith("api/"):
                yield from _screens(one.url_patterns, address, name)
        elif isinstance(one, URLPattern):
            yield _screen(one, address, f"{space}{one.name}")


def _screen(one: URLPattern, address: str, name: str) -> Screen:
    audience = getattr(one.callback, "audience", ())
    text = (one.callback.__doc__ or "").strip().splitlines()
    return Screen(
        address=address,
        name=name,
        roles=None if audience == PUBLIC else tuple(audience),
        purpose=text[0] if text else "",
        view=one.callback,
    )
