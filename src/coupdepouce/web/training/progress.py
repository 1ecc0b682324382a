"""What changed between the two rounds, in easy words."""

from typing import Any

from django.utils.translation import gettext, gettext_noop

from coupdepouce.core.skills import AREAS, LEVELS, How, Movement
from coupdepouce.training.rounds import Progress

HOWS = {
    How.ALONE: gettext_noop("a lu et coché sans aide"),
    How.WITH_HELP: gettext_noop("quelqu’un a lu avec la personne"),
    How.PAPER: gettext_noop("sur papier"),
}


def progress_page(progress: Progress) -> dict[str, Any] | None:
    """Give what the page shows of two rounds, or None until both are there."""
    found = progress.comparison
    if found is None or progress.before is None or progress.after is None:
        return None
    return {
        "summary": summary(len(found.gained), len(found.movements)),
        "gained": [gettext(one.question.sentence) for one in found.gained],
        "areas": [
            {"name": gettext(name), "rows": [_row(one) for one in found.of(area)]}
            for area, name in AREAS.items()
            if found.of(area)
        ],
        "left_out": found.left_out,
        "before_how": gettext(HOWS[How(progress.before.how)]),
        "after_how": gettext(HOWS[How(progress.after.how)]),
    }


def summary(gained: int, compared: int) -> str:
    """Say in one sentence what changed."""
    if not compared:
        return gettext("Il n’y a rien à comparer : aucune question n’a deux réponses.")
    if not gained:
        return gettext("Vous faites les mêmes choses qu’avant. Continuez à votre rythme.")
    if gained == 1:
        return gettext("Vous faites mieux une chose qu’avant.")
    return gettext("Vous faites mieux %(count)s choses qu’avant.") % {"count": gained}


CHANGES = {
    1: ("yes", gettext_noop("Mieux qu’avant")),
    0: ("info", gettext_noop("Comme avant")),
    -1: ("wait", gettext_noop("Plus difficile")),
}


def _row(one: Movement) -> dict[str, Any]:
    tone, word = CHANGES[(one.change > 0) - (one.change < 0)]
    return {
        "sentence": gettext(one.question.sentence),
        "icon": one.question.icon,
        "before": gettext(LEVELS[one.before].label),
        "before_icon": LEVELS[one.before].icon,
        "after": gettext(LEVELS[one.after].label),
        "after_icon": LEVELS[one.after].icon,
        "tone": tone,
        "word": gettext(word),
    }
