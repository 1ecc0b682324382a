"""What is written about a request once it is followed: the line kept, computer, training."""

from coupdepouce.outreach.following_texts import FOLLOWING_TEXTS
from coupdepouce.outreach.text import (
    REASON,
    SESSION,
    Text,
    gettext_noop,
)

PART_TEXTS = {
    **FOLLOWING_TEXTS,
    "share_asked": Text(
        sms=gettext_noop(
            "Coup de Pouce : une structure demande a suivre votre demande. "
            "Dites oui ou non avec votre code : {link}"
        ),
        subject=gettext_noop("Une structure demande à suivre votre demande"),
        email=gettext_noop(
            "Bonjour,\n\n{organisation} demande à suivre votre demande.\n"
            "Elle ne voit rien tant que vous n’avez pas dit oui.\n"
            "Vous pouvez dire non. Cela ne change rien pour vous.\n\n"
            "Répondez avec votre code : {link}"
        ),
        says=("organisation",),
        path="/suivre/qui-voit/",
    ),
    "line_late": Text(
        sms=gettext_noop(
            "Coup de Pouce : un paiement de votre ligne est en retard. {cut}"
            "Parlez-en a la personne qui vous suit. {link}"
        ),
        subject=gettext_noop("Un paiement de votre ligne est en retard"),
        email=gettext_noop(
            "Bonjour,\n\nUn paiement de votre ligne est en retard.\n{cut}"
            "Parlez-en dès maintenant à la personne qui vous suit : elle peut vous aider avant une "
            "coupure."
        ),
        says=("cut",),
    ),
    "line_suspended": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre ligne est coupee pour le moment. Parlez-en a la personne qui "
            "vous suit. {link}"
        ),
        subject=gettext_noop("Votre ligne est coupée pour le moment"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ligne est coupée pour le moment.\n"
            "Parlez-en à la personne qui vous suit : elle cherche une solution avec vous."
        ),
    ),
    "line_ended": Text(
        sms=gettext_noop("Coup de Pouce : votre ligne du programme est arretee. {link}"),
        subject=gettext_noop("Votre ligne du programme est arrêtée"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ligne du programme est arrêtée.\nPourquoi : {reason}.\n"
            "La suite : {next_offer}"
        ),
        says=REASON,
    ),
    "appointment_missed": Text(
        sms=gettext_noop(
            "Coup de Pouce : le rendez-vous avec le technicien n'a pas lieu. On en fixe un "
            "autre avec vous. {link}"
        ),
        subject=gettext_noop("Le rendez-vous n’a pas lieu"),
        email=gettext_noop(
            "Bonjour,\n\nLe rendez-vous avec le technicien n’a pas lieu.\nPourquoi : {reason}.\n"
            "La suite : {next_offer}"
        ),
        says=REASON,
        urgent=True,
    ),
    "computer_reserved": Text(
        sms=gettext_noop(
            "Coup de Pouce : un ordinateur vous est reserve. La boutique vous dit quand il est "
            "pret. {kept} {link}"
        ),
        subject=gettext_noop("Un ordinateur vous est réservé"),
        email=gettext_noop(
            "Bonjour,\n\nUn ordinateur vous est réservé. {kept}\n"
            "La boutique vous écrit quand il est prêt."
        ),
        says=("kept",),
    ),
    "computer_waiting": Text(
        sms=gettext_noop(
            "Coup de Pouce : vous etes sur la liste pour un ordinateur. On vous ecrit quand il "
            "arrive. {expected} {link}"
        ),
        subject=gettext_noop("Vous êtes sur la liste pour un ordinateur"),
        email=gettext_noop(
            "Bonjour,\n\nIl n’y a pas d’ordinateur libre en ce moment. Vous êtes sur la liste.\n"
            "On vous écrit dès qu’un ordinateur arrive pour vous. {expected}"
        ),
        says=("expected",),
    ),
    "computer_ready": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre ordinateur est pret. Venez avec une piece d'identite. "
            "{price} {kept} {link}"
        ),
        subject=gettext_noop("Votre ordinateur vous attend"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ordinateur vous attend à la boutique. {kept}\n"
            "Prenez une pièce d’identité à votre nom. {price}"
        ),
        says=("price", "kept"),
    ),
    "computer_freed": Text(
        sms=gettext_noop(
            "Coup de Pouce : l'ordinateur n'est plus reserve pour vous. La suite : {link}"
        ),
        subject=gettext_noop("L’ordinateur n’est plus réservé pour vous"),
        email=gettext_noop(
            "Bonjour,\n\nL’ordinateur n’est plus réservé pour vous.\nPourquoi : {reason}.\n"
            "La suite : {next_offer}"
        ),
        says=REASON,
    ),
    "computer_lapsed": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre ordinateur n'est plus reserve. Vous pouvez en demander un "
            "autre. {link}"
        ),
        subject=gettext_noop("Votre ordinateur n’est plus réservé"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ordinateur n’est plus réservé : la date est passée.\n"
            "Vous en voulez un ? Dites-le à la boutique."
        ),
    ),
    "computer_missing": Text(
        sms=gettext_noop(
            "Coup de Pouce : l'ordinateur reserve n'est pas arrive. Vous gardez votre place sur "
            "la liste. {link}"
        ),
        subject=gettext_noop("L’ordinateur réservé n’est pas arrivé"),
        email=gettext_noop(
            "Bonjour,\n\nL’ordinateur réservé n’est pas arrivé. Ce n’est pas de votre fait.\n"
            "Vous gardez votre place sur la liste. On vous écrit dès qu’un autre arrive."
        ),
    ),
    "computer_handed_over": Text(
        sms=gettext_noop(
            "Coup de Pouce : vous avez votre ordinateur. Gardez bien le papier de la garantie. "
            "{link}"
        ),
        subject=gettext_noop("Vous avez votre ordinateur"),
        email=gettext_noop(
            "Bonjour,\n\nVous avez votre ordinateur.\n"
            "Gardez bien le papier de la garantie. En cas de panne, allez à la boutique."
        ),
    ),
    "computer_exchanged": Text(
        sms=gettext_noop("Coup de Pouce : la boutique a echange votre ordinateur. {link}"),
        subject=gettext_noop("Votre ordinateur est échangé"),
        email=gettext_noop("Bonjour,\n\nLa boutique a échangé votre ordinateur."),
    ),
    "computer_lent": Text(
        sms=gettext_noop(
            "Coup de Pouce : la boutique vous prete un ordinateur. Elle vous dit quand le votre "
            "est repare. {link}"
        ),
        subject=gettext_noop("Un ordinateur vous est prêté"),
        email=gettext_noop(
            "Bonjour,\n\nLa boutique vous prête un ordinateur.\n"
            "Vous le rendez quand le vôtre est réparé. Elle vous dit quand."
        ),
    ),
    "computer_repaired": Text(
        sms=gettext_noop("Coup de Pouce : vous avez repris votre ordinateur, repare. {link}"),
        subject=gettext_noop("Votre ordinateur est réparé"),
        email=gettext_noop(
            "Bonjour,\n\nVotre ordinateur est réparé. Vous l’avez repris.\n"
            "Vous avez rendu celui que la boutique vous prêtait."
        ),
    ),
    "computer_returned": Text(
        sms=gettext_noop("Coup de Pouce : vous avez rendu l'ordinateur. {link}"),
        subject=gettext_noop("Vous avez rendu l’ordinateur"),
        email=gettext_noop(
            "Bonjour,\n\nVous avez rendu l’ordinateur.\n"
            "Tout ce qu’il contient est effacé avant de servir à une autre personne."
        ),
    ),
    "visit_booked": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre rendez-vous en boutique est le {visit}. Prenez votre bon et "
            "une piece d'identite. {link}"
        ),
        subject=gettext_noop("Votre rendez-vous en boutique"),
        email=gettext_noop(
            "Bonjour,\n\nVotre rendez-vous en boutique est le {visit}.\n{shop}\n"
            "Prenez votre bon et une pièce d’identité.\n"
            "Vous ne pouvez pas venir ? Choisissez un autre moment avec votre code."
        ),
        says=("visit", "shop"),
    ),
    "visit_reminder": Text(
        sms=gettext_noop(
            "Coup de Pouce : vous avez rendez-vous en boutique le {visit}. Vous ne pouvez pas "
            "venir ? {link}"
        ),
        subject=gettext_noop("Votre rendez-vous en boutique est bientôt"),
        email=gettext_noop(
            "Bonjour,\n\nVotre rendez-vous en boutique est le {visit}.\n{shop}\n"
            "Prenez votre bon et une pièce d’identité.\n"
            "Vous ne pouvez pas venir ? Rendez le rendez-vous : une autre personne le prend."
        ),
        says=("visit", "shop"),
        urgent=True,
    ),
    "visit_cancelled": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre rendez-vous en boutique est annule. Votre bon marche toujours. "
            "{link}"
        ),
        subject=gettext_noop("Votre rendez-vous en boutique est annulé"),
        email=gettext_noop(
            "Bonjour,\n\nVotre rendez-vous en boutique est annulé. Votre bon marche toujours.\n"
            "Vous pouvez venir à la boutique quand vous voulez."
        ),
    ),
    "session_booked": Text(
        sms=gettext_noop("Coup de Pouce : votre place a l'atelier est reservee. {session} {link}"),
        subject=gettext_noop("Votre place à l’atelier est réservée"),
        email=gettext_noop(
            "Bonjour,\n\nVotre place à l’atelier est réservée.\n{workshop}\n{session}\n{place}\n"
            "Vous ne pouvez pas venir ? Prévenez-nous : une autre personne prendra la place."
        ),
        says=SESSION,
    ),
    "session_waiting": Text(
        sms=gettext_noop(
            "Coup de Pouce : l'atelier est complet. Vous etes sur la liste. On vous ecrit si une "
            "place est libre. {link}"
        ),
        subject=gettext_noop("Vous êtes sur la liste pour l’atelier"),
        email=gettext_noop(
            "Bonjour,\n\nL’atelier est complet. Vous êtes sur la liste.\n"
            "On vous écrit dès qu’une place est libre."
        ),
        says=SESSION,
    ),
    "session_cancelled": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre inscription a l'atelier est annulee. Vous pouvez choisir une "
            "autre seance. {link}"
        ),
        subject=gettext_noop("Votre inscription à l’atelier est annulée"),
        email=gettext_noop(
            "Bonjour,\n\nVotre inscription à l’atelier du {session} est annulée.\n"
            "Pourquoi : {reason}.\n{next_session}"
        ),
        says=(*SESSION, "reason"),
        urgent=True,
    ),
    "session_offered": Text(
        sms=gettext_noop(
            "Coup de Pouce : une place est libre a l'atelier du {session}. "
            "Dites vite si vous venez : {link}"
        ),
        subject=gettext_noop("Une place est libre à l’atelier"),
        email=gettext_noop(
            "Bonjour,\n\nUne place est libre pour vous à l’atelier.\n"
            "{workshop}\n{session}\n{place}\n"
            "Dites vite si vous venez. Sinon, la place va à une autre personne."
        ),
        says=SESSION,
        urgent=True,
    ),
    "session_changed": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre atelier a change de jour ou de lieu. C'est le {session}. {link}"
        ),
        subject=gettext_noop("Votre atelier change de jour ou de lieu"),
        email=gettext_noop(
            "Bonjour,\n\nVotre atelier change de jour ou de lieu.\n{workshop}\n{session}\n{place}\n"
            "Vous ne pouvez plus venir ? Prévenez-nous."
        ),
        says=SESSION,
        urgent=True,
    ),
    "session_reminder": Text(
        sms=gettext_noop(
            "Coup de Pouce : votre atelier est le {session}. Vous ne pouvez pas venir ? {link}"
        ),
        subject=gettext_noop("Votre atelier est bientôt"),
        email=gettext_noop(
            "Bonjour,\n\nVotre atelier est bientôt.\n{workshop}\n{session}\n{place}\n"
            "Vous ne pouvez pas venir ? Prévenez-nous : une autre personne prendra la place."
        ),
        says=SESSION,
        urgent=True,
    ),
}
