"""Units whose people find no penilai, and units passed over: which unor is empty, who assesses instead, where to repair it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import request
from flask_admin import expose

from admin_views.halaman import KeadaanKosong, KepalaHalaman, Pager, Tautan
from admin_views.konteks import aktor, tautan
from admin_views.pagar import izin
from admin_views.tampil import ribuan
from extensions import db
from services import penilai as layanan_penilai

if TYPE_CHECKING:
    from admin_views.skp import SkpView as _Dasar
else:
    _Dasar = object

PER_HALAMAN = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class HalamanPenilaiKosong:
    kepala: KepalaHalaman
    baris: Sequence[layanan_penilai.RantaiPutus]
    pager: Pager
    kosong: KeadaanKosong
    dilewati: Sequence[layanan_penilai.UnorDilewati]
    pager_dilewati: Pager
    nama: Mapping[int, str]
    """Pegawai id → name, of the assessors in ``dilewati``."""


class PenilaiKosong(_Dasar):
    """Mixin of SkpView."""

    @expose("/penilai-kosong/")
    @izin("skp:lihat")
    def penilai_kosong(self) -> Any:
        """Read anew each time from all units of the instansi: five SELECTs; the page shows fifty of each list."""
        pelaku = aktor()
        keadaan = layanan_penilai.rantai(db.session(), pelaku.hari_ini(), batas_unor=pelaku.batas_unor)
        baris, pager = self._halaman_rantai(keadaan.putus, "halaman")
        dilewati, pager_dilewati = self._halaman_rantai(keadaan.dilewati, "dilewati")
        judul = "Unor tanpa penilai"
        sub = (
            "Pegawai di unor berikut tidak memperoleh Pejabat Penilai Kinerja, sebab ada unor tanpa pimpinan maupun PLT/PLH yang berlaku."
            if keadaan.putus
            else "Unor yang pegawainya tidak memperoleh Pejabat Penilai Kinerja, dan unor tanpa pimpinan yang penilainya dicari ke atas."
        )
        halaman = HalamanPenilaiKosong(
            kepala=KepalaHalaman(judul, sub, self.remah(judul)),
            baris=baris,
            pager=pager,
            kosong=KeadaanKosong(
                "Setiap pegawai mempunyai penilai",
                "Tidak ada unor yang rantai Unor Atasannya terputus.",
                [Tautan("Kembali ke Manajemen SKP", self.alamat)],
            ),
            dilewati=dilewati,
            pager_dilewati=pager_dilewati,
            nama=layanan_penilai.nama_orang(db.session(), [d.penilai_id for d in dilewati if d.penilai_id is not None]),
        )
        return self.render("admin/skp/penilai_kosong.html", halaman=halaman)

    def _halaman_rantai(self, semua: Sequence[T], kunci: str) -> tuple[Sequence[T], Pager]:
        """The page of a list that the address asks for under ``kunci``; the page of the other list stays."""
        akhir = max(1, -(-len(semua) // PER_HALAMAN))
        minta = request.args.get(kunci, "1")
        n = min(int(minta), akhir) if minta.isascii() and minta.isdigit() and 0 < len(minta) < 7 and int(minta) else 1
        tampak = semua[(n - 1) * PER_HALAMAN : n * PER_HALAMAN]
        mulai = (n - 1) * PER_HALAMAN + 1

        def ke(n: int) -> str | None:
            return tautan(f"{self.alamat}penilai-kosong/", request.args.to_dict(), **{kunci: n}) if 1 <= n <= akhir else None

        ket = f"{ribuan(mulai)}–{ribuan(mulai + len(tampak) - 1)} dari {ribuan(len(semua))} unor"
        return tampak, Pager(ket, ke(n - 1), ke(n + 1))
