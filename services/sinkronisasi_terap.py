"""Second half of a synchronisation: put the staged rows into units and people, a page in one transaction.

Each row is weighed again as it stands now, not as it stood when it was read, so that what an admin has changed meanwhile is not
overwritten, and a page that dies is simply done again: what is applied is no longer waiting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from domain.jabatan import JenisJabatan
from domain.nama import normalkan
from domain.siasn import BedaSinkro, EntitasSinkro, KeadaanBaris
from domain.status import StatusAktif, StatusKonflik, transisi
from models import JejakAudit, Konflik, Pegawai, PltPlh, SinkroBaris, Sinkronisasi, Unor
from services import massal, pengguna, plt_plh
from services import sinkro_banding as b
from services.galat import GalatLayanan
from services.kendali import Kendali
from services.sinkro_bacaan import ada_penonaktifan
from services.sinkro_baris import nilai_konflik
from services.sinkro_lari import ambil, hitung_beda, hitung_kolom, pindah
from services.sinkro_rencana import (
    KOLOM_PEGAWAI,
    Rencana,
    menunggu,
    pimpinan_kini,
    rencana_unor,
    rencanakan,
    tarik_pimpinan,
    tetap_memimpin,
    tolak_dua_pimpinan,
)
from services.sinkro_sql import satu_dari
from services.unit_of_work import Unit

_KEADAAN = {BedaSinkro.GAGAL: KeadaanBaris.GAGAL, BedaSinkro.KONFLIK: KeadaanBaris.KONFLIK}
BAGIAN = 1_000
"""Rows of a page: what is locked at once, and what bounds memory."""
COBA = 3
STATISTIK_BARU = 2_000

_AUDIT = (
    "instansi_id", "waktu", "pengguna_id", "pelaku", "peran", "aksi", "entitas", "objek_id", "objek", "objek_cari", "pelaku_cari", "alasan",
    "perubahan", "alamat", "request_id",
)  # fmt: skip


def terapkan(kendali: Kendali, id: int) -> None:
    """Go on from wherever the run stands until nothing is waiting (stage ``akhir``)."""
    while True:
        kendali.periksa()
        with kendali.unit() as unit:
            lari = ambil(unit, id)
            tahap = lari.kursor.get("tahap")
            if tahap == "siap":
                _lewati_tertahan(unit, lari)
                pindah(lari, "terap_unor_baru")
                continue
            banyak = lari.baru >= STATISTIK_BARU
        match tahap:
            case "terap_unor_baru":
                _halaman(kendali, id, _unor_baru, "terap_unor")
            case "terap_unor":
                _halaman(kendali, id, _unor, "terap_pegawai")
            case "terap_pegawai":
                _halaman(kendali, id, _pegawai, "akhir")
            case _:
                if banyak:
                    # What is looked for in this table next, by whomever, should not be planned for the few people of before.
                    massal.hitung_statistik(Pegawai, "instansi_id", "siasn_id", "nomor_induk", "unor_id", "status")
                return


def _halaman(kendali: Kendali, id: int, kerjakan: Any, lanjut: str) -> None:
    """One page, tried again when someone else was faster at one of its rows."""
    for ke in range(1, COBA + 1):
        try:
            with kendali.unit() as unit:
                lari = ambil(unit, id)
                if "maju" not in lari.kursor:
                    # Counted once, then added up: to count them for every page would read all rows again and again.
                    lari.kursor = {**lari.kursor, "maju": _kemajuan(unit.session, lari)}
                if not kerjakan(unit, lari):
                    pindah(lari, lanjut)
                selesai, gagal, total = lari.kursor["maju"]
            break
        except GalatLayanan:
            if ke == COBA:
                raise
    kendali.maju(selesai, total=total, gagal=gagal)


def _kemajuan(s: Session, lari: Sinkronisasi) -> list[int]:
    """[rows applied, failed, in all] of those that mean work."""
    stmt = select(SinkroBaris.keadaan, func.count()).where(SinkroBaris.sinkronisasi_id == lari.id, SinkroBaris.beda != BedaSinkro.SAMA)
    per = dict(s.execute(stmt.group_by(SinkroBaris.keadaan)).all())
    gagal = per.get(KeadaanBaris.GAGAL, 0)
    tunggu = per.get(KeadaanBaris.MENUNGGU, 0)
    jumlah = sum(per.values())
    return [jumlah - gagal - tunggu, gagal, jumlah]


def _lewati_tertahan(unit: Unit, lari: Sinkronisasi) -> None:
    """Who would no longer be aktif, in an unusual number that nobody has agreed to, are left out; everything else is applied."""
    if lari.izinkan_hapus:
        return
    for entitas in lari.kursor.get("tertahan") or {}:
        unit.session.execute(
            update(SinkroBaris)
            .where(SinkroBaris.sinkronisasi_id == lari.id, SinkroBaris.entitas == EntitasSinkro(entitas))
            .where(SinkroBaris.keadaan == KeadaanBaris.MENUNGGU, ada_penonaktifan(unit.session))
            .values(keadaan=KeadaanBaris.DILEWATI, pesan="Tidak dinonaktifkan: jumlahnya luar biasa banyak dan belum diizinkan."),
            execution_options={"synchronize_session": False},
        )


def _berikut(s: Session, lari: Sinkronisasi, entitas: EntitasSinkro) -> Sequence[Any]:
    """The next page of rows that wait. Where the last one ended only says where to look first; what waits is decided by its state."""
    stmt = menunggu(lari, entitas).order_by(SinkroBaris.id).limit(BAGIAN)
    letak = lari.kursor.get("letak")
    hasil = (s.execute(stmt.where(SinkroBaris.id > letak)).all() if letak else []) or s.execute(stmt).all()
    if hasil:
        lari.kursor = {**lari.kursor, "letak": hasil[-1].id}
    return hasil


def _tandai(unit: Unit, baris: Iterable[tuple[Any, BedaSinkro, KeadaanBaris, int | None, str | None]]) -> None:
    """Write what has become of rows, in one statement."""
    kolom = ("id", "instansi_id", "beda", "keadaan", "objek_id", "pesan")
    isi = [(r.id, r.instansi_id, beda, keadaan, objek_id, pesan[:500] if pesan else None) for r, beda, keadaan, objek_id, pesan in baris]
    massal.perbarui(unit.session, unit.aktor, SinkroBaris, kolom, isi)


def _audit(unit: Unit, catatan: Sequence[tuple[str, type, int, str, list[dict[str, Any]], str | None]]) -> None:
    """(action, model, id, name, changes, reason) → one audit row each, in one statement."""
    a = unit.aktor
    kini, peran, pelaku_cari = a.sekarang(), a.label_peran or ("Sistem" if a.pengguna_id is None else "-"), normalkan(a.nama)
    massal.muat(
        unit.session, a, JejakAudit, _AUDIT,
        (
            (a.instansi_id, kini, a.pengguna_id, a.nama, peran, aksi, model.__tablename__, id, nama[:300], normalkan(nama)[:300],  # type: ignore[attr-defined]
             pelaku_cari, alasan, perubahan, a.alamat, a.request_id)
            for aksi, model, id, nama, perubahan, alasan in catatan
        ),
        catat=False,
    )  # fmt: skip


def _butir_audit(kolom: str, sini: Any, siasn: Any, ruj: b.Rujukan) -> dict[str, Any]:
    nama = f"{kolom}_id" if kolom in b.RUJUKAN else kolom
    isi = {"kolom": nama, "label": b.label(kolom), "tipe": "teks"}
    if kolom in b.RUJUKAN:
        sesudah = ruj.id_unor.get(siasn) if siasn else None
        sebelum = int(sini[1:]) if sini else None
        return {**isi, "tipe": "rujukan", "sebelum": sebelum, "sesudah": sesudah, "sebelum_teks": b.teks_sini(kolom, sini, ruj), "sesudah_teks": ruj.nama(siasn)}  # fmt: skip
    if kolom.startswith("tmt_"):
        return {**isi, "tipe": "tanggal", "sebelum": sini, "sesudah": siasn}
    if isinstance(siasn, bool):
        return {**isi, "tipe": "ya_tidak", "sebelum": sini, "sesudah": siasn}
    if kolom in ("jenis_jabatan", "jenis_pegawai", "status"):
        return {**isi, "tipe": "pilihan", "sebelum": sini, "sesudah": siasn, "sebelum_teks": b.teks(kolom, sini), "sesudah_teks": b.teks(kolom, siasn)}  # fmt: skip
    return {**isi, "sebelum": sini, "sesudah": siasn}


# --- Units ------------------------------------------------------------------------------------------------------------


def _unor_baru(unit: Unit, lari: Sinkronisasi) -> bool:
    """Add new units that hang nowhere yet: those of a page refer to units of later pages. ``siasn_dasar`` comes with the links."""
    s = unit.session
    stmt = menunggu(lari, EntitasSinkro.UNOR).where(SinkroBaris.beda == BedaSinkro.BARU, SinkroBaris.objek_id.is_(None))
    semua = s.execute(stmt.order_by(SinkroBaris.id).limit(BAGIAN)).all()
    if not semua:
        return False
    sudah = dict(s.execute(select(Unor.siasn_id, Unor.id).where(satu_dari(s, Unor.siasn_id, [r.kunci for r in semua]))).all())
    baru = [r for r in semua if r.kunci not in sudah]
    ids = dict(zip([r.kunci for r in baru], massal.pesan_id(s, Unor, len(baru)), strict=True))
    kolom = ("id", "instansi_id", "siasn_id", "nama", "nama_cari", "eselon", "aktif", "versi")
    isi = [
        (ids[r.kunci], lari.instansi_id, r.kunci, r.isi["nama"], normalkan(r.isi["nama"])[:250], r.isi["eselon"], r.isi["aktif"], 1)
        for r in baru
        if r.isi
    ]
    massal.muat(s, unit.aktor, Unor, kolom, isi, catat=False)
    _audit(unit, [("tambah", Unor, ids[r.kunci], r.nama, [], "Sinkronisasi SIASN.") for r in baru])
    _tandai(unit, [(r, r.beda, KeadaanBaris.MENUNGGU, ids.get(r.kunci) or sudah[r.kunci], r.pesan) for r in semua])
    return True


def _unor(unit: Unit, lari: Sinkronisasi) -> bool:
    s = unit.session
    semua = _berikut(s, lari, EntitasSinkro.UNOR)
    if not semua:
        return False
    ids = sorted({r.objek_id for r in semua if r.objek_id})
    unor = {u.id: u for u in s.scalars(select(Unor).where(satu_dari(s, Unor.id, ids)).order_by(Unor.id).with_for_update())}
    rujukan = [
        (n or {}).get(k)
        for r in semua
        for n in (r.isi, getattr(unor.get(r.objek_id or 0), "siasn_dasar", None))
        for k in ("atasan", "induk")
    ]
    ruj = b.Rujukan.muat(s, lari.id, rujukan, [x for u in unor.values() for x in (u.atasan_id, u.induk_id)])
    tangan = b.diubah_tangan(s, EntitasSinkro.UNOR, [(u.id, u.siasn_dasar) for u in unor.values()])
    rencana = [rencana_unor(r, unor.get(r.objek_id or 0), ruj, tangan) for r in semua]
    jadi = [r for r in rencana if r.gagal is None]
    kolom = ("nama", "nama_cari", "eselon", "atasan_id", "induk_id", "aktif")
    _tulis(unit, Unor, kolom, jadi)
    _audit(unit, [_catatan(r, Unor, ruj) for r in jadi if r.pakai])
    _konflik(unit, lari, EntitasSinkro.UNOR, jadi, ruj)
    _selesaikan(unit, lari, rencana)
    return True


# --- People -----------------------------------------------------------------------------------------------------------


def _pegawai(unit: Unit, lari: Sinkronisasi) -> bool:
    s = unit.session
    baris = _berikut(s, lari, EntitasSinkro.PEGAWAI)
    if not baris:
        return False
    rencana, ruj = rencanakan(s, lari, baris)
    rencana, ruj = tarik_pimpinan(s, lari, rencana, ruj)
    tolak_dua_pimpinan(s, rencana, ruj)
    jadi = [r for r in rencana if r.gagal is None]
    lama, baru = [r for r in jadi if r.objek is not None], [r for r in jadi if r.objek is None]
    turun = [r.objek.id for r in lama if pimpinan_kini(r) and not tetap_memimpin(r)]
    if turun:
        # First, by itself: the unique index looks at each row as it is written, while another still leads.
        s.execute(update(Pegawai).where(Pegawai.id.in_(turun)).values(jenis_jabatan=JenisJabatan.PEGAWAI), execution_options={"synchronize_session": False})  # fmt: skip
    kolom = tuple(k for k in KOLOM_PEGAWAI if k != "alasan_nonaktif")
    _tulis(unit, Pegawai, KOLOM_PEGAWAI, lama)
    ids = _tambah_pegawai(unit, lari, baru, kolom)
    _audit(unit, [_catatan(r, Pegawai, ruj) for r in lama if r.pakai] + [("tambah", Pegawai, ids[r.baris.id], r.baris.nama, [], "Sinkronisasi SIASN.") for r in baru])  # fmt: skip
    _konflik(unit, lari, EntitasSinkro.PEGAWAI, lama, ruj)
    _lepas(unit, lama)
    _selesaikan(unit, lari, rencana, ids)
    return True


def _tambah_pegawai(unit: Unit, lari: Sinkronisasi, baru: list[Rencana], kolom: tuple[str, ...]) -> dict[int, int]:
    """Insert new people; returns row of the run → id."""
    if not baru:
        return {}
    ids = massal.pesan_id(unit.session, Pegawai, len(baru))
    isi = [
        (id, lari.instansi_id, r.siasn_id, r.dasar, 1, *(r.nilai.get(k) for k in kolom)) for id, r in zip(ids, baru, strict=True)
    ]  # fmt: skip
    massal.muat(unit.session, unit.aktor, Pegawai, ("id", "instansi_id", "siasn_id", "siasn_dasar", "versi", *kolom), isi, catat=False)
    return {r.baris.id: id for id, r in zip(ids, baru, strict=True)}


def _lepas(unit: Unit, rencana: list[Rencana]) -> None:
    """What else ends when someone becomes nonaktif: his sessions' role and the posts that he holds."""
    s = unit.session
    mati = {r.objek.id: r for r in rencana if r.nilai.get("status") is StatusAktif.NONAKTIF}
    if not mati:
        return
    for r in mati.values():
        pengguna.lepas_pegawai(unit, r.objek.nomor_induk)
    pemegang = select(PltPlh.pegawai_id).where(satu_dari(s, PltPlh.pegawai_id, sorted(mati)), PltPlh.aktif)
    for p in s.scalars(select(Pegawai).where(Pegawai.id.in_(pemegang)).order_by(Pegawai.id)).all():
        plt_plh.akhiri_milik(unit, p, mati[p.id].nilai["alasan_nonaktif"])


# --- Both -------------------------------------------------------------------------------------------------------------


def _tulis(unit: Unit, model: type, kolom: tuple[str, ...], rencana: list[Rencana]) -> None:
    """Changed rows in one statement; those whose note of SIASN alone changes in another, without a new versi."""
    for berubah in (True, False):
        isi = [
            (r.objek.id, r.objek.instansi_id, r.siasn_id, r.dasar, *((r.akhir(k) for k in kolom) if berubah else ()))
            for r in rencana
            if bool(r.pakai) is berubah
        ]
        if isi:
            nama = ("id", "instansi_id", "siasn_id", "siasn_dasar", *(kolom if berubah else ()))
            massal.perbarui(unit.session, unit.aktor, model, nama, isi, naik=berubah)


def _catatan(r: Rencana, model: type, ruj: b.Rujukan) -> tuple[str, type, int, str, list[dict[str, Any]], str | None]:
    perubahan = [_butir_audit(k, r.sini[k], r.isi[k], ruj) for k in r.pakai]
    status = r.isi.get("status") if "status" in r.pakai else None
    aksi = {"nonaktif": "nonaktifkan", "aktif": "aktifkan"}.get(status or "", "ubah")
    return aksi, model, r.objek.id, r.objek.nama, perubahan, r.nilai.get("alasan_nonaktif") or "Sinkronisasi SIASN."


def _konflik(unit: Unit, lari: Sinkronisasi, entitas: EntitasSinkro, rencana: list[Rencana], ruj: b.Rujukan) -> None:
    """Open a conflict for each field in dispute, renew those that are open, close those that have gone by themselves.

    Of a field that was not compared nothing is known: its conflict waits.
    """
    s = unit.session
    per = {r.objek.id: r for r in rencana}
    stmt = select(Konflik).where(
        Konflik.entitas == entitas, satu_dari(s, Konflik.objek_id, sorted(per)), Konflik.status == StatusKonflik.TERBUKA
    )
    terbuka = {(k.objek_id, k.kolom): k for k in s.scalars(stmt)}
    for (objek_id, kolom), k in terbuka.items():
        r = per[objek_id]
        if kolom not in r.konflik and kolom in r.dibandingkan:
            aksi = (
                "pakai_siasn"
                if kolom in r.pakai or nilai_konflik(kolom, r.isi[kolom], ruj) == nilai_konflik(kolom, r.sini[kolom], ruj)
                else "pakai_sini"
            )
            k.status = StatusKonflik(transisi("konflik", k.status, aksi).ke.value)
            k.diputuskan = unit.aktor.sekarang()
    for r in rencana:
        lari.konflik += sum(1 for k in r.konflik if k in r.sengketa or (r.objek.id, k) not in terbuka) - len(r.sengketa)
        for kolom in r.konflik:
            k = terbuka.get((r.objek.id, kolom)) or Konflik(
                instansi_id=lari.instansi_id, entitas=entitas, objek_id=r.objek.id, kolom=kolom, ditemukan=unit.aktor.sekarang()
            )
            k.sinkronisasi_id, k.objek, k.nomor = lari.id, r.objek.nama[:250], getattr(r.objek, "nomor_induk", "")
            k.nilai_sini, k.nilai_siasn = nilai_konflik(kolom, r.sini[kolom], ruj), nilai_konflik(kolom, r.isi[kolom], ruj)
            s.add(k)
    s.flush()


def _selesaikan(unit: Unit, lari: Sinkronisasi, rencana: list[Rencana], baru: dict[int, int] | None = None) -> None:
    """What has become of each row, and the counts with it."""
    gagal_kerja = sum(1 for r in rencana if r.gagal is not None and r.baris.beda is not BedaSinkro.SAMA)
    kerja = sum(1 for r in rencana if r.baris.beda is not BedaSinkro.SAMA)
    sudah, tak, jumlah = lari.kursor["maju"]
    lari.kursor = {**lari.kursor, "maju": [sudah + kerja - gagal_kerja, tak + gagal_kerja, jumlah]}
    akhir = []
    beda: Counter[BedaSinkro] = Counter()
    kolom: Counter[str] = Counter()
    for r in rencana:
        objek_id = r.objek.id if r.objek is not None else (baru or {}).get(r.baris.id)
        akhir.append((r.baris, r.beda, _KEADAAN.get(r.beda, KeadaanBaris.DITERAPKAN), objek_id, r.gagal or r.baris.pesan))
        beda[r.beda] += 1
        beda[r.baris.beda] -= 1
        if r.gagal is not None:
            lari.konflik -= len(r.sengketa)
        if r.beda is BedaSinkro.SAMA:
            # Such rows go in the end.
            kolom.subtract(p["kolom"] for p in r.baris.perubahan or ())
    hitung_beda(lari, beda)
    hitung_kolom(lari, kolom)
    _tandai(unit, akhir)
