"""The certificate that an erasing tool gives: its kind is read in its bytes, never in its name."""

from dataclasses import dataclass

from coupdepouce.core.refusal import Refusal

LARGEST = 4 * 1024 * 1024
LONGEST_NAME = 120
# How a file of each kind begins, the type to serve it with, and the end of its name.
KINDS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)
OTHER = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate that can be kept."""

    name: str
    content: bytes


def read_certificate(content: bytes, *, name: str) -> Certificate:
    """Keep a certificate: a PDF or a picture, of a size that a base can hold.

    Raises:
        Refusal: it is of another kind, empty or too large.
    """
    if len(content) > LARGEST:
        raise Refusal(
            "certificate_too_large",
            "Ce certificat dépasse 4 Mo : envoyez le PDF de l’outil, ou une photo plus légère.",
            field="certificate",
        )
    ending = next((ending for start, _, ending in KINDS if content.startswith(start)), "")
    if not ending:
        raise Refusal(
            "certificate_kind",
            "Envoyez un PDF ou une photo JPEG ou PNG ; laissé vide, le certificat est fait ici.",
            field="certificate",
        )
    bare = "".join(c for c in name if c.isalnum() or c in " -_").strip() or "certificat"
    return Certificate(name=bare[: LONGEST_NAME - len(ending)] + ending, content=content)


def type_of(content: bytes) -> str:
    """Give the type to serve a kept certificate with."""
    return next((kind for start, kind, _ in KINDS if content.startswith(start)), OTHER)
