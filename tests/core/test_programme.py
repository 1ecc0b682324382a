"""The programme file: what it holds, and what is said when it is wrong."""

from datetime import date

import pytest

from coupdepouce.core.programme import Place, content_hash, parse
from coupdepouce.core.programme.locate import Locator
from coupdepouce.core.programme.theme import PAPER, contrast
from coupdepouce.core.refusal import Refusal
from coupdepouce.programmes.communes import place_exists
from coupdepouce.programmes.defaults import default_programme, default_text

PRICE = "offers.line.price"
CEILING = "eligibility.quotient_familial.ceiling"


def problems(text, **options):
    with pytest.raises(Refusal) as refused:
        parse(text, **options)
    assert refused.value.code == "programme_invalid"
    return refused.value.data["problems"]


def changed(old, new):
    assert old in default_text()
    return default_text().replace(old, new, 1)


def line_of(text, start):
    lines = text.splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_the_programme_delivered_is_the_one_of_the_contract():
    programme = default_programme()

    assert programme.territory == (Place(level="region", code="32"),)
    assert (programme.opens_on, programme.closes_on) == (date(2019, 3, 1), None)
    assert programme.offers.line.price.value == 1999
    routes = programme.eligibility
    assert routes.quotient_familial.ceiling.value == 700
    assert routes.quotient_familial.proofs == ("attestation_qf", "api_particulier")
    assert routes.status.statuses == ("rsa", "aah", "aspa", "ass", "c2s", "boursier")
    assert routes.status.proofs == ("attestation_droits", "api_particulier")
    assert {r.proof_months.value for r in (routes.quotient_familial, routes.status)} == {3}
    assert routes.hardship.enabled
    assert all(place_exists(place) for place in programme.territory)


def test_of_its_own_figures_only_the_price_of_the_line_is_verified():
    figures = dict(default_programme().figures())
    by_law = {path for path in figures if path.startswith(("price_caps.", "retention."))}

    verified = {path for path, figure in figures.items() if figure.verified}

    assert verified - by_law == {PRICE}
    assert by_law <= verified


def test_a_figure_is_printable_once_verified_or_confirmed():
    programme = default_programme()

    assert programme.printable(PRICE)
    assert not programme.printable(CEILING)
    assert programme.printable(CEILING, confirmed=frozenset({CEILING}))


def test_an_unknown_figure_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        default_programme().printable("offers.line.speed")


def test_each_figure_is_written_as_a_person_reads_it():
    figures = dict(default_programme().figures())

    assert figures[PRICE].in_words() == "19,99\u00a0€"
    assert figures[CEILING].in_words() == "700"
    assert figures["eligibility.status.proof_months"].in_words() == "3 mois"


def test_each_figure_is_found_on_its_own_line():
    lines, locator = default_text().splitlines(), Locator(default_text())

    for path, _figure in default_programme().figures():
        steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
        assert lines[locator.line(steps) - 1].startswith(f"{steps[-1]} = {{ value"), path


def test_two_texts_have_two_fingerprints():
    assert content_hash("é") == content_hash("é")
    assert content_hash("é") != content_hash("e")
    assert len(content_hash("")) == 64


WRONG = {
    "a key is missing": (
        'operator = "Exemple"\n', "", "#", "operator", "cette clé manque : ajoutez-la."),
    "a key is misspelt": (
        "steps_off", "step_off", "step_off", "step_off",
        "cette clé n’existe pas : vouliez-vous écrire « steps_off » ?"),
    "a key is unheard of": (
        "steps_off", "zzz", "zzz", "zzz", "cette clé n’existe pas : retirez-la."),
    "a key of an inline table": (
        "verified = true, since = 2019", "verified = 1, since = 2019", "price =",
        "offers.line.price.verified",
        "écrivez true ou false."),
    "a text without quotes": (
        'operator = "Exemple"', "operator = 3", "operator", "operator",
        "un texte entre guillemets droits est attendu."),
    "a text that is empty": (
        'operator = "Exemple"', 'operator = ""', "operator", "operator",
        "ce texte est vide : remplissez-le."),
    "a text of spaces": (
        'operator = "Exemple"', 'operator = " "', "operator", "operator",
        "ce texte est vide : remplissez-le."),
    "a date between quotes": (
        "opens_on = 2019-03-01", 'opens_on = "2019-03-01"', "opens_on", "opens_on",
        "une date est attendue, comme 2026-11-20, sans guillemets."),
    "an hour where a date is asked": (
        "opens_on = 2019-03-01", "opens_on = 2019-03-01T08:00:00", "opens_on", "opens_on",
        "une date est attendue, comme 2026-11-20, sans guillemets."),
    "a list that is not one": (
        "steps_off = []", 'steps_off = "x"', "steps_off", "steps_off",
        "une liste entre crochets est attendue."),
    "a list that is empty": (
        'languages = ["fr", "en", "ar"]', "languages = []", "languages", "languages",
        "la liste est vide : mettez-y au moins un élément."),
    "a language by its name": (
        'languages = ["fr", "en", "ar"]', 'languages = ["fr", "russe"]', "languages", "languages.1",
        "une langue s’écrit par son code, comme fr, en ou ar."),
    "French left out": (
        'languages = ["fr", "en", "ar"]', 'languages = ["en"]', "languages", "languages",
        "le français doit en faire partie : ajoutez « fr »."),
    "a language without its texts": (
        'languages = ["fr", "en", "ar"]', 'languages = ["fr", "ru"]', "[texts.household.fr]",
        "texts", "ajoutez la table [texts.household.ru]."),
    "a text in a language by its name": (
        "[texts.household.en]", "[texts.household.anglais]", "[texts.household.anglais]",
        "texts.household.anglais", "une langue s’écrit par son code, comme fr, en ou ar."),
    "an identifier with capitals": (
        'id = "coup-de-pouce"', 'id = "Coup de Pouce"', "id =", "id",
        "un identifiant s’écrit en minuscules, sans accent ni espace."),
    "a territory that is not a code": (
        'code = "32"', 'code = "Nord"', "territory", "territory.0.code",
        "ce code n’est pas celui d’une région, d’un département ou d’une commune."),
    "a colour by its name": (
        '"#0B5D5E"', '"teal"', "primary =", "theme.primary",
        "une couleur s’écrit # puis six chiffres ou lettres : #0B5D5E."),
    "a colour too pale": (
        '"#0B5D5E"', '"#F7C873"', "primary =", "theme.primary",
        "un texte de cette couleur se lit mal sur le papier : prenez-en une plus foncée."),
    "a price in words": (
        'value = "19.99"', 'value = "vingt"', "price =", "offers.line.price.value",
        "un montant en euros est attendu, par exemple 19.99."),
    "a price that is true": (
        'value = "19.99"', "value = true", "price =", "offers.line.price.value",
        "un montant en euros est attendu, par exemple 19.99."),
    "a price finer than a cent": (
        'value = "19.99"', "value = 19.999", "price =", "offers.line.price.value",
        "un montant en euros est attendu, par exemple 19.99."),
    "a price under zero": (
        'value = "19.99"', "value = -1", "price =", "offers.line.price.value",
        "un montant entre 0 et 100 000 euros est attendu."),
    "a price that is not a number": (
        'value = "19.99"', "value = nan", "price =", "offers.line.price.value",
        "un montant en euros est attendu, par exemple 19.99."),
    "a bare figure": (
        "ceiling = { value = 700, source = \"exemple\", verified = false }", "ceiling = 700",
        "ceiling", CEILING,
        "une table est attendue, comme { value = 3, source = \"…\", verified = false }."),
    "a verified figure without its date": (
        "verified = true, since = 2019-09-17", "verified = true", "price =", PRICE,
        "un chiffre vérifié donne aussi sa date : ajoutez « since »."),
    "a ceiling of zero": (
        "value = 700", "value = 0", "ceiling", f"{CEILING}.value", "au moins 1 est attendu."),
    "a ceiling with cents": (
        "value = 700", "value = 700.5", "ceiling", f"{CEILING}.value",
        "un nombre entier est attendu."),
    "a proof of eleven years": (
        "proof_months = { value = 3", "proof_months = { value = 132", "proof_months",
        "eligibility.quotient_familial.proof_months.value", "au plus 120 est attendu."),
    "a reminder after the end": (
        "reminder_before_expiry = 14", "reminder_before_expiry = 90", "reminder_before",
        "delays.reminder_before_expiry",
        "le rappel doit arriver avant la fin du bon."),
    "a shop reminder after the closing": (
        "shop_reminders = [10, 20]", "shop_reminders = [10, 30]", "closing", "delays.closing",
        "les rappels vont du plus tôt au plus tard, tous avant la clôture."),
    "shop reminders in disorder": (
        "shop_reminders = [10, 20]", "shop_reminders = [20, 10]", "closing", "delays.closing",
        "les rappels vont du plus tôt au plus tard, tous avant la clôture."),
    "an end before the start": (
        "# closes_on = 2027-01-01", "closes_on = 2019-03-01", "closes_on", "closes_on",
        "« closes_on » doit venir après « opens_on »."),
    "the same indicator twice": (
        'id = "computers_handed_over"', 'id = "lines_active"', "[[indicators]]", "indicators",
        "« lines_active » y est deux fois : donnez à chacun son identifiant."),
    "an indicator nobody measures": (
        'indicator = "lines_active"', 'indicator = "smiles"', "[[commitments]]", "commitments",
        "« smiles » n’est pas mesuré : ajoutez-le à [[indicators]]."),
    "texts that are not tables": (
        '[texts.staff.fr]\nname = "Coup de Pouce"', "[texts]\nstaff = 3", "staff = 3",
        "texts.staff", "une table est attendue."),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_with_its_line_and_its_remedy(case):
    old, new, start, key, sentence = case
    text = changed(old, new)

    found = problems(text)

    assert {"line": line_of(text, start), "key": key, "sentence": sentence} in found


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    text = changed('operator = "Exemple"', "operator = 3").replace("enabled = true", "enabled = 1")

    with pytest.raises(Refusal) as refused:
        parse(text)

    told = refused.value.data["problems"]
    assert [problem["key"] for problem in told] == [
        "operator",
        "eligibility.quotient_familial.enabled",
        "eligibility.status.enabled",
        "eligibility.hardship.enabled",
    ]
    assert refused.value.sentence == (
        "Le programme contient 4 erreurs. Ligne 16, operator :"
        " un texte entre guillemets droits est attendu."
    )


def test_a_programme_may_have_an_end():
    programme = parse(changed("# closes_on = 2027-01-01", "closes_on = 2019-03-02"))

    assert programme.is_open(on=date(2019, 3, 1))
    assert not programme.is_open(on=date(2019, 3, 2))


def test_hardship_alone_is_not_a_public_door():
    text = default_text().replace("enabled = true", "enabled = false", 2)

    (problem,) = problems(text)

    assert problem["key"] == "eligibility"
    assert problem["sentence"] == "activez au moins le quotient familial ou les statuts."
    assert problem["line"] == line_of(text, "[eligibility.quotient_familial]")


def test_a_kind_of_mistake_never_met_still_names_its_line():
    text = changed("# quota_per_partner = 200", "quota_per_partner = 1e999")

    (problem,) = problems(text)

    assert problem["line"] == line_of(text, "quota_per_partner")
    assert problem["key"] == "voucher.quota_per_partner"


def test_a_place_that_does_not_exist_is_named():
    text = changed('code = "32"', 'code = "33"')

    (problem,) = problems(text, place_exists=place_exists)

    assert problem == {
        "line": line_of(text, "territory"),
        "key": "territory.0.code",
        "sentence": "« 33 » n’est pas au Code officiel géographique : vérifiez-le.",
    }


def test_a_place_is_not_looked_up_unless_asked():
    assert parse(changed('code = "32"', 'code = "33"')).territory[0].code == "33"


@pytest.mark.parametrize("level", ["region", "department", "commune"])
def test_a_territory_that_exists_is_accepted(level):
    code = {"region": "32", "department": "2A", "commune": "59350"}[level]
    text = changed('{ level = "region", code = "32" }', f'{{ level = "{level}", code = "{code}" }}')

    assert parse(text, place_exists=place_exists).territory == (Place(level=level, code=code),)


SYNTAX = {
    "no equals sign": ("a", 1, "après le nom d’une clé, mettez « = » puis sa valeur."),
    "a table not closed": ("[t", 1, "le nom d’une table se ferme par « ] »."),
    "two keys on a line": (
        "a = 1 b = 2", 1, "il y a du texte en trop : gardez une seule clé par ligne."),
    "a table twice": ("[t]\n[t]", 2, "cette table y est déjà : gardez-en une seule."),
    "a key twice": ("a = 1\na = 2\n\nb = 3", 2, "cette clé y est déjà : gardez-en une seule."),
    "a key twice inside": ("a = {b=1, b=2}", 1, "cette clé y est déjà : gardez-en une seule."),
    "a list not closed": ("a = [1", 1, "la liste n’est pas fermée : ajoutez « ] »."),
    "an inline table not closed": ("a = {b=1", 1, "la table n’est pas fermée : ajoutez « } »."),
    "a text not closed": ('a = "b', 1, "le texte n’est pas fermé : ajoutez un guillemet droit."),
    "a text on two lines": (
        'a = "b\nc"', 1, "un texte tient sur une ligne, entre deux guillemets droits."),
    "a day that does not exist": (
        "a = 2026-02-30", 1,
        "cette date n’existe pas : écrivez année-mois-jour, comme 2026-11-20."),
    "a bare word": (
        "a = oui", 1, "écrivez un texte entre guillemets droits, un nombre, true ou false."),
    "a name with an accent": (
        "é = 1", 1, "cette ligne ne se lit pas : comparez-la avec le programme livré."),
    "a number without end": (
        "a = " + "1" * 5000, 1, "cette ligne ne se lit pas : comparez-la avec le programme livré."),
    "brackets without end": (
        "a = " + "[" * 5000, 1, "cette ligne ne se lit pas : comparez-la avec le programme livré."),
}  # fmt: skip


@pytest.mark.parametrize("case", SYNTAX.values(), ids=SYNTAX)
def test_a_text_that_is_not_toml_is_explained(case):
    text, line, sentence = case

    with pytest.raises(Refusal) as refused:
        parse(text)

    assert refused.value.data["problems"] == [{"line": line, "key": "", "sentence": sentence}]
    assert refused.value.sentence == (
        f"Le programme contient une erreur. Ligne {line} : {sentence}"
    )


def test_an_empty_text_lacks_everything():
    found = problems("")

    assert {"line": 1, "key": "id", "sentence": "cette clé manque : ajoutez-la."} in found


LOCATED = '''id = "x"          # 1
note = """
id = "not a key, whatever \'\'\' says"
[not.a.table]
"""
[a.b]
c = 1              # 7
d = { e = 1, f = 2 }
[[rows]]
name = "one"
[rows.inner]
key = 1
[[rows]]
name = "two"       # 14
g.h = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param(("id",), 1, id="a key of the root, not the one inside a text"),
        pytest.param(("not", "a", "table"), 1, id="a table inside a text does not exist"),
        pytest.param(("a",), 6, id="a table known by the table inside it"),
        pytest.param(("a", "b", "c"), 7, id="a key of a table"),
        pytest.param(("a", "b", "missing"), 6, id="a missing key is where its table is"),
        pytest.param(("a", "b", "d", "f"), 8, id="a key of an inline table"),
        pytest.param(("rows",), 9, id="an array of tables"),
        pytest.param(("rows", 0, "name"), 10, id="a key of the first row"),
        pytest.param(("rows", 0, "inner", "key"), 12, id="a table of the first row"),
        pytest.param(("rows", 1), 13, id="the second row"),
        pytest.param(("rows", 1, "name"), 14, id="a key of the second row"),
        pytest.param(("rows", 1, "g", "h"), 15, id="a dotted key"),
    ],
)
def test_a_key_is_located(path, line):
    assert Locator(LOCATED).line(path) == line


def test_contrast_goes_from_one_to_twenty_one():
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#0B5D5E", PAPER) == contrast(PAPER, "#0B5D5E") > 7


@pytest.mark.parametrize(
    ("colour", "accepted"),
    [
        pytest.param("#737373", True, id="just dark enough on paper"),
        pytest.param("#757575", False, id="just too pale on paper"),
    ],
)
def test_a_text_is_readable_from_a_contrast_of_four_and_a_half(colour, accepted):
    text = changed('"#0B5D5E"', f'"{colour}"')

    assert (contrast(colour, PAPER) >= 4.5) is accepted
    if accepted:
        assert parse(text).theme.primary == colour
    else:
        assert [problem["key"] for problem in problems(text)] == ["theme.primary"]
