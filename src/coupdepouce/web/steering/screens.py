"""What opening each screen did, in the words of the access log."""

SENTENCES = {
    "home": "a ouvert son accueil",
    "switch_membership": "a changé d’organisation",
    "shortcuts": "a lu les raccourcis du clavier",
    "step": "a ouvert ou passé une étape du dossier",
    "prescribing:news_read": "a rangé ses nouvelles",
    "prescribing:new": "a préparé une prescription",
    "prescribing:communes": "a cherché une commune",
    "prescribing:batch": "a choisi des bons à imprimer",
    "prescribing:batch_pdf": "a imprimé plusieurs bons",
    "prescribing:file": "a lu le dossier",
    "prescribing:voucher": "a affiché le bon",
    "prescribing:voucher_pdf": "a imprimé le bon",
    "prescribing:proof": "a noté un papier vu",
    "prescribing:edit": "a corrigé le contact ou les accords",
    "prescribing:ask": "a interrogé l’administration",
    "prescribing:household": "a lu la fiche du ménage",
    "prescribing:prescribe": "a préparé une autre demande du ménage",
    "counter:home": "a ouvert la liste de la boutique",
    "counter:card": "a lu la fiche de la boutique",
    "counter:voucher": "a lu ou reçu le bon en boutique",
    "training:sessions": "a lu les séances à venir",
    "training:invite": "a choisi qui inviter à une séance",
    "training:home": "a lu les séances de la boutique",
    "training:past": "a lu les séances passées",
    "training:feeds": "a lu les adresses de son agenda",
    "training:new": "a préparé des séances",
    "training:catalogue": "a lu le catalogue des ateliers",
    "training:new_workshop": "a ajouté un atelier au catalogue",
    "training:workshop": "a corrigé un atelier du catalogue",
    "training:sheet": "a imprimé la feuille des dix questions",
    "training:person": "a lu la page d’une personne en atelier",
    "training:needs": "a noté ce qu’il faut pour venir",
    "training:skills": "a posé les dix questions",
    "training:progress": "a imprimé ce qui a changé",
    "training:give_up": "a annulé une inscription à une séance",
    "training:finish": "a terminé les ateliers d’une personne",
    "training:attestation": "a fait une attestation",
    "training:session": "a lu une séance ou noté une présence",
    "training:paper": "a imprimé la liste d’une séance",
    "training:copy": "a recopié la liste d’une séance",
    "training:report": "a écrit le bilan d’une séance",
    "training:publish": "a ouvert une séance",
    "training:change": "a changé une séance",
    "training:cancel": "a annulé une séance",
    "steering:team": "a lu la page de l’équipe",
    "steering:open_account": "a ouvert un compte dans l’équipe",
    "steering:close_account": "a fermé un compte",
    "steering:connections": "a lu les connexions",
    "steering:connect": "a connecté l’API Particulier",
    "steering:disconnect": "a coupé l’API Particulier",
    "steering:make_key": "a créé une clé de logiciel",
    "steering:revoke_key": "a fermé une clé de logiciel",
    "steering:programme": "a lu la liste des prescriptions",
    "steering:export": "a exporté la liste des prescriptions",
    "steering:measures": "a lu les mesures",
    "steering:versions": "a lu les versions du programme",
    "steering:zones": "a lu les quartiers prioritaires",
    "steering:figures": "a lu les chiffres du programme",
    "steering:confirm_figure": "a confirmé un chiffre",
    "steering:organisations": "a lu la liste des partenaires",
    "steering:new_organisation": "a ajouté une organisation",
    "steering:places": "a choisi un fichier de lieux",
    "steering:places_preview": "a importé un fichier de lieux",
    "steering:organisation": "a lu la page d’une organisation",
    "steering:member": "a ouvert un compte dans une organisation",
    "steering:merge": "a choisi deux dossiers à réunir",
    "steering:merge_preview": "a comparé ou réuni deux ménages",
    "steering:access": "a lu le journal des accès",
    "steering:accounts": "a lu la liste des comptes",
    "steering:impersonate": "a pris la place d’une personne",
    "steering:release": "est revenu à son compte",
    "steering:mailbox": "a lu la boîte aux lettres",
}
SUBJECTS = {
    "prescription": "prescription", "household": "ménage", "account": "compte",
    "merge": "ménages", "vouchers": "bons :", "session": "séance",
}  # fmt: skip
SHORT = 8


def sentence(screen: str) -> str:
    """Say what was done; a screen that is no more keeps its name."""
    if screen.startswith("api:GET"):
        return "a lu par un logiciel"
    if screen.startswith("api:"):
        return "a écrit par un logiciel"
    return SENTENCES.get(screen, screen)


def subject(about: str) -> str:
    """Name whom a visit is about by short references, as the lists do."""
    kind, *references = about.split(":")
    return " ".join([SUBJECTS.get(kind, kind), *(one[:SHORT] for one in references)])
