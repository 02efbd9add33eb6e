"""What the pages of a penilaian show: view models from a sheet, nothing that decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from wtforms import Field

from admin_views.daftar_skp_bantu import alamat_skp
from admin_views.halaman import Fakta, Lencana, Tautan
from admin_views.konteks import aktor
from admin_views.tampil import lencana, lencana_enum, lencana_predikat, polos, teks
from domain.penilaian import keadaan, petunjuk_eviden, sampai_kapan, tanda
from domain.predikat import Predikat, Rating, predikat
from domain.skp import SalinanOrang
from domain.status import StatusSkp
from domain.tanggal import panjang
from extensions import db
from forms.penilaian import LembarForm
from models import Penilaian, Skp
from services import capaian_organisasi, keberatan
from services import penilaian as layanan
from services.penilaian import Hubungan, PeriodeSkp
from services.penilaian_lembar import Lembar, teks_pegawai, teks_rating, teks_umpan


@dataclass(frozen=True, slots=True)
class BarisPeriode:
    """A period in the list of a SKP."""

    nama: str
    masa: str
    batas: str
    keadaan: Lencana
    predikat: Lencana
    href: str
    tombol: str


@dataclass(frozen=True, slots=True)
class SelMatriks:
    predikat: Predikat
    terpilih: bool


@dataclass(frozen=True, slots=True)
class Hak:
    """What the reader may do on a sheet, and why not."""

    mengisi: bool
    menilai: bool
    halangan_isi: str | None
    halangan_nilai: str | None
    perlu_alasan: str | None = None


def baris_periode(skp: Skp, semua: Sequence[tuple[PeriodeSkp, Penilaian | None]], saya: frozenset[Hubungan]) -> list[BarisPeriode]:
    hari_ini = aktor().hari_ini()
    hasil = []
    for p, ada in semua:
        dibuka = ada.dibuka_sampai if ada else None
        belum = Lencana("Belum dinilai", "neutral", "circle-dashed")
        bisa = skp.status is StatusSkp.PERSETUJUAN and layanan.terbuka(ada, p, skp.tahun, hari_ini)
        tombol = "Isi" if bisa and Hubungan.PEGAWAI in saya else "Nilai" if Hubungan.PENILAI in saya and p.awal <= hari_ini else "Lihat"
        hasil.append(
            BarisPeriode(
                f"{p.nama} (Final)" if p.final else p.nama,
                masa(p),
                panjang(sampai_kapan(p.batas, dibuka)),
                lencana_enum(keadaan(p.awal, p.batas, dibuka, hari_ini)),
                lencana_predikat(ada.predikat) if ada and ada.predikat else belum,
                f"{alamat_skp(skp.id)}penilaian/{p.id}/",
                tombol,
            )
        )
    return hasil


def masa(p: PeriodeSkp) -> str:
    return f"{panjang(p.awal)} - {panjang(p.akhir)}"


def matriks(hasil: Rating | None, perilaku: Rating | None) -> list[tuple[Rating, list[SelMatriks]]]:
    """Rows by Hasil Kerja, columns by Perilaku Kerja."""
    return [(h, [SelMatriks(predikat(h, p), (h, p) == (hasil, perilaku)) for p in Rating]) for h in Rating]


def fakta_lembar(lembar: Lembar) -> list[Fakta]:
    skp, p, ada = lembar.skp, lembar.periode, lembar.penilaian
    dibuka = ada.dibuka_sampai if ada else None
    capaian = capaian_organisasi.capaian_untuk(db.session(), skp.unor_id, skp.tahun, p.id)
    hasil = [
        Fakta("Pegawai yang Dinilai", teks(skp.nama)),
        Fakta("Pejabat Penilai Kinerja", teks(nama_salinan(skp.salinan_penilai))),
        Fakta("Atasan Pejabat Penilai Kinerja", teks(nama_salinan(skp.salinan_atasan))),
        Fakta("Periode", teks(masa(p))),
        Fakta(
            "Batas Pengisian",
            teks(panjang(p.batas) + (f"; dibuka kembali sampai {panjang(dibuka)}" if dibuka and dibuka > p.batas else "")),
        ),
        Fakta("Pengisian", lencana(lencana_enum(keadaan(p.awal, p.batas, dibuka, aktor().hari_ini())))),
    ]
    if capaian is not None:
        hasil.append(Fakta("Capaian Kinerja Organisasi", lencana(lencana_enum(capaian.capaian))))
    if ada is not None and ada.predikat is not None:
        hasil.append(Fakta("Predikat Kinerja", lencana(lencana_predikat(ada.predikat))))
        hasil.append(Fakta("Waktu penilaian", teks(polos(ada.dinilai, aktor().zona))))
    return hasil


def nama_salinan(salinan: dict[str, object] | None) -> str:
    isi = SalinanOrang.dari_json(salinan)
    return isi.nama if isi is not None and isi.nama else "-"


def hak(lembar: Lembar, saya: frozenset[Hubungan]) -> Hak:
    skp, p, ada, hari_ini = lembar.skp, lembar.periode, lembar.penilaian, aktor().hari_ini()
    if skp.status is not StatusSkp.PERSETUJUAN:
        tutup: str | None = f"SKP ini berstatus {skp.status.label}; penilaian diisi setelah SKP disetujui."
    elif not layanan.terbuka(ada, p, skp.tahun, hari_ini):
        batas = sampai_kapan(p.batas, ada.dibuka_sampai if ada else None)
        tutup = f"Batas Pengisian sudah lewat pada {panjang(batas)}. Admin instansi atau helpdesk dapat membukanya kembali."
    else:
        tutup = None
    menilai = layanan.periksa_menilai(db.session(), skp, p, ada, hari_ini) if Hubungan.PENILAI in saya else None
    return Hak(
        mengisi=bool(saya & {Hubungan.PEGAWAI, Hubungan.PENILAI}) and tutup is None,
        menilai=Hubungan.PENILAI in saya and menilai is None,
        halangan_isi=tutup,
        halangan_nilai=menilai,
        perlu_alasan=layanan.perlu_alasan(db.session(), skp, p, ada, hari_ini) if Hubungan.PENILAI in saya and menilai is None else None,
    )


def teks_isian(lembar: Lembar, saya: frozenset[Hubungan], boleh: Hak) -> dict[str, str]:
    """Key → text of what the reader may write now; also of rencana aksi that a sent form still holds though they are gone."""
    isi: dict[str, str] = {}
    if boleh.mengisi and Hubungan.PEGAWAI in saya:
        isi |= teks_pegawai(lembar)
        rhk = {r.id for r in lembar.rhk}
        for kunci in request.form:
            cocok = re.fullmatch(r"(?:aksi|eviden)_([0-9]{1,18})_([0-9]{1,18})", kunci)
            if cocok and int(cocok[1]) in rhk:
                for jenis in ("aksi", "eviden"):
                    isi.setdefault(f"{jenis}_{cocok[1]}_{cocok[2]}", "")
    if boleh.mengisi and Hubungan.PENILAI in saya:
        isi |= teks_umpan(lembar)
    if boleh.menilai:
        isi |= teks_rating(lembar)
    return isi


def rating_belum(form: LembarForm) -> list[Field]:
    """The two fields of the ratings, when neither is chosen."""
    kosong = form.rating() == (None, None)
    return [form["rating_hasil"], form["rating_perilaku"]] if kosong else []


def kabar_simpan(lembar: Lembar, form: LembarForm, n: int, *, belum_dinilai: bool) -> tuple[str, str]:
    """What to say after saving ``n`` texts or ratings (message, category); ``lembar`` is the sheet as it was before."""
    ada = lembar.penilaian
    hasil, perilaku = form.rating()
    if not n:
        return "Tidak ada yang berubah.", "info"
    if hasil and perilaku and (ada is None or (ada.hasil, ada.perilaku) != (hasil, perilaku)):
        return f"{lembar.skp.nama} dinilai {predikat(hasil, perilaku).label_cetak} untuk {lembar.periode.nama}.", "success"
    if belum_dinilai:
        return "Isian tersimpan, tetapi belum dinilai: Rating Hasil Kerja dan Rating Perilaku Kerja belum dipilih.", "success"
    return "Isian tersimpan.", "success"


def aksi_hilang(lembar: Lembar, isi: Mapping[str, str]) -> dict[int, list[int]]:
    """RHK → rencana aksi in the form that were deleted meanwhile."""
    ada = {(r.id, a.id) for r in lembar.rhk for a in r.aksi}
    hasil: dict[int, list[int]] = {}
    for kunci in isi:
        if kunci.startswith("aksi_"):
            rhk_id, id = (int(n) for n in kunci.split("_")[1:])
            if (rhk_id, id) not in ada:
                hasil.setdefault(rhk_id, []).append(id)
    return hasil


def yatim(isi: Mapping[str, str]) -> list[str]:
    """Texts that were sent and have no field any more (filling closed meanwhile, the plan changed): shown, so that nothing is lost."""
    jenis = r"(realisasi|aksi|eviden|aksibaru|evidenbaru|umpan|perilaku)_[a-z0-9_]+|catatan"
    terkirim = {k: v.replace("\r\n", "\n").strip() for k, v in request.form.items() if k not in isi and re.fullmatch(jenis, k)}
    return [v for k, v in terkirim.items() if v and tanda(v) != request.form.get(f"tanda_{k}")]


def petunjuk(lembar: Lembar) -> dict[int, str]:
    """Rencana aksi → why its link may not open for the penilai."""
    return {a.id: p for r in lembar.rhk for a in r.aksi if (p := petunjuk_eviden(a.eviden))}


def tautan_keberatan(lembar: Lembar, saya: frozenset[Hubungan]) -> list[Tautan]:
    k, alamat = lembar.keberatan, f"/admin/daftar-skp/keberatan/ajukan/{lembar.skp.id}/{lembar.periode.id}/"
    if k is not None:
        return [Tautan("Lihat keberatan", f"/admin/daftar-skp/keberatan/{k.id}/", "message-report")]
    if Hubungan.PEGAWAI not in saya:
        return []
    halangan = keberatan.halangan_mengajukan(db.session(), lembar.skp, lembar.penilaian, aktor().hari_ini(), aktor().zona)
    return [Tautan("Ajukan keberatan", alamat, "message-report", alasan_nonaktif=halangan)]
