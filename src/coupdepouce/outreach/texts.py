"""What is written to people: one text per template and channel, French; English by gettext.

An SMS is one part of 160 GSM characters once filled in (GSM 03.38): a test fills every text with
the longest values and counts.
"""

from coupdepouce.outreach.part_texts import PART_TEXTS
from coupdepouce.outreach.partner_texts import PARTNER_TEXTS
from coupdepouce.outreach.text import Text, gettext_noop

SIGNATURE = gettext_noop("\n\n{who_helps}\nVotre demande, pas à pas : {link}\nCoup de Pouce")

TEXTS = {
    **PART_TEXTS,
    "complaint_answered": Text(
        sms=gettext_noop(
            "Coup de Pouce : nous avons repondu a votre reclamation. "
            "Lisez la reponse avec votre code : {link}"
        ),
        subject=gettext_noop("Nous répondons à votre réclamation"),
        email=gettext_noop(
            "Bonjour,\n\n{told}\n\n{answer}\n\n"
            "Vous n’êtes pas d’accord ? Une autre personne peut regarder : {link}"
        ),
    ),
    "voucher_ready": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre bon {code} est pret. Dernier jour : {last_day}. {link}"
        ),
        subject=gettext_noop("Votre bon est prêt"),
        email=gettext_noop(
            "Bonjour,\n\nVotre bon est prêt. Son code est {code}.\n"
            "Allez dans une boutique du programme avant le {last_day} inclus.\n"
            "Prenez votre bon et une pièce d’identité."
        ),
    ),
    "voucher_reminder": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre bon marche jusqu'au {last_day}. "
            "Pensez a aller en boutique. {link}"
        ),
        subject=gettext_noop("Pensez à votre bon"),
        email=gettext_noop(
            "Bonjour,\n\nVotre bon marche jusqu’au {last_day} inclus.\n"
            "Allez dans une boutique du programme avec une pièce d’identité.\n"
            "Vous n’en voulez plus ? Vous pouvez arrêter votre demande."
        ),
    ),
    "other_shop": Text(
        sms=gettext_noop(
            "Coup de Pouce : cette boutique ne peut pas vous recevoir. "
            "Votre bon marche dans les autres. {link}"
        ),
        subject=gettext_noop("Votre bon marche dans une autre boutique"),
        email=gettext_noop(
            "Bonjour,\n\nCette boutique ne peut pas vous recevoir.\n"
            "Votre bon marche toujours, dans les autres boutiques du programme."
        ),
    ),
    "accepted": Text(
        sms=gettext_noop("Coup de Pouce : la boutique a accepte votre demande. {link}"),
        subject=gettext_noop("Votre demande est acceptée"),
        email=gettext_noop(
            "Bonjour,\n\nLa boutique a accepté votre demande. Elle s’occupe de la suite avec vous."
        ),
    ),
    "declined": Text(
        sms=gettext_noop(
            "Coup de Pouce : la boutique n'a pas pu accepter votre demande. "
            "Ce que vous pouvez faire : {link}"
        ),
        subject=gettext_noop("La boutique n’a pas pu accepter votre demande"),
        email=gettext_noop(
            "Bonjour,\n\nLa boutique n’a pas pu accepter votre demande.\n"
            "Pourquoi : {reason}.\nLa suite : {next_offer}"
        ),
    ),
    "withdrawn": Text(
        sms=gettext_noop("Coup de Pouce : votre demande est arretee. Vous pourrez en refaire une."),
        subject=gettext_noop("Votre demande est arrêtée"),
        email=gettext_noop(
            "Bonjour,\n\nVotre demande est arrêtée. Vous pourrez en refaire une quand vous voudrez."
        ),
    ),
    "expired": Text(
        sms=gettext_noop(
            "Coup de Pouce : la date de votre bon est passee. "
            "Revoyez la personne qui vous l'a remis."
        ),
        subject=gettext_noop("La date de votre bon est passée"),
        email=gettext_noop(
            "Bonjour,\n\nLa date de votre bon est passée.\n"
            "Revoyez la personne qui vous l’a remis : elle peut refaire une demande."
        ),
    ),
    "line_not_available": Text(
        sms=gettext_noop(
            "Coup de Pouce : la ligne n'est pas possible a votre adresse. "
            "Ce que vous pouvez faire : {link}"
        ),
        subject=gettext_noop("La ligne n’est pas possible à votre adresse"),
        email=gettext_noop(
            "Bonjour,\n\nLa ligne n’est pas possible à votre adresse.\n"
            "Pourquoi : {reason}.\nLa suite : {next_offer}"
        ),
    ),
    "line_ordered": Text(
        sms=gettext_noop("Coup de Pouce : votre ligne internet est commandee. {link}"),
        subject=gettext_noop("Votre ligne est commandée"),
        email=gettext_noop("Bonjour,\n\nVotre ligne internet est commandée."),
    ),
    "line_appointment": Text(
        sms=gettext_noop(
            "Coup de Pouce : un technicien vient chez vous le {appointment}. "
            "Une personne majeure doit etre la. {link}"
        ),
        subject=gettext_noop("Un technicien vient chez vous"),
        email=gettext_noop(
            "Bonjour,\n\nUn technicien vient chez vous le {appointment}.\n"
            "Une personne majeure doit être là."
        ),
    ),
    "line_reminder": Text(
        sms=gettext_noop(
            "Coup de Pouce : un technicien vient chez vous le {appointment}. "
            "Soyez la, ou prevenez la boutique. {link}"
        ),
        subject=gettext_noop("Un technicien vient bientôt chez vous"),
        email=gettext_noop(
            "Bonjour,\n\nUn technicien vient chez vous le {appointment}.\n"
            "Soyez là, ou demandez à un proche d’ouvrir la porte.\n"
            "Vous ne pouvez pas ? Appelez la boutique : elle prend une autre date."
        ),
    ),
    "line_active": Text(
        sms=gettext_noop("Coup de Pouce : votre ligne internet marche. {link}"),
        subject=gettext_noop("Votre ligne internet marche"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ligne internet marche.\nUn problème ? Dites-le à la boutique."
        ),
    ),
    "line_failed": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre ligne n'a pas pu etre installee. "
            "La boutique cherche une solution. {link}"
        ),
        subject=gettext_noop("Votre ligne n’a pas pu être installée"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ligne n’a pas pu être installée.\n"
            "Pourquoi : {reason}.\nLa suite : {next_offer}"
        ),
    ),
    "line_cancelled": Text(
        sms=gettext_noop("Coup de Pouce : la demande de ligne est annulee. {link}"),
        subject=gettext_noop("La demande de ligne est annulée"),
        email=gettext_noop("Bonjour,\n\nLa demande de ligne est annulée."),
    ),
}

STAFF_TEXTS = {
    **PARTNER_TEXTS,
    "complaint_yours": Text(
        sms="",
        subject="Une réclamation attend votre réponse",
        email=(
            "Bonjour,\n\nUn ménage attend une réponse. Raison : {reason}.\n"
            "Répondez avant le {due} : {link}\n\nCoup de Pouce"
        ),
    ),
    "complaint_late": Text(
        sms="",
        subject="Une réclamation est en retard",
        email=(
            "Bonjour,\n\nUn ménage attend toujours une réponse. Raison : {reason}.\n"
            "Il fallait répondre avant le {due} : {link}\n\nCoup de Pouce"
        ),
    ),
    "outcome": Text(
        sms="",
        subject="Du nouveau sur une prescription",
        email="Bonjour,\n\n{who} {journal}.\n{detail}\nVoir le dossier : {link}\n\nCoup de Pouce",
    ),
    "state_answer": Text(
        sms="",
        subject="L’administration a répondu",
        email=(
            "Bonjour,\n\nL’administration confirme le droit d’un ménage que vous suivez.\n"
            "Vous pouvez remettre le bon : {link}\n\nCoup de Pouce"
        ),
    ),
    "shop_link": Text(
        sms="",
        subject="Une personne vient avec un bon",
        email=(
            "Bonjour,\n\n{organisation} vous envoie une personne avec un bon, "
            "valable jusqu’au {last_day}.\nDites si vous l’attendez, sans compte à ouvrir : {link}"
            "\n\nCoup de Pouce"
        ),
    ),
    "shop_reminder": Text(
        sms="",
        subject="Un bon attend votre réponse",
        email=(
            "Bonjour,\n\nUn bon attend votre boutique depuis {days} jours : {link}\n\nCoup de Pouce"
        ),
    ),
    "double_reception": Text(
        sms="",
        subject="Un bon a été reçu dans deux boutiques",
        email=(
            "Bonjour,\n\nUn même bon a été reçu sans réseau dans deux boutiques.\n"
            "{kept}, le {kept_at} : elle garde la demande, le site l’a su en premier.\n"
            "{refused}, le {refused_at} : elle ne remet rien et ne commande rien.\n"
            "Dites que vous l’avez lu : {link}\n\nCoup de Pouce"
        ),
    ),
    "reception_refused": Text(
        sms="",
        subject="Une boutique n’a pas pu garder un bon",
        email=(
            "Bonjour,\n\n{shop} a reçu un bon sans réseau le {received_at}. "
            "Elle n’a pas pu le garder : {why}.\nVoir le dossier : {link}\n\nCoup de Pouce"
        ),
    ),
    "line_cut_warning": Text(
        sms="",
        subject="Une ligne sera bientôt coupée",
        email=(
            "Bonjour,\n\nUne facture n’est pas payée dans un ménage que vous suivez.\n"
            "Sans paiement, sa ligne est coupée le {cut_on}.\n"
            "Voyez ce qui peut être fait avant : {link}\n\nCoup de Pouce"
        ),
    ),
    "line_cut_past": Text(
        sms="",
        subject="Une ligne est peut-être déjà coupée",
        email=(
            "Bonjour,\n\nUne facture n’est pas payée dans un ménage que vous suivez.\n"
            "La coupure était annoncée le {cut_on} : cette date est passée.\n"
            "Demandez à la personne si sa ligne marche encore : {link}\n\nCoup de Pouce"
        ),
    ),
    "stuck_yours": Text(
        sms="",
        subject="Un dossier bloqué vous attend",
        email=(
            "Bonjour,\n\nUne ligne est bloquée : {cause}.\n"
            "C’est à vous de jouer, avant le {due} : {link}\n\nCoup de Pouce"
        ),
    ),
    "stuck_said": Text(
        sms="",
        subject="Un message sur un dossier bloqué",
        email=(
            "Bonjour,\n\nQuelqu’un vous a écrit sur une ligne bloquée : {cause}.\n"
            "Le message est ici : {link}\n\nCoup de Pouce"
        ),
    ),
    "stuck_reminder": Text(
        sms="",
        subject="Un dossier bloqué a dépassé sa date",
        email=(
            "Bonjour,\n\nUne ligne reste bloquée chez vous : {cause}. Sa date était le {due}.\n"
            "Répondez, ou confiez le dossier à quelqu’un d’autre : {link}\n\nCoup de Pouce"
        ),
    ),
    "stuck_escalated": Text(
        sms="",
        subject="Un dossier bloqué n’avance pas",
        email=(
            "Bonjour,\n\nUne ligne reste bloquée : {cause}. Elle attend {owner} "
            "depuis le rappel, et sa date était le {due}.\n"
            "Voir le dossier : {link}\n\nCoup de Pouce"
        ),
    ),
    "password": Text(
        sms="",
        subject="Votre mot de passe Coup de Pouce",
        email=(
            "Bonjour,\n\nPour choisir un mot de passe : {link}\n"
            "Vous n’avez rien demandé ? Ne faites rien.\n\nCoup de Pouce"
        ),
    ),
    "invitation": Text(
        sms="",
        subject="Votre compte Coup de Pouce",
        email=(
            "Bonjour,\n\n{organisation} vous a ouvert un compte.\n"
            "Choisissez votre mot de passe : {link}\n\nCoup de Pouce"
        ),
    ),
}
