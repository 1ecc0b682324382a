"""What is written to people at work: e-mail only, in French."""

from coupdepouce.outreach.partner_texts import PARTNER_TEXTS
from coupdepouce.outreach.text import Text

STAFF_TEXTS = {
    **PARTNER_TEXTS,
    "complaint_yours": Text(
        sms="",
        subject="Une réclamation attend votre réponse",
        email=(
            "Bonjour,\n\nUn ménage attend une réponse. Raison : {reason}.\n"
            "Répondez au plus tard le {due} : {link}\n\nCoup de Pouce"
        ),
        says=("reason", "due"),
    ),
    "complaint_late": Text(
        sms="",
        subject="Une réclamation est en retard",
        email=(
            "Bonjour,\n\nUn ménage attend toujours une réponse. Raison : {reason}.\n"
            "Il fallait répondre au plus tard le {due} : {link}\n\nCoup de Pouce"
        ),
        says=("reason", "due"),
    ),
    "complaint_unreached": Text(
        sms="",
        subject="Une réponse n’arrive pas au ménage",
        email=(
            "Bonjour,\n\nLa réponse à une réclamation n’arrive pas au ménage. Raison : {reason}.\n"
            "Prévenez-le autrement, ou imprimez la réponse : {link}\n\nCoup de Pouce"
        ),
        says=("reason",),
    ),
    "outcome": Text(
        sms="",
        subject="Du nouveau sur une prescription",
        email="Bonjour,\n\n{who} {journal}.\n{detail}\nVoir le dossier : {link}\n\nCoup de Pouce",
        says=("who", "journal", "detail"),
    ),
    "to_tell": Text(
        sms="",
        subject="{title} : dites-le à la personne",
        email=(
            "Bonjour,\n\nUn ménage que vous suivez compte sur vous pour ses nouvelles : "
            "nous ne lui écrivons pas.\nDites-lui ceci :\n\n{news}\n\n"
            "Voir le dossier : {link}\n\nCoup de Pouce"
        ),
        says=("title", "news"),
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
        says=("organisation", "last_day"),
    ),
    "shop_reminder": Text(
        sms="",
        subject="Un bon attend votre réponse",
        email=(
            "Bonjour,\n\nUn bon attend votre boutique depuis {days} jours : {link}\n\nCoup de Pouce"
        ),
        says=("days",),
    ),
    "double_reception": Text(
        sms="",
        subject="Un bon a été reçu dans deux boutiques",
        email=(
            "Bonjour,\n\nUn même bon a été reçu sans réseau dans deux boutiques.\n"
            "{keeper}, le {kept_at} : elle garde la demande, le site l’a su en premier.\n"
            "{refused}, le {refused_at} : elle ne remet rien et ne commande rien.\n"
            "Dites que vous l’avez lu : {link}\n\nCoup de Pouce"
        ),
        says=("keeper", "kept_at", "refused", "refused_at"),
    ),
    "reception_refused": Text(
        sms="",
        subject="Une boutique n’a pas pu garder un bon",
        email=(
            "Bonjour,\n\n{shop} a reçu un bon sans réseau le {received_at}. "
            "Elle n’a pas pu le garder : {why}.\nVoir le dossier : {link}\n\nCoup de Pouce"
        ),
        says=("shop", "received_at", "why"),
    ),
    "line_cut_warning": Text(
        sms="",
        subject="Une ligne sera bientôt coupée",
        email=(
            "Bonjour,\n\nUne facture n’est pas payée dans un ménage que vous suivez.\n"
            "Sans paiement, sa ligne est coupée le {cut_on}.\n"
            "Voyez ce qui peut être fait avant : {link}\n\nCoup de Pouce"
        ),
        says=("cut_on",),
    ),
    "line_cut_past": Text(
        sms="",
        subject="Une ligne est peut-être déjà coupée",
        email=(
            "Bonjour,\n\nUne facture n’est pas payée dans un ménage que vous suivez.\n"
            "La coupure était annoncée le {cut_on} : cette date est passée.\n"
            "Demandez à la personne si sa ligne marche encore : {link}\n\nCoup de Pouce"
        ),
        says=("cut_on",),
    ),
    "line_no_answer": Text(
        sms="",
        subject="Une personne ne répond pas à l’opérateur",
        email=(
            "Bonjour,\n\nL’opérateur demande à un ménage que vous suivez si sa ligne marche.\n"
            "Personne ne répond, et il ne rappelle plus.\n"
            "Demandez-le à la personne : {link}\n\nCoup de Pouce"
        ),
    ),
    "stuck_yours": Text(
        sms="",
        subject="Un dossier bloqué vous attend",
        email=(
            "Bonjour,\n\nUne ligne est bloquée : {cause}.\n"
            "C’est à vous de jouer, au plus tard le {due} : {link}\n\nCoup de Pouce"
        ),
        says=("cause", "due"),
    ),
    "stuck_said": Text(
        sms="",
        subject="Un message sur un dossier bloqué",
        email=(
            "Bonjour,\n\nQuelqu’un vous a écrit sur une ligne bloquée : {cause}.\n"
            "Le message est ici : {link}\n\nCoup de Pouce"
        ),
        says=("cause",),
    ),
    "stuck_reminder": Text(
        sms="",
        subject="Un dossier bloqué a dépassé sa date",
        email=(
            "Bonjour,\n\nUne ligne reste bloquée chez vous : {cause}. Sa date était le {due}.\n"
            "Répondez, ou confiez le dossier à quelqu’un d’autre : {link}\n\nCoup de Pouce"
        ),
        says=("cause", "due"),
    ),
    "stuck_escalated": Text(
        sms="",
        subject="Un dossier bloqué n’avance pas",
        email=(
            "Bonjour,\n\nUne ligne reste bloquée : {cause}. Elle attend {owner} "
            "depuis le rappel, et sa date était le {due}.\n"
            "Voir le dossier : {link}\n\nCoup de Pouce"
        ),
        says=("cause", "owner", "due"),
    ),
    "allowance": Text(
        sms="",
        subject="Le budget des messages est à {share} %",
        email=(
            "Bonjour,\n\nLes messages du programme ont coûté {spent} sur {allowance}.\n"
            "{what_goes_on}\nLe détail : {link}\n\nCoup de Pouce"
        ),
        says=("share", "spent", "allowance", "what_goes_on"),
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
            "Choisissez votre mot de passe : {link}\n{next_step}\n\nCoup de Pouce"
        ),
        says=("organisation", "next_step"),
    ),
}
