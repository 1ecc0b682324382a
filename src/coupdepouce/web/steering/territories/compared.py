"""One scenario beside the other: two sets of weights, and who moves."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from coupdepouce.core.territory.ranking.said import place
from coupdepouce.insight.territories import remembered
from coupdepouce.insight.territories.ranking import Seen
from coupdepouce.web.audience import StaffRequest
from coupdepouce.web.steering.tables import Line, table
from coupdepouce.web.steering.territories import folder, shown
from coupdepouce.web.steering.territories.answered import answered
from coupdepouce.web.steering.territories.forms import ScenariosForm
from coupdepouce.web.steering.territories.ranked import map_url, query_of

NUMBERS = ("Rang A", "Score A", "Rang B", "Score B")


def scenarios(request: StaffRequest) -> HttpResponse:
    """Rank twice, and say what changes."""
    form = ScenariosForm(request.GET, data=remembered.ready(folder()))
    return answered(request, "scenarios", form, lambda: _both(form))


def _both(form: ScenariosForm) -> Mapping[str, Any]:
    asked = [form.asked(name) for name in form.weightings]
    one, other = (remembered.seen(folder(), each) for each in asked)
    return {
        "sentences": _sentences(one, other),
        "rows": _rows(one, other),
        "maps": [
            {"title": title, "src": map_url(each), "said": _first(found),
             "weights": shown.weighed(found), "href": f"?{query_of(each)}"}
            for title, each, found in zip(
                form.weightings.values(), asked, (one, other), strict=True)
        ],
    }  # fmt: skip


def _first(found: Seen) -> str:
    top = int(found.ranking.order[0])
    return f"En tête : {found.ranking.compared.names[top]}, {shown.score(found, top)}"


def _moved(one: Seen, other: Seen, row: int) -> int:
    return int(one.ranking.ranks[row] - other.ranking.ranks[row])


def _sentences(one: Seen, other: Seen) -> tuple[str, ...]:
    rows = range(len(one.ranking.ranks))
    moving = [row for row in rows if _moved(one, other, row)]
    if not moving:
        return ("Aucun territoire ne change de rang.",)
    most = max(moving, key=lambda row: abs(_moved(one, other, row)))
    before, after = (place(int(each.ranking.ranks[most])) for each in (one, other))
    return (
        f"{len(moving)} territoires sur {len(rows)} changent de rang de A à B.",
        f"Le plus grand écart : {one.ranking.compared.names[most]}, {before} puis {after}.",
    )


def _rows(one: Seen, other: Seen) -> Mapping[str, Any]:
    names = one.ranking.compared.names
    return table(
        caption="Les deux classements",
        columns=("Territoire", *NUMBERS, "De A à B"),
        numbers=NUMBERS,
        lines=[
            Line(
                head=names[row],
                values=(*_of(one, row), *_of(other, row), _change(_moved(one, other, row))),
            )
            for row in map(int, one.ranking.order)
        ],
    )


def _of(found: Seen, row: int) -> tuple[str, str]:
    return place(int(found.ranking.ranks[row])), shown.score(found, row)


def _change(up: int) -> str:
    if not up:
        return "même rang"
    places = "1 place" if abs(up) == 1 else f"{abs(up)} places"
    return f"monte de {places}" if up > 0 else f"descend de {places}"
