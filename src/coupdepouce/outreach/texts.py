"""What is written to people: one text per template and channel, French; English by gettext.

An SMS is one part of 160 GSM characters once filled in (GSM 03.38): a test fills every text with
the longest values and counts.
"""

from coupdepouce.outreach.part_texts import PART_TEXTS
from coupdepouce.outreach.text import APPOINTMENT, REASON, VOUCHER, Text, gettext_noop

FOLLOW = gettext_noop("\nVotre demande, pas à pas : {follow}")
DOUBT = gettext_noop("\nUn doute sur ce message ? {doubt}")
STOP = gettext_noop("\nNe plus recevoir ces messages : {stop}")

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
        says=("told", "answer"),
        path="/suivre/reclamation/",
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
        says=VOUCHER,
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
        says=VOUCHER,
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
        says=REASON,
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
        says=REASON,
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
        says=APPOINTMENT,
        urgent=True,
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
        says=APPOINTMENT,
        urgent=True,
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
        says=REASON,
    ),
    "line_cancelled": Text(
        sms=gettext_noop("Coup de Pouce : la demande de ligne est annulee. {link}"),
        subject=gettext_noop("La demande de ligne est annulée"),
        email=gettext_noop("Bonjour,\n\nLa demande de ligne est annulée."),
    ),
}
