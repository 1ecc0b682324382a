"""What commands about sites are given beside the data: files of shops and times, hypotheses."""

from pathlib import Path
from typing import TYPE_CHECKING

from coupdepouce.cli import territories
from coupdepouce.cli.files import check_output, read_bytes
from coupdepouce.core.refusal import Refusal

if TYPE_CHECKING:
    from coupdepouce.core.territory.travel import Hypotheses
    from coupdepouce.insight.territories.loading import Loaded


def loaded(shops: str, times: str) -> "Loaded":
    """Read what was loaded, the shops of a file, then the times to all of these.

    Raises:
        Refusal: nothing was loaded, or a file is not one of shops or of times.
    """
    data = territories.loaded(shops)
    return data.with_times(times, read_bytes(times)) if times else data


def ending_of(name: str) -> str:
    """Give what a map is to be written as, once it is sure that it can be.

    Raises:
        Refusal: `map_ending`.
        typer.Exit: 2, wrong usage: nothing may be written there.
    """
    ending = Path(name).suffix
    if name and ending not in {".svg", ".png", ".geojson"}:
        raise Refusal("map_ending", "Nommez le fichier en .svg, .png ou .geojson.")
    if name:
        check_output(name)
    return ending


def assumed(given: str) -> "Hypotheses":
    """Read « car_kmh=50,foot_minutes=20 ».

    Raises:
        Refusal: `assumption_unreadable`, `assumption_unknown`, `assumption_absurd`.
    """
    from coupdepouce.core.territory.travel import hypotheses  # noqa: PLC0415  an extra

    found: dict[str, float] = {}
    for part in given.split(",") if given else ():
        name, _, value = part.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise Refusal(
                "assumption_unreadable",
                f"« {part} » ne se lit pas : écrivez « nom=nombre », séparés par des virgules, "
                "avec un point dans les nombres.",
            ) from None
    return hypotheses(found)
