"""Login, sessions, lockout, one-time links, CSRF, redirects, headers, error pages, and what production refuses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from admin_views import dasar
from app import create_app
from config import KonfigurasiSalah, Settings
from domain.izin import Peran
from domain.status import StatusAktif
from extensions import db
from models import Pengguna, PeranPengguna, PercobaanGagal, Sesi
from services import percobaan, sandi
from services.sesi import ringkas
from tests.conftest import setelan_uji
from tests.dunia import Klien, teks_halaman

SANDI = "kata sandi untuk uji 42"
BARU = "kata sandi lain 4242"


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    """argon2 with its least cost: what is tested is what happens, not how long a hash takes."""
    ringan = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(sandi, "_hasher", ringan)
    sandi._hash_kosong.cache_clear()
    return ringan


@pytest.fixture
def bersandi(dunia: Any, hasher: PasswordHasher) -> Any:
    """The world with a password for every account."""
    with Session(dunia.mesin, info={"unit_of_work": True}) as s:
        s.execute(update(Pengguna).values(kata_sandi=hasher.hash(SANDI)))
        s.commit()
    return dunia


def masuk(k: Klien, nip: str, kata_sandi: str = SANDI, alamat: str = "/masuk", **kw: Any) -> Any:
    return k.c.post(alamat, data={"nip": nip, "kata_sandi": kata_sandi, "csrf_token": k.token("/masuk")}, **kw)


def terbuka(k: Klien) -> bool:
    return k.get("/admin/profil/").status_code == 200


# --- Login ------------------------------------------------------------------------------------------------------------


def test_login_works_with_a_pasted_nip_and_logout_ends_the_session_on_the_server(bersandi, klien):
    k = klien(None)
    nip = bersandi.nip["admin_instansi"]
    jawaban = masuk(k, f" {nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]} ")
    assert jawaban.status_code == 302 and jawaban.location == "/admin/"
    assert "HttpOnly" in jawaban.headers["Set-Cookie"] and "SameSite=Lax" in jawaban.headers["Set-Cookie"]
    assert terbuka(k)
    curian = k.c.get_cookie("ekinerja").value
    assert k.post("/keluar").location == "/masuk"
    assert not terbuka(k)
    k.c.set_cookie("ekinerja", curian)
    assert not terbuka(k), "kuki yang disalin hidup terus sesudah keluar"


def test_unknown_nip_wrong_password_no_password_and_disabled_are_one_answer_and_one_work(bersandi, klien, monkeypatch):
    with Session(bersandi.mesin, info={"unit_of_work": True}) as s:
        s.execute(update(Pengguna).where(Pengguna.id == bersandi.pengguna["helpdesk"]).values(status=StatusAktif.NONAKTIF))
        s.execute(update(Pengguna).where(Pengguna.id == bersandi.pengguna["supervisor"]).values(kata_sandi=None))
        s.commit()
    sandi.cocok(None, "x")
    kerja: list[str] = []
    asli = sandi.cocok
    monkeypatch.setattr(sandi, "cocok", lambda h, t: kerja.append("cocok") or asli(h, t))
    verifikasi = type(sandi._hasher).verify
    monkeypatch.setattr(type(sandi._hasher), "verify", lambda self, h, t: kerja.append("argon2") or verifikasi(self, h, t))
    jawaban = []
    for nip, kata in (
        ("197001012000031999", SANDI),
        (bersandi.nip["admin_instansi"], "salah"),
        (bersandi.nip["helpdesk"], SANDI),
        (bersandi.nip["supervisor"], SANDI),
    ):
        kerja.clear()
        r = masuk(klien(None), nip, kata)
        isi = re.sub(r'(value|content)="[^"]{40,}"', "", r.text).replace(nip, "#")
        jawaban.append((r.status_code, isi, tuple(kerja)))
    assert len(set(jawaban)) == 1, [(s, len(i), w) for s, i, w in jawaban]
    assert jawaban[0][0] == 422 and "NIP atau kata sandi tidak cocok" in jawaban[0][1] and jawaban[0][2] == ("cocok", "argon2")


def test_failures_delay_the_account_longer_and_longer_and_answer_429(bersandi, klien, jam):
    nip, tunda = bersandi.nip["admin_instansi"], []
    k = klien(None)
    for _ in range(percobaan.BEBAS["nip"]):
        assert masuk(k, nip, "salah").status_code == 422
    for _ in range(11):
        ditolak = masuk(k, nip)  # the right password doesn't help either while the delay lasts
        assert ditolak.status_code == 429 and "Terlalu banyak percobaan gagal" in ditolak.text
        with Session(bersandi.mesin) as s:
            baris = s.get_one(PercobaanGagal, f"nip:{nip}")
        tunda.append((baris.tunda_sampai - jam.kini).total_seconds())
        jam.kini = baris.tunda_sampai + timedelta(seconds=1)
        assert masuk(klien(None), nip, "salah", environ_overrides={"REMOTE_ADDR": f"10.0.0.{len(tunda)}"}).status_code == 422
    assert tunda == sorted(tunda) and tunda[1] > tunda[0] and tunda[-1] == percobaan.TUNDA_MAKS.total_seconds()
    jam.kini += percobaan.TUNDA_MAKS
    assert masuk(k, nip).status_code == 302
    with Session(bersandi.mesin) as s:
        assert s.get(PercobaanGagal, f"nip:{nip}") is None, "masuk yang berhasil menghapus hitungan"


def test_one_address_that_tries_many_accounts_is_delayed_and_unknown_nips_count_alike(bersandi, klien):
    k = klien(None)
    for i in range(percobaan.BEBAS["alamat"]):
        assert masuk(k, f"1970010120000310{i:02d}", "salah").status_code == 422
    assert masuk(k, bersandi.nip["admin_instansi"]).status_code == 429
    assert masuk(klien(None), bersandi.nip["admin_instansi"], environ_overrides={"REMOTE_ADDR": "10.9.9.9"}).status_code == 302


def test_reauthentication_shares_the_counter(bersandi, klien):
    k = klien("admin_instansi")
    isi = {"kata_sandi_lama": "salah", "kata_sandi_baru": BARU, "ulangi": BARU}
    for _ in range(percobaan.BEBAS["nip"]):
        assert k.post("/admin/profil/", isi).status_code == 422
    assert k.post("/admin/profil/", isi).status_code == 429
    assert masuk(klien(None), bersandi.nip["admin_instansi"], environ_overrides={"REMOTE_ADDR": "10.9.9.9"}).status_code == 429


# --- Sessions ---------------------------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_idle_and_after_twelve_hours_in_any_case(bersandi, klien, jam):
    k = klien("admin_instansi")
    jam.kini += timedelta(minutes=29)
    assert terbuka(k)
    jam.kini += timedelta(minutes=29)
    assert terbuka(k), "halaman yang dibuka memperpanjang"
    jam.kini += timedelta(minutes=31)
    assert not terbuka(k)
    k = klien("admin_instansi")
    for _ in range(12 * 60 // 20):
        assert terbuka(k)
        jam.kini += timedelta(minutes=20)
    jam.kini += timedelta(minutes=1)
    assert not terbuka(k)


def test_disabling_an_account_or_taking_a_role_ends_access_at_the_next_request(bersandi, klien):
    def jalankan(*stmt: Any) -> None:
        with Session(bersandi.mesin, info={"unit_of_work": True}) as s:
            for satu in stmt:
                s.execute(satu)
            s.commit()

    for nama, stmt in (
        ("admin_instansi", update(Pengguna).where(Pengguna.id == bersandi.pengguna["admin_instansi"]).values(status=StatusAktif.NONAKTIF)),
        ("supervisor", delete(PeranPengguna).where(PeranPengguna.pengguna_id == bersandi.pengguna["supervisor"])),
        ("helpdesk", delete(Sesi).where(Sesi.pengguna_id == bersandi.pengguna["helpdesk"])),
    ):
        k = klien(nama)
        assert k.get("/admin/periode/").status_code == 200
        jalankan(stmt)
        assert k.get("/admin/periode/").status_code == 302, nama
    k = klien("admin_bkn")
    jalankan(
        delete(PeranPengguna).where(PeranPengguna.pengguna_id == bersandi.pengguna["admin_bkn"]),
    )
    with Session(bersandi.mesin, info={"unit_of_work": True}) as s:
        s.add(PeranPengguna(pengguna_id=bersandi.pengguna["admin_bkn"], instansi_id=bersandi.instansi[1], peran=Peran.SUPERVISOR))
        s.commit()
    assert k.get("/admin/periode/").status_code == 200
    assert k.get("/admin/instansi/").status_code == 403, "peran yang dicabut tidak berlaku lagi, yang baru berlaku"


def test_login_makes_a_new_session_and_drops_what_came_before(bersandi, klien):
    k = klien(None)
    token_lama = k.token("/masuk")
    with k.c.session_transaction() as s:
        s["_user_id"], s["titipan"] = "kunci-dari-penyerang", "x"
    masuk(k, bersandi.nip["admin_instansi"])
    with k.c.session_transaction() as s:
        kunci = s["_user_id"]
        assert kunci != "kunci-dari-penyerang" and "titipan" not in s
    assert k.c.post("/keluar", data={"csrf_token": token_lama}).status_code == 400
    masuk(lain := klien(None), bersandi.nip["admin_instansi"])
    with lain.c.session_transaction() as s:
        assert s["_user_id"] != kunci
    with Session(bersandi.mesin) as s:
        tersimpan = set(s.scalars(select(Sesi.kunci)))
    assert kunci not in tersimpan and ringkas(kunci) in tersimpan


def test_changing_the_password_ends_the_other_sessions(bersandi, klien):
    ini, lain, orang_lain = klien("admin_instansi"), klien("admin_instansi"), klien("supervisor")
    assert ini.post("/admin/profil/", {"kata_sandi_lama": SANDI, "kata_sandi_baru": BARU, "ulangi": BARU}).status_code == 302
    assert terbuka(ini) and not terbuka(lain) and terbuka(orang_lain)
    assert masuk(klien(None), bersandi.nip["admin_instansi"]).status_code == 422
    assert masuk(klien(None), bersandi.nip["admin_instansi"], BARU).status_code == 302


def test_a_session_of_someone_else_is_not_ended_from_the_profile(bersandi, klien):
    orang_lain, k = klien("supervisor"), klien("admin_instansi")
    with Session(bersandi.mesin) as s:
        id = s.scalar(select(Sesi.id).where(Sesi.pengguna_id == bersandi.pengguna["supervisor"]))
    assert k.post(f"/admin/profil/sesi/{id}/akhiri/").status_code == 404
    assert terbuka(orang_lain)


def test_only_an_instansi_that_is_served_can_be_chosen(bersandi, klien):
    k = klien("admin_instansi")
    k.post("/admin/instansi/pilih/", {"instansi_id": bersandi.instansi[2]})
    assert "tidak melayani" in teks_halaman(k.get("/admin/"))
    with Session(bersandi.mesin) as s:
        assert set(s.scalars(select(Sesi.instansi_id).where(Sesi.pengguna_id == bersandi.pengguna["admin_instansi"]))) == {
            bersandi.instansi[1]
        }
    k = klien("helpdesk")
    k.post("/admin/instansi/pilih/", {"instansi_id": bersandi.instansi[2]})
    assert "Pemerintah Kabupaten Contoh 2" in k.get("/admin/periode/").text


# --- One-time links ---------------------------------------------------------------------------------------------------


def tautan(bersandi: Any, klien: Any, untuk: str = "supervisor") -> str:
    isi = klien("admin_instansi").post(f"/admin/pengguna/{bersandi.pengguna[untuk]}/tautan-sandi/").text
    return re.search(r"/atur-sandi/[\w-]+", isi).group(0)


def pakai(k: Klien, alamat: str, kata: str = BARU) -> Any:
    return k.c.post(alamat, data={"kata_sandi_baru": kata, "ulangi": kata, "csrf_token": k.token("/masuk")})


def test_a_one_time_link_works_once_and_ends_the_sessions(bersandi, klien, jam):
    lama = klien("supervisor")
    pertama = tautan(bersandi, klien)
    alamat = tautan(bersandi, klien)
    assert pakai(klien(None), pertama).status_code == 422, "tautan baru mematikan yang lama"
    assert "12" in teks_halaman(pakai(klien(None), alamat, "pendek")), "sandi lemah tidak menghabiskan tautan"
    assert pakai(klien(None), alamat).status_code == 302
    assert not terbuka(lama)
    assert masuk(klien(None), bersandi.nip["supervisor"], BARU).status_code == 302
    ulang = pakai(klien(None), alamat, BARU + "x")
    assert ulang.status_code == 422 and "tidak berlaku lagi" in ulang.text
    assert masuk(klien(None), bersandi.nip["supervisor"], BARU).status_code == 302


def test_a_one_time_link_expires_and_guessing_is_delayed(bersandi, klien, jam):
    alamat = tautan(bersandi, klien)
    jam.kini += timedelta(hours=24, seconds=1)
    assert pakai(klien(None), alamat).status_code == 422
    k = klien(None)
    for _ in range(percobaan.BEBAS["alamat"]):
        status = pakai(k, "/atur-sandi/tebakan").status_code
    assert status in (422, 429) and pakai(k, "/atur-sandi/tebakan").status_code == 429
    halaman = k.get(alamat)
    assert halaman.headers["Referrer-Policy"] == "no-referrer" and halaman.headers["Cache-Control"] == "no-store"


def test_a_link_for_a_wider_role_is_out_of_reach(bersandi, klien):
    for nama in ("admin_bkn", "helpdesk"):
        with Session(bersandi.mesin, info={"unit_of_work": True}) as s:
            s.add(PeranPengguna(pengguna_id=bersandi.pengguna[nama], instansi_id=bersandi.instansi[1], peran=Peran.PEGAWAI))
            s.commit()
        assert "/atur-sandi/" not in klien("admin_instansi").post(f"/admin/pengguna/{bersandi.pengguna[nama]}/tautan-sandi/").text
    assert "/atur-sandi/" not in klien("helpdesk").post(f"/admin/pengguna/{bersandi.pengguna['admin_bkn']}/tautan-sandi/").text


# --- Edge -------------------------------------------------------------------------------------------------------------


def test_every_post_wants_a_csrf_token(app, bersandi, klien):
    k = klien("admin_bkn")
    jumlah = 0
    for aturan in app.url_map.iter_rules():
        if "POST" not in aturan.methods:
            continue
        alamat = re.sub(r"<int:\w+>", "1", aturan.rule)
        alamat = re.sub(r"<\w+>", "csv", alamat)
        for data in ({}, {"csrf_token": "palsu"}):
            jawaban = k.c.post(alamat, data=data)
            assert jawaban.status_code == 400 and "sudah kedaluwarsa" in jawaban.text, alamat
        jumlah += 1
    assert jumlah > 20 and terbuka(k)


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_the_page_after_login_is_always_ours(bersandi, klien):
    jahat = [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "https:jahat.example",
        "javascript:alert(1)",
        " //jahat.example",
        "/\t/jahat.example",
        "/\n/jahat.example",
        "jahat.example",
        "",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "///jahat.example",
        "\u2028//jahat.example",
    ]
    for tujuan in jahat:
        k = klien(None)
        jawaban = k.c.post(
            "/masuk",
            query_string={"tujuan": tujuan},
            data={"nip": bersandi.nip["admin_instansi"], "kata_sandi": SANDI, "csrf_token": k.token("/masuk")},
        )
        assert jawaban.status_code == 302 and jawaban.location == "/admin/", tujuan
    baik = klien(None)
    asal = baik.get("/admin/periode/?tahun=2026&nama=a+b")
    jawaban = masuk(baik, bersandi.nip["admin_instansi"], alamat=asal.location)
    assert jawaban.location == "/admin/periode/?tahun=2026&nama=a+b"
    k = klien("admin_instansi")
    hapus = k.post("/admin/periode/delete/", {"id": bersandi.periode[1], "versi": "1", "kembali": "//jahat.example/admin/periode/"})
    assert hapus.location == "/admin/periode/"


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_security_headers_stand_on_every_kind_of_page(app, bersandi, klien):
    k = klien("admin_instansi")
    jawaban = {
        "landing": klien(None).get("/"),
        "login": klien(None).get("/masuk"),
        "to login": klien(None).get("/admin/periode/"),
        "landing, logged in": k.get("/"),
        "list": k.get("/admin/periode/"),
        "json": k.get("/admin/lookup/unor/?query=dinas"),
        "export": k.get("/admin/periode/export/csv/"),
        "403": klien("pegawai").get("/admin/periode/"),
        "404": k.get("/tidak-ada"),
        "405": k.get("/keluar"),
        "400": k.c.post("/keluar"),
        "422": masuk(klien(None), "123"),
        "health": k.get("/healthz"),
        "redirect": masuk(klien(None), bersandi.nip["helpdesk"]),
        "ready": k.get("/readyz"),
        "413": k.c.post("/masuk", data={"nip": "1" * 13_000_000}),
    }
    for apa, r in jawaban.items():
        csp = r.headers["Content-Security-Policy"]
        assert (
            csp.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
            and "frame-ancestors 'none'" in csp
            and "base-uri 'none'" in csp
            and "unsafe" not in csp
        ), apa
        assert (
            "form-action 'self'" in csp and r.headers["X-Content-Type-Options"] == "nosniff" and r.headers["X-Frame-Options"] == "DENY"
        ), apa
        assert r.headers["Referrer-Policy"] in ("same-origin", "no-referrer") and r.headers["Cache-Control"] == "no-store", apa
        assert re.fullmatch(r"[0-9a-f]{16}", r.headers["X-Request-ID"]), apa
    statis = k.get("/static/ek/app.css")
    assert (
        statis.status_code == 200
        and statis.headers["X-Content-Type-Options"] == "nosniff"
        and "max-age=31536000" in statis.headers["Cache-Control"]
    )
    assert "Strict-Transport-Security" not in jawaban["list"].headers


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_errors_are_indonesian_pages_with_their_code_and_no_detail(app, bersandi, klien, monkeypatch):
    k = klien("admin_instansi")
    besar = k.c.post("/masuk", data={"nip": "1" * 13_000_000})
    for kode, r in (
        (404, k.get("/tidak-ada")),
        (404, klien(None).get("/tidak-ada")),
        (405, k.get("/keluar")),
        (400, k.c.post("/keluar")),
        (403, klien("pegawai").get("/admin/periode/")),
        (413, besar),
        (400, k.get("/admin/periode/?nama=%00")),
    ):
        assert r.status_code == kode and f"Galat {kode}" in r.text and '<html lang="id"' in r.text, kode
        assert not re.search(r"Not Found|Bad Request|Forbidden|Method Not|Too Large|The requested URL", r.text), kode
    monkeypatch.setattr(dasar.layanan_daftar, "baca", lambda *a: 1 / 0)
    rusak = k.get("/admin/periode/", headers={"X-Request-ID": "abcdef0123456789"})
    assert (
        rusak.status_code == 500 and "EK-500-ABCDEF01" in rusak.text and "ZeroDivision" not in rusak.text and "Traceback" not in rusak.text
    )
    for buruk in ("<script>alert(1)</script>", "a" * 33, "pendek"):
        assert klien(None).get("/", headers={"X-Request-ID": buruk}).headers["X-Request-ID"] != buruk


def test_a_database_away_is_a_page_too(app, bersandi, klien):
    k = klien("admin_instansi")
    assert terbuka(k)

    def mati(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT rahasia", {}, Exception("tidak ada sambungan"))

    event.listen(bersandi.mesin, "before_cursor_execute", mati)
    try:
        for alamat in ("/admin/periode/", "/tidak-ada", "/"):
            r = k.get(alamat)
            assert r.status_code == 503 and "Basis data tidak menjawab" in r.text and "rahasia" not in r.text, alamat
        assert k.get("/healthz").status_code == 200 and k.get("/readyz").status_code == 503
        gagal = k.c.post("/keluar", data={"csrf_token": re.search(r'csrf-token" content="([^"]+)', k.get("/masuk").text).group(1)})
        assert gagal.status_code == 503
    finally:
        event.remove(bersandi.mesin, "before_cursor_execute", mati)
    assert terbuka(k)


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_an_untrusted_host_is_refused(basis, tmp_path, jam, dunia):
    app = create_app(setelan_uji(basis, tmp_path / "lain", jam, trusted_hosts=("ekinerja.example", ".contoh.example"), cookie_secure=True))
    c = app.test_client()
    for host, kode in (
        ("ekinerja.example", 200),
        ("a.contoh.example", 200),
        ("jahat.example", 400),
        ("ekinerja.example.jahat.example", 400),
        ("localhost", 400),
    ):
        r = c.get("/masuk", headers={"Host": host})
        assert r.status_code == kode and "jahat" not in r.text, host
        assert kode == 200 or "Galat 400" in r.text
    aman = app.test_client().get("/masuk", headers={"Host": "ekinerja.example"})
    assert "Secure" in aman.headers["Set-Cookie"] and "max-age" in aman.headers["Strict-Transport-Security"]
    assert c.get("/masuk", headers={"Host": "ekinerja.example", "X-Forwarded-Host": "jahat.example"}).status_code == 200
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("mesin", ["sqlite"])
def test_a_forwarded_address_counts_only_behind_a_configured_proxy(basis, tmp_path, jam, bersandi):
    for hops, alamat in ((0, "127.0.0.1"), (1, "203.0.113.9")):
        app = create_app(setelan_uji(basis, tmp_path / f"proksi{hops}", jam, proxy_hops=hops))
        k = Klien(app, bersandi, None)
        masuk(k, bersandi.nip["supervisor"], "salah", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
        with Session(bersandi.mesin) as s:
            assert s.get(PercobaanGagal, f"alamat:{alamat}") is not None
            assert s.scalar(select(func.count()).where(PercobaanGagal.kunci == "alamat:198.51.100.1")) == 0
        with app.app_context():
            db.engine.dispose()


PRODUKSI = {"DATABASE_URL": "postgresql://a@b/c", "REDIS_URL": "redis://b", "SECRET_KEY": "Zt7-pQ2mK9vLx4RwB8nYc3HsJ6dFg1Ua5TeXi0"}


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-" + PRODUKSI["SECRET_KEY"]}, "demo"),
        ({"SECRET_KEY": PRODUKSI["SECRET_KEY"][:31]}, "lemah"),
        ({"SECRET_KEY": "a" * 40}, "lemah"),
        ({"SECRET_KEY": "changeme" + PRODUKSI["SECRET_KEY"]}, "lemah"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"EKINERJA_MODE": "uji"}, "EKINERJA_MODE"),
        ({"PORT": "٨٠٠٠"}, "PORT"),
    ],
)
def test_production_refuses_what_is_not_safe(ubah, kata):
    with pytest.raises(KonfigurasiSalah, match=kata):
        Settings.from_env({**PRODUKSI, **ubah})


def test_production_is_the_default_and_safe_by_default(tmp_path):
    s = Settings.from_env(PRODUKSI)
    assert not s.demo and s.cookie_secure and s.flask()["SESSION_COOKIE_SECURE"] and s.proxy_hops == 0
    demo = Settings.from_env({"EKINERJA_MODE": "demo", "INSTANCE_DIR": str(tmp_path)})
    with pytest.raises(KonfigurasiSalah, match="demo"):
        Settings.from_env({**PRODUKSI, "SECRET_KEY": demo.secret_key})


def test_tebakan_serentak_tidak_lolos_bersama(app, dunia):
    """Twenty guesses at one moment: each is counted before it is checked, so the delay stops all but the free ones."""
    from concurrent.futures import ThreadPoolExecutor

    from services import sesi
    from services.galat import Salah
    from services.percobaan import BEBAS, TerlaluSering

    def tebak(i: int) -> str:
        with app.app_context():
            try:
                sesi.masuk(dunia.nip["admin_instansi"], f"tebakan-{i}", alamat=f"10.0.0.{i}", agen="uji", jam=dunia.jam)
            except TerlaluSering:
                return "ditunda"
            except Salah:
                return "salah"
        return "masuk"

    with ThreadPoolExecutor(8) as kolam:
        hasil = list(kolam.map(tebak, range(20)))
    assert hasil.count("salah") == BEBAS["nip"]
    assert hasil.count("ditunda") == 20 - BEBAS["nip"]
