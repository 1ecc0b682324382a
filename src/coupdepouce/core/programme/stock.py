"""What a programme says of its computers once they are in the shops."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from coupdepouce.core.programme.figures import Duration, LanguageCode, Part, Some, Text

# Ours are an example: the programme's own text replaces them, and is kept with its version.
CONDITIONS: dict[str, tuple[str, ...]] = {
    "fr": (
        "Cet ordinateur a déjà servi. Il a été testé et entièrement vidé.",
        "Il est pour votre foyer. Vous ne le revendez pas.",
        "S’il tombe en panne, rapportez-le ici avec votre reçu.",
        "La garantie ne couvre ni la casse ni le vol.",
        "Si vous n’en voulez plus, rendez-le : il servira à quelqu’un d’autre.",
    ),
    "en": (
        "This computer was used before. It was tested and completely emptied.",
        "It is for your household. You do not sell it.",
        "If it breaks down, bring it back here with your receipt.",
        "The guarantee does not cover damage or theft.",
        "If you no longer want it, give it back: it will serve someone else.",
    ),
    "ar": (
        "استُعمل هذا الحاسوب من قبل. تم اختباره ومحو كل ما فيه.",
        "هو لأسرتكم. لا تبيعوه.",
        "إذا تعطل، أحضروه إلى هنا مع الإيصال.",
        "الضمان لا يشمل الكسر ولا السرقة.",
        "إذا لم تعودوا تريدونه، أرجعوه: سيفيد شخصا آخر.",
    ),
}


class Stock(Part):
    """The machine that is offered, when a shop runs short, the guarantee and what is read aloud."""

    form: Literal["laptop", "desktop", "tablet"] = "laptop"
    alert_under: Annotated[int, Field(ge=0, le=1000)] = 3
    guarantee: Duration = Duration(value=12, source="exemple", verified=False)
    conditions: dict[LanguageCode, Some[Text]] = Field(default_factory=lambda: dict(CONDITIONS))

    @field_validator("conditions")
    @classmethod
    def _french_is_read(cls, texts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if "fr" not in texts:
            raise ValueError("ajoutez le texte en français : fr = […].")
        return texts

    def conditions_in(self, language: str) -> tuple[str, ...]:
        """Give what is read aloud, in French when it is not written in that language."""
        return self.conditions.get(language) or self.conditions["fr"]
