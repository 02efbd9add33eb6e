"""The details of a capaian: distribution, warnings, what changed since Final, and who is not assessed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from markupsafe import Markup

from admin_views.capaian_grafik import pola, susun
from admin_views.halaman import KepalaHalaman, Pager
from admin_views.konteks import tautan
from admin_views.tampil import potongan, ribuan
from domain.predikat import Predikat, periksa_distribusi
from domain.status import bisa
from extensions import db
from models import CapaianOrganisasi
from services import capaian_statistik as statistik
from services import pengaturan
from services.capaian_organisasi import ENTITAS
from services.capaian_statistik import Statistik

if TYPE_CHECKING:
    from admin_views.dasar import MenuView

RINGKAS = 20
"""So many names stand in the question and on the details page; all of them are a page of their own."""
PER_HALAMAN = 100
ALAMAT = "/admin/capaian-organisasi/"


def _hitung(objek: CapaianOrganisasi) -> Statistik:
    return statistik.hitung(db.session(), objek.unor_id, objek.tahun, objek.periode_id)


def _belum(objek: CapaianOrganisasi, batas: int, lewati: int = 0) -> list[statistik.BelumDinilai]:
    return statistik.belum_dinilai(db.session(), objek.unor_id, objek.tahun, objek.periode_id, batas=batas, lewati=lewati)


def akibat_final(objek: CapaianOrganisasi, pastikan: str) -> list[str]:
    """What stands under the question: the manual's second paragraph, who is not assessed yet, what becomes fixed."""
    kini = _hitung(objek)
    hasil: list[str] = [
        f"{objek}: capaian {objek.capaian.label} menjadi FINAL.",
        f"{pastikan}.",
    ]
    if belum := kini.pegawai - kini.dinilai:
        hasil.append(
            potongan(
                "admin/capaian_organisasi/belum_ringkas.html",
                jumlah=belum,
                pegawai=kini.pegawai,
                daftar=_belum(objek, RINGKAS),
                href=f"{ALAMAT}{objek.id}/belum-dinilai/",
            )
        )
    elif kini.pegawai:
        hasil.append(f"Semua pegawai sudah dinilai: {ribuan(kini.dinilai)} dari {ribuan(kini.pegawai)}.")
    else:
        hasil.append("Belum ada SKP definitif yang disetujui di Unit Kerja Induk ini pada periode tersebut, sehingga statistiknya 0 / 0.")
    hasil += [f"Pola distribusi: {p}" for p in _peringatan(objek, kini)]
    hasil.append("Statistik dibekukan dan dipakai pada setiap cetakan; capaiannya tidak dapat diubah sampai Batal Final.")
    return hasil


def _peringatan(objek: CapaianOrganisasi, kini: Statistik) -> list[str]:
    return periksa_distribusi(objek.capaian, kini.jumlah, pengaturan.ambang(pengaturan.baca(db.session())))


def distribusi(objek: CapaianOrganisasi) -> Markup:
    """The cards below the facts."""
    final = bisa(ENTITAS, objek.status, "batal_final")
    kini = _hitung(objek)
    beku = Statistik.dari_json(objek.statistik)
    tampak = beku if beku is not None else kini
    jumlah_belum = kini.pegawai - kini.dinilai
    return potongan(
        "admin/capaian_organisasi/rincian.html",
        g=susun(tampak, pola(objek.capaian)),
        final=final,
        capaian=objek.capaian.label,
        peringatan=_peringatan(objek, tampak),
        beda=_beda(beku, kini) if beku is not None and (objek.berubah or beku.ke_json() != kini.ke_json()) else (),
        belum=() if final else _belum(objek, RINGKAS),
        jumlah_belum=jumlah_belum,
        href_belum=f"{ALAMAT}{objek.id}/belum-dinilai/",
    )


def _beda(beku: Statistik, kini: Statistik) -> list[tuple[str, int, int]]:
    return [
        ("Pegawai", beku.pegawai, kini.pegawai),
        ("Pegawai dinilai", beku.dinilai, kini.dinilai),
        *((p.label, beku.jumlah.get(p, 0), kini.jumlah.get(p, 0)) for p in Predikat),
    ]


@dataclass(frozen=True, slots=True)
class _Halaman:
    kepala: KepalaHalaman


def halaman_belum(view: MenuView, objek: CapaianOrganisasi) -> Any:
    """Everyone who counts and has no predikat yet, a hundred a page."""
    kini = _hitung(objek)
    jumlah = kini.pegawai - kini.dinilai
    teks = request.args.get("halaman", "")
    akhir = max(1, -(-jumlah // PER_HALAMAN))
    nomor = min(max(1, int(teks)), akhir) if teks.isascii() and teks.isdigit() and len(teks) < 7 else 1
    daftar = _belum(objek, PER_HALAMAN, (nomor - 1) * PER_HALAMAN)
    mulai = (nomor - 1) * PER_HALAMAN + 1
    dasar = f"{ALAMAT}{objek.id}/belum-dinilai/"

    def ke(n: int) -> str | None:
        return tautan(dasar, {"halaman": n}) if 1 <= n <= akhir else None

    judul = "Pegawai yang belum dinilai"
    sub = f"{objek}: {ribuan(jumlah)} dari {ribuan(kini.pegawai)} pegawai belum dinilai."
    return view.render(
        "admin/capaian_organisasi/belum_dinilai.html",
        halaman=_Halaman(KepalaHalaman(judul, sub, view.remah(judul))),
        daftar=daftar,
        mulai=mulai,
        halaman_daftar=Pager(
            f"{ribuan(mulai)}–{ribuan(mulai + len(daftar) - 1)} dari {ribuan(jumlah)} hasil", ke(nomor - 1), ke(nomor + 1)
        ),
    )
