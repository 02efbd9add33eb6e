"""The page of one SKP: the whole of it, why this penilai, and what may be done from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, request
from flask_admin import expose
from markupsafe import Markup

from admin_views.aksi import konfirmasi, layani_tindakan
from admin_views.halaman import HalamanKonfirmasi, KepalaHalaman, Lencana, Tautan
from admin_views.konteks import aktor
from admin_views.pagar import izin
from admin_views.skp_rincian import RincianSkp, rincian_skp
from admin_views.tampil import lencana_enum, polos, potongan
from domain.penilai import PenilaiDitemukan
from extensions import db
from models import PotretSkp, Skp
from services import penilai as layanan_penilai
from services import penilaian as layanan_penilaian
from services.galat import Salah
from services.skp_dasar import halangan_meninggalkan_persetujuan, hari_aturan, keberatan_terbuka

if TYPE_CHECKING:
    from admin_views.dasar import MenuView as _Dasar
else:
    _Dasar = object

KE_DRAFT = "kembalikan_ke_draft"
SEBAB = {KE_DRAFT: "Kembalikan ke Draft", "pulihkan": "Pulihkan", "hapus": "penghapusan", "tambah": "penambahan"}


@dataclass(frozen=True, slots=True)
class BarisPotret:
    sebab: str
    waktu: str
    pelaku: str
    alasan: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class BarisKeberatan:
    periode: str
    waktu: str
    status: Lencana
    href: str


@dataclass(frozen=True, slots=True)
class IsiHalaman:
    """What the page of a SKP shows beside the SKP itself; addresses are None where the actor may not."""

    langkah: Sequence[str]
    beda_penilai: str | None
    href_refresh_pegawai: str | None
    href_refresh_penilai: str | None
    buka: str | None
    halangan_buka: str | None
    """Why no period can be opened now, where the actor otherwise might."""
    keberatan: Sequence[BarisKeberatan]
    potret: Sequence[BarisPotret]


class HalamanSkp(_Dasar):
    """Mixin of SkpView."""

    # --- Kembalikan ke Draft ---

    @expose(f"/<int:id>/{KE_DRAFT}/", methods=("GET", "POST"))
    @izin("skp:kembalikan_ke_draft")
    def kembalikan_ke_draft(self, id: int) -> Any:
        """The row action, which one page at a time may also say what stands against it: a list of rows cannot look that up."""
        objek = self.get_one(id)
        if objek is None:
            abort(404)
        halangan = halangan_meninggalkan_persetujuan(db.session(), objek, aktor().hari_ini())
        if halangan is None:
            return layani_tindakan(self, id, KE_DRAFT)
        terbuka = keberatan_terbuka(db.session(), id, aktor().hari_ini())
        return konfirmasi(
            HalamanKonfirmasi(
                kepala=KepalaHalaman("Kembalikan ke Draft", str(objek), self.remah(str(objek))),
                pertanyaan=f"SKP {objek.nama} belum dapat dikembalikan ke Draft",
                tombol="Kembalikan ke Draft",
                href_batal=self.alamat,
                href_kirim=f"{self.alamat}{id}/{KE_DRAFT}/",
                ditolak=halangan,
                tautan=[Tautan(f"Lihat keberatan {k.periode.nama}", f"/admin/keberatan/details/?id={k.id}") for k in terbuka],
            ),
            422 if request.method == "POST" else 200,
        )

    # --- The whole SKP ---

    def isi_rincian(self, objek: Skp) -> Markup:
        pelaku, dasar = aktor(), f"{self.alamat}{objek.id}/"
        r = rincian_skp(db.session(), objek, pelaku.hari_ini(), pelaku.zona)
        pada = hari_aturan(objek.awal, objek.akhir, pelaku.hari_ini())
        temuan = layanan_penilai.tentukan(db.session(), objek.pegawai_id, objek.unor_id, pada)
        segarkan, halangan = pelaku.boleh("skp:segarkan"), _halangan_buka(objek)
        h = IsiHalaman(
            langkah=temuan.langkah,
            beda_penilai=_beda_penilai(objek, temuan),
            href_refresh_pegawai=f"{dasar}refresh-pegawai/" if segarkan else None,
            href_refresh_penilai=f"{dasar}refresh-penilai/" if segarkan else None,
            buka=f"{dasar}buka-pengisian/" if pelaku.boleh("skp:buka_pengisian") and halangan is None else None,
            halangan_buka=halangan if pelaku.boleh("skp:buka_pengisian") else None,
            keberatan=_keberatan(r),
            potret=[self._potret(p, dasar) for p in r.potret],
        )
        return potongan("admin/skp/rincian.html", r=r, h=h)

    def _potret(self, p: PotretSkp, dasar: str) -> BarisPotret:
        href = f"{dasar}pulihkan/{p.id}/" if aktor().boleh("skp:pulihkan") else None
        return BarisPotret(SEBAB.get(p.sebab, p.sebab.replace("_", " ")), polos(p.waktu, aktor().zona), p.pelaku, p.alasan, href)

    def rinci(self, id: int) -> str:
        return f"{self.alamat}details/?id={id}"

    def remah_skp(self, objek: Skp, kini: str) -> list[Tautan]:
        return [*self.remah(str(objek))[:-1], Tautan(str(objek), self.rinci(objek.id)), Tautan(kini, None)]


def _halangan_buka(objek: Skp) -> str | None:
    try:
        layanan_penilaian.wajib_disetujui(objek)
    except Salah as galat:
        return str(galat)
    return None


def _beda_penilai(objek: Skp, temuan: PenilaiDitemukan) -> str | None:
    """Said when the rule would find someone else today than the SKP keeps."""
    if temuan.pegawai_id == objek.penilai_id:
        return None
    siapa = "belum ada" if temuan.pegawai_id is None else "bukan orang yang tersimpan pada SKP ini"
    return f"Menurut data induk sekarang, Pejabat Penilai Kinerja {siapa}. Gunakan Refresh bila perlu diperbarui."


def _keberatan(r: RincianSkp) -> list[BarisKeberatan]:
    nama = {b.periode.id: b.periode.nama for b in r.penilaian}
    return [
        BarisKeberatan(
            nama.get(k.periode_id, ""),
            polos(k.waktu_pengajuan, aktor().zona),
            lencana_enum(k.status),
            f"/admin/keberatan/details/?id={k.id}",
        )
        for k in r.keberatan
    ]
