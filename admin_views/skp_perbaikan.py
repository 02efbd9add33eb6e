"""What repairs a SKP from its page: *Pulihkan* a snapshot, *Buka pengisian* of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request
from flask_admin import expose

from admin_views.aksi import konfirmasi
from admin_views.halaman import HalamanKonfirmasi, KepalaHalaman
from admin_views.konteks import aktor, konteks
from admin_views.pagar import izin
from admin_views.tampil import polos
from extensions import db
from forms.skp import BukaPengisianForm
from models import PotretSkp
from services import penilaian as layanan_penilaian
from services import skp as layanan_skp
from services.galat import Salah
from services.skp_potret import BAGIAN

if TYPE_CHECKING:
    from admin_views.skp import SkpView as _Dasar
else:
    _Dasar = object


class PerbaikanSkp(_Dasar):
    """Mixin of SkpView."""

    # --- Pulihkan ---

    @expose("/<int:id>/pulihkan/<int:potret_id>/", methods=("GET", "POST"))
    @izin("skp:pulihkan")
    def pulihkan(self, id: int, potret_id: int) -> Any:
        objek, potret = self.ambil_atau_404(id), db.session.get(PotretSkp, potret_id)
        if potret is None or potret.skp_id != objek.id:
            abort(404)
        ditolak = None if "skp" in potret.isi else "Potret ini kosong, sehingga tidak ada yang dapat dipulihkan."
        if request.method == "POST" and ditolak is None:
            try:
                catatan = layanan_skp.pulihkan(aktor(), potret_id)
            except Salah as galat:
                ditolak = str(galat)
            else:
                flash("SKP dipulihkan seperti pada potret." if not catatan else "SKP dipulihkan, dengan catatan berikut.", "success")
                for c in catatan[:10]:
                    flash(c, "warning")
                return redirect(self.rinci(id))
        waktu = polos(potret.waktu, aktor().zona)
        return konfirmasi(
            HalamanKonfirmasi(
                kepala=KepalaHalaman("Pulihkan", str(objek), self.remah_skp(objek, "Pulihkan")),
                pertanyaan=f"Pulihkan SKP ini ke potret {waktu}?",
                tombol="Pulihkan",
                href_batal=self.rinci(id),
                href_kirim=f"{self.alamat}{id}/pulihkan/{potret_id}/",
                akibat=() if ditolak else _akibat_pulihkan(potret),
                ditolak=ditolak,
            ),
            422 if ditolak and request.method == "POST" else 200,
        )

    # --- Buka pengisian ---

    @expose("/<int:id>/buka-pengisian/<int:periode_id>/", methods=("GET", "POST"))
    @izin("skp:buka_pengisian")
    def buka_pengisian(self, id: int, periode_id: int) -> Any:
        objek = self.ambil_atau_404(id)
        periode = layanan_penilaian.satu_periode(db.session(), objek, periode_id)
        kirim = request.method == "POST"
        form = BukaPengisianForm(request.form if kirim else None, konteks=konteks())
        alasan, galat_alasan, ditolak = request.form.get("alasan", "").strip()[:1000], None, None
        if kirim:
            sah = form.validate()
            galat_alasan = None if alasan else "Alasan wajib diisi."
            if sah and alasan:
                try:
                    layanan_penilaian.buka_pengisian(aktor(), id, periode_id, form.sampai.data, alasan)
                except Salah as galat:
                    form.pasang_galat(galat.kolom)
                    ditolak = " ".join(str(g) for g in form.form_errors) or None
                else:
                    flash(f"Pengisian {periode.nama} dibuka sampai {polos(form.sampai.data)}.", "success")
                    return redirect(self.rinci(id))
        return konfirmasi(
            HalamanKonfirmasi(
                kepala=KepalaHalaman("Buka pengisian", str(objek), self.remah_skp(objek, "Buka pengisian")),
                pertanyaan=f"Buka pengisian {periode.nama}?",
                tombol="Buka pengisian",
                href_batal=self.rinci(id),
                href_kirim=f"{self.alamat}{id}/buka-pengisian/{periode_id}/",
                akibat=()
                if ditolak
                else (
                    f"Batas Pengisian periode ini, {polos(periode.batas)}, sudah lewat; hanya SKP ini yang dibuka lagi.",
                    "Rencana aksi, eviden, realisasi, dan umpan balik dapat diisi lagi sampai tanggal tersebut.",
                ),
                perlu_alasan=True,
                alasan=alasan,
                galat_alasan=galat_alasan,
                isian=tuple(form),
                ditolak=ditolak,
            ),
            422 if kirim else 200,
        )


def _akibat_pulihkan(potret: PotretSkp) -> list[str]:
    jumlah = ", ".join(f"{len(potret.isi[b.nama])} {b.label}" for b in BAGIAN if potret.isi.get(b.nama))
    return [
        f"Isi SKP kembali seperti pada potret: {jumlah or 'tanpa isi'}; statusnya pun kembali.",
        "Yang ditambahkan atau diubah sesudah potret itu hilang dari SKP, kecuali yang dirujuk data lain.",
        "Keadaan yang sekarang disimpan sebagai potret lebih dahulu, sehingga pemulihan ini dapat dibatalkan.",
    ]
