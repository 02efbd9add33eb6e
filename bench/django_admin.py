"""Django admin as a contestant, under an interpreter of its own (BENCH_DJANGO_PYTHON: one with django and psycopg).

Stock again: no fence, no row actions; ``list_select_related`` and ``list_filter`` as its manual advises. Its users and
sessions live in memory, the measured tables where they are.
"""

from __future__ import annotations

import sys
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings

from bench.peserta import Penghitung, layani


def _siapkan(url: str) -> None:
    u = urlsplit(url.replace("+psycopg", ""))
    tuan = parse_qs(u.query).get("host", [u.hostname or ""])[0]
    data = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": u.path[1:],
        "USER": unquote(u.username or ""),
        "HOST": tuan,
        "PORT": u.port or "",
    }
    data |= {"PASSWORD": unquote(u.password or ""), "CONN_MAX_AGE": None}
    settings.configure(
        SECRET_KEY="bench",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="bench.django_admin",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}, "data": data},
        DATABASE_ROUTERS=["bench.django_admin.Rute"],
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["bench", *(f"django.contrib.{a}" for a in ("admin", "auth", "contenttypes", "sessions", "messages"))],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()


class Rute:
    """The measured tables are read from ``data``, everything else from memory."""

    def db_for_read(self, model: type, **_petunjuk: object) -> str:
        return "data" if model._meta.app_label == "bench" else "default"  # type: ignore[attr-defined]

    db_for_write = db_for_read


urlpatterns: list[object] = []


def main(url: str) -> None:
    _siapkan(url)
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connections, models
    from django.test import Client
    from django.urls import path

    class Unor(models.Model):
        nama = models.CharField(max_length=250)

        class Meta:
            app_label, managed, db_table = "bench", False, "unor"

        def __str__(self) -> str:
            return self.nama

    class Pegawai(models.Model):
        nomor_induk = models.CharField(max_length=18)
        nama = models.CharField(max_length=200)
        unor = models.ForeignKey(Unor, models.DO_NOTHING)
        jenis_jabatan = models.CharField(max_length=30)
        jabatan = models.CharField(max_length=250)
        jenis_pegawai = models.CharField(max_length=30)
        golongan = models.CharField(max_length=3, null=True)
        tmt_golongan = models.DateField(null=True)
        status = models.CharField(max_length=30)

        class Meta:
            app_label, managed, db_table = "bench", False, "pegawai"

        def __str__(self) -> str:
            return self.nama

    class PegawaiAdmin(admin.ModelAdmin):
        list_display = ("nomor_induk", "nama", "unor", "jabatan")
        list_select_related = ("unor",)
        search_fields = ("nama", "nomor_induk")
        list_per_page = 25

        def lookup_allowed(self, lookup: str, value: str, request: object = None) -> bool:
            return True

    class Seratus(PegawaiAdmin):
        list_per_page = 100

    call_command("migrate", verbosity=0)
    admin.site.register(Pegawai, PegawaiAdmin)
    seratus = admin.AdminSite(name="seratus")
    seratus.register(Pegawai, Seratus)
    module = sys.modules["bench.django_admin"]
    module.urlpatterns = [path("admin/", admin.site.urls), path("seratus/", seratus.urls)]  # type: ignore[attr-defined]
    browser = Client()
    browser.force_login(User.objects.create_superuser("bench", "", "bench"))
    hitung = Penghitung()

    def catat(jalankan: object, sql: str, *lain: object) -> object:
        hitung.catat(sql)
        return jalankan(sql, *lain)  # type: ignore[operator]

    connections["data"].execute_wrappers.append(catat)
    connections["default"].execute_wrappers.append(catat)

    def ambil(alamat: str) -> tuple[int, bytes]:
        jawaban = browser.get(alamat)
        return jawaban.status_code, jawaban.content

    layani(ambil, hitung)


if __name__ == "__main__":
    import bench.django_admin as modul

    modul.main(sys.argv[1])
