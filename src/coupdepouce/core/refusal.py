"""A refusal is for people: a stable code, a sentence that says what to do, data apart."""


class Refusal(Exception):
    """A clear "no, and here is what to do"; every interface translates it in one place."""

    def __init__(self, code: str, sentence: str, **data: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code, self.sentence, self.data))


def _rebuild(code: str, sentence: str, data: dict[str, object]) -> Refusal:
    return Refusal(code, sentence, **data)
