"""The household's commune: taken when it is sure, shown to choose when it may be another."""

from typing import Any

from django.utils.translation import gettext

from coupdepouce.programmes.commune_search import Found, How, find
from coupdepouce.programmes.communes import Commune
from coupdepouce.web.public.answers import Answers
from coupdepouce.web.public.check import Check, address

ABSENT = "absente"  # asked again: the commune was not in the list


def found_town(check: Check, text: str) -> Found:
    """Find the commune that a household wrote, those of the programme first."""
    return find(text, first=check.territory)


def with_town(answers: Answers, commune: Commune) -> str:
    """Give the address that goes on with a commune."""
    return address(answers.adding("commune", commune.code))


def not_found(found: Found) -> str:
    """Say that nothing was found, and what to write instead."""
    if found.how is How.NO_POSTCODE:
        return gettext("Nous ne connaissons pas ce code postal. Relisez-le, ou écrivez le nom.")
    return gettext("Aucune commune n’a ce nom. Essayez le code postal.")


def not_in_list() -> str:
    """Say what to write when the list has not the commune."""
    return gettext(
        "Essayez le code postal : il est écrit sur vos courriers."
        " Votre commune fait peut-être partie d’une plus grande."
    )


def town_label(found: Found, town: Commune) -> str:
    """Name a commune, after the former one whose name was written."""
    former = found.former.get(town.code)
    return f"{former} ({town.name})" if former else town.name


def choice_page(check: Check, found: Found) -> dict[str, Any]:
    """Give what the page that lists several communes shows."""
    answers = check.answers
    close = found.how is How.CLOSE
    towns = [
        {
            "label": town_label(found, town),
            "hint": town.department_name,
            "href": with_town(answers, town),
        }
        for town in found.communes
    ]
    absent = {
        "label": gettext("Ma commune n’est pas dans la liste"),
        "hint": "",
        "href": address(answers, **{ABSENT: "1"}),
    }
    return {
        "question": {
            "text": gettext("Vouliez-vous dire…") if close else gettext("Laquelle est la vôtre ?"),
            "choices": [*towns, absent],
        },
        "unknown_url": address(answers.adding("commune", None)),
        "back_url": address(answers),
    }
