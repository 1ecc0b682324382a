"""What a programme says of its partners; files written before have the values below."""

from datetime import date

from coupdepouce.core.programme.figures import Days, Milestone, Part, Some, Text


class AcceptedText(Part):
    """A text that a partner accepts: its version is kept with the name of who accepted it."""

    version: Text
    sentences: Some[Text]


# Ours are examples: the programme's own texts replace them.
CHARTER = AcceptedText(
    version="exemple-1",
    sentences=(
        "La structure propose l’offre à toute personne qui peut y avoir droit, sans choisir.",
        "Elle ne demande aucun argent et aucune contrepartie.",
        "Elle voit le justificatif, note ce qu’elle a vu, et le rend.",
        "Elle remet le bon seulement si la décision est « oui » et certaine.",
        "Elle dit à la personne ses recours et la suit jusqu’à la réponse de la boutique.",
        "Seules les personnes formées remettent des bons.",
    ),
)
ANNEX = AcceptedText(
    version="exemple-1",
    sentences=(
        "La structure note seulement ce que le formulaire demande : ni revenu, ni document.",
        "Elle recueille l’accord de la personne avant d’enregistrer, et note son retrait.",
        "Chacun a son compte. Un mot de passe ne se prête pas.",
        "Chaque page lue est notée dans le journal des accès.",
        "Une fuite ou une erreur se dit au programme le jour même.",
        "À la fin de la convention, la structure n’ouvre plus de dossier.",
    ),
)


class Briefing(Part):
    """The short training that comes before handing out vouchers."""

    needed: bool = True
    since: date = date(2026, 12, 1)  # accounts opened from that day need it at once
    grace_days: Days = 60  # given to those who were there before


class Partners(Part):
    """How a structure becomes a partner and stays one."""

    correction_days: Days = 30  # given to answer a correction, then the candidature is closed
    agreement_months: Milestone = 12
    renewal_months: Milestone = 3  # before its end, the next agreement is proposed
    closing_days: Days = 90  # after its end, a partner that nothing follows closes by itself
    agreement_needed: bool = False  # True: a partner that never had one hands out nothing
    charter: AcceptedText = CHARTER
    annex: AcceptedText = ANNEX
    application_kept_months: Milestone = 12  # then the referent of one that led nowhere is erased
    briefing: Briefing = Briefing()
    dormant_months: Milestone = 12  # without a visit, an account is reminded
    dormant_notice_days: Days = 30  # then it closes, unless the person comes back
