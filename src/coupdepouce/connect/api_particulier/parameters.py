"""The words of the contract: endpoints, parameters, and the slips of the published files."""

from enum import StrEnum

STAND_IN_PORT = 8410
STAND_IN_URL = f"http://127.0.0.1:{STAND_IN_PORT}"


class Endpoint(StrEnum):
    """What can be asked about a person; never the children nor the address."""

    QUOTIENT_FAMILIAL = "quotient_familial"
    RSA = "revenu_solidarite_active"
    AAH = "allocation_adulte_handicape"
    C2S = "complementaire_sante_solidaire"

    @property
    def path(self) -> str:
        """Give the path that asks by civil identity."""
        return f"/v3/dss/{self}/identite"


NEEDED_BY_SPECIFICATION = (
    "recipient",
    "nomNaissance",
    "prenoms[]",
    "sexeEtatCivil",
    "codeCogInseePaysNaissance",
)
IDENTITY = (
    "nomNaissance",
    "nomUsage",
    "prenoms[]",
    "anneeDateNaissance",
    "moisDateNaissance",
    "jourDateNaissance",
    "sexeEtatCivil",
    "codeCogInseePaysNaissance",
    "codeCogInseeCommuneNaissance",
    "nomCommuneNaissance",
    "codeCogInseeDepartementNaissance",
)
# Only the quotient has a month; the other endpoints answer for the day of the call.
MONTH_ASKED = ("annee", "mois")


def parameters(endpoint: Endpoint) -> tuple[str, ...]:
    """Name the query parameters an endpoint takes."""
    month = MONTH_ASKED if endpoint is Endpoint.QUOTIENT_FAMILIAL else ()
    return ("recipient", *IDENTITY, *month)


# Slips of etalab/siade_staging_data: partners copy these files, so we read them as they are.
MISSPELT = {
    "anneeDateDaissance": "anneeDateNaissance",
    "anneeNateNaissance": "anneeDateNaissance",
    "moisDateDaissance": "moisDateNaissance",
    "jourDateDaissance": "jourDateNaissance",
    "codePaysLieuDaissance": "codeCogInseePaysNaissance",
    "codeInseeLieuDaissance": "codeCogInseeCommuneNaissance",
}


def canonical(name: str) -> str:
    """Give the specification's name of a parameter; `prenoms[]` is a list called `prenoms`."""
    return MISSPELT.get(name, name).removesuffix("[]")
