"""Every route × role × method against the policy table; what a role is shown; and that a GET changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_admin import BaseView, expose
from werkzeug.routing import Rule

from admin_views.pagar import UMUM, Berpagar, izin
from app import _periksa_rute, create_app, izin_rute
from domain.izin import KEBIJAKAN, Peran, dikenal, peran_untuk
from models import Indikator, LampiranSkp, Periode, PotretSkp, Rhk, Skp
from services.pencarian import LOOKUP
from tests.dunia import AKUN, Dunia, Klien
from tests.jelajah import MENU, id_di, lengkapi, potret, urai

HANYA_SQLITE = pytest.mark.parametrize("mesin", ["sqlite"])
PERAN = ("pegawai", "admin_instansi", "helpdesk", "supervisor", "admin_bkn")
"""One account of each role."""
TETAP_403 = ("ajax_update",)
"""Flask-Admin's inline editing: closed to everyone."""


def peran_akun(nama: str) -> frozenset[Peran]:
    return frozenset(p for p, _ in AKUN[nama][1]) or frozenset({Peran.PEGAWAI})


def rute(app: Flask, dunia: Dunia) -> Iterator[tuple[str, str, str, str]]:
    """(endpoint, method, address, permission beyond the route's own) of everything that can be asked for."""
    menu = {v.sumber: v for v in MENU}
    for aturan in app.url_map.iter_rules():
        if aturan.endpoint == "static":
            continue
        view = menu.get(aturan.endpoint.partition(".")[0])
        for metode in sorted(aturan.methods - {"HEAD", "OPTIONS"}):
            for alamat, lagi in alamat_untuk(aturan, view, dunia):
                yield aturan.endpoint, metode, alamat, lagi or (metode == "POST" and IZIN_KIRIM.get(aturan.endpoint)) or ""


IZIN_KIRIM = {"pengaturan.index": "pengaturan:ubah", "pengaturan.lambang": "pengaturan:ubah"}
"""Pages that more roles may read than send."""
ISI_SKP = {
    "rhk_id": Rhk,
    "indikator_id": Indikator,
    "lampiran_id": LampiranSkp,
    "periode_id": Periode,
    "potret_id": PotretSkp,
}
"""Arguments of the routes below a SKP and what they number."""


def alamat_untuk(aturan: Rule, view: Any, dunia: Dunia) -> list[tuple[str, str]]:
    id = id_di(dunia, view.model, 1)[0] if view is not None else 1
    if aturan.endpoint.startswith("daftar_skp"):
        id = id_di(dunia, Skp, 1)[0]
    nilai: dict[str, list[tuple[Any, str]]] = {
        "id": [(id, "")],
        "peran_id": [(1, "")],
        "export_type": [("csv", ""), ("xlsx", "")],
        "nama": [(n, look.izin) for n, look in LOOKUP.items()],
        "token": [("x", "")],
        "bagian": [("dukungan", "")],
        **{k: [(id_di(dunia, m, 1)[0], "")] for k, m in ISI_SKP.items()},
        "kode": [(t.kode, f"{view.sumber}:{t.aksi}") for t in view.tindakan_baris] or [("tidak-ada", "")] if view else [],
    }
    if aturan.endpoint.startswith("integrasi."):
        nilai["nama"] = [("wso2", "")]
    hasil = [(aturan.rule, "")]
    for argumen in sorted(aturan.arguments):
        assert argumen in nilai, f"{aturan.rule}: ajari uji ini nilai untuk <{argumen}>"
        pola = next(p for p in (f"<int:{argumen}>", f"<{argumen}>") if p in aturan.rule)
        hasil = [(a.replace(pola, str(n)), lagi or baru) for a, lagi in hasil for n, baru in nilai[argumen]]
    if aturan.endpoint.endswith((".details_view", ".edit_view", ".delete_view")):
        hasil = [(f"{a}?id={id}", lagi) for a, lagi in hasil]
    return hasil


@HANYA_SQLITE
def test_every_route_for_every_role_and_method(app, dunia, klien):
    lengkapi(dunia)
    semua = list(rute(app, dunia))
    assert len(semua) > 80
    salah = []
    for nama in (None, *PERAN):
        k, token = klien(nama), None
        for endpoint, metode, alamat, lagi in semua:
            if token is None or endpoint == "publik.keluar":
                k = klien(nama)
                token = k.token("/masuk" if nama is None else "/admin/profil/")
            jawaban = k.c.open(alamat, method=metode, data={"csrf_token": token} if metode == "POST" else None)
            if endpoint == "publik.keluar":
                token = None
            izin_nya = izin_rute(app, endpoint)
            ke_masuk = jawaban.status_code == 302 and jawaban.location.startswith("/masuk")
            if izin_nya == UMUM:
                harap, sesuai = "terbuka", jawaban.status_code not in (401, 403)
            elif nama is None:
                harap, sesuai = "ke /masuk", ke_masuk
            elif endpoint.endswith(TETAP_403) or not all(peran_akun(nama) & peran_untuk(i) for i in (izin_nya, lagi) if i):
                harap, sesuai = "403", jawaban.status_code == 403
            else:
                harap, sesuai = "boleh", jawaban.status_code != 403 and (not ke_masuk or endpoint == "publik.keluar")
            if not sesuai or jawaban.status_code >= 500:
                salah.append((nama, metode, alamat, jawaban.status_code, harap))
    assert not salah, salah


@HANYA_SQLITE
def test_bulk_actions_ask_for_their_own_permission(dunia, klien):
    lengkapi(dunia)
    for nama in PERAN:
        k = klien(nama)
        token = k.token()
        for view in MENU:
            for t in view.tindakan_massal:
                data = {"csrf_token": token, "action": t.kode, "rowid": str(id_di(dunia, view.model, 1)[0])}
                boleh = all(peran_akun(nama) & peran_untuk(f"{view.sumber}:{a}") for a in ("lihat", t.aksi))
                jawaban = k.c.post(f"{view.alamat}action/", data=data)
                assert (jawaban.status_code != 403) == boleh, (nama, view.sumber, t.kode, jawaban.status_code)
            tidak_ada = k.c.post(f"{view.alamat}action/", data={"csrf_token": token, "action": "tidak-ada"})
            assert tidak_ada.status_code == (404 if peran_akun(nama) & peran_untuk(f"{view.sumber}:lihat") else 403)


@HANYA_SQLITE
def test_a_list_offers_only_what_the_role_may_do(dunia, klien):
    """Every link and form of a list page leads somewhere that the role may open."""
    lengkapi(dunia)
    for nama in PERAN:
        k = klien(nama)
        for view in MENU:
            if not peran_akun(nama) & peran_untuk(f"{view.sumber}:lihat"):
                continue
            halaman = k.get(view.alamat)
            bawah = [t for t in urai(halaman.text).tautan if t.startswith("/admin/")]
            assert bawah
            # One link of each kind: those of other rows, pages and orders differ in numbers and values only.
            for alamat in {re.sub(r"\d+|=[^&]*", "", t.partition("#")[0]): t for t in bawah}.values():
                assert k.get(alamat).status_code != 403, (nama, view.sumber, alamat)
            massal = {t.kode for t in view.tindakan_massal if not peran_akun(nama) & peran_untuk(f"{view.sumber}:{t.aksi}")}
            for kode in massal:
                assert f'name="action" value="{kode}"' not in halaman.text, (nama, view.sumber, kode)


def test_a_get_changes_nothing(app, dunia, klien, basis, jam):
    """Not one cell of any table, but a session's last-seen time."""
    skp = lengkapi(dunia)
    akun = {n: klien(n) for n in ("admin_bkn", "supervisor_unor", None)} | {n: skp.klien(n) for n in ("staf", "kabid", "kepala")}
    jam.kini += timedelta(minutes=2)
    tanpa = frozenset({("sesi", "terakhir")})
    sebelum, utuh = potret(basis, tanpa=tanpa), potret(basis)
    alamat = sorted({a for _, m, a, _ in rute(app, dunia) if m == "GET"})
    assert len(alamat) > 40
    for k in akun.values():
        for satu in alamat:
            assert k.get(satu).status_code < 500, satu
    assert potret(basis, tanpa=tanpa) == sebelum
    assert potret(basis)["sesi"] != utuh["sesi"]  # the one exception is real, and the comparison sees a change


# --- The table itself -------------------------------------------------------------------------------------------------


@HANYA_SQLITE
def test_a_route_without_a_permission_does_not_start(setelan):
    app = create_app(setelan)

    class Longgar(Berpagar, BaseView):
        sumber = "periode"

        @expose("/")
        @izin("periode:lihat")
        def index(self) -> str:
            return ""

        @expose("/tanpa/")
        def tanpa(self) -> str:
            return ""

        @expose("/karangan/")
        @izin("periode:karangan")
        def karangan(self) -> str:
            return ""

    with pytest.raises(LookupError, match="tidak menyebut izin"):
        Longgar.izin_metode("tanpa")
    with pytest.raises(LookupError):
        Longgar.periksa_izin()
    _periksa_rute(app)
    for tanda in (None, "karangan:lihat"):
        fungsi = (lambda: "") if tanda is None else izin(tanda)(lambda: "")
        app.view_functions["liar"] = fungsi
        app.url_map.add(Rule("/liar/", endpoint="liar"))
        assert izin_rute(app, "liar") is None
        with pytest.raises(LookupError, match="/liar/"):
            _periksa_rute(app)


def test_who_may_write_is_pinned():
    def izin_dari(peran: Peran) -> set[str]:
        return {f"{s}:{a}" for s, isi in KEBIJAKAN.items() for a, siapa in isi.items() if peran in siapa}

    tugas = {"tugas:lihat", "tugas:unduh", "tugas:batalkan", "tugas:ulangi"}
    diri = {"profil:lihat", "profil:ubah", "bantuan:lihat", "sesi:keluar", "sesi:pilih_instansi"}
    kinerja_saya = {f"daftar_skp:{a}" for a in KEBIJAKAN["daftar_skp"]}
    assert izin_dari(Peran.PEGAWAI) == diri | tugas | kinerja_saya
    for peran in set(Peran) - {Peran.PEGAWAI}:
        assert not izin_dari(peran) & kinerja_saya, peran
    membaca = {"lihat", "ekspor", "unduh", "cetak", "cetak_mph"}
    tulis = {i for i in izin_dari(Peran.SUPERVISOR) - diri if i.partition(":")[2] not in membaca}
    assert tulis == {"tugas:batalkan", "tugas:ulangi"}
    dihapus = {i for i in izin_dari(Peran.HELPDESK) if i.endswith(":hapus") or i.startswith("instansi:")}
    assert all(i.startswith("perbaikan_") for i in dihapus), dihapus
    perbaikan = {p for s, isi in KEBIJAKAN.items() if s.startswith("perbaikan_") for siapa in isi.values() for p in siapa}
    assert perbaikan == {Peran.HELPDESK, Peran.ADMIN_BKN}
    assert not {i for i in izin_dari(Peran.ADMIN_INSTANSI) if i.startswith("instansi:")}
    assert peran_untuk("periode:karangan") == peran_untuk("") == frozenset() and not dikenal("karangan:lihat")


@HANYA_SQLITE
def test_roles_of_the_world_cover_all_roles(dunia):
    assert {p for n in PERAN for p in peran_akun(n)} == set(Peran)
    assert isinstance(Klien(dunia.app, dunia, None), Klien)
