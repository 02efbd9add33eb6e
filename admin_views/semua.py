"""All views of the panel, in menu order. A new menu is added here and in navigasi.py."""

from __future__ import annotations

from admin_views.beranda import BerandaView
from admin_views.instansi import InstansiView
from admin_views.jejak_audit import JejakAuditView
from admin_views.lain import BantuanView, CariCepatView, LookupView, ProfilView
from admin_views.pegawai import PegawaiView
from admin_views.pengguna import PenggunaView
from admin_views.periode import PeriodeView
from admin_views.plt_plh import PltPlhView
from admin_views.tugas import TugasView
from admin_views.unor import UnorView

BERANDA = BerandaView
VIEWS = (
    TugasView,
    PeriodeView,
    UnorView,
    PegawaiView,
    PltPlhView,
    JejakAuditView,
    PenggunaView,
    InstansiView,
    ProfilView,
    BantuanView,
    LookupView,
    CariCepatView,
)
