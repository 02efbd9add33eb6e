"""The played SIASN itself: its shapes and their inconsistencies, its control, its memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.app import API, KLIEN, SANDI_SSO, buat_app
from sandbox.data import KUNCI_ORANG
from tests.integrations.contoh import kiriman, orang, unor

AKAR = Path(__file__).resolve().parents[2]
NIP = "198001012005031001"


@pytest.fixture
def app(tmp_path: Path) -> Any:
    (tmp_path / "data.jsonl").write_text(
        "\n".join(json.dumps(x) for x in ({"t": "orang", "d": orang(NIP, id="A5")}, {"t": "unor", "d": unor("8A0")})), encoding="utf-8"
    )
    return buat_app(tmp_path)


def kepala(c: Any) -> dict[str, str]:
    wso2 = c.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=KLIEN).json["access_token"]
    formulir = {"grant_type": "password", "username": "instansi:I1", "password": SANDI_SSO}
    sso = c.post("/auth/realms/public-siasn/protocol/openid-connect/token", data=formulir).json["access_token"]
    return {"Authorization": f"Bearer {wso2}", "Auth": f"bearer {sso}"}


def test_a_person_has_every_key_of_the_service_mostly_null(app: Any):
    c = app.test_client()
    isi = c.get(f"{API}/pns/data-utama/{NIP}", headers=kepala(c)).json
    assert isi["code"] == 1 and set(KUNCI_ORANG) <= set(isi["data"]) and isi["data"]["email"] is None
    assert c.get(f"{API}/pns/data-utama/1", headers=kepala(c)).json == {"code": 0, "data": "Data tidak ditemukan"}


def test_the_envelopes_disagree_as_the_real_ones_do(app: Any):
    c = app.test_client()
    h = kepala(c)
    assert c.get(f"{API}/pns/rw-skp22/{NIP}", headers=h).json["data"] is None
    gagal = c.post(f"{API}/skp22/save", json=kiriman(tahun=1999).badan(), headers=h)
    assert gagal.status_code == 200 and gagal.json == {
        "success": False,
        "message": "Gagal menyimpan data",
        "mapData": "Tahun SKP tidak valid",
    }
    id = c.post(f"{API}/skp22/save", json=kiriman().badan(), headers=h).json["mapData"]["rwSkpId"]
    (baris,) = c.get(f"{API}/pns/rw-skp22/{NIP}", headers=h).json["data"]
    assert baris["KuadranKinerjaNilai"] == "2" and baris["PerilakuKerjaNilai"] == 2 and baris["hasilKinerja"] == "SESUAI ESPEKTASI"
    assert c.get(f"{API}/skp22/id/{id}", headers=h).json["data"]["id"] == id


@pytest.mark.parametrize("salah", [{}, {"Authorization": "Bearer x", "Auth": "bearer x"}, {"Auth": "Bearer"}, {"Auth": "bearer a.b.c"}])
def test_no_data_without_both_tokens(app: Any, salah: dict[str, str]):
    c = app.test_client()
    jawaban = c.get(f"{API}/pns/data-utama/{NIP}", headers={**(kepala(c) if set(salah) == {"Auth"} else {}), **salah})
    assert jawaban.status_code == 401
    assert jawaban.json.get("code") == "900901" or jawaban.json == {"Error": True, "Message": "invalid or expired jwt"}


def test_wrong_keys_get_no_token(app: Any):
    c = app.test_client()
    assert c.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=("x", "y")).status_code == 401
    assert c.post("/auth/realms/public-siasn/protocol/openid-connect/token", data={"grant_type": "password"}).status_code == 401


def test_faults_are_asked_for_counted_and_removed(app: Any):
    c = app.test_client()
    assert c.post("/sandbox/kendali", json={"jalur": f"{API}/pns", "galat": "500", "kali": 2, "lewati": 1}).status_code == 200
    h = kepala(c)
    status = [c.get(f"{API}/pns/data-utama/{NIP}", headers=h).status_code for _ in range(4)]
    assert status == [200, 500, 500, 200]
    c.post("/sandbox/kendali", json={"jalur": "/", "galat": "429", "kali": -1})
    assert c.delete("/sandbox/kendali").json["aturan"] == []
    assert c.get(f"{API}/pns/data-utama/{NIP}", headers=h).status_code == 200
    assert c.post("/sandbox/kendali", json={"jalur": "/", "galat": "entah"}).status_code == 400
    assert c.post("/sandbox/kendali", json={"cabut_token": True}).status_code == 200
    assert c.get(f"{API}/pns/data-utama/{NIP}", headers=h).status_code == 401


def test_a_new_file_is_read_without_a_restart_and_saves_survive_one(app: Any, tmp_path: Path):
    c = app.test_client()
    h = kepala(c)
    c.post(f"{API}/skp22/save", json=kiriman().badan(), headers=h)
    berkas = tmp_path / "data.jsonl"
    berkas.write_text(berkas.read_text() + "\n" + json.dumps({"t": "orang", "d": orang("198001012005031002")}), encoding="utf-8")
    assert c.get("/sandbox/daftar-pegawai?instansiId=I1", headers=h).json["count"] == 2
    lagi = buat_app(tmp_path).test_client()
    assert len(lagi.get("/sandbox/catatan?jalur=skp22/save").json) == 1
    assert len(lagi.get(f"{API}/pns/rw-skp22/{NIP}", headers=h).json["data"]) == 1, "token pun masih berlaku"


def test_the_program_starts_on_an_empty_folder_and_ends_on_a_signal(tmp_path: Path):
    from tests.peramban.situs import porta_bebas

    port = porta_bebas()
    p = subprocess.Popen([sys.executable, "-m", "sandbox", "--port", str(port), "--folder", str(tmp_path / "baru")], cwd=AKAR)
    try:
        akhir = time.monotonic() + 20
        while True:
            try:
                assert httpx.get(f"http://127.0.0.1:{port}/sandbox/sehat", trust_env=False).json() == {"simpanan": 0, "unor": 0}
                break
            except httpx.ConnectError:
                assert time.monotonic() < akhir and p.poll() is None
                time.sleep(0.1)
    finally:
        p.terminate()
    assert p.wait(10) == 0
