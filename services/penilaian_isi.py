"""Saving the texts of a sheet: rencana aksi, eviden and realisasi by the pegawai; feedback, catatan and ratings by the penilai.

A text comes with the mark of what the page had shown (domain.penilaian.Isian). What was not touched is left alone; what was
changed here and elsewhere is refused as a whole with both versions (IsianBasi), and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Aktor
from domain.penilaian import Isian, Nasib, nasib, periksa_eviden, sampai_kapan, tanda
from domain.predikat import Rating
from domain.tanggal import panjang
from models import Penilaian, RealisasiIndikator, RencanaAksi, UmpanBalikPerilaku
from services import audit
from services import penilaian as layanan
from services.galat import DataBasi, Salah
from services.penilaian import Hubungan, IsianBasi
from services.penilaian_lembar import Lembar, muat, teks_pegawai, teks_rating, teks_umpan
from services.unit_of_work import Unit, unit_of_work

T = TypeVar("T")


def simpan_pegawai(aktor: Aktor, skp_id: int, periode_id: int, isian: Mapping[str, Isian]) -> int:
    """The pegawai's side, by the keys of ``teks_pegawai``. Returns how many texts changed.

    Emptying a rencana aksi together with its eviden deletes it. Raises Salah (by key), IsianBasi, TidakDitemukan.
    """
    aktor.wajib("daftar_skp:ubah")

    def kerjakan(unit: Unit) -> int:
        lembar = _lembar(unit, skp_id, periode_id, Hubungan.PEGAWAI)
        ubah = _perubahan(teks_pegawai(lembar), isian)
        if not ubah:
            return 0
        _wajib_terbuka(unit, lembar)
        if galat := _periksa_aksi(teks_pegawai(lembar) | ubah, ubah):
            raise Salah(galat)
        _simpan_realisasi(unit, lembar, "realisasi", ubah)
        _simpan_aksi(unit, lembar, ubah)
        return len(ubah)

    return _dua_kali(aktor, kerjakan)


def simpan_penilai(aktor: Aktor, skp_id: int, periode_id: int, isian: Mapping[str, Isian], *, alasan: str | None = None) -> int:
    """The penilai's side, by the keys of ``teks_umpan`` and ``teks_rating``. Returns how many texts and ratings changed.

    Both ratings empty: only the feedback is saved. Raises Salah (by key), IsianBasi, TidakDitemukan.
    """
    aktor.wajib("daftar_skp:nilai")

    def kerjakan(unit: Unit) -> int:
        lembar = _lembar(unit, skp_id, periode_id, Hubungan.PENILAI)
        umpan, rating = teks_umpan(lembar), teks_rating(lembar)
        ubah = _perubahan(umpan | rating, isian)
        if not ubah:
            return 0
        layanan.wajib_disetujui(lembar.skp)
        if umpan.keys() & ubah.keys():
            _wajib_terbuka(unit, lembar)
            _simpan_realisasi(unit, lembar, "umpan", ubah)
            _simpan_perilaku(unit, lembar, ubah)
        if rating.keys() & ubah.keys():
            _simpan_rating(unit, lembar, rating | ubah, alasan)
        return len(ubah)

    return _dua_kali(aktor, kerjakan)


def _dua_kali(aktor: Aktor, kerjakan: Callable[[Unit], T]) -> T:
    """Both sides write to the same rows. Whoever comes second reads again, merges, and only then may find a conflict."""
    try:
        with unit_of_work(aktor) as unit:
            return kerjakan(unit)
    except IsianBasi:
        raise
    except DataBasi:
        with unit_of_work(aktor) as unit:
            return kerjakan(unit)


def _lembar(unit: Unit, skp_id: int, periode_id: int, sebagai: Hubungan) -> Lembar:
    skp = layanan.skp_untuk(unit.session, unit.aktor, skp_id, sebagai)
    return muat(unit.session, skp, layanan.satu_periode(unit.session, skp, periode_id))


def _perubahan(kini: Mapping[str, str], isian: Mapping[str, Isian]) -> dict[str, str]:
    """Key → new text. A rencana aksi that was deleted meanwhile counts as empty: its changed text makes a new one under the same RHK."""
    ubah: dict[str, str] = {}
    bentrok: dict[str, str] = {}
    for kunci, satu in isian.items():
        if kunci not in kini and f"aksibaru_{kunci.split('_')[1]}" not in kini:
            if tanda(satu.teks) != satu.tanda:
                raise Salah("Rencana SKP ini berubah sejak halaman dibuka. Salin isian Anda, lalu muat ulang halaman.")
            continue
        hasil = nasib(kini[kunci], satu) if kunci in kini else (Nasib.SAMA if tanda(satu.teks) == satu.tanda else Nasib.UBAH)
        if hasil is Nasib.UBAH:
            ubah[kunci] = satu.teks
        elif hasil is Nasib.BENTROK:
            bentrok[kunci] = kini[kunci]
    if bentrok:
        raise IsianBasi(bentrok)
    return ubah


def _wajib_terbuka(unit: Unit, lembar: Lembar) -> None:
    layanan.wajib_disetujui(lembar.skp)
    if not layanan.terbuka(lembar.penilaian, lembar.periode, lembar.skp.tahun, unit.aktor.hari_ini()):
        batas = sampai_kapan(lembar.periode.batas, lembar.penilaian.dibuka_sampai if lembar.penilaian else None)
        raise Salah(f"Batas Pengisian sudah lewat pada {panjang(batas)}. Mintalah admin instansi atau helpdesk membuka pengisian.")


# --- Realisasi and feedback -------------------------------------------------------------------------------------------


def _penilaian(unit: Unit, lembar: Lembar) -> Penilaian:
    return layanan.ambil_atau_buat(unit, lembar.skp, lembar.periode)


def _simpan_realisasi(unit: Unit, lembar: Lembar, jenis: str, ubah: Mapping[str, str]) -> None:
    """``jenis``: realisasi (by the pegawai) or umpan (by the penilai), the two columns of one row per indikator."""
    baru = {int(k.removeprefix(f"{jenis}_")): v for k, v in ubah.items() if k.startswith(f"{jenis}_")}
    if not baru:
        return
    penilaian = _penilaian(unit, lembar)
    stmt = select(RealisasiIndikator).where(
        RealisasiIndikator.penilaian_id == penilaian.id, RealisasiIndikator.indikator_id.in_(sorted(baru))
    )
    ada = {r.indikator_id: r for r in unit.session.scalars(stmt)}
    kolom = "realisasi" if jenis == "realisasi" else "umpan_balik"
    for indikator_id, teks in baru.items():
        objek = ada.get(indikator_id)
        if objek is None:
            objek = RealisasiIndikator(penilaian_id=penilaian.id, indikator_id=indikator_id)
            unit.session.add(objek)
        setattr(objek, kolom, teks or None)
        _catat(unit, objek, "tambah" if indikator_id not in ada else "ubah")


def _simpan_perilaku(unit: Unit, lembar: Lembar, ubah: Mapping[str, str]) -> None:
    baru = {NilaiBerakhlak(k.removeprefix("perilaku_")): v for k, v in ubah.items() if k.startswith("perilaku_")}
    if not baru:
        return
    penilaian = _penilaian(unit, lembar)
    ada = {u.nilai: u for u in unit.session.scalars(select(UmpanBalikPerilaku).where(UmpanBalikPerilaku.penilaian_id == penilaian.id))}
    for satu, teks in baru.items():
        objek = ada.get(satu)
        if objek is None:
            objek = UmpanBalikPerilaku(penilaian_id=penilaian.id, nilai=satu, umpan_balik=teks)
            unit.session.add(objek)
            _catat(unit, objek, "tambah")
        elif teks:
            objek.umpan_balik = teks
            _catat(unit, objek, "ubah")
        else:
            _hapus(unit, objek)


def _simpan_rating(unit: Unit, lembar: Lembar, isi: Mapping[str, str], alasan: str | None) -> None:
    hasil, perilaku = isi["rating_hasil"], isi["rating_perilaku"]
    ada = lembar.penilaian
    if not hasil and not perilaku and (ada is None or ada.hasil is None):
        # Only a catatan so far: it is filled in like the feedback.
        _wajib_terbuka(unit, lembar)
        objek = _penilaian(unit, lembar)
        objek.catatan = isi["catatan"] or None
        _catat(unit, objek, "ubah")
        return
    galat = {k: "Pilih salah satu rating." for k, v in (("rating_hasil", hasil), ("rating_perilaku", perilaku)) if v not in _RATING}
    if galat:
        raise Salah(galat)
    if halangan := layanan.periksa_menilai(unit.session, lembar.skp, lembar.periode, ada, unit.aktor.hari_ini()):
        raise Salah(halangan)
    objek = _penilaian(unit, lembar)
    layanan.pasang_rating(
        unit,
        lembar.skp,
        lembar.periode,
        objek,
        hasil=_RATING[hasil],
        perilaku=_RATING[perilaku],
        catatan=isi["catatan"],
        alasan=alasan,
    )


_RATING = {r.value: r for r in Rating}


# --- Rencana aksi and eviden --------------------------------------------------------------------------------------------


def _periksa_aksi(semua: Mapping[str, str], ubah: Mapping[str, str]) -> dict[str, str]:
    galat: dict[str, str] = {}
    for kunci in ubah:
        jenis, _, milik = kunci.partition("_")
        if jenis not in ("aksi", "eviden", "aksibaru", "evidenbaru"):
            continue
        baru = "baru" if jenis.endswith("baru") else ""
        teks, eviden = semua.get(f"aksi{baru}_{milik}", ""), semua.get(f"eviden{baru}_{milik}", "")
        if eviden and (pesan := periksa_eviden(eviden)):
            galat[f"eviden{baru}_{milik}"] = pesan
        if eviden and not teks:
            galat[f"aksi{baru}_{milik}"] = "Isi rencana aksinya, atau kosongkan juga evidennya untuk menghapus."
    return galat


def _simpan_aksi(unit: Unit, lembar: Lembar, ubah: Mapping[str, str]) -> None:
    lama = {(r.id, a.id) for r in lembar.rhk for a in r.aksi}
    tersentuh = {tuple(int(n) for n in k.partition("_")[2].split("_")): None for k in ubah if k.startswith(("aksi_", "eviden_"))}
    for rhk_id, id in tersentuh:
        teks, eviden = ubah.get(f"aksi_{rhk_id}_{id}"), ubah.get(f"eviden_{rhk_id}_{id}")
        if (rhk_id, id) not in lama:
            _tambah_aksi(unit, lembar, rhk_id, teks or "", eviden or "")
            continue
        objek = unit.session.get_one(RencanaAksi, id)
        if teks == "":
            _hapus(unit, objek)
            continue
        objek.teks = teks or objek.teks
        if eviden is not None:
            objek.eviden = eviden or None
        _catat(unit, objek, "ubah")
    for r in lembar.rhk:
        _tambah_aksi(unit, lembar, r.id, ubah.get(f"aksibaru_{r.id}", ""), ubah.get(f"evidenbaru_{r.id}", ""))


def _tambah_aksi(unit: Unit, lembar: Lembar, rhk_id: int, teks: str, eviden: str) -> None:
    """A form that is sent twice makes one row."""
    rhk = next((r for r in lembar.rhk if r.id == rhk_id), None)
    if not teks or rhk is None or any((a.teks, a.eviden) == (teks, eviden) for a in rhk.aksi):
        return
    objek = RencanaAksi(rhk_id=rhk_id, periode_id=lembar.periode.id, teks=teks, eviden=eviden or None)
    unit.session.add(objek)
    _catat(unit, objek, "tambah")


def _catat(unit: Unit, objek: Any, aksi: str) -> None:
    perubahan = audit.beda(unit.session, objek)
    unit.session.flush()
    audit.catat(unit.session, unit.aktor, aksi, objek, perubahan=perubahan)


def _hapus(unit: Unit, objek: Any) -> None:
    audit.catat(unit.session, unit.aktor, "hapus", objek, perubahan=audit.isi(unit.session, objek))
    unit.session.delete(objek)
    unit.session.flush()
