"""Form of *Request Sinkro* (manual 2.13, Gambar 2.55)."""

from __future__ import annotations

from wtforms import BooleanField, FileField, TextAreaField
from wtforms.validators import Length

from forms.dasar import Formulir

NIP_TEKS_MAKS = 60_000


class RequestSinkroForm(Formulir):
    """The manual's two check boxes may be ticked together; *Tambah* and *Hapus* each stand alone."""

    unor = BooleanField("Unit Kerja", description="Unor yang baru, berubah, dan tidak ada lagi di SIASN.")
    pegawai = BooleanField("Pegawai", description="Pegawai yang baru, berubah, dan tidak ada lagi di SIASN.")
    tambah = BooleanField("Pegawai (Tambah)", description="Hanya pegawai dengan NIP yang Anda daftarkan, satu per satu dari SIASN.")
    nip = TextAreaField(
        "Daftar NIP",
        [Length(max=NIP_TEKS_MAKS, message="Daftar terlalu panjang; unggah sebagai berkas atau bagi menjadi beberapa permintaan.")],
        description="Satu NIP per baris, paling banyak 2.000.",
        render_kw={"rows": "4", "spellcheck": "false"},
    )
    berkas = FileField("Berkas NIP", description="Sebagai ganti daftar di atas: .txt, .csv, atau .xlsx, paling besar 1 MB.")
    hapus = BooleanField("Pegawai (Hapus)", description="Hanya menonaktifkan pegawai yang sudah tidak ada atau tidak aktif lagi di SIASN.")
    langsung = BooleanField(
        "Terapkan langsung", description="Tanpa menunggu keputusan. Penonaktifan yang luar biasa banyak tetap menunggu keputusan."
    )

    @property
    def ada_daftar(self) -> bool:
        """The list of numbers is in use, or must be looked at: it isn't hidden then."""
        return bool(self.tambah.data or (self.nip.data or "").strip() or self.nip.errors or self.berkas.errors)
