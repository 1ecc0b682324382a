"""The linter of easy French: what it says of a text, what it lets through, what it counts."""

import pytest

from coupdepouce.core.words.easy import LONGEST, length, lint, mean, sentences

# A text of a household, and the word that could be easier; nothing where the text is fine.
TEXTS = [
    ("Vous êtes éligible à cette aide.", "eligible"),
    ("Vous y avez droit.", None),
    ("Coup de Pouce : vous etes beneficiaire.", "beneficiaire"),
    ("Apportez un justificatif de domicile.", "justificatif"),
    ("Apportez le papier de la CAF.", None),
    ("Il suffit de montrer votre bon.", "il suffit"),
    ("Veuillez patienter.", "veuillez"),
    ("Allez dans une agence.", "agence"),
    ("Allez dans une boutique.", None),
    ("Votre dossier est en préparation.", "dossier"),
    ("Votre abonnement coûte 19,99 €.", "abonnement"),
    ("Choisissez un cours.", "cours"),
    ("La commande est en cours.", None),
    ("Attestation de participation", None),
    ("Une attestation de la CAF", "attestation"),
    ("l’allocation de soutien familial", None),
    ("Demandez une allocation.", "allocation"),
    ("Demandez une subvention.", "subvention"),
    ("Votre demande est étudiée par la boutique.", "est etudiee par"),
    ("La boutique étudie votre demande.", None),
    ("Attendez, afin que la boutique réponde.", "afin que"),
    ("Attendez la réponse.", None),
    ("La machine-outil", None),  # a compound is another word
]


@pytest.mark.parametrize(("text", "word"), TEXTS)
def test_the_words_of_the_trade_are_seen_in_texts_and_in_sms(text, word):
    found = [one.words for one in lint(text)]

    assert (word in found) if word else found == []


def test_a_word_has_its_plain_word_beside_it():
    (found,) = lint("Allez au magasin.")

    assert (found.rule, found.instead) == ("deux mots pour une chose", "boutique")


def test_a_sentence_of_twenty_words_is_the_longest():
    kept, long = ("mot " * LONGEST + ".", "mot " * (LONGEST + 1) + ".")

    assert lint(kept) == []
    assert [(one.rule, one.words) for one in lint(long)] == [("phrase longue", "21 mots")]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Prenez l’ordinateur.", [3]),
        ("Votre rendez-vous est le %(day)s à {place}.", [7]),
        ("Bonjour,\n\nVotre ligne marche. Bonne journée !", [1, 3, 2]),
        ("Vous gardez <strong>%(amount)s par mois</strong>.", [5]),
        ("Pourquoi\u00a0?", [1]),
        ("— …", []),
    ],
)
def test_sentences_are_cut_and_counted_as_a_person_does(text, counts):
    assert [length(one) for one in sentences(text)] == counts


def test_the_mean_is_over_sentences_not_texts():
    assert mean(["Un. Deux mots.", "Trois petits mots."]) == 2
    assert mean([]) == 0


def test_a_rare_word_is_said_once_unless_it_is_on_their_papers():
    met = {"le", "mot", "quotient"}
    found = lint("Le quotidien, le quotient, le quotidien.", is_known=met.__contains__)

    assert [(one.rule, one.words) for one in found] == [("mot rare", "quotidien")]
    assert lint("Votre quotient familial", is_known=lambda word: word == "votre") == []
