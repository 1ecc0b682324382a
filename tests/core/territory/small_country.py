"""A country of nine communes, made up: every file the tables are made from, with its traps.

Two regions. In the first, "04" has three communes, one of them made of two older ones; in the
second, "69" has one town published whole and by district. Nothing here is a real figure.
"""

from itertools import product

from coupdepouce.core.territory.data.published import EVERY
from coupdepouce.core.territory.data.survey import INCOMES, SIZES, SURVEY, TOWNS

COMMUNES = {  # code: (name, department, region, EPCI, inhabitants)
    "04001": ("Amont", "04", "93", "200000001", 1000),
    "04002": ("Aval", "04", "93", "200000001", 3000),
    "04003": ("Réunie", "04", "93", "200000002", 600),
    "69001": ("Bourg", "69", "84", "200000003", 400),
    "69123": ("Ville", "69", "84", "200000003", 9000),
}
DEPARTMENTS = {"04": ("Sud", "93"), "69": ("Nord", "84"), "973": ("Forêt", "03"),
               "976": ("Lagon", "06")}  # fmt: skip
REGIONS = {"93": "Midi", "84": "Montagne", "03": "Forêt", "06": "Lagon"}
MERGED = {"04901": "04003", "04902": "04003"}  # two older communes
TOWN = {"69381": "69123", "69382": "69123"}  # two districts
OLD = ("04001", "04002", "04901", "04902", "69001")  # communes of 2019, but the town
PARTS = (*OLD, "69381", "69382")
IRIS = ("040010101", "040020101", "049010000", "690010101", "693810101")
QPV = ("QP004001", "QP973001")


def country():
    """Give the rows of every file, as dictionaries of text by file name."""
    return {one.file: _rows(one.file) for one in EVERY} | {SURVEY.file: answers()}


def answers():
    """Give the answers of made-up adults: the older and poorer, the less equipped."""
    asked = product((2022, 2020, 2019, 2017), (20, 40, 70), range(4), SIZES, range(3))
    rows = []
    for n, (wave, age, income, size, turn) in enumerate(asked):
        lacks = (n * 7 + turn) % 11 < 1 + 3 * (age == 70) + (income == 0)
        rows.append(
            {"IDENT": f"{1000 + n}", "ANNEE": str(wave), "POND": "1.0",
             "AGE": str(age), "NBPERS5": size, "TYPOSQT": INCOMES[income], "AGGLO5": TOWNS[n % 5],
             "REGION": ("PACA", "Auvergne Rhone Alpes")[n % 2] if wave >= 2020 else None,
             "INTERNET": "Non" if lacks else "Oui",
             "MICRO": "Non, aucun" if lacks else "Oui, un seul",
             "FREQTOT": "Jamais" if lacks else "Tous les jours",
             "PREFPB": "Vous y arrivez toujours" if wave >= 2020 else None}
        )  # fmt: skip
    return rows


def text(rows, separator=",", first_lines=""):
    """Write rows as a file."""
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    return first_lines + "\n".join(lines) + "\n"


def _rows(file):
    columns = list(dict.fromkeys(c for s in EVERY if s.file == file for c in s.columns))
    known = TOLD[file] if file in TOLD else _plain(CODES[file])
    filled = [dict.fromkeys(columns, "10") for _ in known]
    return [blank | told for blank, told in zip(filled, known, strict=True)]


def _plain(coded):
    column, codes = coded
    return [{column: code} for code in codes]


CODES = {
    "population_communes_2013-2021.csv.gz": ("codgeo", PARTS),
    "filosofi_2021_communes.csv.gz": ("CODGEO", (*PARTS, "69123")),
    "arcep_couverture_fixe_communes_2024.csv.gz": ("code_insee", (*OLD, "69123")),
    "communes_recensement2017_parts.csv.gz": ("CODE_INSEE", PARTS),
    "communes_demandeurs_emploi_defm_2019.csv.gz": ("CODGEO", ("04002", "04901", *TOWN, "69123")),
    "logements_sociaux_rpls_communes_2024.csv.gz": ("DEPCOM_ARM", ("04002", "69381", "69382")),
    "communes_avec_qpv_demographie_caf_2020.csv.gz": ("CODGEO", ("04002", "0400104002")),
    "epci2019_demographie_caf_2020.csv.gz": (
        "CODGEO", ("200000001", "200000009", "200000001200000003", "T01ZZZZZZT02ZZZZZZ")),
    "filosofi_2021_iris_revenus_declares.csv.gz": ("IRIS", (IRIS[0], IRIS[3])),
    "ifn_2020_iris.csv.gz": ("code_iris", (*IRIS, "040020102")),
    "caf_allocataires_iris_2021.csv.gz": ("iris_code", IRIS[:2]),
    "qpv2015_occitanie_indicateurs_2015-2019.csv": ("code_qp", QPV[:1]),
}  # fmt: skip
TOLD = {
    "communes_2026.csv.gz": [
        {"code_insee": code, "nom": name, "departement": department, "region": region,
         "epci": epci, "zone": "metro", "population_municipale_2023": str(people),
         "lat": "45.0", "lon": "5.0"}
        for code, (name, department, region, epci, people) in COMMUNES.items()
    ],
    "epci_2026.csv": [
        {"epci": f"20000000{n}", "nom": f"EPCI {n}", "departements": "04", "regions": "93"}
        for n in (1, 2, 3)
    ],
    "departements_2026.csv": [
        {"code": code, "nom": name, "region": region, "zone": "metro"}
        for code, (name, region) in DEPARTMENTS.items()
    ],
    "regions_2026.csv": [
        {"code": code, "nom": name, "zone": "metro"} for code, name in REGIONS.items()
    ],
    "arrondissements_municipaux_plm.csv": [
        {"code_insee_arm": old, "code_insee_commune": code} for old, code in TOWN.items()
    ],
    "passage_communes_historique_vers_2025.csv.gz": [
        {"code_insee_historique": old, "code_insee_2025": code}
        for old, code in (MERGED | TOWN | {one: one for one in COMMUNES}).items()
    ],
    "iris_2019_table_communes_epci.csv.gz": [
        {"CODE_IRIS": code, "TYP_IRIS": "H", "CODE_INSEE": code[:5], "LIBCOM": "Lieu"}
        for code in (*IRIS, "049020000", "049020000")
    ],
    "qpv2015_liste_noms.csv": [
        {"code_qp": QPV[0], "departement": "04", "nom_qp": "Quartier", "communes": "Aval"}
    ],
    "arcep_debits_communes_2019t3.csv.gz": [
        {"code_insee": code, "date": "2019-09-30"} for code in (*OLD, "69123")
    ],
    "demandeurs_emploi_mensuel_2020-2024.csv.gz": [
        {"niveau": level, "code": code, "mois": f"{year}-{month}", "code_en_double": twice,
         "demandeurs_emploi": "7"}
        for level, code, twice in (
            ("commune", "04002", "0"), ("commune", "69001", "1"), ("commune", "69001", "1"),
            ("departement", "04", "0"), ("region", "93", "0"))
        for year in (2023, 2024)
        for month in ("11", "12")
    ],
    "qpv2015_demographie_caf_2020.csv.gz": [{"CODGEO": one, "LIB_COM": "Aval"} for one in QPV],
    "filosofi_2021_departements.csv": [
        {"departement": "04", "nom": "Sud", "taux_pauvrete_60_pct": "18.0"},
        {"departement": "976", "nom": "Forêt (données 2017)", "taux_pauvrete_60_pct": "52.9"},
        {"departement": "973", "nom": "Lagon (données 2017)", "taux_pauvrete_60_pct": "77.3"},
    ],
    "filosofi_2021_regions.csv": [{"region": "Midi"}, {"region": "France entière"}],
}  # fmt: skip
