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
    "lines:operator": "a ouvert une liste des lignes",
    "lines:line": "a lu la ligne",
    "lines:upload": "a choisi un fichier de l’opérateur",
    "lines:preview": "a lu ou écrit un fichier de l’opérateur",
    "lines:left_over": "a lu les lignes de fichier laissées de côté",
    "lines:case": "a lu ou écrit dans un dossier bloqué",
    "lines:hand_over": "a confié un dossier bloqué",
    "lines:close": "a clos un dossier bloqué",
    "lines:household": "a lu la ligne du ménage",
    "lines:open": "a ouvert un dossier bloqué",
    "lines:contract": "a noté le contrat d’aujourd’hui",
    "lines:bill": "a noté une facture",
    "lines:exit_plan": "a lu le plan de sortie",
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
    "case": "dossier bloqué", "merge": "ménages", "vouchers": "bons :",
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
