"""The prescriber's forms: the household entered once, the paper seen, what may be asked again."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms

from coupdepouce.core.household.identity import words as bare_words
from coupdepouce.core.journey.model import WANTED_PARTS, Part
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.vocabulary import PROOFS
from coupdepouce.core.refusal import Refusal
from coupdepouce.households.checks import e164
from coupdepouce.households.operations import (
    DESPITE,
    Contact,
    Figures,
    Needs,
    NewHousehold,
    NewPerson,
    Proof,
)
from coupdepouce.prescriptions.opening import Request
from coupdepouce.programmes import communes
from coupdepouce.web.prescribing import words
from coupdepouce.web.prescribing.fields import DayField, EurosField, plain, ticks

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation

NO_STATUS = "none"
PREFERENCES = (
    ("sms", "Par SMS"),
    ("email", "Par courriel"),
    ("letter", "Par lettre"),
    ("prescriber", "Par moi : je la préviens"),
)
# Which field a refusal of the inside is about, so that it is written beside it.
FIELD_OF = {
    "phone_malformed": "phone",
    "email_malformed": "email",
    "birth_date_wrong": "birth_date",
    "name_missing": "last_name",
    "commune_malformed": "commune",
    "postcode_malformed": "postcode",
    "contact_missing": "preference",
    "preference_unknown": "preference",
    "proof_in_the_future": "proof_dated",
    "proof_not_accepted": "proof_kind",
    "quotient_malformed": "quotient_familial",
}


class OnceForm(forms.Form):
    """A form that carries the key against the double click."""

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"once": uuid4(), **(initial or {})})


class ProofFields(OnceForm):
    """The paper seen and what it says; what it says is used to judge and forgotten."""

    proof_kind = forms.ChoiceField(label="Quel papier avez-vous vu ?", required=False)
    proof_dated = DayField(
        label="Date écrite sur le papier", required=False, help_text="Par exemple : 02/11/2026"
    )
    quotient_familial = forms.IntegerField(
        label="Quotient familial",
        min_value=0,
        max_value=100_000,
        required=False,
        help_text="Il sert à décider, puis il est oublié.",
        widget=plain(inputmode="numeric"),
    )
    statuses = ticks(label="Aides que la personne reçoit")

    def __init__(self, data: Any = None, *, programme: Programme, **given: Any) -> None:
        super().__init__(data, **given)
        eligibility = programme.eligibility
        kinds = {*eligibility.quotient_familial.proofs, *eligibility.status.proofs}
        self._fill("proof_kind", [
            ("", "Aucun pour l’instant"),
            *((kind, words.PROOFS[kind]) for kind in PROOFS if kind in kinds
              and PROOFS[kind].is_brought),
        ])  # fmt: skip
        self._fill("statuses", [
            *((code, words.status_label(code)) for code in eligibility.status.statuses),
            (NO_STATUS, "Aucune de ces aides"),
        ])  # fmt: skip

    def _fill(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Check that a paper has its date, and that "none" is alone."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("proof_kind") and not data.get("proof_dated") and not self.errors:
            self.add_error("proof_dated", "Écrivez la date du papier que vous avez vu.")
        if NO_STATUS in data.get("statuses", []) and len(data["statuses"]) > 1:
            self.add_error("statuses", "Choisissez des aides, ou « aucune », pas les deux.")
        return data

    @property
    def proof(self) -> Proof | None:
        """Give the paper seen, or None when none was."""
        data = self.cleaned_data
        if not data["proof_kind"]:
            return None
        return Proof(kind=data["proof_kind"], dated=data["proof_dated"])

    @property
    def figures(self) -> Figures:
        """Give what the paper says; a list left blank was not asked, "none" is an answer."""
        statuses = frozenset(self.cleaned_data["statuses"])
        return Figures(
            quotient_familial=self.cleaned_data["quotient_familial"],
            statuses=statuses - {NO_STATUS} if statuses else None,
        )


class RequestFields(ProofFields):
    """What the household asks for, and the shop it would like."""

    parts = ticks(
        label="Ce qu’elle demande",
        required=True,
        choices=[(part.value, words.PARTS[part]) for part in WANTED_PARTS],
        initial=[Part.LINE.value],
    )
    shop = forms.ChoiceField(
        label="Boutique conseillée",
        required=False,
        help_text="Elle est prévenue sans nom. Le bon marche dans toutes les autres.",
    )

    def __init__(self, data: Any = None, *, shops: "Sequence[Organisation]", **given: Any) -> None:
        super().__init__(data, **given)
        self._shops = {str(shop.pk): shop for shop in shops}
        names = [(key, shop.name) for key, shop in self._shops.items()]
        self._fill("shop", [("", "Celle que la personne choisira"), *names])

    @property
    def request(self) -> Request:
        """Give what is asked for."""
        return Request(
            parts=tuple(Part(name) for name in self.cleaned_data["parts"]),
            suggested_shop=self._shops.get(self.cleaned_data["shop"]),
        )


class NewPrescriptionForm(RequestFields):
    """The household, entered once: twenty fields, one screen."""

    first_name = forms.CharField(label="Prénom", max_length=60, widget=plain())
    last_name = forms.CharField(label="Nom", max_length=60, widget=plain())
    birth_date = DayField(label="Date de naissance", help_text="Par exemple : 27/03/1985")
    address = forms.CharField(
        label="Adresse",
        max_length=120,
        required=False,
        help_text="Numéro, rue, étage ou porte.",
        widget=plain(),
    )
    postcode = forms.RegexField(
        "^[0-9]{5}$",
        label="Code postal",
        error_messages={"invalid": "Le code postal compte cinq chiffres."},
        widget=plain(inputmode="numeric", **{"data-communes": "#communes"}),
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        help_text="Laissez vide : le code postal suffit presque toujours.",
        widget=plain(list="communes"),
    )
    phone = forms.CharField(label="Téléphone", required=False, widget=plain(inputmode="tel"))
    email = forms.EmailField(
        label="Courriel",
        required=False,
        error_messages={"invalid": "Écrivez une adresse comme nom@exemple.fr."},
        widget=plain(inputmode="email"),
    )
    preference = forms.ChoiceField(
        label="Comment la prévenir ?", choices=PREFERENCES, initial="prescriber"
    )
    adults = forms.IntegerField(
        label="Adultes", min_value=1, max_value=20, widget=plain(inputmode="numeric")
    )
    children = forms.IntegerField(
        label="Enfants", min_value=0, max_value=20, widget=plain(inputmode="numeric")
    )
    has_line = forms.ChoiceField(
        label="A-t-elle internet à la maison ?",
        required=False,
        choices=[("", "Pas demandé"), ("yes", "Oui"), ("no", "Non")],
    )
    monthly_cost = EurosField(
        label="Ce qu’elle paie par mois",
        required=False,
        help_text="En euros. Par exemple : 34,99",
        widget=plain(inputmode="decimal"),
    )
    consents = ticks(
        label="La personne dit oui à :",
        choices=list(words.CONSENTS.items()),
    )
    # Only shown once a likeness was read: not one of the twenty.
    despite = forms.ChoiceField(
        label="Créer quand même, parce que :",
        required=False,
        choices=list(DESPITE.items()),
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.may_go_on = bool(data and data.get("despite"))
        self.known_reference = ""

    def clean_phone(self) -> str:
        """Refuse a number that cannot exist with the other faults, not one page later."""
        try:
            return e164(self.cleaned_data["phone"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean(self) -> dict[str, Any]:
        """Find the commune, and keep what else the proof fields check."""
        data = super().clean()
        if data.get("postcode"):
            self._find_commune(data)
        return data

    def _find_commune(self, data: dict[str, Any]) -> None:
        found = communes.communes_at(data["postcode"])
        typed = data.get("commune", "")
        same = [one for one in found if typed in {"", one.code} or _alike(typed, one.name)]
        if len(same) == 1:
            data["commune"] = same[0].code
            return
        if not found:
            self.add_error("postcode", "Aucune commune n’a ce code postal : vérifiez-le.")
            return
        # The same field comes back as a list: nothing else is asked again.
        names = [(one.code, one.name) for one in found]
        self["commune"].help_text = ""
        self.fields["commune"].widget = forms.Select(choices=[("", "Choisissez"), *names])
        self.add_error("commune", f"Choisissez parmi les {len(found)} communes de ce code postal.")

    @property
    def household(self) -> NewHousehold:
        """Give the household as the inside reads it."""
        data = self.cleaned_data
        person = NewPerson(
            first_name=data["first_name"],
            last_name=data["last_name"],
            birth_date=data["birth_date"],
        )
        return NewHousehold(
            people=(person,),
            contact=Contact(
                commune_code=data["commune"],
                postcode=data["postcode"],
                address=data["address"],
                phone=data["phone"],
                email=data["email"],
                preference=data["preference"],
                is_shared_address=data["despite"] == "shelter",
            ),
            needs=Needs(
                adults=data["adults"],
                children=data["children"],
                has_line={"yes": True, "no": False}.get(data["has_line"]),
                monthly_cost=data["monthly_cost"],
            ),
            consents=frozenset(data["consents"]),
            despite=data["despite"],
        )


def _alike(typed: str, name: str) -> bool:
    return bare_words(typed) == bare_words(name)
