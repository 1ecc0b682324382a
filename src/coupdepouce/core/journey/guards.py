"""The conditions of the steps, each with the sentence that says what to do."""

from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Guard, Part, Situation

LINE_AT_REST = frozenset(
    {NONE, "wanted", "available", "not_available", "failed", "cancelled", "declined"}
)
# "wanted" and "available" too: a line that nobody ended would leave without a reason.
WORK_IN_HAND = frozenset({"wanted", "available", "ordered", "appointment", "failed"})


def _in_time(situation: Situation) -> bool:
    return situation.last_day is not None and situation.day <= situation.last_day


def _wants_something(situation: Situation) -> bool:
    return any(situation.state(part) == "wanted" for part in WANTED_PARTS)


ENTITLED = Guard(
    code="not_entitled",
    holds=lambda situation: situation.entitled,
    sentence="La décision n’est pas « oui » : complétez ce qui manque, ou prenez une autre voie.",
)
CERTAIN = Guard(
    code="verdict_not_certain",
    holds=lambda situation: situation.certain,
    sentence="La décision n’est pas certaine : notez un justificatif encore valable.",
)
CONSENT = Guard(
    code="consent_missing",
    holds=lambda situation: situation.consent,
    sentence="La personne n’a pas encore donné son accord : lisez-lui le texte, puis notez-le.",
)
SOMETHING_WANTED = Guard(
    code="nothing_wanted",
    holds=_wants_something,
    sentence="Choisissez au moins un volet : la ligne, l’ordinateur ou l’atelier.",
)
IN_TIME = Guard(
    code="voucher_expired",
    holds=_in_time,
    sentence="La date du bon est passée : demandez au prescripteur un nouveau bon.",
)
OUT_OF_TIME = Guard(
    code="voucher_still_good",
    holds=lambda situation: not _in_time(situation),
    sentence="Le bon est encore valable : il n’expire pas aujourd’hui.",
)
NOT_OWN = Guard(
    code="own_prescription",
    holds=lambda situation: not situation.is_own_organisation,
    sentence="Une boutique ne reçoit pas son propre bon : orientez la personne vers une autre.",
)
HOLDING_SHOP = Guard(
    code="other_shop",
    holds=lambda situation: situation.is_holding_shop,
    sentence="Une autre boutique suit cette demande : contactez le programme.",
)
SUGGESTED_SHOP = Guard(
    code="shop_not_asked",
    holds=lambda situation: situation.is_suggested_shop,
    sentence="Votre réponse est déjà notée : cette demande ne vous attend plus.",
)
NOT_YET_EXPECTED = Guard(
    code="already_expected",
    holds=lambda situation: not situation.is_expected,
    sentence="Votre réponse est déjà notée : vous attendez cette personne.",
)
SECOND_PERSON = Guard(
    code="second_person",
    holds=lambda situation: not situation.is_claimant,
    sentence="Une deuxième personne doit décider : demandez à un autre responsable.",
)
HARDSHIP_WAITING = Guard(
    code="hardship_not_waiting",
    holds=lambda situation: situation.hardship == "waiting",
    sentence="Aucune situation difficile n’attend de réponse sur ce dossier.",
)
HARDSHIP_FREE = Guard(
    code="hardship_already_claimed",
    holds=lambda situation: situation.hardship in {NONE, "refused"},
    sentence="La situation difficile est déjà signalée : attendez la réponse du responsable.",
)
LINE_NOT_ORDERED = Guard(
    code="line_ordered",
    holds=lambda situation: situation.state(Part.LINE) in LINE_AT_REST,
    sentence="La ligne est déjà commandée : elle s’annule d’abord en boutique.",
)
NO_WORK_IN_HAND = Guard(
    code="work_in_hand",
    holds=lambda situation: situation.state(Part.LINE) not in WORK_IN_HAND,
    sentence="La ligne est en cours : terminez-la ou annulez-la avant de clore.",
)
