"""The lists of Manajemen SKP and Manajemen Keberatan beside stock Flask-Admin: ``python -m bench.kinerja``.

A hundred thousand rows of each, with BENCH_PENUH=1 a million, all in one instansi. Before a page is timed both contestants
must have shown the same rows of it in the same order.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bench import data, laporan, lipat
from bench.__main__ import FOLDER, lapor, lingkungan, peserta_kita, ukur
from bench.data import Basis, Ukuran
from bench.kasus import HALAMAN_DALAM, UKURAN, Kasus
from bench.laporan import Hasil
from bench.peserta import AKAR, Gagal, Peserta

PENUH, RINGKAS = Ukuran("1 jt", 1_000_000), Ukuran("100 rb", 100_000)
KEPALA = tuple(k for k in laporan.KEPALA_KASUS if k not in ("polos", "Django"))
AWAL, AKHIR = "<!-- awal tabel SKP -->", "<!-- akhir tabel SKP -->"


@dataclass(frozen=True, slots=True)
class Menu:
    """A list: its table and name in the addresses of both, and the column of its order (descending)."""

    nama: str
    judul: str
    urut: str
    kolom: str


SKP, KEBERATAN = Menu("skp", "Manajemen SKP", "awal", "awal"), Menu("keberatan", "Manajemen Keberatan", "waktu", "waktu_pengajuan")


@dataclass(frozen=True, slots=True)
class IsiMenu:
    """Values that the cases ask for, found in the data."""

    menu: Menu
    banyak: int
    kata_umum: str
    kata_jarang: str
    awalan_nip: str
    rujukan: int
    """Of SKP a unor without others below it, of keberatan a period."""
    tahun: int
    status: str
    dalam: int
    kursor: str
    hit: dict[str, int]


class _Tanya:
    """Questions about one table, to a superuser: nothing here is timed."""

    def __init__(self, koneksi: Any, menu: Menu, instansi_id: int) -> None:
        self._koneksi, self.menu, self._instansi = koneksi, menu, instansi_id

    def baris(self, kolom: str, akhir: str = "", **nilai: object) -> list[Any]:
        sql = f"SELECT {kolom} FROM {self.menu.nama} t WHERE instansi_id = :i {akhir}"
        return list(self._koneksi.execute(text(sql), {"i": self._instansi, **nilai}).all())

    def hitung(self, akhir: str = "", **nilai: object) -> int:
        return int(self.baris("count(*)", akhir, **nilai)[0][0])

    def dekat(self, ekspresi: str, banyak: int, syarat: str = "") -> tuple[Any, int]:
        """The value that nearly so many rows have, and how many."""
        akhir = f"{syarat} GROUP BY 1 ORDER BY abs(count(*) - :n), 1 LIMIT 1"
        nilai, n = self.baris(f"{ekspresi}, count(*)", akhir, n=banyak)[0]
        return nilai, n

    def kata(self) -> tuple[str, str]:
        """A word of many names and one of few."""
        nama = [n for (n,) in self.baris("nama_cari", "AND id % :l = 0", l=max(1, self.hitung() // 20_000))]
        urut = Counter(w for n in nama for w in set(n.split()) if len(w) >= 4 and w.isalpha()).most_common()
        calon = [w for w, _ in urut[-40:]]
        return urut[0][0], min(calon, key=lambda w: (self.memuat(w), w))

    def memuat(self, kata: str) -> int:
        return self.hitung("AND nama_cari LIKE :p", p=f"%{kata}%")


def isi_dari(basis: Basis, menu: Menu, instansi_id: int) -> IsiMenu:
    mesin = create_engine(basis.url)
    with mesin.connect() as koneksi:
        t = _Tanya(koneksi, menu, instansi_id)
        banyak = t.hitung()
        umum, jarang = t.kata()
        hit = {"umum": t.memuat(umum), "jarang": t.memuat(jarang)}
        awalan = ""
        if menu is SKP:
            awalan, hit["nip"] = min((t.dekat(f"substr(nomor_induk, 1, {n})", 60) for n in range(4, 13)), key=lambda d: abs(d[1] - 60))
            daun = "AND NOT EXISTS (SELECT FROM unor u WHERE u.instansi_id = t.instansi_id AND u.atasan_id = t.unor_id)"
            rujukan, hit["rujukan"] = t.dekat("unor_id", 200, daun)
        else:
            rujukan, hit["rujukan"] = t.dekat("periode_id", banyak // 20)
        tahun = t.baris("max(tahun) - 2")[0][0]
        # Settled ones: what an open keberatan shows depends on the day as well.
        status = "persetujuan" if menu is SKP else "disetujui"
        hit["status"] = t.hitung("AND tahun = :t AND status = :s", t=tahun, s=status)
        dalam = min(HALAMAN_DALAM, banyak // UKURAN // 2)
        posisi = t.baris(f"{menu.kolom}, id", f"ORDER BY {menu.kolom} DESC, id DESC LIMIT 1 OFFSET :o", o=(dalam - 1) * UKURAN - 1)[0]
    mesin.dispose()
    return IsiMenu(
        menu, banyak, umum, jarang, awalan, rujukan, tahun, status, dalam, _kursor(["sesudah", menu.urut, posisi[0].isoformat(), posisi[1]]), hit
    )  # fmt: skip


def _kursor(isi: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(isi).encode()).decode().rstrip("=")


def kasus(isi: IsiMenu) -> list[Kasus]:
    """Addresses behind those of the list. The aims are those of a million rows: with fewer, stock has less to count and to skip."""
    semua: list[tuple[str, str, str, float | None]] = [
        ("25 baris pertama", "", "/", 4),
        (f"halaman {laporan.ribuan(isi.dalam)}", f"&kursor={isi.kursor}", f"/?page={isi.dalam - 1}", 50),
        ("nama, kata umum", f"&nama={isi.kata_umum}", f"/?search={isi.kata_umum}", 10),
        ("nama, kata jarang", f"&nama={isi.kata_jarang}", f"/?search={isi.kata_jarang}", 10),
    ]
    if isi.menu is SKP:
        semua.append(("awalan NIP", f"&nip={isi.awalan_nip}", f"/?search=%5E{isi.awalan_nip}", 10))
    ke = "unor" if isi.menu is SKP else "periode"
    semua.append((f"satu {ke}", f"&{ke}={isi.rujukan}", f"/?flt0_0={isi.rujukan}", None))
    semua.append(("satu status, satu tahun", f"&status={isi.status}&tahun={isi.tahun}", f"/?flt0_1={isi.tahun}&flt1_2={isi.status}", None))
    besar = isi.banyak >= PENUH.pegawai // 2
    return [Kasus(nama, f"/?jumlah_baris={UKURAN}{kami}", mereka, "", minimal if besar else None) for nama, kami, mereka, minimal in semua]


def _ids(peserta: Peserta, alamat: str) -> list[str]:
    """Ids of the rows of a page, from their links to the details."""
    return list(dict.fromkeys(re.findall(r"details/\?id=(\d+)", peserta.get(alamat, badan=True)["badan"])))


def _periksa(kami: Peserta, bawaan: Peserta, menu: Menu, k: Kasus) -> None:
    a, b = _ids(kami, f"/admin/{menu.nama}{k.kita}"), _ids(bawaan, f"/{menu.nama}{k.bawaan}")
    if not a or a != b:
        raise Gagal(f"{menu.judul}, {k.nama}: kita menampilkan {a[:3]}... ({len(a)}), bawaan {b[:3]}... ({len(b)})")


def _bandingkan(keluaran: laporan.Laporan, basis: Basis, isi: IsiMenu, putaran: int, hanya: str) -> None:
    menu, baris = isi.menu, []
    with ExitStack() as tumpukan:
        kami = tumpukan.enter_context(closing(peserta_kita(basis)))
        bawaan = tumpukan.enter_context(closing(Peserta("Flask-Admin", "bench.bawaan", basis.url, str(_instansi(basis)))))
        for k in kasus(isi):
            if hanya not in f"{menu.nama} {k.nama}":
                continue
            _periksa(kami, bawaan, menu, k)
            peserta = [(kami, f"/admin/{menu.nama}{k.kita}", True)]
            peserta += [(bawaan, f"/{menu.nama}{jenis}{k.bawaan}", False) for jenis in ("", "_eager")]
            a, b, c = ukur(peserta, putaran)
            satu = keluaran.kasus(basis, k, Hasil(a, b, c, None, None, b), apa=menu.judul)
            baris.append([v for judul, v in zip(laporan.KEPALA_KASUS, satu, strict=True) if judul in KEPALA])
            lapor(f"{menu.judul}: {k.nama}")
    keluaran.tabel(f"{menu.judul}, {laporan.ribuan(isi.banyak)} baris", KEPALA, baris, _keterangan(isi))


def _keterangan(isi: IsiMenu) -> str:
    n = {k: laporan.ribuan(v) for k, v in isi.hit.items()}
    nip = f"NIP “{isi.awalan_nip}…” ({n['nip']}), " if isi.awalan_nip else ""
    ke = "unor" if isi.menu is SKP else "periode"
    return (
        f"kata umum “{isi.kata_umum}” ({n['umum']} baris), kata jarang “{isi.kata_jarang}” ({n['jarang']}), {nip}"
        f"satu {ke} ({n['rujukan']}), status {isi.status} tahun {isi.tahun} ({n['status']}); rasio terhadap bawaan"
    )


def _instansi(basis: Basis) -> int:
    mesin = create_engine(basis.url)
    with mesin.connect() as koneksi:
        id = int(koneksi.scalar(text("SELECT instansi_id FROM skp LIMIT 1")))
    mesin.dispose()
    return id


def main() -> int:
    p = argparse.ArgumentParser(prog="python -m bench.kinerja", description="Ukur daftar SKP dan keberatan terhadap Flask-Admin bawaan.")
    p.add_argument("--penuh", action="store_true", default=bool(os.environ.get("BENCH_PENUH")), help="masing-masing satu juta baris")
    p.add_argument("--putaran", type=int, default=15, help="ulangan tiap kasus (bawaan 15)")
    p.add_argument("--hanya", default="", help="hanya kasus yang menu dan namanya memuat kata ini")
    p.add_argument("--catat", type=Path, nargs="?", const=AKAR / "docs" / "kinerja.md", help="tulis tabelnya ke docs/kinerja.md")
    pilihan = p.parse_args()
    alamat = data.server()
    if alamat is None:
        print("SKP dan keberatan: dilewati, PostgreSQL tidak terjangkau (BENCH_DATABASE_URL).", file=sys.stderr)
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    keluaran = laporan.Laporan()
    keluaran.judul(lingkungan(alamat, pilihan.penuh))
    basis = lipat.siapkan(alamat, PENUH if pilihan.penuh else RINGKAS, FOLDER, lapor)
    for menu in (SKP, KEBERATAN):
        _bandingkan(keluaran, basis, isi_dari(basis, menu, _instansi(basis)), pilihan.putaran, pilihan.hanya)
    keluaran.putusan()
    if pilihan.catat:
        keluaran.simpan(pilihan.catat, AWAL, AKHIR)
    return 0


if __name__ == "__main__":
    sys.exit(main())
