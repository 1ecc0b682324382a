"""The conditions of the steps, each with the sentence that says what to do."""

from coupdepouce.core.journey.model import NONE, WANTED_PARTS, Guard, Part, Situation
from coupdepouce.core.journey.states import (
    AT_RISK,
    IN_HAND,
    IN_SERVICE,
    OPEN_PRESCRIPTION,
    SETTLED,
    state_of,
)

COMPUTER_OUT = frozenset({"handed_over", "on_loan"})
COMPUTER_SET_ASIDE = frozenset({"reserved", "ready"})
# What a household once had of each part: no undoing makes it not have been.
DELIVERED = {
    Part.LINE: IN_SERVICE | {"ended"},
    Part.COMPUTER: COMPUTER_OUT | {"returned"},
    Part.TRAINING: frozenset({"attended", "done"}),
}


def _nothing_in_hand(situation: Situation) -> bool:
    # A line badly paid is there: the request may close, the line is still followed.
    # "wanted" too: a part that nobody ended would leave without a reason.
    return all(
        name == NONE or state_of(part, name).final or name in AT_RISK
        for part, name in situation.states.items()
        if part is not Part.PRESCRIPTION
    )


def _something_left(situation: Situation) -> bool:
    return any(situation.state(part) not in SETTLED[part] for part in WANTED_PARTS)


def _nothing_delivered(situation: Situation) -> bool:
    # Sessions count for a request that asks for them: anybody may come to one besides.
    had_session = situation.state(Part.TRAINING) != NONE and situation.sessions_attended > 0
    return not had_session and all(
        situation.state(part) not in had for part, had in DELIVERED.items()
    )


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
ACTS = Guard(
    code="organisation_closed",
    holds=lambda situation: situation.acts,
    sentence="Votre structure vient de fermer : le programme confie ses demandes à une autre.",
)
LEFT = Guard(
    code="still_followed",
    holds=lambda situation: not situation.is_followed,
    sentence="Une structure ouverte suit ce ménage : il n’y a rien à confier.",
)
LIVES_ON = Guard(
    code="request_over",
    holds=lambda situation: (
        situation.state(Part.PRESCRIPTION) in OPEN_PRESCRIPTION
        or situation.state(Part.LINE) in IN_SERVICE
    ),
    sentence="Cette demande est finie et rien ne la suit : il n’y a rien à confier.",
)
BRIEFED = Guard(
    code="not_briefed",
    holds=lambda situation: situation.is_briefed,
    sentence="Suivez d’abord la formation de 20 minutes : elle ouvre la remise des bons.",
)
AGREEMENT = Guard(
    code="no_agreement",
    holds=lambda situation: situation.agreement_holds,
    sentence="La convention de votre structure n’est pas en vigueur : son responsable l’accepte "
    "ou la renouvelle. Les demandes en cours continuent.",
)
QUOTA = Guard(
    code="quota_spent",
    holds=lambda situation: situation.quota_left,
    sentence="La dotation de votre structure est épuisée : demandez des bons au programme.",
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
OWN_SHOP = Guard(
    code="own_shop",
    holds=lambda situation: not situation.is_on_both_sides,
    sentence="Vous êtes aussi de la boutique proposée : un collègue remet le bon.",
)
OWN_PARTNER = Guard(
    code="own_partner",
    holds=lambda situation: not situation.is_on_both_sides,
    sentence="Vous êtes aussi de la structure qui prescrit : un collègue reçoit le bon.",
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
VISITS_GIVEN = Guard(
    code="no_visits",
    holds=lambda situation: situation.visits_given,
    sentence="Aucune boutique ne donne de rendez-vous ici : la personne vient quand elle veut.",
)
VISIT_TAKEN = Guard(
    code="no_visit",
    holds=lambda situation: situation.has_visit,
    sentence="Aucun rendez-vous en boutique n’est pris.",
)
LINE_NOT_ORDERED = Guard(
    code="line_ordered",
    holds=lambda situation: situation.state(Part.LINE) not in IN_HAND,
    sentence="La ligne est déjà commandée : elle s’annule d’abord en boutique.",
)
LINE_NOT_IN_SERVICE = Guard(
    code="line_in_service",
    holds=lambda situation: situation.state(Part.LINE) not in IN_SERVICE,
    sentence="La ligne marche déjà : seul l’opérateur peut l’arrêter.",
)
NO_WORK_IN_HAND = Guard(
    code="work_in_hand",
    holds=_nothing_in_hand,
    sentence="Un volet est encore en cours : terminez-le ou arrêtez-le avant de clore.",
)
NOTHING_DELIVERED = Guard(
    code="part_delivered",
    holds=_nothing_delivered,
    sentence="Un volet est déjà livré ou suivi : le bon ne peut plus servir de nouveau.",
)
SOMETHING_LEFT = Guard(
    code="nothing_left",
    holds=_something_left,
    sentence="Plus rien n’est demandé ni en cours : choisissez « Terminer la prescription ».",
)
SOMETHING_TO_STOP = Guard(
    code="nothing_to_stop",
    holds=lambda situation: _something_left(situation) or _nothing_delivered(situation),
    sentence="Tout est déjà fait : il n’y a plus rien à arrêter. La boutique termine la demande.",
)
LINE_FOLLOWED = Guard(
    code="other_shop",
    holds=lambda situation: situation.is_holding_shop or situation.is_back_office,
    sentence="Une autre boutique suit cette demande : contactez le programme.",
)
SHOP_OR_TEAM = Guard(
    code="other_shop",
    holds=lambda situation: situation.is_holding_shop or situation.is_own_organisation,
    sentence="Une autre boutique suit cette demande : contactez le programme.",
)
COMPUTER_NOT_OUT = Guard(
    code="computer_handed_over",
    holds=lambda situation: situation.state(Part.COMPUTER) not in COMPUTER_OUT,
    sentence="L’ordinateur est déjà remis : il se rend d’abord en boutique.",
)
# Nothing of ours is in the household's hands or on its way there.
NOTHING_OUT = (LINE_NOT_ORDERED, LINE_NOT_IN_SERVICE, COMPUTER_NOT_OUT)
COMPUTER_NOT_SET_ASIDE = Guard(
    code="computer_set_aside",
    holds=lambda situation: situation.state(Part.COMPUTER) not in COMPUTER_SET_ASIDE,
    sentence="Un ordinateur est réservé ici : libérez-le d’abord.",
)
MACHINE_FREE = Guard(
    code="stock_empty",
    holds=lambda situation: situation.machine_free,
    sentence="Aucun ordinateur n’est libre ici : mettez la personne sur la liste d’attente.",
)
NO_MACHINE_FREE = Guard(
    code="stock_not_empty",
    holds=lambda situation: not situation.machine_free,
    sentence="Un ordinateur est libre ici : réservez-le.",
)
MACHINE_HERE = Guard(
    code="machine_not_here",
    holds=lambda situation: situation.machine_here,
    sentence="L’ordinateur réservé n’est pas dans votre boutique : recevez d’abord le colis.",
)
COMPUTER_OVERDUE = Guard(
    code="reservation_still_good",
    holds=lambda situation: Part.COMPUTER in situation.overdue,
    sentence="La réservation est encore valable : elle ne s’arrête pas aujourd’hui.",
)
UNDER_GUARANTEE = Guard(
    code="guarantee_over",
    holds=lambda situation: (
        situation.guarantee_until is not None and situation.day < situation.guarantee_until
    ),
    sentence="La garantie est terminée : proposez une réparation, ou un autre ordinateur.",
)
HAS_ATTENDED = Guard(
    code="no_session_attended",
    holds=lambda situation: situation.sessions_attended > 0,
    sentence="Aucune séance n’est notée comme suivie : notez d’abord la présence.",
)
