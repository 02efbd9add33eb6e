"""The SKP of the small world: plans in every status, a penilaian, a capaian, a keberatan, a team; and accounts of its people."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.berakhlak import NilaiBerakhlak
from domain.izin import Aktor, Peran
from domain.nama import normalkan
from domain.periode import JenisPeriode, PolaPeriode, susun
from domain.predikat import NilaiCapaian, Rating, predikat
from domain.skp import Aspek, JenisLampiran, JenisRhk, JenisSkp, LingkupRhk, ModelSkp, Pendekatan, Perspektif, SalinanOrang
from domain.status import StatusKeberatan, StatusSkp
from models import (
    AnggotaTim,
    CapaianOrganisasi,
    HariLibur,
    Indikator,
    Keberatan,
    LampiranSkp,
    Pegawai,
    Pengaturan,
    Pengguna,
    Penilaian,
    PerilakuSkp,
    Periode,
    PotretSkp,
    RealisasiIndikator,
    RencanaAksi,
    Rhk,
    Sesi,
    Skp,
    TimKerja,
    UmpanBalikPerilaku,
    Unor,
)
from services import periode
from services.sesi import ringkas
from tenancy import Lingkup, pasang_lingkup
from tests.dunia import KENARI, Dunia, Klien

ORANG = ("kepala", "kabid", "staf", "staf2")
DINILAI = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


class DuniaSkp:
    """SKP of 2026 in both instansi, those of the second with KENARI in what is shown.

    ``skp[n, kunci]``: kepala (JPT, persetujuan, no penilai), kabid (persetujuan, penilai kepala), staf (persetujuan, penilai
    kabid, atasan kepala; January rated Baik, with a keberatan), plt (pengajuan: staf as PLT of the seksi), draft (staf2,
    penilai staf, atasan kabid). ``penilaian[n]``, ``keberatan[n]``, ``capaian[n]`` (dinas, January), ``tim[n]``, ``rhk[n,
    kunci]``, ``indikator[n, kunci]``, ``potret[n]``, ``januari[n]`` and ``final[n]`` (ids of Periode).
    """

    def __init__(self, dunia: Dunia) -> None:
        self.dunia, self.app = dunia, dunia.app
        self.skp: dict[tuple[int, str], int] = {}
        self.rhk: dict[tuple[int, str], int] = {}
        self.indikator: dict[tuple[int, str], int] = {}
        self.penilaian: dict[int, int] = {}
        self.keberatan: dict[int, int] = {}
        self.capaian: dict[int, int] = {}
        self.tim: dict[int, int] = {}
        self.potret: dict[int, int] = {}
        self.januari: dict[int, int] = {}
        self.final: dict[int, int] = {}
        self.pengguna: dict[str, int] = {}
        with Session(dunia.mesin, info={"unit_of_work": True}) as s:
            pasang_lingkup(s, Lingkup("lintas"))
            for n in (1, 2):
                self._instansi(s, n)
            for kunci in ORANG:
                p = s.get_one(Pegawai, dunia.pegawai[1, kunci])
                akun = Pengguna(nip=p.nomor_induk, nama=p.nama, nama_cari=p.nama_cari, dibuat=dunia.jam())
                s.add(akun)
                s.flush()
                self.pengguna[kunci] = akun.id
            s.commit()

    def _instansi(self, s: Session, n: int) -> None:
        d, i, tanda = self.dunia, self.dunia.instansi[n], f" {KENARI}" if n == 2 else ""
        for p in s.scalars(select(Periode).where(Periode.instansi_id == i)):
            if p.jenis is JenisPeriode.FINAL:
                self.final[n] = p.id
            elif p.angka == 1:
                self.januari[n] = p.id
        for kunci, orang, unor, penilai, atasan, jenis, model, status in (
            ("kepala", "kepala", "dinas", None, None, JenisSkp.DEFINITIF, ModelSkp.JPT, StatusSkp.PERSETUJUAN),
            ("kabid", "kabid", "bidang", "kepala", None, JenisSkp.DEFINITIF, ModelSkp.JA_JF, StatusSkp.PERSETUJUAN),
            ("staf", "staf", "bidang", "kabid", "kepala", JenisSkp.DEFINITIF, ModelSkp.JA_JF, StatusSkp.PERSETUJUAN),
            ("plt", "staf", "seksi", "kabid", "kepala", JenisSkp.PLT, ModelSkp.JA_JF, StatusSkp.PENGAJUAN),
            ("draft", "staf2", "seksi", "staf", "kabid", JenisSkp.DEFINITIF, ModelSkp.JA_JF, StatusSkp.DRAFT),
        ):
            p = s.get_one(Pegawai, d.pegawai[n, orang])
            skp = Skp(
                instansi_id=i,
                pegawai_id=p.id,
                nomor_induk=p.nomor_induk,
                nama=p.nama,
                nama_cari=normalkan(p.nama),
                tahun=2026,
                awal=date(2026, 1, 1),
                akhir=date(2026, 12, 31),
                unor_id=d.unor[n, unor],
                jabatan=p.jabatan,
                jenis=jenis,
                model=model,
                pendekatan=Pendekatan.KUANTITATIF,
                status=status,
                penilai_id=d.pegawai[n, penilai] if penilai else None,
                atasan_id=d.pegawai[n, atasan] if atasan else None,
                salinan_pegawai=self._salinan(s, n, orang, unor),
                salinan_penilai=self._salinan(s, n, penilai) if penilai else None,
                salinan_atasan=self._salinan(s, n, atasan) if atasan else None,
                diajukan=DINILAI if status is not StatusSkp.DRAFT else None,
                disetujui=DINILAI if status is StatusSkp.PERSETUJUAN else None,
            )
            s.add(skp)
            s.flush()
            self.skp[n, kunci] = skp.id
            self._isi(s, n, kunci, skp, tanda)
        self._menilai(s, n, tanda)
        self._lainnya(s, n, tanda)

    def _salinan(self, s: Session, n: int, kunci: str, unor: str | None = None) -> dict[str, object]:
        p = s.get_one(Pegawai, self.dunia.pegawai[n, kunci])
        u = s.get_one(Unor, self.dunia.unor[n, unor] if unor else p.unor_id)
        return SalinanOrang(
            p.nama, p.nomor_induk, p.golongan or "", p.jabatan, u.nama, f"Pemerintah Kabupaten Contoh {n}", u.kota or ""
        ).ke_json()

    def _isi(self, s: Session, n: int, kunci: str, skp: Skp, tanda: str) -> None:
        pimpinan = {"kabid": "kepala", "staf": "kabid", "plt": "kabid", "draft": None}.get(kunci)
        rhk = Rhk(
            instansi_id=skp.instansi_id,
            skp_id=skp.id,
            urut=1,
            jenis=JenisRhk.UTAMA,
            lingkup=LingkupRhk.ORGANISASI if kunci == "kepala" else LingkupRhk.INDIVIDU,
            teks=f"Terwujudnya hasil kerja {kunci}{tanda}",
            intervensi_id=self.rhk[n, pimpinan] if pimpinan else None,
            intervensi=f"Terwujudnya hasil kerja {pimpinan}{tanda}" if pimpinan else None,
        )
        s.add(rhk)
        s.flush()
        self.rhk[n, kunci] = rhk.id
        indikator = Indikator(
            instansi_id=skp.instansi_id,
            rhk_id=rhk.id,
            urut=1,
            aspek=None if kunci == "kepala" else Aspek.KUANTITAS,
            perspektif=Perspektif.PROSES_BISNIS if kunci == "kepala" else None,
            teks=f"Jumlah laporan {kunci}{tanda}",
            target="12 laporan",
        )
        s.add(indikator)
        s.add(PerilakuSkp(instansi_id=skp.instansi_id, skp_id=skp.id, nilai=NilaiBerakhlak.AKUNTABEL, ekspektasi=f"Tepat waktu{tanda}"))
        s.add(LampiranSkp(instansi_id=skp.instansi_id, skp_id=skp.id, jenis=JenisLampiran.DUKUNGAN, urut=1, teks=f"Komputer{tanda}"))
        s.flush()
        self.indikator[n, kunci] = indikator.id

    def _menilai(self, s: Session, n: int, tanda: str) -> None:
        i, d = self.dunia.instansi[n], self.dunia
        s.add(
            RencanaAksi(
                instansi_id=i,
                rhk_id=self.rhk[n, "staf"],
                periode_id=self.januari[n],
                teks=f"Menyusun laporan{tanda}",
                eviden="https://contoh.go.id/eviden/1",
            )
        )
        penilaian = Penilaian(
            instansi_id=i,
            skp_id=self.skp[n, "staf"],
            periode_id=self.januari[n],
            hasil=Rating.SESUAI,
            perilaku=Rating.SESUAI,
            predikat=predikat(Rating.SESUAI, Rating.SESUAI),
            catatan=f"Pertahankan{tanda}",
            dinilai=DINILAI,
        )
        s.add(penilaian)
        s.flush()
        self.penilaian[n] = penilaian.id
        s.add(
            RealisasiIndikator(
                instansi_id=i,
                penilaian_id=penilaian.id,
                indikator_id=self.indikator[n, "staf"],
                realisasi=f"1 laporan{tanda}",
                umpan_balik=f"Baik{tanda}",
            )
        )
        s.add(UmpanBalikPerilaku(instansi_id=i, penilaian_id=penilaian.id, nilai=NilaiBerakhlak.AKUNTABEL, umpan_balik=f"Jujur{tanda}"))
        staf, kabid, kepala = (s.get_one(Pegawai, d.pegawai[n, k]) for k in ("staf", "kabid", "kepala"))
        keberatan = Keberatan(
            instansi_id=i,
            penilaian_id=penilaian.id,
            skp_id=self.skp[n, "staf"],
            periode_id=self.januari[n],
            tahun=2026,
            unor_id=d.unor[n, "bidang"],
            pegawai_id=staf.id,
            penilai_id=kabid.id,
            atasan_id=kepala.id,
            nama=staf.nama,
            nama_cari=normalkan(staf.nama),
            nama_penilai=kabid.nama,
            nama_atasan=kepala.nama,
            status=StatusKeberatan.DIAJUKAN,
            waktu_pengajuan=datetime(2026, 11, 21, 2, 0, tzinfo=UTC),
            batas_putusan=date(2026, 12, 10),
            alasan=f"Bekerja melebihi target{tanda}",
            sebelum_hasil=Rating.SESUAI,
            sebelum_perilaku=Rating.SESUAI,
            diminta_hasil=Rating.DI_ATAS,
            diminta_perilaku=Rating.DI_ATAS,
        )
        s.add(keberatan)
        s.flush()
        self.keberatan[n] = keberatan.id

    def _lainnya(self, s: Session, n: int, tanda: str) -> None:
        i, d = self.dunia.instansi[n], self.dunia
        capaian = CapaianOrganisasi(
            instansi_id=i,
            tahun=2026,
            periode_id=self.januari[n],
            unor_id=d.unor[n, "dinas"],
            capaian=NilaiCapaian.BAIK,
            bukti_dukung=f"https://contoh.go.id/bukti{tanda.replace(' ', '-')}",
        )
        nama_tim = f"Tim Penyusun Kurikulum{tanda}"
        tim = TimKerja(
            instansi_id=i,
            tahun=2026,
            nama=nama_tim,
            nama_cari=normalkan(nama_tim),
            unor_id=d.unor[n, "bidang"],
            ketua_id=d.pegawai[n, "kabid"],
        )
        # The snapshot of a SKP that is gone, first: its menu shows no other.
        hilang = {"nama": f"Orang Hapus{tanda}", "nomor_induk": "198001012005031999", "jenis": "definitif", "jabatan": f"Analis{tanda}"}
        s.add(
            PotretSkp(
                instansi_id=i,
                skp_id=900_000_000 + n,
                waktu=d.jam(),
                pelaku=f"Pelaku{tanda}",
                sebab="hapus",
                isi={"skp": {**hilang, "awal": "2025-01-01", "akhir": "2025-12-31"}},
            )
        )
        s.flush()
        potret = PotretSkp(
            instansi_id=i, skp_id=self.skp[n, "draft"], waktu=d.jam(), pelaku=f"Pelaku{tanda}", sebab="kembalikan_ke_draft", isi={}
        )
        libur = f"Libur instansi contoh{tanda}"
        s.add_all(
            [
                capaian,
                tim,
                potret,
                Pengaturan(instansi_id=i),
                HariLibur(instansi_id=i, tanggal=date(2026, 12, 25), nama=libur, nama_cari=normalkan(libur)),
            ]
        )
        s.flush()
        s.add(AnggotaTim(instansi_id=i, tim_id=tim.id, pegawai_id=d.pegawai[n, "staf"]))
        self.capaian[n], self.tim[n], self.potret[n] = capaian.id, tim.id, potret.id

    def putus_keberatan(self, n: int = 1) -> None:
        """The keberatan of staf is over: refused by kepala. An open one keeps the SKP from going back to Draft."""
        with Session(self.dunia.mesin, info={"unit_of_work": True}) as s:
            pasang_lingkup(s, Lingkup("instansi", self.dunia.instansi[n]))
            k = s.get_one(Keberatan, self.keberatan[n])
            k.status, k.waktu_cek, k.waktu_respon, k.keputusan = StatusKeberatan.DITOLAK, self.dunia.jam(), self.dunia.jam(), "Sudah tepat"
            k.sesudah_hasil, k.sesudah_perilaku = k.sebelum_hasil, k.sebelum_perilaku
            s.commit()

    def buat_periode(self, *tahun: int) -> None:
        """Monthly Periode of those years in the first instansi, beside the ones of 2026."""
        for satu in tahun:
            with self.app.app_context():
                periode.buat_tahun(self.dunia.aktor(), susun(satu, PolaPeriode.BULANAN))

    # --- Acting as its people ---

    def aktor(self, kunci: str) -> Aktor:
        """The actor of kepala, kabid, staf or staf2 of the first instansi; other names are accounts of the world."""
        if kunci not in ORANG:
            return self.dunia.aktor(kunci)
        with self.dunia.sesi() as s:
            p = s.get_one(Pegawai, self.dunia.pegawai[1, kunci])
            return Aktor(
                pengguna_id=self.pengguna[kunci],
                nama=p.nama,
                nip=p.nomor_induk,
                instansi_id=self.dunia.instansi[1],
                peran=frozenset({Peran.PEGAWAI}),
                jam=self.dunia.jam,
                alamat="127.0.0.1",
                request_id="uji",
            )

    def buka_sesi(self, kunci: str) -> str:
        """A login of one of its people, or of an account of the world: the key that the cookie holds."""
        if kunci not in ORANG:
            return self.dunia.buka_sesi(kunci)
        rahasia = secrets.token_urlsafe(16)
        with Session(self.dunia.mesin, info={"unit_of_work": True}) as s:
            s.add(
                Sesi(
                    kunci=ringkas(rahasia),
                    pengguna_id=self.pengguna[kunci],
                    instansi_id=self.dunia.instansi[1],
                    sebagai_pegawai=True,
                    dibuat=self.dunia.jam(),
                    terakhir=self.dunia.jam(),
                    alamat="127.0.0.1",
                    agen="uji",
                )
            )
            s.commit()
        return rahasia

    def klien(self, kunci: str) -> Klien:
        return Klien(self.app, self, kunci)  # type: ignore[arg-type]
