"""``python -m bench``: build or find the databases, let the contestants answer in turn, print the tables.

Without arguments SKP and keberatan (bench.kinerja), the PDFs (bench.pdf) and the synchronisation (bench.sinkronisasi) follow.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bench import antrean, data, laporan
from bench.data import Basis, Ukuran
from bench.kasus import Isi, Kasus, isi_dari, kasus
from bench.laporan import Hasil, Ukur
from bench.peserta import AKAR, Gagal, Peserta

FOLDER = AKAR / "instance" / "bench"
PENUH = (Ukuran("10 rb", 10_000), Ukuran("1 jt", 1_000_000), Ukuran("1 jt / 500", 1_000_000, 500), Ukuran("SQLite 100 rb", 100_000))
RINGKAS = (Ukuran("10 rb", 10_000), Ukuran("100 rb", 100_000), Ukuran("100 rb / 50", 100_000, 50), Ukuran("SQLite 20 rb", 20_000))
BATAS_DETIK = 8.0
"""A slow contestant stops repeating a case after so long; never before three answers."""


def main() -> int:
    p = argparse.ArgumentParser(prog="python -m bench", description="Ukur panel ini terhadap Flask-Admin bawaan pada data karangan.")
    p.add_argument(
        "--penuh", action="store_true", default=bool(os.environ.get("BENCH_PENUH")), help="satu juta pegawai (atau BENCH_PENUH=1)"
    )
    p.add_argument("--putaran", type=int, default=15, help="ulangan tiap kasus (bawaan 15)")
    p.add_argument("--hanya", default="", help="hanya kasus yang namanya memuat kata ini")
    p.add_argument("--tanpa-kerja", action="store_true", help="tanpa ekspor dan antrean")
    p.add_argument("--catat", type=Path, nargs="?", const=AKAR / "docs" / "kinerja.md", help="tulis tabelnya ke docs/kinerja.md")
    p.add_argument("--bersih", action="store_true", help="hapus basis data pengukuran, lalu selesai")
    pilihan = p.parse_args()
    alamat = data.server()
    if pilihan.bersih:
        print("Dihapus: " + (", ".join(data.bersihkan(alamat, FOLDER)) or "tidak ada"))
        return 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    keluaran = laporan.Laporan()
    keluaran.judul(lingkungan(alamat, pilihan.penuh))
    semua = _siapkan(alamat, PENUH if pilihan.penuh else RINGKAS)
    keluaran.tabel(
        "Basis data", ("basis", "pegawai", "instansi", "unor", "diisi dalam", "besar", "indeks pegawai"), [_sosok(b) for b in semua]
    )
    isi = {b.ukuran.nama: isi_dari(b) for b in semua}
    for basis in semua[1:]:
        _bandingkan(keluaran, basis, isi[basis.ukuran.nama], pilihan)
    if len(semua) > 2:
        _tumbuh(keluaran, semua[0], semua[1], isi, pilihan)
    if not pilihan.tanpa_kerja and not pilihan.hanya:
        _kerja(keluaran, semua[1] if len(semua) > 1 else semua[0], isi)
    keluaran.putusan()
    if pilihan.catat:
        keluaran.simpan(pilihan.catat)
    return 0


def lingkungan(alamat: object, penuh: bool) -> str:
    versi = ""
    if alamat is not None:
        mesin = create_engine(alamat)  # type: ignore[call-overload]
        with mesin.connect() as k:
            versi = f", PostgreSQL {k.scalar(text('SHOW server_version')).split()[0]}"
        mesin.dispose()
    ukuran = "ukuran penuh" if penuh else "ukuran ringkas; BENCH_PENUH=1 untuk satu juta pegawai"
    return f"{os.cpu_count()} inti, Python {platform.python_version()}{versi}; {ukuran}"


def _siapkan(alamat: object, ukuran: tuple[Ukuran, ...]) -> list[Basis]:
    hasil = []
    for satu in ukuran:
        sqlite = satu.nama.startswith("SQLite")
        if alamat is None and not sqlite:
            print(f"{satu.nama}: dilewati, PostgreSQL tidak terjangkau (BENCH_DATABASE_URL).", file=sys.stderr)
            continue
        print(f"Menyiapkan {satu.nama} ...", file=sys.stderr, flush=True)
        hasil.append(data.siapkan_sqlite(satu, FOLDER, lapor) if sqlite else data.siapkan_postgresql(alamat, satu, FOLDER, lapor))  # type: ignore[arg-type]
    return hasil


def lapor(pesan: str) -> None:
    print(f"  {pesan}", file=sys.stderr, flush=True)


def _sosok(basis: Basis) -> tuple[str, ...]:
    mesin = create_engine(basis.url)
    with mesin.connect() as k:
        hitung = [k.scalar(text(f"SELECT count(*) FROM {t}")) for t in ("pegawai", "instansi", "unor")]
        if basis.mesin == "postgresql":
            besar = k.scalar(text("SELECT pg_database_size(current_database())"))
            indeks = laporan.besar(k.scalar(text("SELECT pg_indexes_size('pegawai')")))
        else:
            besar, indeks = Path(mesin.url.database or "").stat().st_size, "-"
    mesin.dispose()
    detik = f"{basis.detik:.0f} dtk" if basis.detik is not None else "sudah ada"
    return (basis.ukuran.nama, *(laporan.ribuan(n) for n in hitung), detik, laporan.besar(besar), indeks)


def tanya(peserta: list[tuple[Peserta, str, bool]], putaran: int) -> list[list[dict[str, Any]]]:
    """Answers of several contestants at one case, asked in turn; ``dingin`` ones forget their total before each."""
    hasil: list[list[dict[str, Any]]] = [[] for _ in peserta]
    lama = [0.0] * len(peserta)
    for n in range(putaran + 2):
        for i, (satu, alamat, dingin) in enumerate(peserta):
            if len(hasil[i]) >= 3 and lama[i] > BATAS_DETIK * 1000:
                continue
            if dingin:
                satu.minta("lupakan")
            jawaban = satu.get(alamat)
            lama[i] += jawaban["ms"]
            if n >= 2 or (n == 1 and jawaban["ms"] > 1000):
                hasil[i].append(jawaban)
    return hasil


def ukur(peserta: list[tuple[Peserta, str, bool]], putaran: int) -> list[Ukur]:
    """Medians of what ``tanya`` heard."""
    return [
        Ukur(
            statistics.median(j["ms"] for j in satu), satu[-1]["kueri"], satu[-1]["wajib"], int(statistics.median(j["byte"] for j in satu))
        )
        for satu in tanya(peserta, putaran)
    ]


def peserta_kita(basis: Basis) -> Peserta:
    return Peserta("kita", "bench.kita", basis.url, str(basis.folder))


def _periksa_isi(kita: Peserta, k: Kasus) -> None:
    """A list that shows no rows would be quick as well."""
    if not k.formulir and kita.get(f"/admin/pegawai{k.kita}", badan=True)["badan"].count('name="rowid"') == 0:
        raise Gagal(f"kasus '{k.nama}' tidak menampilkan satu baris pun")


def _bandingkan(keluaran: laporan.Laporan, basis: Basis, isi: Isi, pilihan: argparse.Namespace) -> None:
    with ExitStack() as tumpukan:
        kita = tumpukan.enter_context(closing(peserta_kita(basis)))
        bawaan = tumpukan.enter_context(closing(Peserta("Flask-Admin", "bench.bawaan", basis.url, str(isi.instansi_id))))
        django = None
        if (python := os.environ.get("BENCH_DJANGO_PYTHON")) and basis.mesin == "postgresql":
            django = tumpukan.enter_context(closing(Peserta("Django", "bench.django_admin", basis.url, python=python)))
        tersebar = basis.ukuran.instansi > 1
        baris = []
        for k in kasus(isi):
            if pilihan.hanya not in k.nama:
                continue
            _periksa_isi(kita, k)
            lawan = [(bawaan, f"/bawaan{k.bawaan}"), (bawaan, f"/eager{k.bawaan}"), (bawaan, f"/polos{k.polos or k.bawaan}")]
            lawan = lawan[:1] if k.formulir else lawan
            if django is not None:
                lawan.append((django, "/seratus/bench/pegawai/" if k.django == "seratus" else f"/admin/bench/pegawai{k.django}"))
            kami, *mereka = ukur([(kita, f"/admin/pegawai{k.kita}", not k.diingat), *((p, a, False) for p, a in lawan)], pilihan.putaran)
            hasil = Hasil(
                kami, mereka[0], *((None, None) if k.formulir else mereka[1:3]),
                django=mereka[-1] if django is not None else None,
                acuan=mereka[2] if tersebar and not k.formulir else mereka[0],
            )  # fmt: skip
            baris.append(keluaran.kasus(basis, k, hasil))
            print(f"  {basis.ukuran.nama}: {k.nama}", file=sys.stderr, flush=True)
    keterangan = (
        f"kata umum “{isi.kata_umum}” ({laporan.ribuan(isi.hit_umum)} orang), kata jarang “{isi.kata_jarang}” ({isi.hit_jarang}), "
        f"NIP “{isi.awalan_nip}…” ({isi.hit_nip}), instansi dengan {laporan.ribuan(isi.banyak)} pegawai dan {laporan.ribuan(isi.unor)} unor; rasio terhadap {'polos' if basis.ukuran.instansi > 1 else 'bawaan'}"
    )
    keluaran.tabel(f"{basis.ukuran.nama}: {laporan.ribuan(isi.semua)} pegawai", laporan.KEPALA_KASUS, baris, keterangan)


def _tumbuh(keluaran: laporan.Laporan, kecil: Basis, besar: Basis, isi: dict[str, Isi], pilihan: argparse.Namespace) -> None:
    """The same page on the small and on the large database, in turn; the total is counted anew on both."""
    baris = []
    with closing(peserta_kita(kecil)) as a, closing(peserta_kita(besar)) as b:
        for k1, k2 in zip(kasus(isi[kecil.ukuran.nama]), kasus(isi[besar.ukuran.nama]), strict=True):
            if not k2.tumbuh or pilihan.hanya not in k2.nama:
                continue
            pasangan = tanya([(a, f"/admin/pegawai{k1.kita}", True), (b, f"/admin/pegawai{k2.kita}", True)], pilihan.putaran * 3)
            x, y = (statistics.median(j["ms"] for j in satu) for satu in pasangan)
            # Of neighbours in time, so that what else the machine does falls on both.
            kali = statistics.median(q["ms"] / p["ms"] for p, q in zip(*pasangan, strict=False))
            baris.append((k2.nama, f"{x:.1f}", f"{y:.1f}", f"{kali:.2f}×", keluaran.tepat(f"pertumbuhan {k2.nama} ≤ 1,3×", kali <= 1.3)))
    keluaran.tabel("Pertumbuhan", ("halaman", kecil.ukuran.nama, besar.ukuran.nama, "rasio", "≤ 1,3×"), baris)


def _kerja(keluaran: laporan.Laporan, basis: Basis, isi: dict[str, Isi]) -> None:
    nilai = isi[basis.ukuran.nama]
    baris = []
    with closing(peserta_kita(basis)) as kita:
        for jenis in ("xlsx", "csv"):
            hasil = [kita.get(f"/admin/pegawai/export/{jenis}/?nip={nilai.ekspor_kecil['nip']}") for _ in range(5)]
            ms = statistics.median(h["ms"] for h in hasil)
            baris.append(
                (f"ekspor langsung, {jenis}", f"NIP {nilai.ekspor_kecil['nip']}…", f"{ms:.0f} ms", "-", laporan.besar(hasil[0]["byte"]))
            )
        for jenis in ("xlsx", "csv"):
            h = kita.minta("ekspor", instansi_id=nilai.instansi_id, saring=nilai.ekspor_besar, format=jenis)
            if h["status"] != "selesai":
                raise Gagal(f"ekspor: {h}")
            laju = f"{laporan.ribuan(int(h['baris'] / h['detik']))} baris/dtk, CPU {h['cpu']:.1f} dtk"
            memori = f"puncak {h['mib']:.0f} MiB (sebelumnya {h['awal_mib']:.0f})"
            baris.append(
                (
                    f"ekspor sebagai Tugas, {jenis}",
                    f"{laporan.ribuan(h['baris'])} baris",
                    f"{h['detik']:.1f} dtk, {laju}",
                    memori,
                    laporan.besar(h["byte"]),
                )
            )
            keluaran.tepat(f"ekspor {jenis}: memori ≤ 100 MiB di atas awal", h["mib"] - h["awal_mib"] <= 100)
    keluaran.tabel("Ekspor", ("kerja", "isi", "lama", "memori", "berkas"), baris)
    saat = antrean.ukur(basis.url, FOLDER)
    if saat is not None:
        ringan, berat = statistics.median(saat["ringan"]), statistics.median(saat["berat"])
        keluaran.tabel(
            "Tugas pendek: dari permintaan sampai mulai dikerjakan",
            ("antrean", "median", "terlama", "≤ 50 ms"),
            [
                ("ringan", f"{ringan:.0f} ms", f"{max(saat['ringan']):.0f} ms", keluaran.tepat("tugas pendek mulai ≤ 50 ms", ringan <= 50)),
                ("berat (fork)", f"{berat:.0f} ms", f"{max(saat['berat']):.0f} ms", "-"),
            ],
        )


def semua() -> int:
    """Without arguments: the list of pegawai, then those of SKP and keberatan, then the PDFs, each in a process of its own."""
    kode = main()
    for modul in ("bench.kinerja", "bench.pdf", "bench.sinkronisasi"):
        print(f"\n{modul}", file=sys.stderr, flush=True)
        kode = subprocess.run([sys.executable, "-m", modul], cwd=AKAR, check=False).returncode or kode
    return kode


if __name__ == "__main__":
    sys.exit(main() if sys.argv[1:] else semua())
