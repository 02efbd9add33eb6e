"""Many SKP and keberatan from the few of the demo data: the same people and units, their years laid one behind the other.

Rows are copied by the database itself; whom they refer to exists. Ids follow time. Where the rows lie does so only roughly: every
change of its status writes a SKP anew, elsewhere, within its year, and a keberatan within its month.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Connection, Table, text

from bench import data
from bench.data import Basis, Ukuran
from bench.laporan import ribuan
from models import Keberatan, Penilaian, Skp

TAHUN = 10
"""Years over which the rows lie, about one SKP a year for each of the people; the demo data fill the last two."""


def siapkan(alamat: URL, ukuran: Ukuran, folder: Path, lapor: Callable[[str], None]) -> Basis:
    """As many SKP as ``ukuran.pegawai`` says, and as many keberatan, of a tenth as many pegawai."""
    asal = data.siapkan_postgresql(alamat, Ukuran(ukuran.nama, ukuran.pegawai // TAHUN), folder, lapor)
    nama_asal = data.make_url(asal.url).database
    nama = f"{nama_asal}_skp_{ukuran.pegawai}"
    detik = None
    with data.langsung(alamat) as k:
        if not k.scalar(text("SELECT 1 FROM pg_database WHERE datname = :n"), {"n": nama}):
            mulai = time.perf_counter()
            k.execute(text(f"DROP DATABASE IF EXISTS {nama}_baru WITH (FORCE)"))
            k.execute(text(f"CREATE DATABASE {nama}_baru TEMPLATE {nama_asal}"))
            with data.langsung(alamat.set(database=f"{nama}_baru")) as isi:
                _lipat(isi, ukuran.pegawai, lapor)
            k.execute(text(f"ALTER DATABASE {nama}_baru RENAME TO {nama}"))
            detik = time.perf_counter() - mulai
    return Basis(ukuran, alamat.set(database=nama).render_as_string(hide_password=False), folder, detik)


def _lipat(k: Connection, banyak: int, lapor: Callable[[str], None]) -> None:
    k.execute(text("SET work_mem = '256MB'"))
    k.execute(text("SET maintenance_work_mem = '512MB'"))
    # Copied rows refer to what their models refer to: no need to look each of it up again.
    k.execute(text("SET session_replication_role = replica"))
    k.execute(text("ANALYZE"))
    skp_lama = k.scalar(text("SELECT max(id) FROM skp"))
    # Ten indexes kept up row by row take several times as long as made anew; those of constraints stay.
    indeks = _indeks_bebas(k)
    for nama, _ in indeks:
        k.execute(text(f"DROP INDEX {nama}"))
    for apa, sql, lama in (
        ("skp", _skp(), skp_lama),
        ("penilaian", _penilaian(), skp_lama),
        ("keberatan", _keberatan(), k.scalar(text("SELECT max(id) FROM keberatan"))),
    ):
        jumlah = k.execute(text(sql), {"banyak": banyak, "lama": lama}).rowcount
        k.execute(text(f"SELECT setval(pg_get_serial_sequence('{apa}', 'id'), (SELECT max(id) FROM {apa}))"))
        lapor(f"{ribuan(jumlah)} baris {apa} ditambahkan.")
    for _, buat in indeks:
        k.execute(text(buat))
    k.execute(text("VACUUM ANALYZE"))


def _indeks_bebas(k: Connection) -> list[tuple[str, str]]:
    sql = (
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid = ANY (ARRAY['skp', 'penilaian', 'keberatan']::regclass[]) AND NOT i.indisunique"
    )
    return [(nama, buat) for nama, buat in k.execute(text(sql))]


def _salin(tabel: Table, dari: str, ganti: dict[str, str]) -> str:
    """Every column from the alias ``s``, except those in ``ganti``; the id is the sequence's unless given."""
    kolom = [c.name for c in tabel.columns if c.name != "id" or "id" in ganti]
    return f"INSERT INTO {tabel.name} ({', '.join(kolom)}) SELECT {', '.join(ganti.get(c, f's.{c}') for c in kolom)} FROM {dari}"


def _skp() -> str:
    """Each SKP again, two years earlier each time, and from the present on once more after ten years."""
    awal, akhir = (f"(s.{c} - make_interval(years => (2 * (g % {TAHUN // 2}))::int))::date" for c in ("awal", "akhir"))
    ganti = {
        "id": f":lama + row_number() OVER (ORDER BY {awal}, g, s.id)",
        "awal": awal,
        "akhir": akhir,
        "tahun": f"extract(year FROM {awal})",
        "sumber_id": "NULL",
    }
    dari = f"""
        (SELECT *, row_number() OVER (ORDER BY id) AS urut, count(*) OVER () AS semua FROM skp) s
        CROSS JOIN LATERAL generate_series(1, :banyak / s.semua + 1) g
        WHERE g * s.semua + s.urut <= :banyak
        ORDER BY extract(year FROM {awal}), md5(s.id || ' ' || g)"""
    return _salin(Skp.__table__, dari, ganti)


def _penilaian() -> str:
    """One for each new SKP, in one of the periods that there are."""
    ganti = {
        "instansi_id": "k.instansi_id", "skp_id": "k.id", "dinilai": "k.akhir + interval '9 hours'", "dibuka_sampai": "NULL",
        "catatan": "NULL", "versi": "1",
    }  # fmt: skip
    dari = f"skp k JOIN s ON s.urut = k.id % {_BANYAK_CONTOH} WHERE k.id > :lama ORDER BY k.id"
    return _contoh("penilaian", "predikat IS NOT NULL") + _salin(Penilaian.__table__, dari, ganti)


def _keberatan() -> str:
    """Objections to penilaian that had none: what was said as in the demo data, filed at a minute of the ten years each."""
    waktu = f"(date_trunc('day', now()) - make_interval(mins => (p.nomor * 7919 % {TAHUN * 365 * 1440})::int))"
    ganti = {
        "id": f":lama + row_number() OVER (ORDER BY {waktu})", "instansi_id": "p.instansi_id", "penilaian_id": "p.id", "skp_id": "p.skp_id",
        "periode_id": "p.periode_id", "tahun": f"extract(year FROM {waktu})", "unor_id": "p.unor_id", "pegawai_id": "p.pegawai_id",
        "penilai_id": "p.penilai_id", "atasan_id": "p.atasan_id", "nama": "p.nama", "nama_cari": "p.nama_cari",
        "nama_penilai": "p.salinan_penilai->>'nama'", "nama_atasan": "p.salinan_atasan->>'nama'", "waktu_pengajuan": waktu, "versi": "1",
        "batas_putusan": f"({waktu} + interval '14 days')::date",
        "waktu_cek": f"CASE WHEN s.waktu_cek IS NOT NULL THEN {waktu} + interval '1 day' END",
        "waktu_respon": f"CASE WHEN s.waktu_respon IS NOT NULL THEN {waktu} + interval '3 days' END",
    }  # fmt: skip
    dari = f"""
        (SELECT p.id, p.instansi_id, p.skp_id, p.periode_id, k.unor_id, k.pegawai_id, k.penilai_id, k.atasan_id, k.nama, k.nama_cari,
                k.salinan_penilai, k.salinan_atasan, row_number() OVER (ORDER BY p.id DESC) AS nomor
         FROM penilaian p JOIN skp k ON k.id = p.skp_id AND k.penilai_id IS NOT NULL AND k.atasan_id IS NOT NULL
         WHERE p.predikat IS NOT NULL AND NOT EXISTS (SELECT FROM keberatan b WHERE b.penilaian_id = p.id)
         ORDER BY p.id DESC LIMIT :banyak - (SELECT count(*) FROM keberatan)) p
        JOIN s ON s.urut = p.nomor % {_BANYAK_CONTOH}
        ORDER BY date_trunc('month', {waktu}), md5(p.id::text)"""
    return _contoh("keberatan", "status NOT IN ('diajukan', 'dicek')") + _salin(Keberatan.__table__, dari, ganti)


_BANYAK_CONTOH = "(SELECT count(*) FROM s)"


def _contoh(tabel: str, syarat: str) -> str:
    """Some rows to take turns, numbered from 0."""
    return (
        f"WITH s AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY id) - 1 AS urut FROM {tabel} WHERE {syarat} ORDER BY id LIMIT 100) "
    )
