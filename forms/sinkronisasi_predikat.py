"""Form of Request Sinkro (Gambar 2.57)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import InputRequired

from forms.dasar import Formulir, KodeField


class RequestSinkroForm(Formulir):
    tahun = KodeField("TAHUN", [InputRequired()], pilihan=(), kosong="Pilih tahun")

    def __init__(self, formdata: Any = None, *args: Any, tahun: Sequence[int] = (), **kwargs: Any) -> None:
        super().__init__(formdata, *args, **kwargs)
        self.tahun.pilihan = [(str(t), str(t)) for t in tahun]
        if formdata is None and len(tahun) == 1:
            self.tahun.data = str(tahun[0])
