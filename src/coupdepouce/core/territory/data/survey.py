"""The survey of equipment and uses: its answers as numbers, one row for each adult.

Traps of the file. In 2020 the survey left homes for the screen and the telephone: the telephone is
for those without a connection, so the way of asking is an answer and never explains one. The
question on computers breaks in 2020 (61 % of homes against 76 % a year before): not read that year.
The kinds of dwelling are mislabelled from 2020 (38 % of social housing): not read at all. Those
who hide their income are mostly asked by telephone: leaving them out would lose a quarter of the
homes without a line, so they stay, with an unknown income.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coupdepouce.core.refusal import Refusal
from coupdepouce.core.territory.data.model import Level, Source
from coupdepouce.core.territory.data.reading import checked

SURVEY = Source(
    key="credoc", file="credoc_barometre_numerique_2007_2022.parquet", level=Level.REGION,
    code="IDENT", code_length=2, title="Baromètre du numérique, réponses de 2007 à 2022",
    year=2022, year_column="ANNEE", publisher="CRÉDOC pour l’Arcep, le CGE, l’ANCT et l’Arcom",
    page="https://www.data.gouv.fr", licence="ODbL : citez « CRÉDOC – Baromètre du numérique »",
    also=("POND", "AGE", "NBPERS5", "TYPOSQT", "AGGLO5", "REGION", "INTERNET", "MICRO", "FREQTOT",
          "PREFPB"),
)  # fmt: skip
FIRST_WAVE, NEW_WAY, LAST_WAVE = 2017, 2020, 2022
NO_ANSWER = -1
ADULT, GROWN, OLD = 18, 25, 65
INCOMES = ("Bas revenus", "Classes moyennes inférieures", "Classes moyennes supérieures",
           "Hauts revenus")  # fmt: skip
SIZES = {"Une personne": 0, "Deux personnes": 1, "Trois personnes": 2, "Quatre personnes": 2,
         "Cinq personnes et plus": 2}  # fmt: skip
TOWNS = ("Communes rurales", "2 000 à 20 000 hab.", "20 000 à 100 000 hab.",
         "Plus de 100 000 hab.", "Agglomération parisienne")  # fmt: skip
REGIONS = {
    "Ile de France": "11", "Centre Val de Loire": "24", "Bourgogne Franche Comté": "27",
    "Normandie": "28", "Hauts de France": "32", "Grand Est": "44", "Pays de la Loire": "52",
    "Bretagne": "53", "Nouvelle Aquitaine": "75", "Occitanie": "76", "Auvergne Rhone Alpes": "84",
    "PACA": "93", "Corse": "94",
}  # fmt: skip
SOMEBODY_ELSE = "Que quelqu’un fasse la démarche à votre place"
CODED = {  # column, answer of the file: our number; any other answer is a refusal
    "income": ("TYPOSQT", {name: n for n, name in enumerate(INCOMES)} | {"Non réponse": -1}),
    "size": ("NBPERS5", SIZES),
    "town": ("AGGLO5", {name: n for n, name in enumerate(TOWNS)}),
    "no_line": ("INTERNET", {"Non": 1, "Oui": 0, "[Nsp]": NO_ANSWER}),
    "no_computer": ("MICRO", {"Non, aucun": 1, "Oui, plusieurs": 0, "Oui, un seul": 0,
                              "[Nsp]": NO_ANSWER}),
    "seldom": ("FREQTOT", {"Jamais": 1, "Plus rarement": 1, "Tous les jours": 0,
                           "Une à deux fois par semaine": 0, "[Nsp]": NO_ANSWER}),
    "helped": ("PREFPB", {SOMEBODY_ELSE: 1, "[Nsp]": NO_ANSWER, "Vous y arrivez toujours": 0,
                          "Que quelqu’un vous montre, vous explique comment la réaliser tout seul":
                          0}),
}  # fmt: skip
MAY_BE_EMPTY = ("helped", "seldom")  # not asked in every wave
OUTCOMES = ("no_line", "no_computer", "far")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One number for each adult asked, -1 where there is no answer.

    `income` 0 to 3, low to high; `age` 0 under 25, 1 to 64, 2 from 65; `size` of the home 0 alone,
    1 two, 2 more; `town` 0 rural to 4 Paris; `region` "" before 2020; the outcomes are 1 or 0.
    """

    wave: NDArray[np.int16]
    weight: NDArray[np.float64]
    income: NDArray[np.int8]
    age: NDArray[np.int8]
    size: NDArray[np.int8]
    town: NDArray[np.int8]
    region: NDArray[np.str_]
    no_line: NDArray[np.int8]
    no_computer: NDArray[np.int8]
    far: NDArray[np.int8]


def respondents(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the adults of the waves used, their answers as numbers.

    Raises:
        Refusal: a column is missing, the last wave is another, an answer is not a known one.
    """
    rows = checked(frame, SURVEY).with_columns(
        wave=pl.col("ANNEE").cast(pl.Int16),
        weight=pl.col("POND").cast(pl.Float64, strict=False),
        years=pl.col("AGE").cast(pl.Int16, strict=False),
    )
    rows = rows.filter(pl.col("wave") >= FIRST_WAVE, pl.col("years") >= ADULT)
    _check_weights(rows)
    coded = rows.with_columns(*(_coded(rows, name) for name in CODED), _region(rows))
    old = pl.col("years")
    return coded.select(
        "wave", "weight", "income", "size", "town", "region", "no_line",
        age=pl.when(old < GROWN).then(0).when(old < OLD).then(1).otherwise(2).cast(pl.Int8),
        no_computer=pl.when(pl.col("wave") != NEW_WAY).then("no_computer").otherwise(NO_ANSWER),
        far=_far(),
    )  # fmt: skip


def survey(kept: pl.DataFrame) -> Survey:
    """Give the answers kept as arrays."""
    return Survey(**{name: kept[name].to_numpy() for name in kept.columns if name != "region"},
                  region=kept["region"].to_numpy().astype(str))  # fmt: skip


def _far() -> pl.Expr:
    """Tell who goes online less than once a week, or would have somebody else do it."""
    seldom, helped = pl.col("seldom"), pl.col("helped")
    known = (seldom >= 0) & (pl.col("wave") >= NEW_WAY)
    far = pl.max_horizontal(seldom, helped)
    return pl.when(known).then(far).otherwise(pl.lit(NO_ANSWER)).cast(pl.Int8)


def _coded(rows: pl.DataFrame, name: str) -> pl.Expr:
    column, answers = CODED[name]
    found = set(rows[column].drop_nulls().to_list())
    unknown = sorted(found - set(answers))
    if unknown or (rows[column].null_count() and name not in MAY_BE_EMPTY):
        shown = unknown[0] if unknown else "une case vide"
        raise Refusal(
            "unknown_answer",
            f"« {SURVEY.file} » : « {shown} » n’est pas une réponse connue dans « {column} ». "
            "Reprenez le fichier tel que publié.",
            file=SURVEY.file,
            column=column,
        )
    number = pl.col(column).replace_strict(answers, default=NO_ANSWER, return_dtype=pl.Int8)
    return number.alias(name)


def _region(rows: pl.DataFrame) -> pl.Expr:
    unknown = sorted(set(rows["REGION"].drop_nulls().to_list()) - set(REGIONS))
    if unknown:
        raise Refusal(
            "unknown_answer",
            f"« {SURVEY.file} » : « {unknown[0]} » n’est pas une région connue.",
            file=SURVEY.file,
            column="REGION",
        )
    return pl.col("REGION").replace_strict(REGIONS, default="").alias("region")


def _check_weights(rows: pl.DataFrame) -> None:
    if rows["weight"].null_count() or not (rows["weight"] > 0).all():
        raise Refusal(
            "not_a_number",
            f"« {SURVEY.file} » : un poids manque ou n’est pas positif dans « POND ». Reprenez le "
            "fichier tel que publié.",
            file=SURVEY.file,
            column="POND",
        )
