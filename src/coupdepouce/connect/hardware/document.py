"""From the bytes a person sends to what they hold: never more than a page can wait for."""

import gzip
import io
import json
import zlib

from coupdepouce.core.refusal import Refusal

COMMAND = "sudo lshw -json > machine.json"
GZIP = b"\x1f\x8b"
# The richest snapshot seen takes 190 kB; what swells beyond this is not the file of a machine.
LARGEST = 8 * 1024 * 1024


def load(data: bytes, *, name: str) -> object:
    """Read the JSON of a file, compressed or not.

    Raises:
        Refusal: it cannot be read; the sentence says what to do.
    """
    text = _text(_unpacked(data, name=name), name=name)
    if not text.strip("\x00 \t\r\n"):
        raise Refusal(
            "machine_file_empty",
            f"« {name} » est vide : lancez de nouveau « {COMMAND} » sur la machine.",
            file=name,
        )
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_json(text, error, name=name) from None


def _unpacked(data: bytes, *, name: str) -> bytes:
    plain = data
    if data.startswith(GZIP):
        try:
            plain = gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST + 1)
        except (OSError, EOFError, zlib.error):
            sentence = f"Le fichier compressé « {name} » est abîmé : copiez-le de nouveau."
            raise Refusal("machine_file_damaged", sentence, file=name) from None
    if len(plain) > LARGEST:
        sentence = (
            f"« {name} » est trop gros pour une seule machine : envoyez le fichier de "
            f"« {COMMAND} », un par machine."
        )
        raise Refusal("machine_file_too_large", sentence, file=name)
    return plain


def _text(data: bytes, *, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        sentence = (
            f"« {name} » n’est pas un texte en UTF-8 : envoyez le fichier tel que "
            f"« {COMMAND} » l’a écrit, sans l’ouvrir ni l’enregistrer ailleurs."
        )
        raise Refusal("machine_file_not_utf8", sentence, file=name) from None


def _not_json(text: str, error: Exception, *, name: str) -> Refusal:
    if not text.lstrip().startswith(("{", "[")):
        sentence = f"« {name} » n’est pas du JSON : n’oubliez pas « -json » dans « {COMMAND} »."
        return Refusal("machine_file_not_json", sentence, file=name)
    line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
    sentence = (
        f"« {name} » s’arrête ou se brouille ligne {line} : la copie n’est pas entière. "
        f"Lancez de nouveau « {COMMAND} » et attendez la fin."
    )
    return Refusal("machine_file_cut", sentence, file=name, line=line)
