"""The matrix: whose IKI are its columns, who stands in its rows, and that its size costs no more queries."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from domain.izin import Ditolak
from domain.skp import SalinanOrang
from domain.status import StatusSkp, StatusTugas
from extensions import db
from jobs.jalankan import jalankan
from models import AnggotaTim, Indikator, JejakAudit, Pegawai, Rhk, Skp, TimKerja, Tugas
from services import cetak_mph
from services import matriks_peran_hasil as mph
from services.cetak_mph import JenisMph
from services.galat import Salah, TidakDitemukan
from services.saring import Konteks
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI


@pytest.fixture
def tulis(dunia):
    """``with tulis() as s``: write past the services."""

    class Tulis:
        def __enter__(self):
            self.s = Session(dunia.mesin, info={"unit_of_work": True})
            pasang_lingkup(self.s, Lingkup("lintas"))
            return self.s

        def __exit__(self, jenis, *_):
            if jenis is None:
                self.s.commit()
            self.s.close()

    return Tulis


def unit(dunia, kunci, tahun=2026, siapa="admin_instansi"):
    with dunia.sesi() as s:
        return mph.susun_unit(Konteks(s, dunia.aktor(siapa)), dunia.unor[1, kunci], tahun)


def isi(matriks):
    return [(b.nama, b.sel, bool(b.catatan)) for b in matriks.baris]


def test_dinas_memuat_kepala_bidang_sebagai_bawahan_langsung(ctx, dunia, skp):
    m = unit(dunia, "dinas")
    assert (m.pimpinan.nama, m.pimpinan.sel) == ("Orang Kepala", (("Terwujudnya hasil kerja kepala",),))
    assert [(i.nomor, i.teks) for k in m.kelompok for i in k.iki] == [(1, "Jumlah laporan kepala")]
    assert isi(m) == [("Orang Kabid", (("Terwujudnya hasil kerja kabid",),), False)]
    assert KENARI not in repr(m)


def test_yang_belum_disetujui_dan_yang_belum_berskp_tampak_kosong(ctx, dunia, skp, tulis):
    # Staf stands in the bidang, and as PLT he leads the seksi below it: a row for each post.
    assert isi(unit(dunia, "bidang")) == [("Orang Staf", (("Terwujudnya hasil kerja staf",),), False), ("Orang Staf", ((),), True)]
    with tulis() as s:
        s.get_one(Skp, skp.skp[1, "staf"]).status = StatusSkp.PENGAJUAN
        s.get_one(Pegawai, dunia.pegawai[1, "staf2"]).unor_id = dunia.unor[1, "bidang"]
    m = unit(dunia, "bidang")
    assert [(b.nama, b.sel, b.catatan) for b in m.baris] == [
        ("Orang Staf", ((),), "SKP belum disetujui (status Pengajuan)."),
        ("Orang Staf", ((),), "SKP belum disetujui (status Pengajuan)."),
        ("Orang Staf2", ((),), "Belum mempunyai SKP tahun 2026."),
    ]


def test_plt_memimpin_sebelum_pimpinan_dan_tanpa_skp_disetujui_ditolak(ctx, dunia, skp, tulis):
    with pytest.raises(Salah, match="Orang Staf belum mempunyai SKP tahun 2026 yang disetujui"):
        unit(dunia, "seksi")
    with tulis() as s:
        s.get_one(Skp, skp.skp[1, "plt"]).status = StatusSkp.PERSETUJUAN
    m = unit(dunia, "seksi")
    assert m.pimpinan.nama == "Orang Staf" and m.pimpinan.jabatan == "Plt. Kepala Seksi"
    assert isi(m) == [("Orang Staf2", ((),), True)]


def test_tanpa_pimpinan_dan_tahun_tanpa_skp_ditolak_dengan_alasan(ctx, dunia, skp, tulis):
    with pytest.raises(Salah, match="tahun 2025"):
        unit(dunia, "dinas", 2025)
    with tulis() as s:
        s.get_one(Pegawai, dunia.pegawai[1, "kepala"]).jenis_jabatan = s.get_one(Pegawai, dunia.pegawai[1, "staf"]).jenis_jabatan
    with pytest.raises(Salah, match="Belum ada pimpinan"):
        unit(dunia, "dinas")


def test_beberapa_rhk_dan_iki_menurut_urutannya(ctx, dunia, skp, tulis):
    with tulis() as s:
        kedua = Rhk(instansi_id=dunia.instansi[1], skp_id=skp.skp[1, "kabid"], urut=0, teks="RHK pertama kabid")
        s.add(kedua)
        s.flush()
        for n in (2, 1):
            s.add(Indikator(instansi_id=dunia.instansi[1], rhk_id=kedua.id, urut=n, teks=f"IKI ke-{n}", target="1"))
        for n in (2, 3):
            s.add(Rhk(instansi_id=dunia.instansi[1], skp_id=skp.skp[1, "staf"], urut=n, teks=f"Output {n}", intervensi_id=kedua.id))
    m = unit(dunia, "bidang")
    assert [(k.rhk, [(i.nomor, i.teks) for i in k.iki]) for k in m.kelompok] == [
        ("RHK pertama kabid", [(1, "IKI ke-1"), (2, "IKI ke-2")]),
        ("Terwujudnya hasil kerja kabid", [(3, "Jumlah laporan kabid")]),
    ]
    assert isi(m)[0] == ("Orang Staf", (("Output 2", "Output 3"), ("Terwujudnya hasil kerja staf",)), False)


def test_tim_memakai_skp_ketua_dan_anggotanya_saja(ctx, dunia, skp, tulis):
    with dunia.sesi() as s:
        m = mph.susun_tim(Konteks(s, dunia.aktor()), skp.tim[1])
    assert (m.jenis, m.nama, m.pimpinan.jabatan) == ("Tim Kerja", "Tim Penyusun Kurikulum", "Ketua Tim Kerja, Kepala")
    assert isi(m) == [("Orang Staf", (("Terwujudnya hasil kerja staf",),), False)]
    with tulis() as s:
        s.delete(s.scalars(select(AnggotaTim).where(AnggotaTim.tim_id == skp.tim[1])).one())
        s.add(AnggotaTim(instansi_id=dunia.instansi[1], tim_id=skp.tim[1], pegawai_id=dunia.pegawai[1, "staf2"]))
    with dunia.sesi() as s:
        assert [b.nama for b in mph.susun_tim(Konteks(s, dunia.aktor()), skp.tim[1]).baris] == ["Orang Staf2"]


def test_jumlah_kueri_tetap(ctx, dunia, skp, tulis):
    def kueri():
        n = 0

        def hitung(*_):
            nonlocal n
            n += 1

        with dunia.sesi() as s:
            event.listen(dunia.mesin, "before_cursor_execute", hitung)
            try:
                mph.susun_unit(Konteks(s, dunia.aktor()), dunia.unor[1, "bidang"], 2026)
            finally:
                event.remove(dunia.mesin, "before_cursor_execute", hitung)
        return n

    sedikit = kueri()
    with tulis() as s:
        for n in range(30):
            orang = f"Tambahan {n:02}"
            skp_baru = Skp(
                instansi_id=dunia.instansi[1], pegawai_id=dunia.pegawai[1, "staf2"], nomor_induk="1", nama=orang, nama_cari=orang.casefold(), tahun=2026,
                awal=date(2026, 1, 1), akhir=date(2026, 12, 31), unor_id=dunia.unor[1, "bidang"], jabatan="Analis", model=s.get_one(Skp, skp.skp[1, "staf"]).model,
                status=StatusSkp.PERSETUJUAN, salinan_pegawai=SalinanOrang(orang).ke_json(),
            )  # fmt: skip
            s.add(skp_baru)
            s.flush()
            s.add(Rhk(instansi_id=dunia.instansi[1], skp_id=skp_baru.id, teks=f"Output {n}", intervensi_id=skp.rhk[1, "kabid"]))
    assert kueri() == sedikit <= 14
    m = unit(dunia, "bidang")
    assert len(m.baris) == 3 and len(m.baris[2].sel[0]) == 30  # several SKP of one person: one row


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_cetak_lewat_tugas(ctx, dunia, skp, setelan, format):
    id = cetak_mph.minta(dunia.aktor(), JenisMph.UNIT, dunia.unor[1, "bidang"], 2026, format)
    jalankan(id)
    with dunia.sesi() as s:
        t = s.get_one(Tugas, id)
        assert (t.status, t.antrean, t.pesan) == (StatusTugas.SELESAI, "ringan", "2 baris di bawah Orang Kabid.")
        assert t.berkas.nama == f"mph-bidang-kurikulum-2026.{format}"
        awal = (setelan.berkas_dir / t.berkas.nama_simpan).read_bytes()[:4]
        assert awal == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}[format]
        assert "cetak_mph" in s.scalars(select(JejakAudit.aksi)).all()


def test_cetak_menolak_sejak_diminta(ctx, dunia, skp):
    with pytest.raises(Salah, match="yang disetujui"):
        cetak_mph.minta(dunia.aktor(), JenisMph.UNIT, dunia.unor[1, "seksi"], 2026, "pdf")
    with pytest.raises(Salah, match="PDF atau Excel"):
        cetak_mph.minta(dunia.aktor(), JenisMph.UNIT, dunia.unor[1, "bidang"], 2026, "docx")
    with pytest.raises(Ditolak):
        cetak_mph.minta(dunia.aktor("pegawai"), JenisMph.UNIT, dunia.unor[1, "bidang"], 2026, "pdf")
    for jenis, asing in ((JenisMph.UNIT, dunia.unor[2, "bidang"]), (JenisMph.TIM, skp.tim[2])):
        with pytest.raises(TidakDitemukan):
            cetak_mph.minta(dunia.aktor(), jenis, asing, 2026, "pdf")
    with pytest.raises(TidakDitemukan):  # above the unor that he is limited to
        cetak_mph.minta(dunia.aktor("supervisor_unor"), JenisMph.UNIT, dunia.unor[1, "dinas"], 2026, "pdf")
    with dunia.sesi() as s:
        assert s.scalars(select(Tugas)).all() == []


def test_skp_ditarik_sesudah_diminta_menjadi_kalimat(ctx, dunia, skp, tulis):
    id = cetak_mph.minta(dunia.aktor(), JenisMph.TIM, skp.tim[1], 2026, "pdf")
    with tulis() as s:
        s.get_one(Skp, skp.skp[1, "kabid"]).status = StatusSkp.DRAFT
    jalankan(id)
    with dunia.sesi() as s:
        t = s.get_one(Tugas, id)
        assert t.status is StatusTugas.GAGAL and "Orang Kabid belum mempunyai SKP" in t.pesan


def test_skp_ketua_di_unor_tim_didahulukan(ctx, dunia, skp, tulis):
    with tulis() as s:
        lain = Skp(
            **{
                k.name: getattr(s.get_one(Skp, skp.skp[1, "kabid"]), k.name)
                for k in Skp.__table__.columns
                if k.name not in ("id", "unor_id", "awal")
            },
            unor_id=dunia.unor[1, "dinas"],
            awal=date(2026, 7, 1),
        )
        s.add(lain)
    with dunia.sesi() as s:
        assert mph.keadaan_tim(s, [s.get_one(TimKerja, skp.tim[1])])[skp.tim[1]].skp_id == skp.skp[1, "kabid"]
    db.session.remove()
