"""Pages with a plain context, as their views fill them; everybody and everything is invented."""

from datetime import date
from typing import Any

from django import forms

from coupdepouce.outreach.printing import Sheet, Spot
from coupdepouce.web.ui import Renderer, small_map


class YearForm(forms.Form):
    """A typed answer."""

    default_renderer = Renderer
    quotient = forms.CharField(
        label="Votre quotient familial",
        help_text="Un nombre en euros, sans les centimes.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FollowForm(forms.Form):
    """The key of a request."""

    default_renderer = Renderer
    code = forms.CharField(
        label="Code du bon",
        help_text="10 lettres et chiffres.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    birth_year = forms.CharField(
        label="Votre année de naissance",
        help_text="Par exemple : 1985",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


OFFER = {
    "price": 1999,
    "includes": ["Ce prix comprend la ligne, la box et les appels vers les téléphones fixes."],
    "excludes": ["Il ne comprend pas le téléphone portable."],
}
PLACES = [
    {
        "name": "Maison des projets",
        "what": "Remet les bons, sur rendez-vous",
        "address": "1 rue Inventée, Mirebourg",
        "distance_km": 0.8,
        "hours": "Du mardi au vendredi, de 9 h à 12 h",
        "accessible": True,
    },
    {
        "name": "Centre social des Tilleuls",
        "what": "Remet les bons",
        "address": "12 place du Marché-Imaginaire, Mirebourg",
        "distance_km": 1.1,
    },
    {
        "name": "Boutique de Valcendre",
        "what": "Ouvre la ligne, avec le bon",
        "address": "3 avenue de Nulle-Part, Valcendre",
        "distance_km": 2.3,
        "hours": "Du lundi au samedi, de 10 h à 19 h",
    },
]
MAP = small_map(
    here=(50.0, 3.0),
    places=[(50.004, 3.008), (49.991, 2.994), (50.012, 3.021)],
    legend="Votre commune est au centre. Les numéros sont ceux de la liste.",
)
TO_BRING = [
    {
        "icon": "paper",
        "title": "Le papier de la CAF avec votre quotient familial",
        "detail": "Daté de moins de 3 mois.",
    },
    {
        "icon": "card",
        "title": "Une pièce d’identité à votre nom",
        "detail": "En cours de validité.",
    },
    {
        "icon": "letter",
        "title": "Votre dernière facture internet",
        "detail": "Si vous en avez une.",
    },
]
COMMON = {
    "back_url": "#back",
    "restart_url": "#again",
    "partners": PLACES[:2],
    "shops": PLACES[2:],
    "shops_from": 3,
    "map": MAP,
    "day": date(2026, 11, 20),
}
YES = {
    "answer": "yes",
    "price": 1999,
    "saving": {"kind": "paid_less", "amount": 1500, "pays_now": 3499},
    "includes": OFFER["includes"],
    "excludes": OFFER["excludes"],
    "reasons": ["Votre quotient familial est de 512. La limite est de 700."],
    "to_bring": TO_BRING,
}
NO = {
    "answer": "no",
    "reasons": ["Votre quotient familial est de 860. La limite est de 700."],
    "can_change": [
        "Vos revenus ont baissé : le quotient peut avoir changé.",
        "Vous recevez le RSA ou l’AAH : ces aides ouvrent aussi la porte.",
        "Votre situation est difficile ce mois-ci : un travailleur social peut la regarder.",
    ],
    "others": [
        {"icon": "workshop", "title": "Les ateliers sont ouverts à tous", "detail": "Gratuits."},
        {
            "icon": "person",
            "title": "Le centre social",
            "detail": "Il regarde vos factures avec vous.",
        },
    ],
}
NOT_YET = {
    "answer": "not_yet",
    "reasons": ["Vous ne connaissez pas votre quotient familial."],
    "missing": [
        {
            "icon": "paper",
            "title": "Votre quotient familial",
            "detail": "Il est sur le papier de la CAF ou de la MSA.",
        }
    ],
    "to_bring": TO_BRING[:2],
}
STEPS = [
    {"label": "Bon remis", "state": "done"},
    {"label": "Passage à la boutique", "state": "done"},
    {
        "label": "Rendez-vous du technicien",
        "state": "wait",
        "detail": "Vendredi 4 décembre, 14 h 30",
    },
    {"label": "Ligne ouverte", "state": "later"},
]
FOLLOWED = {
    "standing": {
        "tone": "wait",
        "word": "En attente du technicien",
        "sentence": "Votre ligne est commandée.",
    },
    "coming": {
        "sentence": "Le technicien vient vendredi 4 décembre, entre 14 h 30 et 16 h 30.",
        "until": date(2026, 12, 4),
    },
    "steps": STEPS,
    "parts": [
        {"title": "Ligne internet", "icon": "house-line", "tone": "wait", "word": "Commandée"},
        {"title": "Ordinateur", "icon": "computer", "tone": "yes", "word": "Prêt à la boutique"},
        {"title": "Ateliers", "icon": "workshop", "tone": "info", "word": "À réserver"},
    ],
    "contact": {"name": "Sacha Exemple", "role": "Centre social des Tilleuls"},
    "events": [
        {"day": date(2026, 11, 27), "sentence": "La boutique a commandé votre ligne."},
        {"day": date(2026, 11, 20), "sentence": "Le bon vous a été remis."},
    ],
    "withdraw_url": "#withdraw",
    "leave_url": "#leave",
}
VOUCHER = {
    "sheet": Sheet(
        programme="Coup de Pouce",
        code="K7MWQ2X9TP",
        scanned="CP1.K7MWQ2X9TP.LCT.20270218.4F7Q." + "7" * 103,
        last_day=date(2027, 2, 18),
        parts=("Ligne internet", "Ordinateur", "Ateliers"),
        has_line=True,
        price=1999,
        shops=(Spot(name="Boutique de Valcendre", lines=("3 avenue de Nulle-Part, Valcendre",)),),
        caller=Spot(name="Sacha Exemple", lines=("Centre social des Tilleuls",)),
        follow_address="coupdepouce.example/suivre",
    ),
    "back_url": "#back",
    "pdf_url": "#pdf",
}
QUESTION = {
    "question": {
        "text": "Recevez-vous une de ces aides ?",
        "hint": "RSA, AAH, minimum vieillesse, ASS, complémentaire santé solidaire, bourse.",
        "choices": [{"href": "#yes", "label": "Oui"}, {"href": "#no", "label": "Non, aucune"}],
    },
    "unknown_url": "#unknown",
    "at": 1,
    "most": 3,
    "back_url": "#back",
}


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Give every prototype: its template and its context."""
    wrong = FollowForm({"code": "K7MWQ2X9T", "birth_year": ""})
    wrong.add_error("code", "Ce code n’est pas complet. Comparez-le au papier.")
    typed = {
        "question": {
            "text": "Quel est votre quotient familial ?",
            "hint": "Il dit combien votre foyer a pour vivre, par personne.",
        },
        "unknown_url": "#unknown",
        "method": "post",
        "form": YearForm(),
        "at": 2,
        "most": 3,
        "back_url": "#back",
    }
    return {
        "home": ("public/home.html", {"offer": OFFER, "check_url": "#check", "follow_url": "#f"}),
        "question": ("public/question.html", QUESTION),
        "question-typed": ("public/question.html", typed),
        "yes": ("public/result.html", COMMON | {"result": YES}),
        "no": ("public/result.html", COMMON | {"result": NO}),
        "not-yet": ("public/result.html", COMMON | {"result": NOT_YET}),
        "follow": ("public/follow.html", {"form": FollowForm()}),
        "follow-wrong": ("public/follow.html", {"form": wrong}),
        "followed": ("public/followed.html", FOLLOWED),
        "withdraw": (
            "public/withdraw.html",
            {"consequences": ["Le bon ne servira plus."], "back_url": "#back"},
        ),
        "privacy": ("public/privacy.html", {"controller": "l’organisme d’exemple"}),
        "accessibility": ("public/accessibility.html", {"checked_on": date(2026, 11, 20)}),
        "problem": ("public/problem.html", {}),
        "voucher": ("prescriptions/voucher.html", VOUCHER),
    }
