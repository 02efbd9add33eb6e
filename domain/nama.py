"""Names as they are searched and sorted: the same on every database, since collations and LIKE differ between them."""

from __future__ import annotations

import unicodedata


def normalkan(teks: str) -> str:
    """Text for a ``nama_cari`` column and for what is searched in it: case-folded, no accents, punctuation as single spaces.

    Idempotent; an empty result is possible (a name of punctuation only).
    """
    urai = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", teks).casefold())
    huruf = (" " if not aksara.isalnum() else aksara for aksara in urai if not unicodedata.combining(aksara))
    return " ".join("".join(huruf).split())


def inisial(nama: str) -> str:
    """Letters for the round mark beside a name: of the first and the last word, without titles ("Dr.", what follows a comma)."""
    kata = nama.split(",", 1)[0].split()
    pokok = [satu for satu in kata if not satu.endswith(".")] or kata
    huruf = [next((aksara for aksara in satu if aksara.isalnum()), "") for satu in pokok]
    huruf = [satu for satu in huruf if satu]
    if not huruf:
        return ""
    return (huruf[0] + huruf[-1] if len(huruf) > 1 else huruf[0]).upper()
