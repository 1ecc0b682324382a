"""The form of a question to the administration."""

from django import forms

from coupdepouce.web.prescribing.fields import DayField, WordedForm, plain


class StateForm(WordedForm):
    """The civil identity the administration needs; it is sent, never kept."""

    endpoint = forms.ChoiceField(
        label="Que demander ?",
        choices=[
            ("quotient_familial", "Le quotient familial"),
            ("revenu_solidarite_active", "Le RSA"),
            ("allocation_adulte_handicape", "L’AAH"),
            ("complementaire_sante_solidaire", "La complémentaire santé solidaire"),
        ],
    )
    birth_name = forms.CharField(label="Nom de naissance", max_length=100, widget=plain())
    first_names = forms.CharField(
        label="Prénoms", max_length=100, help_text="Trois au plus.", widget=plain()
    )
    birth_date = DayField(label="Date de naissance")
    sex = forms.ChoiceField(label="Sexe à l’état civil", choices=[("F", "Femme"), ("M", "Homme")])
    birth_commune = forms.CharField(
        label="Commune de naissance",
        required=False,
        max_length=100,
        help_text="Laissez vide si elle est née à l’étranger.",
        widget=plain(),
    )
    birth_country = forms.CharField(
        label="Code du pays de naissance",
        max_length=5,
        initial="99100",
        help_text="99100 est la France (code officiel géographique de l’Insee).",
        widget=plain(inputmode="numeric"),
    )
    birth_department = forms.CharField(
        label="Numéro du département de naissance", required=False, max_length=3, widget=plain()
    )

    @property
    def identity(self) -> dict[str, object]:
        """Give the identity under the specification's names."""
        data = self.cleaned_data
        return {
            "nomNaissance": data["birth_name"],
            "prenoms": data["first_names"].replace(",", " ").split()[:3],
            "anneeDateNaissance": data["birth_date"].year,
            "moisDateNaissance": data["birth_date"].month,
            "jourDateNaissance": data["birth_date"].day,
            "sexeEtatCivil": data["sex"],
            "codeCogInseePaysNaissance": data["birth_country"],
            "nomCommuneNaissance": data["birth_commune"],
            "codeCogInseeDepartementNaissance": data["birth_department"],
        }
