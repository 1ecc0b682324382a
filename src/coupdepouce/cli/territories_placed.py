"""What `coupdepouce territories sites` prints: a table and sentences, or the same as JSON."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coupdepouce.insight.territories.loading import Loaded
    from coupdepouce.insight.territories.sites import Sites

NAME = 34


def sites_table(found: "Sites") -> str:
    """Write the sites to open with their number on the map, and how many exist beside them."""
    lines = [f"{'site':<28}{'nom':<{NAME}}{'lat':>10}{'lon':>10}{'carte':>7}"]
    for at, one in enumerate(found.opened, start=1):
        name = one.name[: NAME - 2]
        lines.append(f"{one.code:<28}{name:<{NAME}}{one.lat:>10.4f}{one.lon:>10.4f}{at:>7}")
    if found.existing:
        lines.append(f"et les existants : {len(found.existing)} (leurs points : --json)")
    return "\n".join(lines)


def sites_talk(found: "Sites") -> tuple[str, ...]:
    """Say what the sites are worth, how far from the best they may be, and who says how far."""
    from coupdepouce.insight.territories import sites_said as said  # noqa: PLC0415  an extra

    told = [said.worth(found), said.bound(found), said.proof(found)]
    if found.answer.stopped:
        told.append("Le temps de calcul s’est arrêté avant la preuve : montez --seconds.")
    return (*told, *said.limits(found))


def sites_json(found: "Sites") -> dict[str, Any]:
    """Give the sites as JSON."""
    near = found.near
    return {
        "asked": asdict(found.asked),
        "sites": [asdict(one) for one in found.sites],
        "answer": asdict(found.answer),
        "demand": found.demand,
        "covered": float(found.homes.poor[found.covered].sum()),
        "without": found.homes.without,
        "candidates": found.candidates,
        "times": {"file": near.file or None, "told": near.told, "missing": near.missing,
                  "supposed_near": near.doubtful},
    }  # fmt: skip


def drawn(ending: str, data: "Loaded", found: "Sites") -> bytes:
    """Draw the map, as the ending of its file says.

    Raises:
        Refusal: the outlines were not loaded.
    """
    from coupdepouce.insight.territories import sites_maps as maps  # noqa: PLC0415  an extra

    if ending == ".png":
        return maps.png(data, found)
    if ending == ".geojson":
        return json.dumps(maps.geojson(data, found), ensure_ascii=False).encode()
    return maps.svg(data, found).encode()
