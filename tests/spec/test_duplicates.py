"""Quand deux personnes, ou deux logements, sont les mêmes

Un ménage n'a l'offre qu'une fois. Une personne se reconnaît à son nom et à sa date de naissance,
sans les accents, les traits d'union ni les particules ; un logement à son adresse, étage et porte
compris. Des jumeaux ou des voisins de palier restent deux. Sans autre date, la personne est née le
17 mai 1980.
"""

from datetime import date

import pytest

from coupdepouce.core.household.dwelling import dwelling_key
from coupdepouce.core.household.identity import person_keys
from tests.spec.table import cases

PEOPLE = """
cas                         | une                       | autre                     | même
le même nom                 | Camille Fictif            | Camille Fictif            | oui
majuscules et accents       | Éloïse BÉRÉNICE           | eloise Berenice           | oui
trait d'union du prénom     | Jean-Pierre Fictif        | Jeanpierre Fictif         | oui
apostrophe droite ou courbe | Camille D'Aubert          | Camille D’Aubert          | oui
apostrophe oubliée          | Camille L'Hôpital         | Camille Lhopital          | oui
particule oubliée           | Camille de_la_Tour        | Camille Tour              | oui
particule collée            | Camille Le_Gall           | Camille LEGALL            | oui
article arabe collé         | Amina El_Amrani           | Amina Elamrani            | oui
article arabe oublié        | Amina El-Amrani           | Amina Amrani              | oui
double nom inversé          | Camille Martin-Fictif     | Camille Fictif_Martin     | oui
une moitié du double nom    | Camille Martin-Fictif     | Camille Martin            | oui
double nom portugais abrégé | Ana da_Silva_Santos       | Ana Silva                 | oui
ligature                    | Camille Lebœuf            | Camille LEBOEUF           | oui
né la veille                | Camille Fictif            | Camille Fictif 1980-05-16 | non
jour et mois échangés       | Camille Fictif 1980-05-06 | Camille Fictif 1980-06-05 | non
jumeaux                     | Camille Fictif            | Dominique Fictif          | non
jumeaux, prénoms proches    | Mohamed-Amine Fictif      | Mohamed-Ali Fictif        | non
prénoms inversés            | Marie-Anne Fictif         | Anne-Marie Fictif         | non
la même particule           | Camille Le_Gall           | Camille Le_Goff           | non
une lettre de différence    | Camille Dupont            | Camille Dupond            | non
nom et prénom échangés      | Ali Mohamed               | Mohamed Ali               | non
"""

DWELLINGS = """
cas                        | une                             | autre                       | même
type de voie abrégé        | 12 rue de l'Orme                | 12 R. Orme                  | oui
avenue, trait d'union      | 3 av. Jean-Jaurès               | 3 AVENUE JEAN JAURES        | oui
boulevard abrégé           | 3 bd Fictif                     | 3 boulevard Fictif          | oui
bis collé                  | 3bis rue Haute                  | 3 bis rue Haute             | oui
bis abrégé                 | 3 B rue Haute                   | 3 bis, rue Haute            | oui
virgule après le numéro    | 12, rue Haute                   | 12 rue Haute                | oui
saint abrégé               | 5 pl. St-Fictif                 | 5 place Saint Fictif        | oui
code postal avec la rue    | 12 rue Haute 59000 LILLE        | 12 rue Haute                | oui
ville à part               | 12 rue Haute, Lille             | 12 rue Haute                | oui
appartement avant ou après | Appt 12, 3 rue Haute            | 3 rue Haute apt n°12        | oui
zéro devant l'appartement  | 3 rue Haute apt 04              | 3 rue Haute appt 4          | oui
étage avant ou après       | 3 rue Haute, 1er étage          | étage 1, 3 rue Haute        | oui
rez-de-chaussée            | 3 rue Haute RDC                 | 3 rue Haute rez de chaussée | oui
résidence nommée à part    | Rés. 3 Lacs, bât B, 8 rue Haute | 8 rue Haute bâtiment B      | oui
hébergé chez un autre      | Chez Mme Fictive, 12 rue Dumas  | 12 rue Dumas                | oui
deux appartements          | 3 rue Haute apt 4               | 3 rue Haute apt 5           | non
deux étages                | 3 rue Haute 1er étage           | 3 rue Haute 2e étage        | non
deux portes d'un palier    | 3 rue Haute porte gauche        | 3 rue Haute porte droite    | non
deux bâtiments             | 8 rue Haute bât A               | 8 rue Haute bât B           | non
le numéro et son bis       | 3 rue Haute                     | 3 bis rue Haute             | non
deux numéros               | 12 rue Haute                    | 14 rue Haute                | non
rue et avenue              | 12 rue Haute                    | 12 avenue Haute             | non
appartement écrit une fois | 3 rue Haute apt 4               | 3 rue Haute                 | non
"""


def _keys(text: str) -> frozenset[str]:
    first, last, *birth = text.split()
    day = date.fromisoformat(birth[0]) if birth else date(1980, 5, 17)
    return person_keys(first=first, last=last.replace("_", " "), birth_date=day)


@pytest.mark.parametrize("case", cases(PEOPLE))
def test_the_same_person(case):
    shared = _keys(case["une"]) & _keys(case["autre"])

    assert ("oui" if shared else "non") == case["même"]


@pytest.mark.parametrize("case", cases(DWELLINGS))
def test_the_same_dwelling(case):
    one, other = (
        dwelling_key(address=case[name], commune_code="59350") for name in ("une", "autre")
    )

    assert one
    assert other
    assert ("oui" if one == other else "non") == case["même"]
