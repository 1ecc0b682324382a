"""The prescriber's forms: the household entered once, the paper seen, what may be asked again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from coupdepouce.core.journey.model import WANTED_PARTS, Part
from coupdepouce.core.programme import Programme
from coupdepouce.core.programme.vocabulary import PROOFS
from coupdepouce.households.operations import (
    Contact,
    Figures,
    Needs,
    NewHousehold,
    NewPerson,
    Proof,
)
from coupdepouce.prescriptions.opening import Request
from coupdepouce.web.prescribing import words
from coupdepouce.web.prescribing.fields import DayField, EurosField, WordedForm, plain, ticks
from coupdepouce.web.prescribing.identity import ContactFields, IdentityFields

if TYPE_CHECKING:
    from coupdepouce.partners.models import Organisation

NO_STATUS = "none"
FIRST = ("first_name", "last_name", "birth_date", "address")
# Which field a refusal of the inside is about, so that it is written beside it.
FIELD_OF = {
    "phone_malformed": "phone",
    "phone_reads_no_text": "preference",
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
    "despite_unknown": "despite",
    "consent_missing": "consents",
}


class ProofFields(WordedForm):
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
        help_text="Recopiez-le, même si c’est 0. Il sert à décider, puis il est oublié.",
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
        if (
            data.get("proof_kind")
            and not data.get("proof_dated")
            and "proof_dated" not in self.errors
        ):
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


class NewPrescriptionForm(RequestFields, ContactFields, IdentityFields):
    """The household, entered once: one screen."""

    # As on the page: the errors are listed in this order.
    field_order = (
        "first_name", "last_name", "birth_date", "address", "postcode", "commune", "phone",
        "email", "preference", "language", "adults", "children", "monthly_cost",
        "parts", "shop", "proof_kind", "proof_dated", "quotient_familial", "statuses", "consents",
    )  # fmt: skip
    # One question for two answers: 0 says that there is no line, so that twenty fields are enough.
    monthly_cost = EurosField(
        label="Ce qu’elle paie par mois pour internet",
        required=False,
        help_text="En euros. 0 si elle n’a pas internet. "
        "Vide si vous ne savez pas, ou si elle l’a sans payer.",
        widget=plain(inputmode="decimal"),
    )
    consents = ticks(
        label="Ce que la personne accepte",
        required=True,
        help_text="Le premier accord est nécessaire. Les deux autres sont libres.",
        choices=list(words.CONSENTS.items()),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse to write down a household that does not agree."""
        data = super().clean()
        if "programme" not in data.get("consents", ["programme"]):
            self.add_error("consents", words.NO_CONSENT)
        return data

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        if data is None:
            # The search may have filled the first ones: the hand starts where it has to type.
            empty = next((name for name in FIRST if not self.initial.get(name)), "address")
            self.fields[empty].widget.attrs["autofocus"] = True

    @property
    def household(self) -> NewHousehold:
        """Give the household as the inside reads it."""
        data = self.cleaned_data
        paid = data["monthly_cost"]
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
                language=data["language"],
                is_shared_address=data["despite"] == "shelter",
            ),
            needs=Needs(
                adults=data["adults"],
                children=data["children"],
                has_line=None if paid is None else paid > 0,
                monthly_cost=paid or None,
            ),
            consents=frozenset(data["consents"]),
            despite=data["despite"],
        )
