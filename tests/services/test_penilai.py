"""Who assesses whom, by the stored units, people and acting posts; the copies of people; units whose people find none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from domain.jabatan import JenisJabatan, JenisPegawai
from domain.nama import normalkan
from domain.nip import JenisNomorInduk, bangun
from domain.plt_plh import JenisPltPlh
from domain.status import StatusAktif
from models import Pegawai, PltPlh, Unor
from services import penilai
from services.galat import TidakDitemukan
from services.unit_of_work import unit_of_work

HARI = date(2026, 11, 23)


class Susunan:
    """Changes the small world in one line each."""

    def __init__(self, dunia: Any) -> None:
        self.dunia, self.n = dunia, 900

    def orang(self, kunci: str) -> int:
        return self.dunia.pegawai[1, kunci]

    def unor(self, kunci: str) -> int:
        return self.dunia.unor[1, kunci]

    def ubah(self, model: type, id: int, **nilai: Any) -> None:
        with unit_of_work(self.dunia.aktor()) as unit:
            objek = unit.session.get_one(model, id)
            for k, v in nilai.items():
                setattr(objek, k, v)

    def plt(self, kunci: str, unor: str, jenis: JenisPltPlh = JenisPltPlh.PLT, awal: date = date(2026, 2, 1), **lain: Any) -> int:
        with unit_of_work(self.dunia.aktor()) as unit:
            baris = PltPlh(
                pegawai_id=self.orang(kunci), unor_id=self.unor(unor), jabatan=f"{jenis.singkatan} {unor}", jenis=jenis,
                awal=awal, akhir=lain.get("akhir", date(2026, 12, 31)), aktif=lain.get("aktif", True),
            )  # fmt: skip
            unit.session.add(baris)
            unit.session.flush()
            return baris.id

    def pegawai(self, nama: str, unor_id: int, jenis: JenisJabatan = JenisJabatan.PEGAWAI) -> int:
        self.n += 1
        with unit_of_work(self.dunia.aktor()) as unit:
            baris = Pegawai(
                nomor_induk=bangun(date(1985, 6, 2), 2010, 3, "P", self.n), jenis_nomor=JenisNomorInduk.NIP, nama=nama,
                nama_cari=normalkan(nama), unor_id=unor_id, jenis_jabatan=jenis, jabatan="Analis", golongan="33",
            )  # fmt: skip
            unit.session.add(baris)
            unit.session.flush()
            return baris.id

    def unit(self, nama: str, atasan_id: int | None, **lain: Any) -> int:
        with unit_of_work(self.dunia.aktor()) as unit:
            baris = Unor(nama=nama, nama_cari=normalkan(nama), eselon="41", atasan_id=atasan_id, **lain)
            unit.session.add(baris)
            unit.session.flush()
            return baris.id


@pytest.fixture
def susunan(dunia: Any, ctx: Any) -> Susunan:
    return Susunan(dunia)


def cari(susunan: Susunan, kunci: str, unor: str, pada: date = HARI) -> Any:
    with susunan.dunia.sesi() as session:
        return penilai.tentukan(session, susunan.orang(kunci), susunan.unor(unor), pada)


def test_the_leader_of_the_unor_assesses(susunan):
    temuan = cari(susunan, "staf", "bidang")
    assert (temuan.pegawai_id, temuan.unor_id) == (susunan.orang("kabid"), susunan.unor("bidang"))
    assert temuan.langkah == ("Pimpinan Bidang Kurikulum menjadi penilai.",)


def test_a_leader_is_assessed_by_the_leader_of_the_unor_above(susunan):
    temuan = cari(susunan, "kabid", "bidang")
    assert temuan.pegawai_id == susunan.orang("kepala")
    assert temuan.langkah[0] == "Pegawai ini sendiri Pimpinan Bidang Kurikulum; dicari pada Unor Atasannya."


def test_whoever_stands_at_the_top_has_none_and_that_is_no_defect(susunan):
    temuan = cari(susunan, "kepala", "dinas")
    assert temuan.pegawai_id is None and not temuan.terputus


def test_an_acting_leader_in_force_assesses(susunan):
    assert cari(susunan, "staf2", "seksi").pegawai_id == susunan.orang("staf")


def test_an_acting_leader_goes_before_the_pimpinan(susunan):
    susunan.plt("staf2", "bidang")
    temuan = cari(susunan, "staf", "bidang")
    assert temuan.pegawai_id == susunan.orang("staf2")
    assert temuan.langkah == ("PLT Bidang Kurikulum yang berlaku pada hari itu menjadi penilai.",)


def test_plt_goes_before_plh_and_the_newer_before_the_older(susunan):
    susunan.plt("kepala", "bidang", JenisPltPlh.PLH, date(2026, 9, 1))
    assert cari(susunan, "staf", "bidang").pegawai_id == susunan.orang("kepala")
    susunan.plt("staf2", "bidang", JenisPltPlh.PLT, date(2026, 3, 1))
    assert cari(susunan, "staf", "bidang").pegawai_id == susunan.orang("staf2")
    lain = susunan.pegawai("Orang Baru", susunan.unor("seksi"))
    susunan.dunia.pegawai[1, "baru"] = lain
    susunan.plt("baru", "bidang", JenisPltPlh.PLT, date(2026, 5, 1))
    assert cari(susunan, "staf", "bidang").pegawai_id == lain


@pytest.mark.parametrize(
    "lain",
    [{"aktif": False}, {"akhir": date(2026, 11, 22)}, {"awal": date(2026, 11, 24)}],
    ids=["ended", "past", "to come"],
)
def test_an_acting_post_that_is_not_in_force_does_not_count(susunan, lain):
    susunan.plt("staf2", "bidang", **lain)
    assert cari(susunan, "staf", "bidang").pegawai_id == susunan.orang("kabid")


def test_an_inactive_person_assesses_nobody(susunan):
    susunan.ubah(Pegawai, susunan.orang("staf"), status=StatusAktif.NONAKTIF)
    susunan.ubah(Pegawai, susunan.orang("kabid"), status=StatusAktif.NONAKTIF)
    temuan = cari(susunan, "staf2", "seksi")
    assert temuan.pegawai_id == susunan.orang("kepala")
    assert temuan.kosong == (susunan.unor("seksi"), susunan.unor("bidang"))


def test_empty_units_are_climbed_over_and_named(susunan):
    susunan.ubah(PltPlh, susunan.dunia.plt[1], aktif=False)
    temuan = cari(susunan, "staf2", "seksi")
    assert temuan.pegawai_id == susunan.orang("kabid")
    assert temuan.langkah[0] == "Seksi Penilaian tidak mempunyai pimpinan maupun PLT/PLH yang berlaku; dicari pada Unor Atasannya."


def test_a_circle_ends_and_is_called_a_defect(susunan):
    susunan.ubah(Unor, susunan.unor("dinas"), atasan_id=susunan.unor("seksi"))
    susunan.ubah(Pegawai, susunan.orang("kepala"), jenis_jabatan=JenisJabatan.PEGAWAI)
    susunan.ubah(Pegawai, susunan.orang("kabid"), jenis_jabatan=JenisJabatan.PEGAWAI)
    susunan.ubah(PltPlh, susunan.dunia.plt[1], aktif=False)
    temuan = cari(susunan, "staf", "bidang")
    assert temuan.terputus and temuan.pegawai_id is None
    assert temuan.langkah[-1] == "Rantai Unor Atasan berputar; perbaiki di menu Unor."


def test_three_selects_however_deep_the_tree(susunan):
    atas = susunan.unor("seksi")
    for i in range(12):
        atas = susunan.unit(f"Subseksi {i}", atas)
    with susunan.dunia.sesi() as session:
        n = []
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *a: n.append(a[2]) if a[2].startswith(("SELECT", "WITH")) else None
        )
        temuan = penilai.tentukan(session, susunan.orang("staf2"), atas, HARI)
        assert len([s for s in n if "set_config" not in s]) == 3
    assert temuan.pegawai_id == susunan.orang("staf") and len(temuan.kosong) == 12


def test_a_unor_of_another_instansi_looks_as_if_missing(susunan, dunia):
    with dunia.sesi() as session:
        temuan = penilai.tentukan(session, susunan.orang("staf"), dunia.unor[2, "bidang"], HARI)
    assert temuan.pegawai_id is None and temuan.langkah == ("Unor Atasan tidak ditemukan; perbaiki di menu Unor.",)


# --- Copies -----------------------------------------------------------------------------------------------------------


def test_a_copy_holds_what_the_forms_show(susunan):
    with susunan.dunia.sesi() as session:
        orang = penilai.salinan(session, susunan.orang("staf"))
    assert (orang.nama, orang.golongan, orang.jabatan) == ("Orang Staf", "33", "Analis Kebijakan Ahli Muda")
    assert (orang.unor, orang.instansi, orang.kota, orang.asn) == (
        "Bidang Kurikulum", "Pemerintah Kabupaten Contoh 1", "Kota Contoh", True,
    )  # fmt: skip


def test_a_copy_elsewhere_takes_that_unor_and_jabatan(susunan):
    with susunan.dunia.sesi() as session:
        orang = penilai.salinan(session, susunan.orang("staf"), unor_id=susunan.unor("seksi"), jabatan="Plt. Kepala Seksi")
    assert (orang.unor, orang.jabatan) == ("Seksi Penilaian", "Plt. Kepala Seksi")


def test_a_unor_without_kota_takes_that_of_its_induk(susunan):
    susunan.ubah(Unor, susunan.unor("bidang"), kota=None)
    susunan.ubah(Unor, susunan.unor("dinas"), kota="Kota Lain")
    with susunan.dunia.sesi() as session:
        assert penilai.salinan(session, susunan.orang("staf")).kota == "Kota Lain"


def test_an_official_outside_the_civil_service_is_marked(susunan):
    susunan.ubah(Pegawai, susunan.orang("kepala"), jenis_pegawai=JenisPegawai.NON_ASN)
    with susunan.dunia.sesi() as session:
        assert penilai.salinan(session, susunan.orang("kepala")).asn is False


def test_a_foreign_pegawai_has_no_copy_here(dunia, ctx):
    with dunia.sesi() as session, pytest.raises(TidakDitemukan):
        penilai.salinan(session, dunia.pegawai[2, "staf"])


def test_the_block_holds_penilai_and_atasan(susunan):
    with susunan.dunia.sesi() as session:
        blok = penilai.susun(session, susunan.orang("staf2"), susunan.unor("seksi"), HARI)
    assert (blok.penilai.pegawai_id, blok.atasan_id) == (susunan.orang("staf"), susunan.orang("kabid"))
    assert blok.salinan_penilai.jabatan == "Plt. Kepala Seksi" and blok.salinan_penilai.unor == "Seksi Penilaian"
    assert blok.salinan_atasan.jabatan == "Kepala" and blok.salinan_atasan.unor == "Bidang Kurikulum"


def test_the_block_of_the_top_is_empty(susunan):
    with susunan.dunia.sesi() as session:
        blok = penilai.susun(session, susunan.orang("kepala"), susunan.unor("dinas"), HARI)
    assert (blok.salinan_penilai, blok.atasan_id, blok.salinan_atasan) == (None, None, None)


# --- Broken chains ----------------------------------------------------------------------------------------------------


def putus(dunia: Any, **lain: Any) -> list[penilai.RantaiPutus]:
    with dunia.sesi() as session:
        return penilai.rantai(session, HARI, **lain).putus


def test_a_sound_tree_has_no_broken_chain(dunia, ctx):
    assert putus(dunia) == []


def test_units_below_an_empty_top_are_named_with_their_people(susunan):
    susunan.ubah(Pegawai, susunan.orang("kepala"), jenis_jabatan=JenisJabatan.PEGAWAI)
    rantai = putus(susunan.dunia)
    assert [(r.nama, r.pegawai) for r in rantai] == [("Bidang Kurikulum", 1), ("Dinas Pendidikan", 1)]
    assert rantai[0].kosong == ((susunan.unor("dinas"), "Dinas Pendidikan"),)
    assert rantai[0].sebab == "Tidak ada Unor Atasan lagi; isi pimpinan unor yang kosong."


def test_a_limit_keeps_to_a_subtree(susunan):
    susunan.ubah(Pegawai, susunan.orang("kepala"), jenis_jabatan=JenisJabatan.PEGAWAI)
    assert [r.nama for r in putus(susunan.dunia, batas_unor=susunan.unor("bidang"))] == ["Bidang Kurikulum"]


def test_an_empty_unit_without_people_is_not_named(susunan):
    susunan.unit("Unit Baru", None)
    assert putus(susunan.dunia) == []


# --- Units passed over ------------------------------------------------------------------------------------------------


def dilewati(dunia: Any, **lain: Any) -> list[tuple[str, int, int | None, str]]:
    with dunia.sesi() as session:
        return [(d.nama, d.pegawai, d.penilai_id, d.sebutan) for d in penilai.rantai(session, HARI, **lain).dilewati]


def test_an_empty_unit_is_passed_over_and_says_who_assesses_instead(susunan):
    assert dilewati(susunan.dunia) == [], "PLT in force, or a pimpinan, everywhere"
    seksi = susunan.unit("Seksi Kosong", susunan.unor("bidang"))
    sub = susunan.unit("Subseksi Kosong", seksi)
    susunan.pegawai("Pegawai Seksi", seksi)
    susunan.pegawai("Pegawai Sub", sub)
    kabid = susunan.orang("kabid")
    assert dilewati(susunan.dunia) == [
        ("Seksi Kosong", 2, kabid, "Pimpinan Bidang Kurikulum"),
        ("Subseksi Kosong", 1, kabid, "Pimpinan Bidang Kurikulum"),
    ]
    assert putus(susunan.dunia) == []


def test_a_plt_above_assesses_instead_and_an_expired_plt_does_not_count(susunan):
    seksi = susunan.unit("Seksi Kosong", susunan.unor("seksi"))
    assert dilewati(susunan.dunia) == [("Seksi Kosong", 0, susunan.orang("staf"), "PLT Seksi Penilaian")]
    with unit_of_work(susunan.dunia.aktor()) as unit:
        for p in unit.session.query(PltPlh).where(PltPlh.unor_id == susunan.unor("seksi")):
            p.akhir = date(2026, 11, 22)
    kabid = (susunan.orang("kabid"), "Pimpinan Bidang Kurikulum")
    assert [d[:1] + d[2:] for d in dilewati(susunan.dunia)] == [("Seksi Kosong", *kabid), ("Seksi Penilaian", *kabid)]
    assert dilewati(susunan.dunia, batas_unor=seksi) == [("Seksi Kosong", 0, *kabid)]


def test_below_an_empty_top_nobody_assesses_instead(susunan):
    susunan.ubah(Pegawai, susunan.orang("kepala"), jenis_jabatan=JenisJabatan.PEGAWAI)
    assert dilewati(susunan.dunia) == [("Dinas Pendidikan", 2, None, "")]
