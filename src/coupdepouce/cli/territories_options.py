"""What can be asked of `coupdepouce territories`."""

from datetime import datetime
from typing import Annotated

import typer

Level = Annotated[str, typer.Option(metavar="NIVEAU", help="region, department, epci ou commune.")]
Within = Annotated[
    str, typer.Option(metavar="CODE", help="Seulement dans ce territoire : « region:32 ».")
]
Weights = Annotated[
    str, typer.Option(metavar="NOM=POIDS,…", help="Poids des critères, en tout 1 ; sinon égaux.")
]
Scaled = Annotated[str, typer.Option("--scale", metavar="ÉCHELLE", help="min-max ou rank.")]
Shops = Annotated[
    str, typer.Option(metavar="FICHIER", help="Boutiques : code,code_insee,lat,lon (CSV).")
]
Times = Annotated[
    str,
    typer.Option(metavar="FICHIER", help="Temps : origin_code,place_id,mode,minutes."),
]
Fill = Annotated[bool, typer.Option("--fill", help="Supposer les temps que le fichier ne dit pas.")]
Assume = Annotated[
    str,
    typer.Option(metavar="NOM=NOMBRE,…", help="detour, car_kmh, foot_kmh, foot_minutes."),
]
NearMinutes = Annotated[
    float, typer.Option("--within-minutes", metavar="MIN", help="À combien de minutes on est près.")
]
SitesMinutes = Annotated[
    float,
    typer.Option("--within-minutes", metavar="MIN", help="Des minutes au lieu de --km."),
]
By = Annotated[str, typer.Option("--way", metavar="FAÇON", help="car, foot ou no_car.")]
Capacity = Annotated[
    int, typer.Option(metavar="MÉNAGES", help="Ce qu’un site accueille au plus ; 0 : sans limite.")
]
SitesMap = Annotated[
    str, typer.Option("--map", metavar="FICHIER", help="La carte : .svg, .png ou .geojson.")
]
Seed = Annotated[int, typer.Option(min=0, metavar="NOMBRE", help="Graine des tirages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Le résultat en JSON.")]
Output = Annotated[
    str, typer.Option(metavar="FICHIER", help="Où écrire ; « - » : le SVG à l’écran.")
]
Show = Annotated[str, typer.Option(metavar="CHIFFRE", help="score, ou le nom d’un critère.")]
K = Annotated[int, typer.Option("-k", metavar="NOMBRE", help="Combien en ouvrir.")]
Way = Annotated[
    str, typer.Option("--method", metavar="MÉTHODE", help="coverage, median ou fewest.")
]
Km = Annotated[
    float | None, typer.Option(metavar="KM", help="À combien on est desservi ; 10 sinon.")
]
Share = Annotated[
    float, typer.Option(metavar="PART", help="Part à couvrir, pour « fewest » : 0.8.")
]
LeastShare = Annotated[
    float, typer.Option(metavar="PART", help="Part à couvrir dans chaque département.")
]
Candidates = Annotated[
    str, typer.Option(metavar="LIEUX", help="communes, ou une liste : libraries…")
]
Inhabitants = Annotated[
    int, typer.Option(metavar="NOMBRE", help="Habitants d’une commune candidate, au moins.")
]
Existing = Annotated[
    str, typer.Option(metavar="LIEUX", help="Une liste déjà ouverte : france_services…")
]
Seconds = Annotated[float, typer.Option(metavar="S", help="Temps de calcul au plus.")]
Start = Annotated[
    datetime, typer.Option(formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ", help="Première date.")
]
Form = Annotated[str, typer.Option("--design", metavar="FORME", help="stepped, paired ou matched.")]
Steps = Annotated[int, typer.Option(metavar="NOMBRE", help="Étapes d’ouverture.")]
Months = Annotated[
    int, typer.Option(metavar="MOIS", help="Entre deux étapes, ou de l’ouverture à l’enquête.")
]
Households = Annotated[
    int, typer.Option(metavar="NOMBRE", help="Ménages interrogés par zone, à chaque enquête.")
]
Icc = Annotated[float, typer.Option(metavar="ICC", help="Corrélation dans une zone, supposée.")]
Outcome = Annotated[
    str,
    typer.Option(
        metavar="CRITÈRE", help="Ce qui décide ; sinon la ligne internet à la maison. Avec --share."
    ),
]
Before = Annotated[
    float | None,
    typer.Option("--share", metavar="PART", help="Sa part au départ : 0.6. Sinon estimée."),
]
