"""Reading what SIASN sends: by codes, defensively, one bad row at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.jabatan import JenisPegawai
from domain.nip import JenisNomorInduk
from integrations.siasn import skema
from integrations.siasn.galat import SEMUA, GalatSiasn, dari_kode
from integrations.siasn.saluran import tafsir
from tests.integrations.contoh import orang, unor

NIP = "198001012005031001"


@pytest.mark.parametrize(
    ("lain", "harap"),
    [
        ({}, {"golongan": "31", "jenjang": "PT", "jenis_pegawai": JenisPegawai.PNS, "tmt_golongan": date(2020, 4, 1), "kedudukan": "01"}),
        ({"nama": "  BUDI   CONTOH\n", "gelarDepan": "Dr.", "gelarBelakang": "S.Kom."}, {"nama": "Dr. BUDI CONTOH, S.Kom."}),
        ({"gelarDepan": "-", "gelarBelakang": ""}, {"nama": "Budi Contoh"}),
        ({"statusPegawai": "CPNS"}, {"jenis_pegawai": JenisPegawai.CPNS}),
        ({"statusPegawai": None, "kedudukanPnsNama": "PPPK Aktif"}, {"jenis_pegawai": JenisPegawai.PPPK}),
        ({"golRuangAkhirId": None, "golRuangAkhir": "IX"}, {"golongan": "P9"}),
        ({"golRuangAkhirId": "209", "golRuangAkhir": "IX"}, {"golongan": "P9"}),
        ({"golRuangAkhirId": "99", "golRuangAkhir": "baru"}, {"golongan": "99"}),
        ({"kode_jenjang_jabatan": "MA"}, {"jenjang": "MA"}),
        ({"jabatanNama": "Pengadministrasi", "kode_jenjang_jabatan": None}, {"jenjang": None}),
        ({"jabatanNama": None}, {"jabatan": "-"}),
        ({"tmtJabatan": "2021-06-01T00:00:00"}, {"tmt_jabatan": date(2021, 6, 1)}),
        ({"tmtJabatan": None, "tmtGolAkhir": ""}, {"tmt_jabatan": None, "tmt_golongan": None}),
        ({"kedudukanPnsId": 1}, {"kedudukan": "01"}),
        ({"kedudukanPnsId": "99"}, {"kedudukan": "99"}),
        ({"nipBaru": "198001012021211001"}, {"jenis_nomor": JenisNomorInduk.NI_PPPK, "jenis_pegawai": JenisPegawai.PPPK}),
        ({"jenisJabatanId": "1"}, {"struktural": True}),
    ],
)
def test_a_person_is_read(lain: dict[str, Any], harap: dict[str, Any]):
    satu = skema.orang({**dict.fromkeys(("eselonId", "unorIndukId", "path")), **orang(NIP, **lain)})
    assert {k: getattr(satu, k) for k in harap} == harap


@pytest.mark.parametrize(
    ("lain", "pesan"),
    [
        ({"nipBaru": "123"}, "NIP tidak sah"),
        ({"nipBaru": None}, "NIP kosong"),
        ({"id": None}, "ID SIASN kosong"),
        ({"id": "x" * 43}, "lebih panjang"),
        ({"nama": ""}, "Nama kosong"),
        ({"nama": ["Budi"]}, "bukan teks"),
        ({"nama": True}, "bukan teks"),
        ({"unorId": "-"}, "Unor kosong"),
        ({"tmtGolAkhir": "31-02-2024"}, "bukan tanggal"),
        ({"tmtJabatan": "kemarin"}, "bukan tanggal"),
        ({"golRuangAkhirId": "XXXX"}, "tidak dikenal"),
        ({"nama": "x" * 150, "gelarBelakang": "y" * 90}, "beserta gelar"),
    ],
)
def test_a_bad_person_is_refused_with_the_field_named(lain: dict[str, Any], pesan: str):
    with pytest.raises(skema.BarisSalah, match=pesan):
        skema.orang(orang(NIP, **lain))


@pytest.mark.parametrize("isi", [None, 1, "teks", [], [{}]])
def test_a_row_that_is_no_object_is_refused(isi: Any):
    for baca in (skema.orang, skema.unor, skema.skp22, skema.non_asn):
        with pytest.raises(skema.BarisSalah):
            baca(isi)


def test_one_bad_row_leaves_the_others_alone_and_says_who_it_is():
    lain = "198002022005031002"
    baris = [orang(NIP), 5, orang(lain, tmtJabatan="x", nama="Sari Contoh"), orang(NIP, id="A6", nama="Kembar")]
    bagus, galat = skema.baca_baris(baris, skema.orang, lambda o: o.nomor_induk, "nipBaru", "id", "nama")
    assert [o.nama for o in bagus] == ["Budi Contoh"]
    assert [(g.kode, g.kunci, g.nama) for g in galat] == [
        ("baris_salah", None, None),
        ("baris_salah", lain, "Sari Contoh"),
        ("ganda", NIP, "Kembar"),
    ]
    assert all(g.pesan and g.obat for g in galat)


@pytest.mark.parametrize(("aktif", "harap"), [("A", True), ("N", False), (None, True), ("0", False), (1, True)])
def test_units_are_read(aktif: Any, harap: bool):
    satu = skema.unor(unor("8A", aktif=aktif, DiatasanId="8A", duplikasi_unor=1, EselonId=None))
    assert (satu.aktif, satu.duplikat, satu.atasan_id, satu.eselon) == (harap, True, "8A", "00")


@pytest.mark.parametrize("kunci", ["KuadranKinerjaNilai", "kuadranKinerjaNilai"])
def test_skp_is_read_in_both_spellings(kunci: str):
    satu = skema.skp22({"id": "1", "tahun": "2026", kunci: "2", "hasilKinerjaNilai": 1, "PerilakuKerjaNilai": "2", "nipNrpPenilai": NIP})
    assert (satu.tahun, satu.hasil, satu.perilaku, satu.kuadran, satu.penilai_nip) == (2026, 1, 2, 2, NIP)


def test_the_codes_of_errors_are_unique_and_every_one_tells_what_to_do():
    assert len({k.kode for k in SEMUA.values()}) == len(SEMUA)
    for kode, kelas in SEMUA.items():
        assert dari_kode(kode) is kelas and len(kode) <= 40
        if kode != "galat":
            assert kelas.pesan.endswith(".") and kelas.sebab.endswith(".") and kelas.obat.endswith(".") and kelas.siapa
    assert dari_kode("sudah-tidak-ada") is GalatSiasn and dari_kode(None) is GalatSiasn


@pytest.mark.parametrize(
    ("status", "isi", "kode"),
    [
        (404, b'{"code":0,"data":"Data tidak ditemukan"}', "tidak_ada"),
        (200, b'{"code":0,"data":"Data tidak ditemukan"}', "tidak_ada"),
        (404, b"<html>", "alamat_salah"),
        (404, b'{"message":"No matching resource"}', "alamat_salah"),
        (200, b'{"success":false,"message":"x","mapData":"Tahun salah"}', "ditolak"),
        (200, b'{"success":false,"message":"x","data":"Tahun salah","mapData":null}', "ditolak"),
        (200, b'{"Error":true,"Message":"invalid or expired jwt"}', "token_kedaluwarsa"),
        (500, b'{"code":"900901","message":"Invalid Credentials"}', "token_kedaluwarsa"),
        (200, b'{"code":0,"data":"Token SSO mismatch"}', "token_sso_tidak_cocok"),
        (500, b'{"message":"Runtime Error","description":"... SUSPENDED ..."}', "ditangguhkan"),
        (200, b"", "jawaban_kosong"),
        (200, b"  ", "jawaban_kosong"),
        (502, b"", "gangguan"),
        (200, b'"teks"', "jawaban_rusak"),
        (200, b"null", "jawaban_rusak"),
        (200, b"[" * 100_000, "jawaban_rusak"),
        (200, b"\xff\xfe", "jawaban_rusak"),
        (401, b"<html>login</html>", "token_kedaluwarsa"),
        (418, b"{}", "ditolak"),
    ],
)
def test_an_answer_is_judged_by_what_it_says(status: int, isi: bytes, kode: str):
    with pytest.raises(GalatSiasn) as kena:
        tafsir(status, {}, isi)
    assert kena.value.kode == kode


def test_a_reason_is_cut_and_cleaned_for_the_screen():
    with pytest.raises(GalatSiasn) as kena:
        tafsir(400, {}, b'{"message":"a\\u0007b\\n' + b"x" * 5000 + b'"}')
    assert kena.value.rinci is not None and len(kena.value.rinci) <= 300 and "\a" not in kena.value.rinci
