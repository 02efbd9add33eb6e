"""What is measured: the cases with their addresses for each contestant, and the aims they are held to."""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import create_engine, text

from bench.data import Basis
from bench.kita import AKUN

HALAMAN_DALAM = 20_000
UKURAN = 25


@dataclass(frozen=True, slots=True)
class Isi:
    """Values that the cases ask for, found in the data itself."""

    instansi_id: int
    banyak: int
    """Pegawai of the account's instansi."""
    semua: int
    unor: int
    unor_id: int
    pegawai_id: int
    kata_umum: str
    hit_umum: int
    kata_jarang: str
    hit_jarang: int
    awalan_nip: str
    hit_nip: int
    dalam: int
    """The deep page's number, from 1."""
    kursor: str
    ekspor_kecil: dict[str, str]
    ekspor_besar: dict[str, str]


def isi_dari(basis: Basis) -> Isi:
    """Look at the data as a superuser: nothing here is timed."""
    mesin = create_engine(basis.url)
    with mesin.connect() as k:

        def satu(sql: str, **nilai: object) -> tuple:
            return tuple(k.execute(text(sql), nilai).first() or ())

        instansi, pegawai_id = satu("SELECT instansi_id, id FROM pegawai WHERE nomor_induk = :n", n=AKUN.nip)
        banyak, semua = (satu(f"SELECT count(*) FROM pegawai {w}", i=instansi)[0] for w in ("WHERE instansi_id = :i", "WHERE 0 < :i"))
        unor = satu("SELECT count(*) FROM unor WHERE instansi_id = :i", i=instansi)[0]
        langkah = max(1, banyak // 20_000)
        contoh = k.execute(
            text("SELECT nama_cari, nomor_induk, unor_id FROM pegawai WHERE instansi_id = :i AND id % :l = 0"),
            {"i": instansi, "l": langkah},
        ).all()
        kata = Counter(w for nama, _, _ in contoh for w in set(nama.split()) if len(w) >= 4 and w.isalpha())
        umum = kata.most_common(1)[0][0]

        def hit(pola: str) -> int:
            return satu("SELECT count(*) FROM pegawai WHERE instansi_id = :i AND nama_cari LIKE :p", i=instansi, p=pola)[0]

        jarang, n_jarang = "", 0
        for calon in [*(w for w, _ in reversed(kata.most_common())), *sorted({nama for nama, _, _ in contoh[:50]}, key=len, reverse=True)][
            :40
        ]:
            n = hit(f"%{calon}%")
            if not jarang or n < n_jarang:
                jarang, n_jarang = calon, n
            if n_jarang <= 20:
                break
        # As many hits in a small database as in a large one, so that both show a full page.
        awalan: dict[str, int] = {}
        for n in range(3, 9):
            sql = "SELECT substr(nomor_induk, 1, :n), count(*) FROM pegawai WHERE instansi_id = :i GROUP BY 1"
            awalan |= dict(k.execute(text(sql), {"i": instansi, "n": n}).all())
        lahir = min(awalan, key=lambda a: (abs(awalan[a] - 60), a))
        sql = "SELECT unor_id FROM pegawai WHERE instansi_id = :i GROUP BY unor_id ORDER BY abs(count(*) - 50), unor_id"
        unor_id = satu(sql, i=instansi)[0]
        dalam = min(HALAMAN_DALAM, max(2, banyak // UKURAN // 2))
        nama, id = satu(
            "SELECT nama_cari, id FROM pegawai WHERE instansi_id = :i ORDER BY nama_cari, id LIMIT 1 OFFSET :o",
            i=instansi, o=(dalam - 1) * UKURAN - 1,
        )  # fmt: skip
        banyak_umum = hit(f"%{umum}%")
        kecil = max((a for a in awalan if awalan[a] <= 5_000), key=lambda a: awalan[a])
        besar = min(awalan, key=lambda a: abs(awalan[a] - 100_000)) if banyak > 120_000 else ""
    mesin.dispose()
    kursor = base64.urlsafe_b64encode(json.dumps(["sesudah", "nama", nama, id], ensure_ascii=False).encode()).decode().rstrip("=")
    return Isi(
        instansi_id=instansi, banyak=banyak, semua=semua, unor=unor, unor_id=unor_id, pegawai_id=pegawai_id,
        kata_umum=umum, hit_umum=banyak_umum, kata_jarang=jarang, hit_jarang=n_jarang, awalan_nip=lahir, hit_nip=awalan[lahir],
        dalam=dalam, kursor=kursor, ekspor_kecil={"nip": kecil}, ekspor_besar={"nip": besar} if besar else {},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kasus:
    """One row of the table. ``minimal``: how many times faster than stock it has to be; ``formulir``: held to 60 ms instead."""

    nama: str
    kita: str
    bawaan: str
    django: str
    minimal: float | None = None
    formulir: bool = False
    polos: str | None = None
    """The address without the scope, where it differs."""
    tumbuh: bool = False
    """Held to 1.3× between the smallest and the largest database."""
    diingat: bool = False
    """Ours may remember the capped total for its minute; elsewhere it is counted anew each time."""


def kasus(isi: Isi) -> list[Kasus]:
    q = quote
    akhir_kita = base64.urlsafe_b64encode(json.dumps(["sebelum", "nama"]).encode()).decode().rstrip("=")
    akhir, akhir_semua = -(-isi.banyak // UKURAN), -(-isi.semua // UKURAN)
    dalam, dalam_semua = isi.dalam, min(HALAMAN_DALAM, akhir_semua // 2)
    # A small instansi has no deep page.
    jauh = 50 if isi.banyak >= 500_000 else None
    return [
        Kasus("25 baris pertama", "/?jumlah_baris=25", "/", "/", 4, tumbuh=True),
        Kasus("25 baris pertama, total diingat", "/?jumlah_baris=25", "/", "/", 4, diingat=True),
        Kasus("100 baris pertama", "/?jumlah_baris=100", "/?page_size=100", "seratus", tumbuh=True),
        Kasus(
            f"halaman {dalam:,}".replace(",", "."),
            f"/?jumlah_baris=25&kursor={isi.kursor}",
            f"/?page={dalam - 1}",
            f"/?p={dalam_semua}",
            jauh,
            tumbuh=True,
            polos=f"/?page={dalam_semua - 1}",
        ),
        Kasus(
            "halaman terakhir",
            f"/?jumlah_baris=25&kursor={akhir_kita}",
            f"/?page={akhir - 1}",
            f"/?p={akhir_semua}",
            jauh,
            tumbuh=True,
            polos=f"/?page={akhir_semua - 1}",
        ),
        Kasus(
            "nama, kata umum", f"/?jumlah_baris=25&cari={q(isi.kata_umum)}", f"/?search={q(isi.kata_umum)}", f"/?q={q(isi.kata_umum)}", 10
        ),
        Kasus(
            "nama, kata jarang",
            f"/?jumlah_baris=25&cari={q(isi.kata_jarang)}",
            f"/?search={q(isi.kata_jarang)}",
            f"/?q={q(isi.kata_jarang)}",
            10,
        ),
        Kasus(
            "awalan NIP",
            f"/?jumlah_baris=25&cari={isi.awalan_nip}",
            f"/?search=%5E{isi.awalan_nip}",
            f"/?q={isi.awalan_nip}",
            10,
            tumbuh=True,
        ),
        Kasus(
            "satu unor", f"/?jumlah_baris=25&unor={isi.unor_id}", f"/?flt0_0={isi.unor_id}", f"/?unor__id__exact={isi.unor_id}", tumbuh=True
        ),
        Kasus("urut nama", "/?jumlah_baris=25&urut=nama&arah=naik", "/?sort=1", "/?o=2", 4),
        Kasus("urut NIP", "/?jumlah_baris=25&urut=nip&arah=naik", "/?sort=0", "/?o=1", 4),
        Kasus("formulir Edit", f"/edit/?id={isi.pegawai_id}", f"/edit/?id={isi.pegawai_id}", f"/{isi.pegawai_id}/change/", formulir=True),
        Kasus("formulir Tambah", "/new/", "/new/", "/add/", formulir=True),
    ]
