"""Beranda: what needs doing, with links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_admin import AdminIndexView, expose
from markupsafe import Markup

from admin_views.beranda_belum import ALAMAT_BELUM, BelumDinilaiBeranda
from admin_views.capaian_grafik import Grafik, campur, susun
from admin_views.halaman import KepalaHalaman, Lencana, Tautan
from admin_views.konteks import aktor, konteks, tautan
from admin_views.pagar import Berpagar, izin
from admin_views.tampil import ikon, lencana_enum, polos, potongan, ribuan
from domain.periode import nama_bertahun
from domain.status import StatusCapaian, StatusSkp
from domain.tanggal import desimal, panjang
from services import beranda, beranda_skp
from services.beranda import RingkasanSinkro
from services.beranda_skp import CapaianTunggu, RingkasanSkp


@dataclass(frozen=True, slots=True)
class Perlu:
    ikon: str
    nada: str
    judul: str
    pesan: str
    tautan: Tautan


@dataclass(frozen=True, slots=True)
class Isi:
    kepala: KepalaHalaman


@dataclass(frozen=True, slots=True)
class Tabel:
    judul: str
    keterangan: str | None
    kolom: Sequence[tuple[str, str]]
    baris: Sequence[Sequence[tuple[Any, str]]]
    tautan: Tautan | None = None


@dataclass(frozen=True, slots=True)
class Gambar:
    judul: str
    keterangan: str
    g: Grafik | None
    tautan: Tautan | None = None


@dataclass(frozen=True, slots=True)
class Kesehatan:
    """The last run of one kind, with the way to its list."""

    judul: str
    href: str | None
    lencana: Lencana
    pesan: str


class BerandaView(BelumDinilaiBeranda, Berpagar, AdminIndexView):
    sumber = "beranda"

    def __init__(self) -> None:
        super().__init__(name="Beranda", endpoint="admin", url="/admin")
        self.static_folder = None  # Flask-Admin's own Bootstrap 4 files are not served

    @expose("/")
    @izin("beranda:lihat")
    def index(self) -> Any:
        pelaku = aktor()
        r, skp = beranda.ringkasan(konteks()), beranda_skp.ringkasan(konteks())
        tahun = pelaku.hari_ini().year
        siasn = beranda.sinkro(konteks())
        kerja = beranda.pekerjaan(konteks(), skp, siasn)
        return self.render(
            "admin/beranda.html",
            halaman=Isi(KepalaHalaman("Beranda", f"Data per {polos(pelaku.sekarang(), pelaku.zona)}.")),
            perlu_dikerjakan=[Perlu(p.ikon, p.nada, p.judul, p.pesan, Tautan(p.tombol, p.href)) for p in kerja],
            angka=[
                ("Pegawai aktif", ribuan(r.pegawai), None, ""),
                ("Unor", ribuan(r.unor), None, ""),
                ("PLT/PLH berlaku", ribuan(r.plt_plh), None, "hari ini"),
                (f"Periode {tahun}", ribuan(r.periode), None, "termasuk yang berlaku setiap tahun"),
            ],
            angka_skp=_angka(skp),
            kelompok_tabel=[t for t in (_tunggu(skp), _kemajuan(skp)) if t is not None],
            grafik=_distribusi(skp),
            sinkronisasi=_kesehatan(siasn),
        )


def _kesehatan(siasn: RingkasanSinkro) -> list[Kesehatan]:
    """The state and time of the last run of each kind; nothing for a role that may see none of them."""
    pelaku = aktor()
    hasil = []
    for t in siasn.terakhir:
        judul = f"Sinkronisasi {t.jenis.label}" if t.jenis else "Sinkronisasi Predikat"
        href = tautan("/admin/sinkronisasi/", {"jenis": t.jenis.value}) if t.jenis else "/admin/sinkronisasi-predikat/"
        pesan = polos(t.waktu, pelaku.zona) + (f", {ribuan(t.gagal)} gagal" if t.gagal else "")
        hasil.append(Kesehatan(judul, href, lencana_enum(t.status), pesan))
    if not hasil and pelaku.boleh("sinkronisasi:lihat"):
        hasil.append(
            Kesehatan("Sinkronisasi SIASN", "/admin/sinkronisasi/", Lencana("Belum pernah"), "Data belum pernah dibandingkan dengan SIASN.")
        )
    return hasil


def _angka(skp: RingkasanSkp) -> list[tuple[str, str, float | None, str]]:
    """The four figures of the SKP part."""
    s, n = skp.per_status, sum(skp.per_status.values())
    rinci = f"{s[StatusSkp.PENGAJUAN]} Pengajuan, {s[StatusSkp.DRAFT]} Draft"
    p, nilai = skp.periode, skp.statistik
    batas = f"{ribuan(nilai.dinilai)} dari {ribuan(nilai.pegawai)}, batas {panjang(p.batas)}" if p else "belum ada periode yang berjalan"
    k = skp.keberatan
    final, semua = skp.capaian[StatusCapaian.FINAL], sum(skp.capaian.values())
    return [
        (f"SKP {skp.tahun} disetujui", ribuan(s[StatusSkp.PERSETUJUAN]), _persen(s[StatusSkp.PERSETUJUAN], n), rinci),
        (f"Penilaian {p.rencana.nama if p else ''}".strip(), ribuan(nilai.dinilai), _persen(nilai.dinilai, nilai.pegawai), batas),
        ("Capaian organisasi final", ribuan(final), _persen(final, semua), f"dari {ribuan(semua)} capaian {skp.tahun}"),
        ("Keberatan terbuka", ribuan(k.terbuka), None, f"batas paling dekat {panjang(k.terdekat)}" if k.terdekat else ""),
    ]  # fmt: skip


def _persen(bagian: int, dari: int) -> float:
    return round(bagian * 100 / dari, 1) if dari else 0.0


def _tunggu(skp: RingkasanSkp) -> Tabel | None:
    """The capaian not yet final, each with the way to its Final page."""
    if not skp.tunggu:
        return None
    boleh = aktor().boleh("capaian_organisasi:final")

    def ke(c: CapaianTunggu) -> Markup:
        if not boleh:
            return Markup('<a href="/admin/capaian-organisasi/details/?id={}">Lihat<span class="visually-hidden"> {}</span></a>').format(
                c.id, c.unor
            )
        return Markup(
            '<a class="btn btn-secondary btn-sm" href="/admin/capaian-organisasi/{}/final/" data-dlg>{}Final<span class="visually-hidden"> {}</span></a>'
        ).format(c.id, ikon("lock"), c.unor)

    return Tabel(
        "Capaian organisasi belum final",
        None,
        [("Unit Kerja Induk", ""), ("Capaian Organisasi", ""), ("Periode", ""), ("Aksi", "is-fit")],
        [[(c.unor, ""), (c.capaian.label, ""), (f"{c.periode}, {c.tahun}", ""), (ke(c), "is-fit")] for c in skp.tunggu],
        Tautan(f"Semua ({ribuan(skp.tunggu_semua)})", "/admin/capaian-organisasi/?status=belum_final"),
    )


def _kemajuan(skp: RingkasanSkp) -> Tabel | None:
    if not skp.unit or skp.periode is None:
        return None
    baris = [
        [
            (Markup('<a class="ek-cell__main" href="/admin/unor/details/?id={}">{}</a>').format(u.unor_id, u.nama), "is-unor"),
            (ribuan(u.pegawai), "is-num"),
            (potongan("admin/capaian_organisasi/meter.html", persen=_persen(u.dinilai, u.pegawai), teks=desimal(_persen(u.dinilai, u.pegawai), 1)), "is-meter"),
            (ribuan(u.pegawai - u.dinilai), "is-num"),
        ]
        for u in skp.unit
    ]  # fmt: skip
    kolom = [("Unit Kerja Induk", ""), ("SKP", "is-num"), (f"Penilaian {skp.periode.rencana.nama}", ""), ("Belum dinilai", "is-num")]
    return Tabel("Kemajuan per unit kerja", "Paling tertinggal lebih dahulu", kolom, baris)


def _distribusi(skp: RingkasanSkp) -> Gambar | None:
    d = skp.distribusi
    if d is None:
        return None
    tahun, n, isi = d.periode.awal.year, d.periode, d.statistik
    judul = f"Distribusi predikat {nama_bertahun(n.rencana.nama, tahun)}"
    belum = isi.pegawai - isi.dinilai
    ke = None
    if belum and aktor().boleh("skp:lihat"):
        ke = Tautan(f"Lihat {ribuan(belum)} yang belum dinilai", tautan(ALAMAT_BELUM, {"tahun": tahun, "periode": n.id}))
    if not isi.dinilai:
        return Gambar(judul, f"Belum ada yang dinilai dari {ribuan(isi.pegawai)} pegawai pada periode ini.", None, ke)
    acuan = campur(d.bobot)
    sumber = (
        "Pola acuan menurut capaian organisasi yang sudah diisi."
        if acuan
        else "Pola acuan muncul setelah capaian organisasi periode ini diisi."
    )
    return Gambar(judul, f"{ribuan(isi.dinilai)} dari {ribuan(isi.pegawai)} pegawai dinilai. {sumber}", susun(isi, acuan), ke)
