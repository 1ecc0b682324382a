"""What is written to structures that join, and to partners about their life in the programme."""

from coupdepouce.outreach.text import Text

END = "\n\nCoup de Pouce"
PARTNER_TEXTS = {
    "application_received": Text(
        sms="",
        subject="Votre candidature est arrivée",
        email="Bonjour,\n\nLa candidature de {structure} est arrivée. Le programme la lit.\n"
        "Suivez-la et répondez ici, sans compte à ouvrir : {link}" + END,
        says=("structure",),
    ),
    "application_news": Text(
        sms="",
        subject="Du nouveau sur votre candidature",
        email="Bonjour,\n\n{state}\n{words}\n{next_offer}\n"
        "Suivez votre candidature et répondez ici : {link}" + END,
        says=("state", "words", "next_offer"),
    ),
    "agreement_to_accept": Text(
        sms="",
        subject="Votre convention vous attend",
        email="Bonjour,\n\nLa convention de {organisation} va du {starts_on} au {ends_on} exclu.\n"
        "Lisez la charte et l’annexe sur les données, puis acceptez-les : {link}" + END,
        says=("organisation", "starts_on", "ends_on"),
    ),
    "agreement_to_renew": Text(
        sms="",
        subject="Votre convention se renouvelle",
        email="Bonjour,\n\nLa convention de {organisation} se termine le {starts_on}. "
        "La suivante va jusqu’au {ends_on} exclu.\n"
        "Sans votre accord, plus aucun bon ne sera remis après cette date : {link}" + END,
        says=("organisation", "starts_on", "ends_on"),
    ),
    "agreement_ended": Text(
        sms="",
        subject="Votre convention est terminée",
        email="Bonjour,\n\nLa convention de {organisation} est terminée depuis le {ends_on}.\n"
        "Votre équipe ne remet plus de bon. Les demandes en cours continuent.\n"
        "Pour reprendre, acceptez la convention suivante : {link}\n"
        "Sans suite, la structure ferme le {closes_on}." + END,
        says=("organisation", "ends_on", "closes_on"),
    ),
    "agreement_over": Text(
        sms="",
        subject="La convention d’un partenaire est terminée",
        email="Bonjour,\n\nLa convention de {organisation} est terminée depuis le {ends_on}, "
        "sans suite acceptée.\nSes demandes en cours continuent. "
        "Sans suite, il ferme le {closes_on}.\nVoir le partenaire : {link}" + END,
        says=("organisation", "ends_on", "closes_on"),
    ),
    "account_dormant": Text(
        sms="",
        subject="Votre compte ne sert plus",
        email="Bonjour,\n\nVotre compte ({role}, {organisation}) n’a pas servi depuis le {last}.\n"
        "Il se ferme le {closes_on}. Pour le garder, connectez-vous avant : {link}" + END,
        says=("role", "organisation", "last", "closes_on"),
    ),
    "account_closed": Text(
        sms="",
        subject="Votre compte est fermé",
        email="Bonjour,\n\nVotre compte ({role}, {organisation}) est fermé : il n’a pas servi "
        "depuis le {last}.\nVotre responsable peut vous en ouvrir un autre." + END,
        says=("role", "organisation", "last"),
    ),
    "last_manager_dormant": Text(
        sms="",
        subject="Un partenaire n’a plus de responsable actif",
        email="Bonjour,\n\nLe dernier responsable de {organisation} n’est pas venu depuis le "
        "{last}.\nAppelez la structure, ou nommez une autre personne : {link}\n"
        "Si plus personne n’y vient, elle ferme le {closes_on}." + END,
        says=("organisation", "last", "closes_on"),
    ),
    "organisation_closed": Text(
        sms="",
        subject="Votre structure est fermée dans le programme",
        email="Bonjour,\n\n{organisation} est fermée dans le programme depuis le {starts_on}.\n"
        "Raison : {reason}.\nVous n’ouvrez plus ses dossiers. {next_offer}\n"
        "Vos rôles dans d’autres structures ne changent pas : {link}" + END,
        says=("organisation", "starts_on", "reason", "next_offer"),
    ),
    "households_entrusted": Text(
        sms="",
        subject="Des ménages vous sont confiés",
        email="Bonjour,\n\n{organisation} est fermée. Votre structure suit maintenant ses ménages."
        "\nNous leur écrivons. Leurs demandes sont dans votre liste : {link}" + END,
        says=("organisation",),
    ),
    "organisation_closed_alone": Text(
        sms="",
        subject="Un partenaire s’est fermé",
        email="Bonjour,\n\n{organisation} est fermée depuis le {starts_on}. Raison : {reason}.\n"
        "Confiez ses ménages à une autre structure, ou rouvrez-la : {link}" + END,
        says=("organisation", "starts_on", "reason"),
    ),
    "application_to_read": Text(
        sms="",
        subject="Une candidature vous attend",
        email="Bonjour,\n\n{structure} {journal}.\nLa candidature est ici : {link}" + END,
        says=("structure", "journal"),
    ),
}
