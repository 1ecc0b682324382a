"""`coupdepouce territories access`: how far the nearest partner and the nearest shop are."""

import typer

from coupdepouce.cli import territories_options as options
from coupdepouce.cli import territories_reached as reached
from coupdepouce.cli.territories import level_of, print_json, talk
from coupdepouce.cli.territories_given import assumed, loaded

ACCESS_HELP = """Dire en combien de temps on va au partenaire et à la boutique les plus proches.

En voiture, à pied et sans voiture, pour les ménages pauvres. Les temps sont ceux d’un fichier
(--times), sinon ceux d’hypothèses : elles sont dites, et --assume les change. « Sans voiture » :
à pied, ou en transport si le fichier le dit ; sinon c’est « non connu ».

Exemple : coupdepouce territories access --within region:32 --shops boutiques.csv
"""


def access(
    *,
    level: options.Level = "department", within: options.Within = "",
    shops: options.Shops = "", times: options.Times = "", fill: options.Fill = False,
    minutes: options.NearMinutes = 30.0, assume: options.Assume = "",
    as_json: options.AsJson = False,
) -> None:  # fmt: skip
    """Say how far the nearest places are.

    Raises:
        Refusal: data not loaded, unknown territory, a file that is not one of shops or of times.
    """
    data = loaded(shops, times)
    from coupdepouce.insight.territories import access as going  # noqa: PLC0415  an extra

    asked = going.AskedAccess(
        level=level_of(level), within=within, minutes=minutes, fill=fill, used=assumed(assume)
    )
    found = going.access(data, asked)
    if as_json:
        print_json(reached.access_json(found))
    else:
        typer.echo(reached.access_table(found))
    talk(reached.access_talk(found))
