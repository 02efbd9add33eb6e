"""From a list declaration and a request to the page's view model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from admin_views.aksi import menu_baris, tautan_tambah, token_pilihan
from admin_views.halaman import (
    AksiMassal,
    Baris,
    Chip,
    HalamanDaftar,
    HalamanKonfirmasi,
    HalamanPager,
    IsianFilter,
    KeadaanKosong,
    KepalaHalaman,
    Kolom,
    Pager,
    Pilihan,
    Sel,
    Tautan,
)
from admin_views.konteks import aktor, konteks, settings, tautan
from admin_views.tampil import hasil as teks_hasil
from admin_views.tampil import ribuan
from services import daftar as layanan
from services import pencarian
from services.daftar import UKURAN, Hasil, Permintaan
from services.saring import SaringRujukan, SaringSalah

if TYPE_CHECKING:
    from admin_views.dasar import MenuView


KOLOM_LEBAR = 6
"""So many columns are heavy, whatever is in them."""


def _args(view: MenuView, minta: Permintaan) -> dict[str, str]:
    """The address's own values that survive: filters, order, rows a page."""
    args = dict(minta.saring)
    if minta.urut:
        args["urut"] = minta.urut
    if request.args.get("arah") in ("naik", "turun"):
        args["arah"] = request.args["arah"]
    if "jumlah_baris" in request.args:
        args["jumlah_baris"] = str(minta.ukuran)
    return args


def susun(view: MenuView, minta: Permintaan) -> HalamanDaftar:
    """The list page: one count and one SELECT, whatever the rows."""
    hasil = layanan.halaman(view.daftar, minta, konteks(), maks=settings().hitung_maks)
    pelaku = aktor()
    args = _args(view, minta)
    kolom = [_kolom(view, k, minta, args) for k in view.column_list]
    massal = tuple(AksiMassal(t.kode, t.label, t.ikon, t.bahaya) for t in view.tindakan_massal if pelaku.boleh(f"{view.sumber}:{t.aksi}"))
    kata_saring = _kata_saring(view, minta, hasil)
    chip = _chip(view, args, kata_saring)
    return HalamanDaftar(
        kepala=KepalaHalaman(view.judul, view.subjudul, view.remah(), tautan_tambah(view, pelaku)),
        href=view.alamat,
        kolom=kolom,
        baris=[_baris(view, o, hasil.mulai + i, pelaku, kolom) for i, o in enumerate(hasil.baris, 1)],
        pager=_pager(view, minta, args, hasil),
        hasil=teks_hasil(hasil.total, hasil.terpotong),
        filter=[_isian(s, minta, hasil, kata_saring) for s in view.saring],
        tersembunyi=tuple((k, args[k]) for k in ("urut", "arah") if k in args),
        chip=chip,
        href_hapus_filter=view.tautan_daftar({k: v for k, v in args.items() if k not in minta.saring}) if chip else None,
        jumlah_baris=[Pilihan(str(n), str(n), n == minta.ukuran) for n in sorted({*UKURAN, minta.ukuran})],
        tampilan=tuple(view.tampilan(minta)),
        massal=massal,
        href_massal=f"{view.alamat}action/" if massal else None,
        token_pilihan=token_pilihan(view, minta) if massal and hasil.total > len(hasil.baris) else None,
        urut=_urut(view, minta, args),
        kosong=None if hasil.baris else _kosong(view, minta, pelaku),
        catatan=tuple(view.catatan_halaman()),
        lebar=view.lebar or len(kolom) >= KOLOM_LEBAR,
    )


def _kolom(view: MenuView, kunci: str, minta: Permintaan, args: dict[str, str]) -> Kolom:
    urutan = next((u for u in view.urutan if u.kunci == kunci), None)
    kelas = view.kelas_kolom.get(kunci, "is-title" if kunci == view.column_list[0] else "")
    if urutan is None:
        return Kolom(kunci, view.label(kunci), kelas=kelas)
    kini = layanan.urutan_dari(view.daftar, minta).kunci == kunci
    turun = kini and not minta.turun
    return Kolom(
        kunci,
        view.label(kunci),
        view.tautan_daftar(args, urut=kunci, arah="turun" if turun else "naik"),
        ("turun" if minta.turun else "naik") if kini else None,
        kelas,
    )


def _urut(view: MenuView, minta: Permintaan, args: dict[str, str]) -> list[Pilihan]:
    """Sort choices for narrow screens, where the heads are gone."""
    kini = layanan.urutan_dari(view.daftar, minta).kunci
    return [
        Pilihan(
            view.tautan_daftar(args, urut=u.kunci, arah=arah), f"{u.judul}, {arah}", u.kunci == kini and minta.turun == (arah == "turun")
        )
        for u in view.urutan
        for arah in ("naik", "turun")
    ]


def _baris(view: MenuView, objek: Any, nomor: int, pelaku: Any, kolom: list[Kolom]) -> Baris:
    rinci = f"{view.alamat}details/?id={objek.id}"
    return Baris(
        id=objek.id,
        nomor=nomor,
        judul=str(objek),
        sel=[Sel(view.nilai_kolom(objek, k.kunci)) for k in kolom],
        aksi=menu_baris(view, objek, pelaku),
        href=rinci,
        href_laci=f"{rinci}&laci=1",
    )


def _isian(saring: Any, minta: Permintaan, hasil: Hasil, kata_saring: dict[str, str]) -> IsianFilter:
    nilai = minta.saring.get(saring.nama, "")
    galat = hasil.galat.get(saring.nama)
    if isinstance(saring, SaringRujukan):
        pilihan = []
        if nilai and not galat:
            pilihan.append(Pilihan(nilai, kata_saring[saring.nama].removesuffix(" dan bawahannya"), True))
        kata = request.args.get(f"{saring.nama}_cari", "")
        pilihan += [Pilihan(str(i), t) for i, t in pencarian.cari(konteks(), saring.lookup, kata) if str(i) != nilai]
        return IsianFilter(saring.nama, saring.label, "lookup", nilai, pilihan, f"/admin/lookup/{saring.lookup}/", saring.petunjuk, galat)
    pilihan = []
    if saring.jenis == "pilihan":
        pilihan = [Pilihan("", "Semua", not nilai), *(Pilihan(v, label, v == nilai) for v, label in saring.daftar_pilihan(konteks()))]
    return IsianFilter(saring.nama, saring.label, saring.jenis, nilai, pilihan, None, saring.petunjuk, galat)


def _kata_saring(view: MenuView, minta: Permintaan, hasil: Hasil) -> dict[str, str]:
    """What each filter asks for, in words; asked once, since a reference costs a query."""
    kata: dict[str, str] = {}
    for saring in view.saring:
        if nilai := minta.saring.get(saring.nama):
            try:
                kata[saring.nama] = nilai if saring.nama in hasil.galat else saring.teks(nilai, konteks())
            except SaringSalah:
                kata[saring.nama] = nilai
    return kata


def _chip(view: MenuView, args: dict[str, str], kata_saring: dict[str, str]) -> list[Chip]:
    return [
        Chip(saring.label, kata_saring[saring.nama], view.tautan_daftar(args, **{saring.nama: None}))
        for saring in view.saring
        if saring.nama in kata_saring
    ]


def _pager(view: MenuView, minta: Permintaan, args: dict[str, str], hasil: Hasil) -> Pager:
    n, ukuran = hasil.halaman, hasil.ukuran
    akhir = max(1, -(-hasil.total // ukuran))
    mulai, sampai = hasil.mulai + 1, hasil.mulai + len(hasil.baris)
    dari = teks_hasil(hasil.total, hasil.terpotong)
    rentang = f"{ribuan(mulai)}–{ribuan(sampai)} dari {dari}" if hasil.baris else dari
    if minta.kursor and minta.kursor == layanan.kursor_akhir(layanan.urutan_dari(view.daftar, minta)):
        rentang = f"{len(hasil.baris)} baris terakhir dari {dari}"

    def ke(halaman: int, kursor: str | None) -> str:
        # Within the counted rows a page number says it all; beyond, only a cursor is cheap.
        langsung = halaman <= akhir and halaman * ukuran <= hasil.total and not minta.kursor
        return view.tautan_daftar(args, halaman=halaman if halaman > 1 else None, kursor=None if langsung else kursor)

    halaman: list[HalamanPager] = []
    if not minta.kursor:
        tampak = sorted({1, *range(max(1, n - 2), min(akhir, n + 2) + 1), akhir})
        for i, k in enumerate(tampak):
            if i and k > tampak[i - 1] + 1:
                halaman.append(HalamanPager("…", None))
            halaman.append(HalamanPager(ribuan(k), view.tautan_daftar(args, halaman=k if k > 1 else None), k == n))
    if hasil.terpotong:
        kursor = layanan.kursor_akhir(layanan.urutan_dari(view.daftar, minta))
        halaman.append(HalamanPager("Terakhir", view.tautan_daftar(args, kursor=kursor)))
    return Pager(
        keterangan=rentang,
        sebelumnya=ke(max(1, n - 1), hasil.kursor_sebelum) if hasil.kursor_sebelum else None,
        berikutnya=ke(n + 1, hasil.kursor_berikut) if hasil.kursor_berikut else None,
        halaman=halaman if akhir > 1 or hasil.terpotong else (),
    )


def _kosong(view: MenuView, minta: Permintaan, pelaku: Any) -> KeadaanKosong:
    if view.saring_bawaan and minta.saring == view.saring_bawaan:
        return KeadaanKosong(*view.kosong, (Tautan("Tampilkan semua", view.tautan_daftar({})),))
    if minta.saring:
        return KeadaanKosong(
            "Tidak ada yang cocok dengan filter",
            "Longgarkan atau hapus sebagian filter, lalu coba lagi.",
            (Tautan("Hapus semua filter", view.tautan_daftar({}), utama=True),),
        )
    bisa = view.can_create and pelaku.boleh(f"{view.sumber}:tambah")
    return KeadaanKosong(*view.kosong, (Tautan("Tambah", f"{view.alamat}new/", "plus", utama=True),) if bisa else ())


def tanya_ekspor(view: MenuView, minta: Permintaan, jenis: str, batas: int) -> HalamanKonfirmasi:
    """More rows than a request should write: the export becomes a Tugas."""
    args = {k: v for k, v in request.args.items() if k not in {"halaman", "kursor"}}
    return HalamanKonfirmasi(
        kepala=KepalaHalaman("Unduh Excel" if jenis == "xlsx" else "Unduh CSV", view.judul, view.remah("Unduh")),
        pertanyaan=f"Daftar ini lebih dari {ribuan(batas)} baris. Jalankan ekspor sebagai Tugas?",
        tombol="Jalankan ekspor",
        href_batal=tautan(view.alamat, args),
        href_kirim=tautan(f"{view.alamat}export/{jenis}/", args),
        akibat=("Berkas memuat tepat baris yang tersaring sekarang.", "Kemajuan dan berkasnya ada di Tugas dan unduhan, disimpan 30 hari."),
    )
