"""Form of Kesehatan integrasi: the SSO token that an admin copies out of SIASN."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired

from forms.dasar import Formulir


class TokenSsoForm(Formulir):
    token = TextAreaField(
        "Token SSO",
        [InputRequired("Tempel token SSO terlebih dahulu.")],
        description="Seluruh token, tiga bagian yang dipisahkan titik. Disimpan tersandi dan tidak ditampilkan lagi.",
    )
