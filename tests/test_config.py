"""Settings of SIASN from the environment: a demo points to the sandbox, production refuses what is unsafe."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from config import KonfigurasiSalah, Settings

KUNCI = base64.urlsafe_b64encode(b"k" * 32).decode()
PRODUKSI = {
    "EKINERJA_MODE": "produksi",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-XYZ",
    "DATABASE_URL": "sqlite:///x.db",
    "REDIS_URL": "redis://x",
    "SIASN_URL": "https://siasn.contoh.go.id/api",
    "SIASN_TOKEN_URL": "https://siasn.contoh.go.id/token",
    "SIASN_CLIENT_ID": "a",
    "SIASN_CLIENT_SECRET": "b",
    "KUNCI_ENKRIPSI": KUNCI,
}


def baca(tmp_path: Path, **lain: str) -> Settings:
    return Settings.from_env({**PRODUKSI, "INSTANCE_DIR": str(tmp_path), **lain})


def test_a_demo_talks_to_the_sandbox_on_the_next_port(tmp_path: Path):
    s = Settings.from_env({"EKINERJA_MODE": "demo", "INSTANCE_DIR": str(tmp_path), "PORT": "8200"}).siasn
    assert s.url == "http://127.0.0.1:8201/apisiasn/1.0" and s.daftar_url and s.nonasn_masukan_url and len(s.kunci_enkripsi) == 1
    lain = Settings.from_env({"EKINERJA_MODE": "demo", "INSTANCE_DIR": str(tmp_path), "PORT": "8200", "SANDBOX_PORT": "9001"}).siasn
    assert lain.token_url == "http://127.0.0.1:9001/oauth2/token" and lain.kunci_enkripsi == s.kunci_enkripsi


def test_production_never_points_to_the_sandbox_by_itself(tmp_path: Path):
    s = baca(tmp_path, SIASN_URL="", SIASN_TOKEN_URL="", KUNCI_ENKRIPSI="").siasn
    assert not s.ada and not s.token_url and not s.kunci_enkripsi


def test_production_takes_what_it_is_given(tmp_path: Path):
    s = baca(tmp_path, KUNCI_ENKRIPSI=f"{KUNCI}, {KUNCI}").siasn
    assert s.ada and s.client_id == "a" and s.kunci_enkripsi == (KUNCI, KUNCI) and not s.daftar_url


@pytest.mark.parametrize(
    ("lain", "pesan"),
    [
        ({"KUNCI_ENKRIPSI": ""}, "KUNCI_ENKRIPSI belum diisi"),
        ({"KUNCI_ENKRIPSI": "pendek"}, "bukan kunci Fernet"),
        ({"KUNCI_ENKRIPSI": "kunci é"}, "bukan kunci Fernet"),
        ({"SIASN_CLIENT_SECRET": " "}, "SIASN_CLIENT_SECRET belum diisi"),
        ({"SIASN_TOKEN_URL": ""}, "SIASN_TOKEN_URL belum diisi"),
        ({"SIASN_URL": "http://siasn.contoh.go.id"}, "harus memakai https"),
        ({"SIASN_DAFTAR_URL": "ftp://x"}, "bukan alamat"),
        ({"SIASN_SSO_URL": "https://u:p@x"}, "bukan alamat"),
    ],
)
def test_what_is_unsafe_or_missing_is_named(tmp_path: Path, lain: dict[str, str], pesan: str):
    with pytest.raises(KonfigurasiSalah, match=pesan):
        baca(tmp_path, **lain)
