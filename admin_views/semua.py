"""All views of the panel, in menu order. A new menu is added here and in navigasi.py."""

from __future__ import annotations

from admin_views.beranda import BerandaView
from admin_views.capaian_organisasi import CapaianOrganisasiView
from admin_views.daftar_skp import DaftarSkpView
from admin_views.daftar_skp_keberatan import KeberatanSayaView
from admin_views.daftar_skp_penilaian import PenilaianView
from admin_views.hari_libur import HariLiburView
from admin_views.instansi import InstansiView
from admin_views.integrasi import IntegrasiView
from admin_views.jejak_audit import JejakAuditView
from admin_views.jpt_non_asn import JptNonAsnView
from admin_views.keberatan import KeberatanView
from admin_views.konflik import KonflikView
from admin_views.lain import BantuanView, CariCepatView, LookupView, ProfilView
from admin_views.matriks_peran_hasil import MatriksPeranHasilView
from admin_views.pegawai import PegawaiView
from admin_views.pengaturan import PengaturanView
from admin_views.pengguna import PenggunaView
from admin_views.perbaikan_penilaian import PerbaikanKeberatanView, PerbaikanPenilaianView
from admin_views.perbaikan_skp import PerbaikanIndikatorView, PerbaikanRhkView, PerbaikanSkpView
from admin_views.perbaikan_terhapus import PerbaikanTerhapusView
from admin_views.periode import PeriodeView
from admin_views.plt_plh import PltPlhView
from admin_views.profil_non_asn import ProfilNonAsnView, TambahNonAsnView
from admin_views.rekonsiliasi_unor import GabungUnorView, RekonsiliasiUnorView
from admin_views.sinkronisasi import SinkronisasiView
from admin_views.sinkronisasi_isi import SinkroBarisView
from admin_views.sinkronisasi_predikat import KirimanPredikatView, SinkronisasiPredikatView
from admin_views.skp import SkpView
from admin_views.tim_kerja import TimKerjaView
from admin_views.tugas import TugasView
from admin_views.unor import UnorView

BERANDA = BerandaView
VIEWS = (
    TugasView,
    DaftarSkpView,
    PenilaianView,
    KeberatanSayaView,
    PeriodeView,
    UnorView,
    PegawaiView,
    PltPlhView,
    SkpView,
    CapaianOrganisasiView,
    KeberatanView,
    MatriksPeranHasilView,
    TimKerjaView,
    SinkronisasiView,
    SinkroBarisView,
    SinkronisasiPredikatView,
    KirimanPredikatView,
    PengaturanView,
    JptNonAsnView,
    TambahNonAsnView,
    ProfilNonAsnView,
    RekonsiliasiUnorView,
    GabungUnorView,
    KonflikView,
    PerbaikanSkpView,
    PerbaikanRhkView,
    PerbaikanIndikatorView,
    PerbaikanPenilaianView,
    PerbaikanKeberatanView,
    PerbaikanTerhapusView,
    JejakAuditView,
    PenggunaView,
    InstansiView,
    HariLiburView,
    IntegrasiView,
    ProfilView,
    BantuanView,
    LookupView,
    CariCepatView,
)
