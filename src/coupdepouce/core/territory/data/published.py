"""The files we know, as their publishers name them: columns, years and traps.

Where a page of the publisher is known by its address it is given; elsewhere the site.
"""

from dataclasses import replace
from functools import partial
from typing import TypedDict

from coupdepouce.core.territory.data.model import Figure, Joining, Level, Source


class Said(TypedDict):
    """Who publishes a file, where, and under which licence."""

    publisher: str
    page: str
    licence: str


OPEN = "Licence Ouverte 2.0"
INSEE: Said = {"publisher": "Insee", "page": "https://www.insee.fr", "licence": OPEN}
CITY: Said = {
    "publisher": "Insee et ANCT (SIG Ville)", "page": "https://sig.ville.gouv.fr", "licence": OPEN,
}  # fmt: skip
ARCEP: Said = {"publisher": "Arcep", "page": "https://www.data.gouv.fr", "licence": OPEN}
FILOSOFI: Said = {**INSEE, "page": "https://www.insee.fr/fr/statistiques/7756729"}
ETALAB: Said = {
    "publisher": "Insee et DGCL, réunis par Etalab",
    "page": "https://www.npmjs.com/package/@etalab/decoupage-administratif",
    "licence": OPEN,
}
share = partial(Figure, unit="%", joining=Joining.MEAN)
euros = partial(Figure, unit="€ par an", joining=Joining.MEAN, median=True)
index = partial(
    Figure, unit="indice", joining=Joining.MEAN, median=True, based_on=Level.REGION
)  # never compared between regions: its base is the region's own mean

COMMUNES = Source(
    key="communes", file="communes_2026.csv.gz", level=Level.COMMUNE, code="code_insee",
    title="Découpage administratif, communes 2026", year=2023, **ETALAB,
    also=("nom", "departement", "region", "epci", "zone", "lat", "lon"),
    figures=(
        Figure(name="population", column="population_municipale_2023", label="Habitants"),
    ),
)  # fmt: skip
EPCI = Source(
    key="epci", file="epci_2026.csv", level=Level.EPCI, code="epci", code_length=9,
    title="Découpage administratif, EPCI 2026", year=2022, **ETALAB,
    also=("nom", "departements", "regions"),
    figures=(Figure(name="population", column="population_municipale_2022", label="Habitants"),),
)  # fmt: skip
DEPARTMENTS = Source(
    key="departments", file="departements_2026.csv", level=Level.DEPARTMENT, code="code",
    code_length=2, title="Découpage administratif, départements 2026", year=2026, **ETALAB,
    also=("nom", "region", "zone"),
)  # fmt: skip
REGIONS = Source(
    key="regions", file="regions_2026.csv", level=Level.REGION, code="code", code_length=2,
    title="Découpage administratif, régions 2026", year=2026, **ETALAB, also=("nom", "zone"),
)  # fmt: skip
DISTRICTS = Source(
    key="districts", file="arrondissements_municipaux_plm.csv", level=Level.COMMUNE,
    code="code_insee_arm", title="Découpage administratif, arrondissements municipaux 2026",
    year=2026, **ETALAB, also=("code_insee_commune",),
)  # fmt: skip
MOVES = Source(
    key="moves", file="passage_communes_historique_vers_2025.csv.gz", level=Level.COMMUNE,
    code="code_insee_historique", title="COGiter, table de passage des communes 2025", year=2025,
    publisher="DREAL Pays de la Loire, d’après l’Insee", licence="MIT, données en " + OPEN,
    page="https://github.com/MaelTheuliere/COGiter", also=("code_insee_2025",),
)  # fmt: skip
IRIS = Source(
    key="iris", file="iris_2019_table_communes_epci.csv.gz", level=Level.IRIS, code="CODE_IRIS",
    code_length=9, title="Table d’appartenance des Iris 2019", year=2019, **INSEE,
    also=("TYP_IRIS", "CODE_INSEE", "LIBCOM", "UU2010"), repeated_lines=True,
)  # fmt: skip
QPV = Source(
    key="qpv_names", file="qpv2015_liste_noms.csv", level=Level.QPV, code="code_qp", code_length=8,
    title="Décret 2014-1750, quartiers prioritaires", year=2014, publisher="Légifrance",
    page="https://www.legifrance.gouv.fr", licence=OPEN, also=("departement", "nom_qp", "communes"),
)  # fmt: skip
PLACES = (COMMUNES, EPCI, DEPARTMENTS, REGIONS, DISTRICTS, MOVES, IRIS, QPV)

HISTORY = Source(
    key="history", file="population_communes_2013-2021.csv.gz", level=Level.COMMUNE,
    code="codgeo", title="Populations municipales 2013-2021", year=2021, **INSEE,
    figures=tuple(
        Figure(name="population", column=f"p{year - 2000}_pop", label="Habitants",
               year=year)
        for year in range(2013, 2022)
    ),
)  # fmt: skip
FILOSOFI_COMMUNES = Source(
    key="filosofi_communes", file="filosofi_2021_communes.csv.gz", level=Level.COMMUNE,
    code="CODGEO", separator=";", title="Filosofi 2021, base communale", year=2021, **FILOSOFI,
    figures=(
        Figure(name="fiscal_households", column="NBMENFISC21", label="Ménages fiscaux"),
        Figure(name="fiscal_persons", column="NBPERSMENFISC21", label="Personnes de ces ménages"),
        euros(name="living_standard", column="MED21", label="Niveau de vie médian",
              weight="fiscal_persons"),
        share(name="poverty_rate", column="TP6021", label="Taux de pauvreté à 60 %",
              weight="fiscal_persons"),
        share(name="minima_share", column="PPMINI21", label="Minima sociaux dans le revenu",
              weight="fiscal_persons"),
        euros(name="living_standard_d1", column="D121", label="Premier décile de niveau de vie",
              weight="fiscal_persons"),
    ),
)  # fmt: skip
FILOSOFI_DEPARTMENTS = Source(
    key="filosofi_departments", file="filosofi_2021_departements.csv", level=Level.DEPARTMENT,
    code="departement", code_length=2, title="Pauvreté par département en 2021, figure 2",
    year=2021, **FILOSOFI, also=("nom",),
    figures=(share(name="poverty_rate", column="taux_pauvrete_60_pct",
                   label="Taux de pauvreté à 60 %"),),
)  # fmt: skip
FILOSOFI_REGIONS = Source(
    key="filosofi_regions", file="filosofi_2021_regions.csv", level=Level.REGION, code="region",
    code_length=2, title="Niveau de vie et pauvreté par région en 2021, figure 1", year=2021,
    **FILOSOFI,
    figures=(
        share(name="poverty_rate", column="taux_pauvrete_60_pct", label="Taux de pauvreté à 60 %"),
        share(name="poverty_gap", column="intensite_pauvrete_pct",
              label="Intensité de la pauvreté"),
        euros(name="living_standard", column="niveau_vie_median_eur",
              label="Niveau de vie médian"),
    ),
)  # fmt: skip
FILOSOFI_IRIS = Source(
    key="filosofi_iris", file="filosofi_2021_iris_revenus_declares.csv.gz", level=Level.IRIS,
    code="IRIS", code_length=9, separator=";", title="Filosofi 2021, revenus déclarés par Iris",
    year=2021, **FILOSOFI,
    figures=(  # declared, before transfers: another name, never mixed with the poverty rate
        share(name="declared_low_income_rate", column="DEC_TP6021",
              label="Sous le seuil de 60 %, revenu déclaré"),
        euros(name="declared_median", column="DEC_MED21", label="Revenu déclaré médian"),
    ),
)  # fmt: skip
FRAGILITY = Source(
    key="ifn_iris", file="ifn_2020_iris.csv.gz", level=Level.IRIS, code="code_iris", code_length=9,
    title="Indice de fragilité numérique 2020", year=2020, publisher="La MedNum et SGAR Occitanie",
    page="https://www.data.gouv.fr", licence="non dite par l’éditeur : vérifiez avant de diffuser",
    figures=(
        Figure(name="ifn_population", column="population", label="Habitants selon l’indice"),
        index(name="ifn_score", column="score_global", label="Fragilité numérique"),
        index(name="ifn_access", column="global_acces", label="Fragilité, accès"),
        index(name="ifn_skills", column="global_competences", label="Fragilité, compétences"),
    ),
)  # fmt: skip
CAF_IRIS = Source(
    key="caf_iris", file="caf_allocataires_iris_2021.csv.gz", level=Level.IRIS, code="iris_code",
    code_length=9, separator=";", title="Allocataires CAF par Iris 2021", year=2021, **INSEE,
    figures=(
        Figure(name="caf_households", column="a", label="Foyers allocataires"),
        Figure(name="caf_persons", column="percou", label="Personnes couvertes"),
        Figure(name="caf_single_parents", column="am", label="Foyers monoparentaux"),
        Figure(name="caf_rsa", column="arsas", label="Foyers au RSA"),
        Figure(name="caf_aah", column="aaah", label="Foyers à l’AAH"),
    ),
)  # fmt: skip
FIBRE = Source(
    key="arcep_2024", file="arcep_couverture_fixe_communes_2024.csv.gz", level=Level.COMMUNE,
    code="code_insee", title="Ma connexion internet, couverture fixe", year=2024, **ARCEP,
    figures=(
        Figure(name="premises", column="nb_locaux", label="Locaux"),
        Figure(name="premises_fibre", column="nb_locaux_fibre", label="Locaux en fibre",
               empty=0.0),
        share(name="fibre_share", column="pct_fibre", label="Part en fibre", weight="premises"),
    ),
)  # fmt: skip
SPEEDS = Source(
    key="arcep_2019", file="arcep_debits_communes_2019t3.csv.gz", level=Level.COMMUNE,
    code="code_insee", separator=";", skipped_lines=1, title="Débits filaires, version bêta",
    year=2019, year_column="date", **ARCEP,
    figures=tuple(
        Figure(name=name, column=column, label=label)
        for name, column, label in (
            ("wired_premises", "nbr", "Locaux"),
            ("wired_none", "inel_hd", "Locaux sans débit"),
            ("wired_05", "elig_hd05", "Locaux de 0,5 à 3 Mbit/s"),
            ("wired_3", "elig_hd3", "Locaux de 3 à 8 Mbit/s"),
            ("wired_8", "elig_hd8", "Locaux de 8 à 30 Mbit/s"),
            ("wired_30", "elig_thd30", "Locaux de 30 à 100 Mbit/s"),
            ("wired_100", "elig_thd100", "Locaux de 100 Mbit/s à 1 Gbit/s"),
            ("wired_1000", "elig_thd1g", "Locaux à 1 Gbit/s et plus"),
        )
    ),
)  # fmt: skip
CENSUS = Source(
    key="census", file="communes_recensement2017_parts.csv.gz", level=Level.COMMUNE,
    code="CODE_INSEE", title="Recensement 2017, parts calculées par Data for Good", year=2017,
    **INSEE,
    figures=(
        share(name="low_diploma_share", column="TX_NSCOL15P", label="Au plus un CAP ou BEP"),
        share(name="alone_share", column="TX_MENSEUL", label="Ménages d’une personne"),
        share(name="single_parent_share", column="TX_FAMMONO", label="Ménages monoparentaux"),
        share(name="over_65_share", column="TX_65ETPLUS", label="65 ans et plus"),
        share(name="under_25_share", column="TX_25ETMOINS", label="15 à 24 ans"),
    ),
)  # fmt: skip
SEEKERS = Source(
    key="seekers_2019", file="communes_demandeurs_emploi_defm_2019.csv.gz", level=Level.COMMUNE,
    code="CODGEO", separator=";", title="Demandeurs d’emploi en fin de mois 2019", year=2019,
    **CITY, partial=True,
    figures=(
        Figure(name="seekers_abc", column="ABC", label="Demandeurs d’emploi A, B, C"),
        Figure(name="seekers_abc_rsa", column="ABC_RSA", label="dont au RSA"),
        Figure(name="seekers_abc_low_diploma", column="ABC_INFCAPBEP", label="dont sous le CAP"),
    ),
)  # fmt: skip
MONTHLY = Source(
    key="seekers_communes", file="demandeurs_emploi_mensuel_2020-2024.csv.gz", level=Level.COMMUNE,
    code="code", title="Demandeurs d’emploi inscrits chaque mois (décembre lu)", year=2024,
    publisher="France Travail et Dares", page="https://dares.travail-emploi.gouv.fr", licence=OPEN,
    year_column="mois", partial=True,
    # The category is not stated; codes found by name are twice there: dropped.
    only=(("niveau", "^commune$"), ("code_en_double", "^0$"), ("mois", "-12$")),
    figures=(Figure(name="seekers_december", column="demandeurs_emploi",
                    label="Demandeurs d’emploi en décembre"),),
)  # fmt: skip
MONTHLY_DEPARTMENTS = replace(
    MONTHLY, key="seekers_departments", level=Level.DEPARTMENT, code_length=2, partial=False,
    only=(("niveau", "^departement$"), ("mois", "-12$")),
)  # fmt: skip
MONTHLY_REGIONS = replace(
    MONTHLY_DEPARTMENTS, key="seekers_regions", level=Level.REGION,
    only=(("niveau", "^region$"), ("mois", "-12$")),
)  # fmt: skip
SOCIAL = Source(
    key="rpls", file="logements_sociaux_rpls_communes_2024.csv.gz", level=Level.COMMUNE,
    code="DEPCOM_ARM", title="Répertoire des logements locatifs sociaux 2024", year=2024,
    publisher="SDES", page="https://www.statistiques.developpement-durable.gouv.fr", licence=OPEN,
    absent_is_none=True,
    figures=(
        Figure(name="social_dwellings", column="nb_ls", label="Logements sociaux"),
        Figure(name="social_let", column="nb_loues", label="Logements sociaux loués"),
        Figure(name="social_vacant", column="nb_vacants", label="Logements sociaux vacants"),
    ),
)  # fmt: skip


def _city(**what: object) -> Source:
    """Describe one of the three files of the city policy: same columns, another level."""
    figures = (
        Figure(name="city_population", column="POP_MUN", label="Habitants"),
        share(name="city_alone_share", column="TX_TOT_MEN1", label="Ménages d’une personne"),
        share(name="city_over_60_share", column="TX_TOT_60ETPLUS", label="60 ans et plus"),
        share(name="city_foreign_share", column="TX_TOT_ET", label="Étrangers"),
        Figure(name="city_caf_households", column="A", label="Foyers allocataires", year=2019),
        Figure(name="city_caf_persons", column="PERCOU", label="Personnes couvertes", year=2019),
        Figure(name="city_caf_single_parents", column="AM", label="Monoparentaux", year=2019),
    )
    common = {"code": "CODGEO", "separator": ";", "year": 2020, "figures": figures, **CITY}
    return Source(**(common | what))  # type: ignore[arg-type]


CITY_QPV = _city(
    key="city_qpv", file="qpv2015_demographie_caf_2020.csv.gz", level=Level.QPV, code_length=8,
    also=("LIB_COM",), title="Démographie des quartiers, 2020 V1",
)  # fmt: skip
CITY_COMMUNES = _city(
    key="city_communes", file="communes_avec_qpv_demographie_caf_2020.csv.gz",
    level=Level.COMMUNE, groups=True, partial=True,
    title="Démographie des communes à quartier prioritaire, 2020 V1",
)  # fmt: skip
CITY_EPCI = _city(
    key="city_epci", file="epci2019_demographie_caf_2020.csv.gz", level=Level.EPCI, code_length=9,
    groups=True, title="Démographie des EPCI 2019, 2020 V1",
)  # fmt: skip
OCCITANIE = Source(
    key="qpv_occitanie", file="qpv2015_occitanie_indicateurs_2015-2019.csv", level=Level.QPV,
    code="code_qp", code_length=8, title="Indicateurs des quartiers d’Occitanie", year=2017, **CITY,
    figures=(
        share(name="poverty_rate", column="tp60", label="Taux de pauvreté à 60 %"),
        euros(name="living_standard", column="disp_q2", label="Niveau de vie médian"),
    ),
)  # fmt: skip
SOURCES = (
    COMMUNES, HISTORY, FILOSOFI_COMMUNES, FIBRE, SPEEDS, CENSUS, SEEKERS, MONTHLY, SOCIAL,
    CITY_COMMUNES, EPCI, CITY_EPCI, FILOSOFI_DEPARTMENTS, MONTHLY_DEPARTMENTS, FILOSOFI_REGIONS,
    MONTHLY_REGIONS, FILOSOFI_IRIS, FRAGILITY, CAF_IRIS, CITY_QPV, OCCITANIE,
)  # fmt: skip
EVERY = tuple({one.key: one for one in (*PLACES, *SOURCES)}.values())
