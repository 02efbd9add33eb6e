"""The played SIASN: its endpoints in the real shapes, two invented ones, and the control of faults.

Real (https://apimws.bkn.go.id:8243/apisiasn/1.0 and its token services): everything outside ``/sandbox/``, with the envelopes' own
inconsistencies. Invented, since SIASN has no such public service: ``GET /sandbox/daftar-pegawai`` (a paged list of people) and
``POST /sandbox/nonasn/masukan`` (intake of JPT Non ASN). ``/sandbox/kendali`` and ``/sandbox/catatan`` are for the tests.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, jsonify, request

from sandbox.data import Gudang
from sandbox.kendali import AWAL, Aturan, Kendali
from sandbox.token import Penerbit

API = "/apisiasn/1.0"
KLIEN = ("klien-demo", "rahasia-demo")
SANDI_SSO = "sandi-demo"
LIMIT_MAKS = 2000


def buat_app(folder: Path) -> Flask:
    """The program on the data of a folder; ``app.gudang``, ``app.kendali`` and ``app.penerbit`` are its parts."""
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    gudang, kendali, penerbit = Gudang(folder), Kendali(), Penerbit()
    app.extensions["sandbox"] = (gudang, kendali, penerbit)
    _pasang_galat(app, gudang, kendali)
    _pasang_token(app, gudang, penerbit)
    _pasang_baca(app, gudang)
    _pasang_simpan(app, gudang)
    _pasang_kendali(app, gudang, kendali, penerbit)
    return app


def _pasang_galat(app: Flask, gudang: Gudang, kendali: Kendali) -> None:
    penerbit: Penerbit = app.extensions["sandbox"][2]

    @app.before_request
    def _awal() -> Any:
        g.aturan = None
        if request.path.startswith(("/sandbox/kendali", "/sandbox/catatan", "/sandbox/sehat")):
            return None
        gudang.segarkan()
        kendali.catat(request.path)
        # A body that nobody has read keeps the server waiting for more of it when it is to hang up.
        request.get_data()
        g.aturan = kendali.kena(request.path)
        if g.aturan is not None and g.aturan.galat in AWAL and (jawaban := kendali.sebelum(g.aturan)) is not None:
            return jawaban
        return None if request.path.startswith(("/oauth2/", "/auth/")) else _tolak(penerbit)

    @app.after_request
    def _akhir(jawaban: Response) -> Response:
        aturan = g.get("aturan")
        return jawaban if aturan is None or aturan.galat in AWAL else kendali.sesudah(aturan, jawaban)

    @app.errorhandler(404)
    def _tiada(_galat: Exception) -> tuple[str, int]:
        return "<html><body>404 Not Found</body></html>", 404


def _tolak(penerbit: Penerbit) -> Any:
    """Refuse a request without valid tokens, in the shape of whoever refuses it: the gateway or the service."""
    jenis, _, wso2 = request.headers.get("Authorization", "").partition(" ")
    if jenis != "Bearer" or penerbit.baca("wso2", wso2) is None:
        badan = {
            "code": "900901",
            "type": "Status report",
            "message": "Invalid Credentials",
            "description": "Access failure for API: make sure you have provided the correct security credentials",
        }
        return jsonify(badan), 401
    jenis, _, sso = request.headers.get("Auth", "").partition(" ")
    g.klaim = penerbit.baca("sso", sso) if jenis == "bearer" else None
    if g.klaim is None:
        return jsonify({"Error": True, "Message": "invalid or expired jwt"}), 401
    return None


def _pasang_token(app: Flask, gudang: Gudang, penerbit: Penerbit) -> None:
    @app.post("/oauth2/token")
    def wso2() -> Any:
        dasar = base64.b64encode(":".join(KLIEN).encode()).decode()
        if request.headers.get("Authorization") != f"Basic {dasar}" or request.form.get("grant_type") != "client_credentials":
            return jsonify({"error": "invalid_client", "error_description": "Client Authentication failed."}), 401
        umur = penerbit.umur["wso2"]
        return jsonify({"access_token": penerbit.buat("wso2"), "scope": "default", "token_type": "Bearer", "expires_in": umur})

    @app.post("/auth/realms/public-siasn/protocol/openid-connect/token")
    def sso() -> Any:
        pengguna = request.form.get("username", "")
        if request.form.get("grant_type") != "password" or request.form.get("password") != SANDI_SSO:
            return jsonify({"error": "invalid_grant", "error_description": "Invalid user credentials"}), 401
        instansi = pengguna.removeprefix("instansi:") if pengguna.startswith("instansi:") else gudang.instansi(pengguna)
        token = penerbit.buat("sso", instansi=instansi, preferred_username=pengguna)
        return jsonify({"access_token": token, "expires_in": penerbit.umur["sso"], "token_type": "bearer", "not-before-policy": 0})


def _tidak_ada() -> Any:
    return jsonify({"code": 0, "data": "Data tidak ditemukan"}), 404


def _bilangan(nama: str, bawaan: int) -> int:
    teks = request.args.get(nama, "")
    return int(teks) if teks.isascii() and teks.isdigit() else bawaan


def _pasang_baca(app: Flask, gudang: Gudang) -> None:
    @app.get(f"{API}/referensi/ref-unor")
    def ref_unor() -> Any:
        milik = g.klaim.get("instansi")
        semua = [u for u in gudang.unor if not milik or u["InstansiId"] == milik]
        awal = _bilangan("offset", 0)
        akhir = awal + _bilangan("limit", len(semua))
        return jsonify({"code": 1, "data": semua[awal:akhir] or None, "count": len(semua)})

    @app.get(f"{API}/pns/data-utama/<nip>")
    def data_utama(nip: str) -> Any:
        orang = gudang.orang(nip)
        return _tidak_ada() if orang is None else jsonify({"code": 1, "data": orang})

    @app.get(f"{API}/pns/rw-<jenis>/<nip>")
    def riwayat(jenis: str, nip: str) -> Any:
        orang = gudang.orang(nip)
        if orang is None:
            return _tidak_ada()
        baca = {"skp22": gudang.rw_skp, "angkakredit": gudang.rw_kredit}.get(jenis)
        isi = baca(nip) if baca else _riwayat(jenis, orang)
        return _tidak_ada() if isi is None else jsonify({"code": 1, "data": isi or None, "count": len(isi)})

    @app.get(f"{API}/skp22/id/<id>")
    def satu_skp(id: str) -> Any:
        skp = gudang.skp(id)
        return _tidak_ada() if skp is None else jsonify({"code": 1, "data": skp})

    @app.get(f"{API}/nonasn/data/<nik>")
    def nonasn(nik: str) -> Any:
        isi = gudang.nonasn(nik)
        return _tidak_ada() if isi is None else jsonify({"code": 1, "data": isi})

    @app.get("/sandbox/daftar-pegawai")
    def daftar() -> Any:
        limit = max(1, min(_bilangan("limit", 500), LIMIT_MAKS))
        isi, lanjut, total = gudang.halaman_orang(request.args.get("instansiId", ""), request.args.get("cursor", ""), limit)
        return jsonify({"code": 1, "data": isi, "count": total, "next": lanjut})


def _riwayat(jenis: str, o: dict[str, Any]) -> list[dict[str, Any]] | None:
    """One row of the history from the present state: enough to play with."""
    if jenis == "golongan":
        return [{"id": f"{o['id']}G", "idPns": o["id"], "nipBaru": o["nipBaru"], "golonganId": o["golRuangAkhirId"],
                 "golongan": o["golRuangAkhir"], "tmtGolongan": o["tmtGolAkhir"], "pangkat": o["pangkatAkhir"], "path": None}]  # fmt: skip
    if jenis == "jabatan":
        return [{"id": f"{o['id']}J", "idPns": o["id"], "nipBaru": o["nipBaru"], "jenisJabatan": o["jenisJabatanId"], "unorId": o["unorId"],
                 "unorNama": o["unorNama"], "namaJabatan": o["jabatanNama"], "tmtJabatan": o["tmtJabatan"], "eselonId": o["eselonId"],
                 "jenisPenugasanId": "D", "path": None}]  # fmt: skip
    return None


def _pasang_simpan(app: Flask, gudang: Gudang) -> None:
    def simpan(fungsi: Any, kunci: str) -> Any:
        badan = request.get_json(silent=True)
        if not isinstance(badan, dict):
            return jsonify({"success": False, "message": "Bad Request", "mapData": "Isi permintaan bukan JSON"}), 400
        tersimpan, isi = fungsi(badan)
        if not tersimpan:
            # On failure mapData is the reason itself, and the HTTP status still says 200.
            return jsonify({"success": False, "message": "Gagal menyimpan data", "mapData": isi})
        return jsonify({"success": True, "message": "success", "mapData": {kunci: isi}})

    app.post(f"{API}/skp22/save", endpoint="skp22_save")(lambda: simpan(gudang.simpan_skp, "rwSkpId"))
    app.post(f"{API}/angkakredit/save", endpoint="angkakredit_save")(lambda: simpan(gudang.simpan_kredit, "rwAngkaKreditId"))
    app.post("/sandbox/nonasn/masukan", endpoint="nonasn_masukan")(lambda: simpan(gudang.simpan_nonasn, "nik"))


def _pasang_kendali(app: Flask, gudang: Gudang, kendali: Kendali, penerbit: Penerbit) -> None:
    @app.get("/sandbox/sehat")
    def sehat() -> Any:
        return jsonify({"unor": len(gudang.unor), "simpanan": len(gudang.simpanan)})

    @app.route("/sandbox/kendali", methods=["GET", "POST", "DELETE"])
    def kendalikan() -> Any:
        if request.method == "DELETE":
            kendali.hapus()
        elif request.method == "POST":
            isi = request.get_json()
            if isi.pop("cabut_token", False):
                penerbit.generasi += 1
            gudang.tunda_nonasn = float(isi.pop("tunda_nonasn", gudang.tunda_nonasn))
            if isi:
                try:
                    kendali.tambah(Aturan(**isi))
                except (TypeError, ValueError) as galat:
                    return jsonify({"galat": str(galat)}), 400
        return jsonify({"aturan": kendali.daftar(), "hitung": kendali.hitung})

    @app.get("/sandbox/catatan")
    def catatan() -> Any:
        jalur = request.args.get("jalur")
        return jsonify([s for s in gudang.simpanan if jalur is None or s["jalur"] == jalur])
