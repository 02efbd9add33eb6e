"""Settings, read once from the environment.

Two modes. ``demo`` is what ``make run`` starts: embedded defaults under ``instance/``, invented data, printed logins.
``produksi`` (the default but in a folder that ``make run`` has set up, so that nothing insecure runs by accident) refuses to start without its own secret and
database. Every variable is listed in docs/operasi.md.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

AWALAN_RAHASIA_DEMO = "demo-"
PANJANG_RAHASIA_MINIMAL = 32
RAHASIA_LEMAH = ("changeme", "secret", "password", "rahasia", "ganti")


class KonfigurasiSalah(RuntimeError):
    """The environment does not make a safe program; the message (Indonesian) says which variable to set, and to what."""


def jam_utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SetelanSiasn:
    """Where SIASN is and who we are to it. Without ``url`` nothing is configured, and every call says so.

    ``sso_pengguna`` with ``sso_sandi`` is a service account for the SSO token; ``{instansi}`` in it stands for the instansi's SIASN id.
    Without one an admin pastes a token. ``daftar_url`` (a paged list of people) and ``nonasn_masukan_url`` (intake of JPT non-ASN) are
    no public services of SIASN: they are used where an installation has them.
    """

    url: str = ""
    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    sso_url: str = ""
    sso_client_id: str = ""
    sso_pengguna: str = ""
    sso_sandi: str = field(default="", repr=False)
    daftar_url: str = ""
    nonasn_masukan_url: str = ""
    proxy: str = field(default="", repr=False)
    kunci_enkripsi: tuple[str, ...] = field(default=(), repr=False)
    """Fernet keys for the tokens at rest: the first encrypts, all decrypt."""
    sambung_detik: float = 3.0
    baca_detik: float = 15.0
    tenggat_detik: float = 60.0
    """For one call with all its retries."""
    percobaan: int = 4
    jeda_detik: float = 0.5
    """First pause between two tries; doubles, up to jeda_maks_detik, half of it by chance."""
    jeda_maks_detik: float = 10.0
    ukuran_maks: int = 16 * 1024 * 1024
    pemutus_gagal: int = 5
    """Failures in a row after which the breaker opens."""
    pemutus_detik: float = 60.0

    @property
    def ada(self) -> bool:
        return bool(self.url)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations. Times in minutes or hours as named; sizes in bytes."""

    mode: str
    secret_key: str
    database_url: str
    redis_url: str
    instance_dir: Path
    berkas_dir: Path
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    cookie_secure: bool = True
    lupa_sandi_url: str | None = None
    """Where *Lupa kata sandi* leads (as MySAPK is elsewhere); None = local mode, an admin issues a one-time link."""
    sesi_diam_menit: int = 30
    sesi_umur_jam: int = 12
    tautan_sandi_jam: int = 24
    ekspor_langsung_maks: int = 5_000
    """Rows up to which an export is made at once; above it becomes a Tugas."""
    massal_langsung_maks: int = 100
    hitung_maks: int = 10_000
    """Totals are counted up to here and then shown as ``10.000+``."""
    tugas_simpan_hari: int = 30
    lease_detik: int = 30
    """How long a claimed Tugas may stay silent before dispatch gives it to another worker."""
    siasn: SetelanSiasn = field(default_factory=SetelanSiasn)
    jam: Callable[[], datetime] = field(default=jam_utc)
    testing: bool = False

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def sandbox_dir(self) -> Path:
        """Where the demo's played SIASN has its data."""
        return self.instance_dir / "sandbox"

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises KonfigurasiSalah with one clear sentence."""
        env = os.environ if env is None else env
        instance = Path(env.get("INSTANCE_DIR") or Path(__file__).resolve().parent / "instance").resolve()
        mode = (env.get("EKINERJA_MODE") or _mode_folder(env, instance)).strip().lower()
        if mode not in {"demo", "produksi"}:
            raise KonfigurasiSalah(f"EKINERJA_MODE harus 'demo' atau 'produksi', bukan '{mode}'.")
        berkas = Path(env.get("BERKAS_DIR") or instance / "berkas").resolve()
        demo = mode == "demo"
        secret = env.get("SECRET_KEY", "")
        if demo:
            secret = secret or _rahasia_demo(instance)
        else:
            _periksa_rahasia(secret)
        database = env.get("DATABASE_URL") or (f"sqlite:///{instance / 'ekinerja.db'}" if demo else "")
        redis = env.get("REDIS_URL") or ("redis://127.0.0.1:6379/0" if demo else "")
        for nama, nilai in (("DATABASE_URL", database), ("REDIS_URL", redis)):
            if not nilai:
                raise KonfigurasiSalah(f"{nama} belum diisi; lihat docs/operasi.md.")
        return cls(
            mode=mode,
            secret_key=secret,
            database_url=normal_database(database),
            redis_url=redis,
            instance_dir=instance,
            berkas_dir=berkas,
            port=_angka(env, "PORT", 8000),
            trusted_hosts=tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "").split(",") if h.strip()),
            proxy_hops=_angka(env, "PROXY_HOPS", 0),
            cookie_secure=not demo and env.get("COOKIE_SECURE", "1") != "0",
            lupa_sandi_url=env.get("LUPA_SANDI_URL") or None,
            sesi_diam_menit=_angka(env, "SESI_DIAM_MENIT", 30),
            sesi_umur_jam=_angka(env, "SESI_UMUR_JAM", 12),
            tautan_sandi_jam=_angka(env, "TAUTAN_SANDI_JAM", 24),
            ekspor_langsung_maks=_angka(env, "EKSPOR_LANGSUNG_MAKS", 5_000),
            tugas_simpan_hari=_angka(env, "TUGAS_SIMPAN_HARI", 30),
            lease_detik=_angka(env, "LEASE_DETIK", 30),
            siasn=_siasn(env, demo, secret),
        )

    def flask(self) -> dict[str, object]:
        """The same settings in the names that Flask and its extensions expect."""
        mesin: dict[str, object] = {"pool_pre_ping": not self.sqlite}
        if not self.sqlite:
            # Compiling a recursive count takes longer than running it (JIT).
            # A prepared statement switches to a generic plan after some uses and then ignores the trigram index.
            # Pages are cached or on an SSD, not on the spinning disk that the default price means. Some lists gain by half, and
            # one search loses a little on a machine without an idle core (docs/kinerja.md).
            pilihan = "-c jit=off -c random_page_cost=1.1"
            mesin |= {"connect_args": {"prepare_threshold": None, "connect_timeout": 3, "options": pilihan}, "pool_size": 10}
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {**mesin, "hide_parameters": True},  # errors are logged without names and numbers
            "TESTING": self.testing,
            "SESSION_COOKIE_NAME": "ekinerja" if self.port == 8000 else f"ekinerja-{self.port}",
            "SESSION_COOKIE_SECURE": self.cookie_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            "BABEL_DEFAULT_LOCALE": "id",
            "TEMPLATES_AUTO_RELOAD": False,
        }


def _siasn(env: Mapping[str, str], demo: bool, secret: str) -> SetelanSiasn:
    """The settings of SIASN; a demo talks to the sandbox on PORT+1 unless it is told otherwise."""
    if demo and not env.get("SIASN_URL"):
        env = {**env, **_siasn_demo(_angka(env, "SANDBOX_PORT", _angka(env, "PORT", 8000) + 1))}
    kunci = tuple(k.strip() for k in env.get("KUNCI_ENKRIPSI", "").split(",") if k.strip())
    if demo and not kunci:
        kunci = (base64.urlsafe_b64encode(hashlib.sha256(b"kunci-enkripsi/" + secret.encode()).digest()).decode(),)
    for satu in kunci:
        _periksa_kunci(satu)
    hasil = SetelanSiasn(
        url=_url(env.get("SIASN_URL", ""), "SIASN_URL", demo),
        token_url=_url(env.get("SIASN_TOKEN_URL", ""), "SIASN_TOKEN_URL", demo),
        client_id=env.get("SIASN_CLIENT_ID", "").strip(),
        client_secret=env.get("SIASN_CLIENT_SECRET", "").strip(),
        sso_url=_url(env.get("SIASN_SSO_URL", ""), "SIASN_SSO_URL", demo),
        sso_client_id=env.get("SIASN_SSO_CLIENT_ID", "").strip(),
        sso_pengguna=env.get("SIASN_SSO_PENGGUNA", "").strip(),
        sso_sandi=env.get("SIASN_SSO_SANDI", ""),
        daftar_url=_url(env.get("SIASN_DAFTAR_URL", ""), "SIASN_DAFTAR_URL", demo),
        nonasn_masukan_url=_url(env.get("SIASN_NONASN_MASUKAN_URL", ""), "SIASN_NONASN_MASUKAN_URL", demo),
        proxy=env.get("SIASN_PROXY", "").strip(),
        kunci_enkripsi=kunci,
    )
    if hasil.ada:
        _periksa_lengkap(hasil)
    return hasil


def _periksa_lengkap(s: SetelanSiasn) -> None:
    perlu = {"SIASN_TOKEN_URL": s.token_url, "SIASN_CLIENT_ID": s.client_id, "SIASN_CLIENT_SECRET": s.client_secret}
    for nama, nilai in perlu.items():
        if not nilai:
            raise KonfigurasiSalah(f"{nama} belum diisi, padahal SIASN_URL ada; lihat docs/operasi.md.")
    if not s.kunci_enkripsi:
        raise KonfigurasiSalah("KUNCI_ENKRIPSI belum diisi, padahal SIASN_URL ada; lihat docs/operasi.md untuk membuatnya.")


def _siasn_demo(port: int) -> dict[str, str]:
    alamat = f"http://127.0.0.1:{port}"
    return {
        "SIASN_URL": f"{alamat}/apisiasn/1.0",
        "SIASN_TOKEN_URL": f"{alamat}/oauth2/token",
        "SIASN_CLIENT_ID": "klien-demo",
        "SIASN_CLIENT_SECRET": "rahasia-demo",
        "SIASN_SSO_URL": f"{alamat}/auth/realms/public-siasn/protocol/openid-connect/token",
        "SIASN_SSO_CLIENT_ID": "klien-sso-demo",
        "SIASN_SSO_PENGGUNA": "instansi:{instansi}",
        "SIASN_SSO_SANDI": "sandi-demo",
        "SIASN_DAFTAR_URL": f"{alamat}/sandbox/daftar-pegawai",
        "SIASN_NONASN_MASUKAN_URL": f"{alamat}/sandbox/nonasn/masukan",
    }


def _url(teks: str, nama: str, demo: bool) -> str:
    """An address of a service, without the white space around it. Raises KonfigurasiSalah."""
    url = teks.strip()
    if not url:
        return ""
    bagian = urlsplit(url)
    if bagian.scheme not in ("http", "https") or not bagian.hostname or bagian.username or bagian.query or bagian.fragment:
        raise KonfigurasiSalah(f"{nama} bukan alamat yang lengkap (https://…, tanpa sandi dan tanpa tanda tanya).")
    if bagian.scheme == "http" and not demo:
        raise KonfigurasiSalah(f"{nama} harus memakai https.")
    return url


def _periksa_kunci(kunci: str) -> None:
    try:
        panjang = len(base64.urlsafe_b64decode(kunci.encode("ascii")))
    except ValueError:
        panjang = 0
    if panjang != 32:
        raise KonfigurasiSalah("KUNCI_ENKRIPSI bukan kunci Fernet (32 byte dalam base64); lihat docs/operasi.md untuk membuatnya.")


def _mode_folder(env: Mapping[str, str], instance: Path) -> str:
    """A folder that ``make run`` has set up stays a demo for commands typed in it, unless anything of a production is given."""
    produksi = any(env.get(nama) for nama in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL"))
    return "demo" if not produksi and (instance / "kunci-demo").is_file() else "produksi"


def _angka(env: Mapping[str, str], nama: str, bawaan: int) -> int:
    teks = env.get(nama, "").strip()
    if not teks:
        return bawaan
    if not teks.isascii() or not teks.isdigit():
        raise KonfigurasiSalah(f"{nama} harus berupa angka, bukan '{teks}'.")
    return int(teks)


def normal_database(url: str) -> str:
    """A PostgreSQL URL with our driver, whatever spelling it came in."""
    for lama in ("postgres://", "postgresql://"):
        if url.startswith(lama):
            return "postgresql+psycopg://" + url[len(lama) :]
    return url


def _periksa_rahasia(secret: str) -> None:
    if not secret:
        raise KonfigurasiSalah("SECRET_KEY belum diisi; buat dengan: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'")
    if secret.startswith(AWALAN_RAHASIA_DEMO):
        raise KonfigurasiSalah("SECRET_KEY berasal dari mode demo; buat rahasia baru untuk produksi.")
    if len(secret.encode()) < PANJANG_RAHASIA_MINIMAL or any(k in secret.lower() for k in RAHASIA_LEMAH) or len(set(secret)) < 10:
        raise KonfigurasiSalah(f"SECRET_KEY terlalu lemah; perlu sedikitnya {PANJANG_RAHASIA_MINIMAL} byte acak.")


def _rahasia_demo(instance: Path) -> str:
    """The demo secret is made once per instance folder and is recognisable, so that production refuses it."""
    berkas = instance / "kunci-demo"
    try:
        return berkas.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    try:
        instance.mkdir(parents=True, exist_ok=True)
        sementara = berkas.with_name(f"{berkas.name}.{os.getpid()}")
        sementara.touch(mode=0o600)
        sementara.write_text(AWALAN_RAHASIA_DEMO + secrets.token_urlsafe(48), encoding="ascii")
        try:
            # A link, not a rename: of two processes that start at once, the first one's secret stands.
            os.link(sementara, berkas)
        except FileExistsError:
            pass
        finally:
            sementara.unlink()
    except OSError as galat:
        raise KonfigurasiSalah(f"Folder {instance} tidak dapat ditulis ({galat.strerror}).") from galat
    return berkas.read_text(encoding="ascii").strip()
