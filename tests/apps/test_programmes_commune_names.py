"""Commune names as files write them."""

import pytest

from coupdepouce.programmes.commune_names import code_of, resolve, split_names

TABLE = """
case                           | name                    | postcode | code
as the table writes it         | Roubaix                 | 59100    | 59512
capitals, CEDEX                | ROUBAIX CEDEX 1         | 59100    | 59512
postcode of a CEDEX            | ROUBAIX CEDEX           | 59052    | 59512
no hyphens, no accents         | VILLENEUVE D ASCQ       | 59650    | 59009
St for Saint                   | ST AMAND LES EAUX       | 59230    | 59526
Ste for Sainte                 | Ste-Catherine           | 62223    | 62744
ligature                       | MONS EN BAROEUL         | 59370    | 59410
a district of Paris            | Paris 3e Arrondissement | 75003    | 75056
Corsica                        | AJACCIO                 | 20000    | 2A004
overseas                       | SAINT-DENIS             | 97400    | 97411
same name, other department    | Saint-Denis             | 93200    | 93066
wrong postcode, one such name  | Lille                   | 59999    | 59350
a longer name than the table's  | BERCK-SUR-MER           | 62600    | 62108
one wrong letter               | TOUCOING                | 59200    | 59599
a former commune, its postcode | Saint-Pol-sur-Mer       | 59430    | 59183
unknown, several at postcode   | Nulle-Part              | 59160    | none
unknown postcode               | Nulle-Part              | 59999    | none
"""


@pytest.mark.parametrize(
    ("name", "postcode", "code"),
    [
        pytest.param(name, postcode, code, id=case)
        for case, name, postcode, code in (
            [cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]
        )
    ],
)
def test_a_name_and_a_postcode_give_a_code(name, postcode, code):
    assert (code_of(name=name, postcode=postcode) or "none") == code


def test_a_good_code_wins_over_the_name():
    assert resolve("59350", "Roubaix", "59100") == "59350"


def test_a_code_that_is_gone_leaves_the_word_to_the_name():
    assert resolve("59999", "Roubaix", "59100") == "59512"


def test_names_run_together_are_cut():
    assert split_names("Douai Lambres-lez-Douai", department="59") == (["59178", "59329"], "")
    assert split_names("Le Havre", department="76") == (["76351"], "")
