"""Commands: set up, first admin, demo data and logins, worker, dispatch, grants."""

from __future__ import annotations

import gzip
import json
import secrets
import shutil
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from domain.izin import Peran, aktor_sistem
from domain.nip import NomorIndukSalah, parse
from extensions import db
from models import Instansi, Pengguna, PeranPengguna
from services import audit, berkas, demo, demo_siasn, kesehatan, sandi
from services.entitas import Entitas
from services.unit_of_work import unit_of_work
from tenancy import SISTEM

AKAR = Path(__file__).resolve().parent
DEMO_INSTANSI, DEMO_PEGAWAI, DEMO_SEED = 2, 500, 2026


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


@click.command("siapkan")
@with_appcontext
def siapkan() -> None:
    """Migrasi basis data, folder berkas, aset terkompresi; pada mode demo juga data demo (sekali)."""
    s = _settings()
    s.instance_dir.mkdir(parents=True, exist_ok=True)
    berkas.siapkan_folder(s.berkas_dir)
    upgrade()
    _siapkan_aset(s.instance_dir / "aset")
    if s.demo and not _ada_instansi():
        ringkasan = demo.buat(s.jam, instansi=DEMO_INSTANSI, pegawai=DEMO_PEGAWAI, seed=DEMO_SEED)
        click.echo(f"Data demo dibuat: {ringkasan}")
    if s.demo:
        demo.buat_akun(s.jam, s.secret_key)
        if not (s.sandbox_dir / demo_siasn.BERKAS).is_file():
            demo_siasn.tulis(s.jam, s.sandbox_dir, seed=DEMO_SEED)


def _ada_instansi() -> bool:
    with Session(db.engine) as session:
        return bool(session.scalar(select(func.count()).select_from(Instansi)))


def _siapkan_aset(tujuan: Path) -> None:
    """Copy static files with a gzip beside each, once per version of the files."""
    asal = AKAR / "static"
    berkas_asal = sorted(p for p in asal.rglob("*") if p.is_file())
    tanda = "\n".join(f"{p.relative_to(asal)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in berkas_asal)
    lengkap = tujuan / ".lengkap"
    if lengkap.is_file() and lengkap.read_text(encoding="utf-8") == tanda:
        return
    shutil.rmtree(tujuan, ignore_errors=True)
    for p in berkas_asal:
        ke = tujuan / p.relative_to(asal)
        ke.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(p, ke)
        if p.suffix in {".css", ".js", ".svg"}:
            with gzip.GzipFile(f"{ke}.gz", "wb", 9, mtime=0) as gz:
                gz.write(p.read_bytes())
    lengkap.write_text(tanda, encoding="utf-8")


@click.command("akun-demo")
@click.option("--json", "sebagai_json", is_flag=True, help="Cetak sebagai JSON.")
@with_appcontext
def akun_demo(sebagai_json: bool) -> None:
    """Cetak akun demo: setiap peran, dan pegawai dengan penilai serta atasannya (hanya mode demo)."""
    s = _settings()
    if not s.demo:
        raise click.ClickException("Akun demo hanya ada pada mode demo (EKINERJA_MODE=demo).")
    akun = demo.akun(s.secret_key)
    if sebagai_json:
        click.echo(json.dumps(akun, ensure_ascii=False, indent=2))
        return
    click.echo(f"{'Peran':<16} {'NIP':<20} {'Kata sandi':<26} Instansi")
    for a in akun:
        click.echo(f"{a['peran']:<16} {a['nip']:<20} {a['kata_sandi']:<26} {a['instansi']}")


@click.command("admin-pertama")
@click.option("--nip", required=True, help="NIP admin BKN pertama.")
@click.option("--nama", required=True)
@click.option("--instansi", required=True, help="Nama instansi pertama.")
@with_appcontext
def admin_pertama(nip: str, nama: str, instansi: str) -> None:
    """Buat instansi dan admin BKN pertama; mencetak kata sandi sekali pakai."""
    s = _settings()
    try:
        nomor = parse(nip).nomor
    except NomorIndukSalah as galat:
        raise click.ClickException(str(galat)) from galat
    sistem = aktor_sistem(s.jam)
    teks_sandi = secrets.token_urlsafe(15)
    with unit_of_work(sistem, lingkup=SISTEM) as unit:
        if unit.session.scalar(select(func.count()).select_from(PeranPengguna).where(PeranPengguna.peran == Peran.ADMIN_BKN)):
            raise click.ClickException("Admin BKN sudah ada; buat pengguna lain lewat menu Pengguna.")
        tujuan = unit.session.scalar(select(Instansi).where(Instansi.nama == instansi))
        if tujuan is None:
            tujuan = Instansi(nama=instansi)
            Entitas(Instansi, "instansi").siapkan(unit, tujuan)
            unit.session.add(tujuan)
        pengguna = Pengguna(nip=nomor, nama=nama, kata_sandi=sandi.hash_sandi(teks_sandi), dibuat=s.jam())
        Entitas(Pengguna, "pengguna").siapkan(unit, pengguna)
        unit.session.add(pengguna)
        unit.session.flush()
        unit.session.add(PeranPengguna(pengguna_id=pengguna.id, instansi_id=None, peran=Peran.ADMIN_BKN))
        unit.session.add(PeranPengguna(pengguna_id=pengguna.id, instansi_id=tujuan.id, peran=Peran.ADMIN_INSTANSI))
        audit.catat(unit.session, sistem, "tambah", pengguna)
    click.echo(f"NIP        : {nomor}\nKata sandi : {teks_sandi}\nMasuklah, lalu ganti kata sandi di Profil dan kata sandi.")


@click.command("demo-data")
@click.option("--instansi", default=DEMO_INSTANSI, show_default=True)
@click.option("--pegawai", default=DEMO_PEGAWAI, show_default=True)
@click.option("--seed", default=DEMO_SEED, show_default=True)
@with_appcontext
def demo_data(instansi: int, pegawai: int, seed: int) -> None:
    """Isi basis data kosong dengan data karangan; sama untuk seed yang sama."""
    s = _settings()
    if not s.demo and _ada_instansi():
        raise click.ClickException("Basis data produksi ini sudah berisi; data karangan hanya untuk basis data kosong.")
    ringkasan = demo.buat(s.jam, instansi=instansi, pegawai=pegawai, seed=seed, lapor=click.echo)
    if s.demo:
        demo.buat_akun(s.jam, s.secret_key)
        demo_siasn.tulis(s.jam, s.sandbox_dir, seed=seed, lapor=click.echo)
    click.echo(str(ringkasan))


@click.command("kesehatan")
@click.option("--instansi", "instansi_id", type=int, help="Nomor instansi yang token SSO-nya dipakai; bawaan: yang pertama.")
@with_appcontext
def kesehatan_integrasi(instansi_id: int | None) -> None:
    """Uji setiap layanan luar sekali; berakhir dengan status 1 bila ada yang gagal."""
    if instansi_id is None:
        with Session(db.engine) as session:
            instansi_id = session.scalar(select(func.min(Instansi.id)))
    hasil = kesehatan.periksa(_settings().jam, instansi_id)
    for layanan, satu in hasil:
        click.echo(f"{'BAIK' if satu.berhasil else 'GAGAL':<6} {layanan.label:<24} {satu.kalimat}")
        if satu.galat is not None:
            click.echo(f"{'':<31} {satu.galat.obat}")
    if not all(satu.berhasil for _, satu in hasil):
        raise SystemExit(1)


def _folder_harus_siap() -> None:
    """A machine whose shared folder is not mounted must not take tasks."""
    try:
        berkas.periksa_folder(_settings().berkas_dir)
    except berkas.FolderBerkasSalah as galat:
        raise click.ClickException(str(galat)) from galat


@click.command("pekerja")
@click.argument("antrean", type=click.Choice(["ringan", "berat"]))
@with_appcontext
def pekerja(antrean: str) -> None:
    """Jalankan pekerja RQ untuk satu antrean."""
    from jobs.pekerja import mulai

    _folder_harus_siap()
    mulai(current_app._get_current_object(), antrean)  # type: ignore[attr-defined]


@click.command("penyalur")
@with_appcontext
def penyalur() -> None:
    """Jalankan penyalur: dari baris Tugas ke antrean."""
    from jobs.penyalur import mulai

    _folder_harus_siap()
    mulai(current_app._get_current_object())  # type: ignore[attr-defined]


def pasang(app: Flask) -> None:
    """Register the commands."""
    for perintah in (siapkan, akun_demo, admin_pertama, demo_data, kesehatan_integrasi, pekerja, penyalur):
        app.cli.add_command(perintah)
