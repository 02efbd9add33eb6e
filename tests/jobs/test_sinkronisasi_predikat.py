"""The push of predikat by real workers that are killed on the way: SIASN has each person once, with what we say of him."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from domain.nip import JenisNomorInduk, bangun
from domain.periode import JenisPeriode, TipePeriode
from domain.predikat import Rating, predikat
from domain.skp import JenisSkp, ModelSkp, Pendekatan, SalinanOrang
from domain.status import StatusKiriman, StatusSinkro, StatusSkp
from models import Instansi, KirimanPredikat, Pegawai, Penilaian, Periode, SinkronisasiPredikat, Skp, Unor
from services import sinkronisasi_predikat as layanan
from tenancy import Lingkup, pasang_lingkup
from tests.jobs import panggung
from tests.jobs.alat import Panggung, tunggu
from tests.siasn_sandbox import API, SandboxSiasn, id_siasn, rekaman_orang, rekaman_unor

ORANG = 90


def isi_dunia(p: Panggung, siasn: SandboxSiasn) -> None:
    """People with a rated Final period; odd ones are above expectations, so that no two neighbours are alike."""
    mesin = create_engine(p.isi["database"])
    with Session(mesin, info={"unit_of_work": True}) as s:
        pasang_lingkup(s, Lingkup("lintas"))
        instansi = s.get_one(Instansi, p.instansi_id)
        unor = s.scalars(select(Unor).where(Unor.instansi_id == p.instansi_id).order_by(Unor.id)).first()
        assert unor is not None
        final = Periode(
            instansi_id=p.instansi_id, nama="Tahunan", nama_cari="tahunan", tahun=2026, tahun_urut=2026, tipe=TipePeriode.TAHUNAN, angka=None,
            awal="01-01", akhir="12-31", batas="12-31", jenis=JenisPeriode.FINAL,
        )  # fmt: skip
        s.add(final)
        s.flush()
        penilai = SalinanOrang(
            "Penilai Karangan", bangun(date(1970, 1, 1), 1995, 3, "L", 1), "41", "Kepala", unor.nama, instansi.nama
        ).ke_json()
        siasn.muat({"t": "unor", "d": rekaman_unor(unor, {unor.id: unor}, instansi, None)})
        for i in range(ORANG):
            p_baru = Pegawai(
                instansi_id=p.instansi_id, nomor_induk=bangun(date(1980, 1, 1 + i % 28), 2005, 3, "L", 100 + i), jenis_nomor=JenisNomorInduk.NIP,
                nama=f"Orang {i:03}", nama_cari=f"orang {i:03}", unor_id=unor.id, jabatan="Analis", golongan="33",
            )  # fmt: skip
            s.add(p_baru)
            s.flush()
            p_baru.siasn_id = id_siasn(p_baru)
            siasn.muat({"t": "orang", "d": rekaman_orang(p_baru, unor, instansi)})
            skp = Skp(
                instansi_id=p.instansi_id, pegawai_id=p_baru.id, nomor_induk=p_baru.nomor_induk, nama=p_baru.nama, nama_cari=p_baru.nama_cari,
                tahun=2026, awal=date(2026, 1, 1), akhir=date(2026, 12, 31), unor_id=unor.id, jabatan="Analis", jenis=JenisSkp.DEFINITIF,
                model=ModelSkp.JA_JF, pendekatan=Pendekatan.KUANTITATIF, status=StatusSkp.PERSETUJUAN, salinan_pegawai={}, salinan_penilai=penilai,
            )  # fmt: skip
            s.add(skp)
            s.flush()
            hasil = Rating.DI_ATAS if i % 2 else Rating.SESUAI
            s.add(
                Penilaian(
                    instansi_id=p.instansi_id, skp_id=skp.id, periode_id=final.id, hasil=hasil, perilaku=hasil,
                    predikat=predikat(hasil, hasil), dinilai=panggung.jam(),
                )
            )  # fmt: skip
        s.commit()
    mesin.dispose()


def jumlah(p: Panggung, *syarat: object) -> int:
    return p.baca(select(func.count()).select_from(KirimanPredikat).where(*syarat))[0][0]  # type: ignore[arg-type]


def test_killed_three_times_each_person_is_at_siasn_once(p: Panggung, tmp_path: Path):
    with SandboxSiasn(tmp_path / "luar") as siasn:
        p.isi["siasn"] = asdict(siasn.setelan(baca_detik=5.0, tenggat_detik=20.0, pemutus_gagal=1000))
        isi_dunia(p, siasn)
        siasn.galat(f"{API}/skp22/save", "tunda", -1, detik=0.1)
        p.mulai("penyalur")
        id = layanan.minta(p.aktor(), 2026)
        for batas in (10, 35, 60):
            korban = p.mulai("pekerja", "berat")
            tunggu(lambda n=batas: len(siasn.tersimpan()) >= n, 60)
            korban.kill()
            korban.wait()
        assert jumlah(p, KirimanPredikat.status == StatusKiriman.TIDAK_PASTI), "killed while something was on its way"
        siasn.pulih()
        p.mulai("pekerja", "berat")
        status = select(SinkronisasiPredikat.status).where(SinkronisasiPredikat.id == id)
        tunggu(lambda: p.baca(status)[0][0] is StatusSinkro.SELESAI, 90)
        assert p.baca(select(SinkronisasiPredikat.berhasil, SinkronisasiPredikat.gagal)) == [(ORANG, 0)]
        assert jumlah(p, KirimanPredikat.status == StatusKiriman.TERKIRIM) == ORANG
        tersimpan = [s["badan"] for s in siasn.tersimpan()]
        assert set(Counter(b["pnsDinilaiOrang"] for b in tersimpan).values()) == {1}
        assert len(tersimpan) == ORANG
        assert Counter(b["hasilKinerjaNilai"] for b in tersimpan) == {1: ORANG // 2, 2: ORANG // 2}
