"""The difference with SIASN as an admin reads it before he decides: what is new, where, what is in dispute, what stands out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.siasn import BedaSinkro, EntitasSinkro, JenisSinkro, KeadaanBaris
from domain.status import StatusAktif, StatusSinkro
from models import Pegawai, SinkroBaris, Sinkronisasi, Unor
from tenancy import Lingkup, pasang_lingkup
from tests.admin_views.test_hemat import KUERI_MAKS, ambil
from tests.dunia import Dunia, Klien, teks_halaman

ALAMAT = "/admin/sinkronisasi/"
BARIS = "/admin/sinkro-baris/"
ASING = "F" * 32


@contextmanager
def tulis(dunia: Dunia) -> Iterator[Session]:
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("instansi", dunia.instansi[1]))
        yield s
        s.commit()


def tambah_unor(dunia: Dunia, *nama: str, atasan: str | None = None) -> list[int]:
    with tulis(dunia) as s:
        isi = {"instansi_id": dunia.instansi[1], "eselon": "31", "atasan_id": dunia.unor[1, atasan] if atasan else None}
        semua = [Unor(nama=n, nama_cari=n.casefold(), siasn_id=f"S1{n}", **isi) for n in nama]
        s.add_all(semua)
        s.flush()
        return [u.id for u in semua]


def beda(kolom: str, sini: Any, siasn: Any, *, konflik: bool = False, **teks: str) -> dict[str, Any]:
    isi = {"kolom": kolom, "sini": sini, "siasn": siasn, "sini_teks": str(sini or "-"), "siasn_teks": str(siasn)}
    return {**isi, **teks, **({"konflik": True} if konflik else {})}


def lari(dunia: Dunia, *baris: dict[str, Any], status: StatusSinkro = StatusSinkro.MENUNGGU_KEPUTUSAN, **lain: Any) -> int:
    """A run of the first instansi with these rows, its counts as reading would leave them."""
    with tulis(dunia) as s:
        jumlah = {b.value: sum(1 for r in baris if r["beda"] is b) for b in BedaSinkro if b is not BedaSinkro.KONFLIK}
        butir = [p for r in baris for p in r.get("perubahan") or ()]
        r = Sinkronisasi(
            instansi_id=dunia.instansi[1], jenis=JenisSinkro.UNOR_PEGAWAI, status=status, waktu_request=dunia.jam(), user_request="Akun",
            konflik=sum(1 for p in butir if p.get("konflik")), **{"kursor": {"per_kolom": {p["kolom"]: 1 for p in butir}}, **jumlah, **lain},
        )  # fmt: skip
        s.add(r)
        s.flush()
        tetap = {"instansi_id": dunia.instansi[1], "sinkronisasi_id": r.id}
        s.add_all(SinkroBaris(**{**tetap, "kunci": f"K{i}", "nama": f"Baris {i}", **isi}) for i, isi in enumerate(baris))
        return r.id


def orang(b: BedaSinkro, **lain: Any) -> dict[str, Any]:
    return {"entitas": EntitasSinkro.PEGAWAI, "beda": b, **lain}


def unor(b: BedaSinkro, **lain: Any) -> dict[str, Any]:
    return {"entitas": EntitasSinkro.UNOR, "beda": b, **lain}


BARU = {
    "nama": "Orang Baru", "jabatan": "Analis Hukum Ahli Muda", "golongan": "33", "jenis_jabatan": "pegawai", "jenis_pegawai": "pns",
    "kedudukan": "01", "status": "aktif", "tmt_jabatan": "2020-03-01",
}  # fmt: skip


@pytest.fixture
def admin(dunia: Dunia, klien: Callable[[str], Klien]) -> Klien:
    with tulis(dunia) as s:
        for (n, kunci), id in dunia.unor.items():
            if n == 1:
                s.get_one(Unor, id).siasn_id = f"S1{kunci}"
    return klien("admin_instansi")


def lembar(satu: Klien, alamat: str) -> list[dict[str, Any]]:
    judul, *baris = openpyxl.load_workbook(io.BytesIO(satu.get(alamat).data)).active.iter_rows(values_only=True)
    return [dict(zip(judul, b, strict=True)) for b in baris]


# --- What is in dispute -----------------------------------------------------------------------------------------------


@pytest.fixture
def sengketa(admin: Klien, dunia: Dunia) -> int:
    return lari(
        dunia,
        orang(BedaSinkro.UBAH, perubahan=[beda("golongan", "32", "33"), beda("jabatan", "Jabatan Sini", "Jabatan SIASN", konflik=True)]),
        orang(BedaSinkro.KONFLIK, perubahan=[beda("jabatan", "Sini Juga", "SIASN Juga", konflik=True)]),
        orang(BedaSinkro.UBAH, perubahan=[beda("golongan", "31", "32")]),
        orang(BedaSinkro.BARU, isi=BARU),
    )


def test_the_conflicts_of_a_waiting_run_lead_to_its_rows_and_later_to_the_decisions(sengketa, admin, dunia):
    halaman = admin.get(f"{ALAMAT}details/?id={sengketa}")
    alamat = f"{BARIS}?sinkro={sengketa}&konflik=1"
    assert f'href="{alamat.replace("&", "&amp;")}"' in halaman.text and "/admin/konflik/?" not in halaman.text
    baris = teks_halaman(admin.get(alamat))
    assert "Jabatan (konflik): sini Jabatan Sini ; SIASN Jabatan SIASN" in baris and "SIASN Juga" in baris and "2 hasil" in baris
    assert "Baris 2" not in baris
    tanpa = teks_halaman(admin.get(f"{BARIS}?sinkro={sengketa}&konflik=0"))
    assert "2 hasil" in tanpa and "Orang" not in tanpa.split("Tanpa konflik")[0] and "Jabatan Sini" not in tanpa
    with tulis(dunia) as s:
        s.get_one(Sinkronisasi, sengketa).status = StatusSinkro.SELESAI
    assert f"/admin/konflik/?status=terbuka&amp;sinkro={sengketa}" in admin.get(f"{ALAMAT}details/?id={sengketa}").text


def test_terapkan_says_how_many_rows_it_applies_and_what_it_leaves_alone(sengketa, admin):
    """Three of four rows: one has nothing but a conflict."""
    halaman = teks_halaman(admin.get(f"{ALAMAT}details/?id={sengketa}"))
    assert "Terapkan 3 baris" in halaman
    tetap = "2 kolom konflik pada 2 baris tetap memakai nilai sini sampai Anda memutuskannya"
    assert f"3 baris akan diterapkan. {tetap}" in halaman
    tanya = teks_halaman(admin.get(f"{ALAMAT}{sengketa}/terapkan/"))
    assert "Terapkan 3 baris dari SIASN?" in tanya and tetap in tanya


def test_deletions_that_are_held_back_are_not_among_what_is_applied(admin, dunia):
    hilang = [orang(BedaSinkro.HAPUS, objek_id=dunia.pegawai[1, "staf"]) for _ in range(12)]
    id = lari(dunia, orang(BedaSinkro.BARU, isi=BARU), *hilang, kursor={"tertahan": {"pegawai": [12, 20]}})
    tanya = teks_halaman(admin.get(f"{ALAMAT}{id}/terapkan/"))
    assert "Terapkan 1 baris dari SIASN?" in tanya and "12 penonaktifan ditahan" in tanya
    assert "Terapkan 13 baris dari SIASN, termasuk" in teks_halaman(admin.get(f"{ALAMAT}{id}/izinkan/"))


# --- What is new ------------------------------------------------------------------------------------------------------


def test_something_new_shows_what_siasn_has_of_it(admin, dunia):
    isi = {**BARU, "unor": "S1bidang"}
    id = lari(dunia, orang(BedaSinkro.BARU, isi=isi, unor_id=dunia.unor[1, "bidang"]), orang(BedaSinkro.BARU, isi={**BARU, "unor": "UBARU"}),
              unor(BedaSinkro.BARU, kunci="UBARU", nama="Bidang Baru", isi={"nama": "Bidang Baru", "atasan": "S1dinas", "eselon": "31", "aktif": True}))  # fmt: skip
    with dunia.sesi() as s:
        bidang, dinas = (s.get_one(Unor, dunia.unor[1, k]).nama for k in ("bidang", "dinas"))
    daftar = teks_halaman(admin.get(f"{BARIS}?sinkro={id}&beda=baru"))
    assert f"Akan ditambahkan. Unor: {bidang}" in daftar and "Unor: Bidang Baru" in daftar and f"Atasan: {dinas}" in daftar
    assert "Jabatan: Analis Hukum Ahli Muda" in daftar and "Golongan dan pangkat: Penata" in daftar and "Ditambahkan." not in daftar
    with dunia.sesi() as s:
        pertama = s.scalars(select(SinkroBaris.id).where(SinkroBaris.sinkronisasi_id == id).order_by(SinkroBaris.id)).first()
    rinci = teks_halaman(admin.get(f"{BARIS}details/?id={pertama}"))
    assert f"Akan ditambahkan. Unor: {bidang}" in rinci and "TMT jabatan: 1 Maret 2020" in rinci and "Kedudukan: " in rinci
    excel = lembar(admin, f"{BARIS}export/xlsx/?sinkro={id}")
    assert excel[0]["Sini → SIASN"].startswith(f"Akan ditambahkan. Unor: {bidang}; ") and "Unor: Bidang Baru" in excel[1]["Sini → SIASN"]


@pytest.mark.parametrize(
    ("keadaan", "status", "kata"),
    [
        (KeadaanBaris.DITERAPKAN, StatusSinkro.SELESAI, "Ditambahkan."),
        (KeadaanBaris.MENUNGGU, StatusSinkro.DIBATALKAN, "Tidak jadi ditambahkan"),
    ],
)
@pytest.mark.parametrize("mesin", ["sqlite"])
def test_afterwards_the_row_says_what_became_of_it(admin, dunia, keadaan, status, kata):
    id = lari(dunia, orang(BedaSinkro.BARU, isi=BARU, keadaan=keadaan), status=status)
    daftar = teks_halaman(admin.get(f"{BARIS}?sinkro={id}"))
    assert kata in daftar and "Akan ditambahkan" not in daftar


def test_each_field_of_the_summary_opens_its_rows(sengketa, admin):
    halaman = admin.get(f"{ALAMAT}details/?id={sengketa}").text
    for kolom, n in (("golongan", 2), ("jabatan", 2)):
        assert f'href="{BARIS}?sinkro={sengketa}&amp;kolom={kolom}"' in halaman
        baris = teks_halaman(admin.get(f"{BARIS}?sinkro={sengketa}&kolom={kolom}"))
        assert f"{n} hasil" in baris and "Baris 3" not in baris
    assert " Baris 1 ID" not in teks_halaman(admin.get(f"{BARIS}?sinkro={sengketa}&kolom=golongan"))


# --- Units ------------------------------------------------------------------------------------------------------------


def _pindah(dunia: Dunia, kunci: str, ke: str, **lain: Any) -> dict[str, Any]:
    isi = {"nama": "x", "eselon": None, "atasan": ke, "induk": None, "aktif": True}
    return unor(BedaSinkro.UBAH, kunci=f"S1{kunci}", objek_id=dunia.unor[1, kunci], isi=isi, perubahan=[beda("atasan", None, ke, siasn_teks=ke)], **lain)  # fmt: skip


def test_a_unit_that_moves_or_goes_says_how_many_people_it_holds(admin, dunia):
    mati = unor(
        BedaSinkro.UBAH, kunci="S1seksi", objek_id=dunia.unor[1, "seksi"], isi={"aktif": False}, perubahan=[beda("aktif", True, False)]
    )
    hilang = unor(BedaSinkro.HAPUS, kunci="Sx", objek_id=dunia.unor[1, "bidang"])
    with tulis(dunia) as s:
        s.get_one(Pegawai, dunia.pegawai[1, "kabid"]).status = StatusAktif.NONAKTIF
        s.get_one(Pegawai, dunia.pegawai[1, "staf"]).unor_id = dunia.unor[1, "seksi"]
    id = lari(dunia, _pindah(dunia, "dinas", "S1lain"), mati, hilang)
    daftar = teks_halaman(admin.get(f"{BARIS}?sinkro={id}"))
    assert daftar.count("Unor ini memuat 1 pegawai aktif.") == 1 and "Unor ini memuat 2 pegawai aktif." in daftar
    assert daftar.count("Unor ini memuat") == 2


def test_an_unknown_atasan_is_called_unknown_and_what_follows_from_it(admin, dunia):
    id = lari(dunia, _pindah(dunia, "bidang", ASING))
    baris = teks_halaman(admin.get(f"{BARIS}?sinkro={id}"))
    assert f"tidak dikenal di sini (ID {ASING}), unor akan tanpa induk" in baris
    assert ASING in lembar(admin, f"{BARIS}export/xlsx/?sinkro={id}")[0]["Sini → SIASN"]


@pytest.mark.parametrize("lewat", ["langsung", "unor-baru", "sesama-pindah"])
def test_a_root_below_its_own_child_is_warned_of(admin, dunia, lewat):
    ke, *lain = {
        "langsung": ("S1seksi",),
        "unor-baru": (
            "UBARU",
            unor(BedaSinkro.BARU, kunci="UBARU", nama="Baru", isi={"nama": "Baru", "atasan": "S1bidang", "aktif": True}),
        ),
        "sesama-pindah": ("S1lain", {**_pindah(dunia, "seksi", "S1bidang"), "kunci": "S1lain", "objek_id": tambah_unor(dunia, "lain")[0]}),
    }[lewat]
    id = lari(dunia, _pindah(dunia, "dinas", ke), *lain)
    daftar = admin.get(f"{BARIS}?sinkro={id}")
    assert teks_halaman(daftar).count("di bawah bawahannya sendiri") == 1 + len(lain)
    aman = lari(dunia, _pindah(dunia, "seksi", "S1dinas"), status=StatusSinkro.GAGAL)
    assert "di bawah bawahannya sendiri" not in teks_halaman(admin.get(f"{BARIS}?sinkro={aman}"))


def test_all_units_can_be_seen_and_a_supervisor_of_one_sees_his_own(admin, dunia, klien):
    ids = tambah_unor(dunia, *(f"Unor {i:02d}" for i in range(12)), atasan="bidang")
    satu = [orang(BedaSinkro.UBAH, unor_id=u, perubahan=[beda("golongan", "31", "32")]) for u in (*ids, dunia.unor[1, "dinas"])]
    id = lari(dunia, *satu)
    halaman = admin.get(f"{ALAMAT}details/?id={id}")
    assert halaman.text.count(f"{BARIS}?sinkro={id}&amp;unor=") == 10 and f"{ALAMAT}{id}/unor/" in halaman.text
    semua = admin.get(f"{ALAMAT}{id}/unor/")
    assert semua.text.count(f"{BARIS}?sinkro={id}&amp;unor=") == 13 and "Unor 11" in teks_halaman(semua)
    pengawas = klien("supervisor_unor")
    for alamat in (f"{ALAMAT}details/?id={id}", f"{ALAMAT}{id}/unor/"):
        assert f'unor={dunia.unor[1, "dinas"]}"' not in pengawas.get(alamat).text and "Unor 0" in teks_halaman(pengawas.get(alamat))


# --- Afterwards -------------------------------------------------------------------------------------------------------


def test_a_finished_run_names_the_findings_and_a_failed_one_offers_ulangi_at_its_rows(admin, dunia):
    id = lari(
        dunia,
        orang(BedaSinkro.GAGAL, pesan="Unornya tidak dikenal di sini. Sinkronkan Unit Kerja, lalu ulangi."),
        status=StatusSinkro.SEBAGIAN,
    )
    halaman = admin.get(f"{ALAMAT}details/?id={id}")
    assert "Rekonsiliasi unor: tidak ada temuan terbuka." in teks_halaman(halaman)
    assert re.search(rf'class="btn btn-primary[^"]*"[^>]*href="{ALAMAT}{id}/ulangi/"', halaman.text)
    assert f'href="{ALAMAT}{id}/ulangi/"' in admin.get(f"{BARIS}?sinkro={id}&beda=gagal").text
    admin.post("/admin/rekonsiliasi-unor/periksa/")
    # The small world is tidy; two units of one name are not.
    with tulis(dunia) as s:
        u = s.get_one(Unor, dunia.unor[1, "bidang"])
        s.add(Unor(instansi_id=u.instansi_id, nama=u.nama, nama_cari=u.nama_cari, eselon=u.eselon, atasan_id=u.atasan_id))
    admin.post("/admin/rekonsiliasi-unor/periksa/")
    halaman = admin.get(f"{ALAMAT}details/?id={id}")
    assert "Rekonsiliasi unor: 1 temuan terbuka." in teks_halaman(halaman) and "/admin/rekonsiliasi-unor/?status=terbuka" in halaman.text


def test_the_pages_ask_as_much_of_the_database_for_many_rows_as_for_few(app: Flask, admin, dunia):
    pindah = [_pindah(dunia, k, ASING) for k in ("dinas", "bidang", "seksi")]
    orang_baru = [orang(BedaSinkro.BARU, isi={**BARU, "unor": "S1bidang"}) for _ in range(30)]
    id = lari(dunia, *pindah, *orang_baru)
    for saring in ("", "&beda=baru", "&kolom=atasan", "&konflik=1"):
        banyak = ambil(app, admin, f"{BARIS}?sinkro={id}{saring}&jumlah_baris=50")[0]
        assert banyak <= KUERI_MAKS, saring
    sedikit = ambil(app, admin, f"{BARIS}?sinkro={id}&jumlah_baris=1")[0]
    assert ambil(app, admin, f"{BARIS}?sinkro={id}&jumlah_baris=50")[0] <= sedikit
    rinci = ambil(app, admin, f"{ALAMAT}details/?id={id}")[0]
    lain = lari(dunia, orang(BedaSinkro.BARU, isi=BARU), status=StatusSinkro.GAGAL)
    assert ambil(app, admin, f"{ALAMAT}details/?id={lain}")[0] <= rinci <= 8
