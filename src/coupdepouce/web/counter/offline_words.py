"""What the offline page may have to say: every sentence is in the page, scripts only show one."""

LINES = (
    {
        "key": "asking", "icon": "wait", "tone": "info", "title": "La page regarde le réseau",
        "text": "Vous pouvez déjà recevoir un bon.",
    },
    {
        "key": "online", "icon": "check", "tone": "yes", "title": "En ligne",
        "text": "Ce que vous recevez ici part aussitôt. "
        "Le comptoir ordinaire montre aussi le nom de la personne.",
    },
    {
        "key": "offline", "icon": "offline", "tone": "wait", "title": "Hors ligne",
        "text": "Vous pouvez recevoir des bons. Ils attendent sur cet appareil et partent "
        "au retour du réseau.",
    },
    {
        "key": "signed_out", "icon": "person", "tone": "wait",
        "title": "En ligne, mais pas connecté",
        "text": "Connectez-vous de nouveau : ce qui attend ici est gardé et partira ensuite.",
    },
    {
        "key": "closed", "icon": "person", "tone": "wait",
        "title": "En ligne, mais pas comme conseiller",
        "text": "Revenez à votre compte de conseiller en boutique : ce qui attend ici est gardé.",
    },
    {
        "key": "trouble", "icon": "offline", "tone": "wait", "title": "Le site ne répond pas",
        "text": "Rien n’est perdu : ce qui attend ici repartira tout seul.",
    },
)  # fmt: skip

PARTS = (
    {"letter": "L", "icon": "house-line", "title": "Ligne internet"},
    {"letter": "C", "icon": "computer", "title": "Ordinateur"},
    {"letter": "T", "icon": "workshop", "title": "Atelier"},
)

VERDICTS = (
    {
        "key": "tampered", "tone": "no", "title": "Ne recevez pas ce bon",
        "text": "Sa signature n’est pas la bonne : il a été modifié ou recopié. "
        "Appelez le prescripteur.",
    },
    {
        "key": "expired", "tone": "no", "title": "La date de ce bon est passée",
        "text": "La personne revoit le prescripteur, qui peut refaire une demande.",
    },
    {
        "key": "waiting", "tone": "wait", "title": "Ce bon attend déjà sur cet appareil",
        "text": "Il a été reçu ici et part au retour du réseau. Vous n’avez rien à refaire.",
    },
    {
        "key": "full", "tone": "no", "title": "Cet appareil n’a pas pu garder la réception",
        "text": "Gardez le bon de côté et notez l’heure. Recevez-le au comptoir ordinaire au "
        "retour du réseau. Cet appareil manque peut-être de place.",
    },
    {
        "key": "typed", "tone": "wait", "title": "Un code tapé ne se vérifie pas ici",
        "text": "Scannez le QR du bon : lui seul porte la signature. Vous ne pouvez pas ? Notez le "
        "code sur un papier, et recevez le bon au comptoir ordinaire au retour du réseau.",
    },
    {
        "key": "not_whole", "tone": "wait", "title": "Le QR n’est pas lu en entier",
        "text": "Mettez le bon à plat, à la lumière, et scannez encore.",
    },
    {
        "key": "not_ours", "tone": "no", "title": "Ce n’est pas le QR d’un bon",
        "text": "Scannez celui qui est imprimé à côté du code.",
    },
    {
        "key": "unknown_key", "tone": "wait", "title": "Cette signature est inconnue ici",
        "text": "Le bon est peut-être plus récent que cette page. "
        "Recevez-le au comptoir ordinaire, au retour du réseau.",
    },
    {
        "key": "kept", "tone": "yes", "title": "Le bon est noté",
        "text": "Il attend sur cet appareil et part au retour du réseau.",
    },
)  # fmt: skip
