"""What a call to SIASN may end in. Each class carries what a user needs: the sentence, the cause, the cure, and who can do it.

``kode`` is what the database keeps; ``dari_kode`` gives the class back. No message holds a token, a body or a number of a person,
except ``rinci`` of Ditolak: SIASN's own reason, cut and cleaned, for the screen and never for a log.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

ADMIN_INSTANSI = "Admin instansi"
ADMIN_APLIKASI = "Pengelola aplikasi"
BKN = "BKN (helpdesk SIASN)"


class GalatSiasn(Exception):
    """Base of all. ``sementara``: the same call may succeed later by itself; ``menghitung``: it counts towards the breaker."""

    kode: ClassVar[str] = "galat"
    pesan: str = "SIASN tidak dapat dihubungi."
    sebab: str = ""
    obat: str = ""
    siapa: str = ADMIN_APLIKASI
    sementara: ClassVar[bool] = False
    menghitung: ClassVar[bool] = False

    def __init__(self, rinci: str | None = None) -> None:
        self.rinci = rinci
        self.terkirim = True
        """The request may have reached SIASN. False only when it certainly did not."""
        self.dari_token = False
        """It happened while a token was fetched, not at the service itself."""
        super().__init__(self.kalimat)

    @property
    def kalimat(self) -> str:
        """The sentence with the detail, ready for the screen; it ends with a stop, so that a cure can follow."""
        if not self.rinci:
            return self.pesan
        return f"{self.pesan} Keterangan: {self.rinci}{'' if self.rinci.endswith(('.', '!', '?')) else '.'}"


class TidakDikonfigurasi(GalatSiasn):
    kode = "tidak_dikonfigurasi"
    pesan = "Sambungan ke layanan ini belum diatur."
    sebab = "Alamat atau kunci layanan belum diisi pada pengaturan server."
    obat = "Isi variabel SIASN_* pada pengaturan server (docs/operasi.md), lalu jalankan ulang aplikasi."


class TidakTerhubung(GalatSiasn):
    kode = "tidak_terhubung"
    pesan = "SIASN tidak dapat dihubungi."
    sebab = "Jaringan terputus, alamat salah, sertifikat tidak dipercaya, atau alamat IP server belum didaftarkan di BKN."
    obat = "Coba lagi beberapa menit lagi. Bila tetap gagal, periksa jaringan server dan pendaftaran alamat IP-nya di BKN."
    sementara = menghitung = True


class WaktuHabis(GalatSiasn):
    kode = "waktu_habis"
    pesan = "SIASN tidak menjawab sampai batas waktu."
    sebab = "Layanan SIASN sedang lambat atau sibuk."
    obat = "Ulangi beberapa menit lagi, atau di luar jam sibuk."
    siapa = BKN
    sementara = menghitung = True


class Gangguan(GalatSiasn):
    kode = "gangguan"
    pesan = "Layanan SIASN sedang terganggu."
    sebab = "Server SIASN menjawab dengan galat dari pihaknya sendiri."
    obat = "Ulangi beberapa menit lagi. Bila berlanjut lebih dari satu hari, laporkan ke helpdesk SIASN."
    siapa = BKN
    sementara = menghitung = True


class TerlaluSering(GalatSiasn):
    """``tunggu``: seconds that SIASN asked us to wait, or None."""

    kode = "terlalu_sering"
    pesan = "SIASN membatasi jumlah permintaan."
    sebab = "Terlalu banyak permintaan dalam waktu singkat."
    obat = "Tunggu beberapa menit, lalu ulangi; permintaan yang sudah berhasil tidak diulang."
    sementara = menghitung = True

    def __init__(self, rinci: str | None = None, *, tunggu: float | None = None) -> None:
        self.tunggu = tunggu
        super().__init__(rinci)


class Ditangguhkan(GalatSiasn):
    """The gateway has suspended the endpoint: no token trouble, and hammering makes it longer."""

    kode = "ditangguhkan"
    pesan = "Layanan ini sedang ditangguhkan oleh gerbang SIASN."
    sebab = "Gerbang BKN menutup layanan untuk sementara karena server di belakangnya bermasalah (SUSPENDED)."
    obat = "Tunggu sampai BKN membukanya kembali; mengulang terus-menerus memperlama penangguhan."
    siapa = BKN
    sementara = menghitung = True


class TokenDitolak(GalatSiasn):
    kode = "token_ditolak"
    pesan = "SIASN menolak token, juga setelah diperbarui sekali."
    sebab = "Kunci klien salah atau dicabut, atau token SSO sudah tidak berlaku."
    obat = "Tempel token SSO yang baru pada menu Kesehatan integrasi. Bila tetap ditolak, periksa kunci klien pada pengaturan server."
    siapa = f"{ADMIN_INSTANSI}, kemudian {ADMIN_APLIKASI.lower()}"


class TokenKedaluwarsa(TokenDitolak):
    """Inside the client only: the first refusal, before the one refresh. ``wso2_saja``: the gateway named its own token."""

    kode = "token_kedaluwarsa"

    def __init__(self, *, wso2_saja: bool) -> None:
        self.wso2_saja = wso2_saja
        super().__init__()


class TokenSsoTiada(GalatSiasn):
    kode = "token_sso_tiada"
    pesan = "Token SSO belum ada atau sudah kedaluwarsa."
    sebab = "Token SSO berlaku sekitar 12 jam dan tidak dapat diperbarui sendiri tanpa akun layanan."
    obat = "Masuk ke SIASN, salin token SSO, lalu tempel pada menu Kesehatan integrasi."
    siapa = ADMIN_INSTANSI


class TokenSsoTidakCocok(GalatSiasn):
    kode = "token_sso_tidak_cocok"
    pesan = "Token SSO tidak cocok dengan kunci klien (Token SSO mismatch)."
    sebab = "Token milik pengguna yang tidak berhak atas data instansi ini, atau berasal dari lingkungan yang berbeda."
    obat = "Tempel token SSO milik admin instansi yang berhak di SIASN."
    siapa = ADMIN_INSTANSI


class HakKurang(GalatSiasn):
    kode = "hak_kurang"
    pesan = "Pengguna SIASN tidak mempunyai hak atas data ini."
    sebab = "Hak akses (misalnya View Profile) belum diberikan kepada pengguna pemilik token SSO."
    obat = "Minta hak tersebut kepada pengelola pengguna SIASN di instansi Anda, lalu masuk ulang ke SIASN dan tempel token baru."
    siapa = ADMIN_INSTANSI


class TidakAda(GalatSiasn):
    """SIASN itself says that it has no such record; a wrong address is never taken for this."""

    kode = "tidak_ada"
    pesan = "Data tidak ditemukan di SIASN."
    sebab = "Nomor salah, atau data belum dimasukkan di SIASN (hingga 2×24 jam untuk data baru)."
    obat = "Periksa nomornya, atau tunggu sampai data masuk ke SIASN."
    siapa = ADMIN_INSTANSI


class TanpaData(TidakAda):
    """A good answer about one person with nothing in it: SIASN has not said that it has no such record."""

    kode = "tanpa_data"
    pesan = "SIASN menjawab tanpa data untuk nomor ini."
    sebab = "Layanan SIASN menjawab berhasil, tetapi isinya kosong."
    obat = "Ulangi beberapa menit lagi. Bila tetap kosong, periksa nomornya di SIASN; karena itu tidak ada yang dinonaktifkan."


class AlamatSalah(GalatSiasn):
    kode = "alamat_salah"
    pesan = "Alamat layanan tidak dikenal oleh SIASN."
    sebab = "Alamat pada pengaturan server keliru, atau BKN memindahkan layanan."
    obat = "Periksa SIASN_URL dan alamat lain pada pengaturan server."


class Ditolak(GalatSiasn):
    """SIASN read the request and refused it; ``rinci`` is its reason."""

    kode = "ditolak"
    pesan = "SIASN menolak permintaan ini."
    sebab = "Isi permintaan tidak memenuhi aturan SIASN."
    obat = "Perbaiki datanya sesuai keterangan dari SIASN, lalu ulangi."
    siapa = ADMIN_INSTANSI


class JawabanRusak(GalatSiasn):
    kode = "jawaban_rusak"
    pesan = "Jawaban SIASN tidak dapat dibaca."
    sebab = "Jawaban terpotong, bukan JSON, atau bentuknya tidak seperti biasanya."
    obat = "Ulangi beberapa menit lagi. Bila berlanjut, laporkan ke pengelola aplikasi: bentuk layanan mungkin berubah."
    sementara = menghitung = True


class JawabanKosong(JawabanRusak):
    kode = "jawaban_kosong"
    pesan = "SIASN menjawab tanpa isi."
    sebab = "Biasanya layanan di belakang gerbang SIASN sedang tidak tersedia."
    obat = "Ulangi beberapa menit lagi."
    siapa = BKN


class JawabanTerlaluBesar(JawabanRusak):
    kode = "jawaban_terlalu_besar"
    pesan = "Jawaban SIASN melebihi batas ukuran."
    sebab = "Layanan mengirim data jauh lebih banyak daripada yang diminta."
    obat = "Laporkan ke pengelola aplikasi; tidak ada data yang diubah."


class JawabanPendek(JawabanRusak):
    """A list ended before all the rows were there that it announced: nothing may be concluded from who is missing."""

    kode = "jawaban_pendek"
    pesan = "Daftar dari SIASN lebih pendek daripada jumlah yang disebutkannya."
    sebab = "Daftar terpotong di tengah jalan."
    obat = "Ulangi; selama daftar belum lengkap tidak ada yang dinonaktifkan atau dikirim."
    siapa = BKN


class Dialihkan(JawabanRusak):
    kode = "dialihkan"
    pesan = "SIASN mengalihkan permintaan ke alamat lain."
    sebab = (
        "Alamat layanan berubah, atau jaringan menyisipkan halaman masuk. Pengalihan tidak diikuti agar token tidak terkirim ke pihak lain."
    )
    obat = "Periksa alamat SIASN pada pengaturan server, dan jaringan server."
    siapa = ADMIN_APLIKASI


class TidakPasti(GalatSiasn):
    """The request may have been stored though no clear answer came: ask (rw_skp22) before sending it again."""

    kode = "tidak_pasti"
    pesan = "Data sudah dikirim, tetapi jawaban SIASN tidak diterima."
    sebab = "Sambungan terputus atau waktu habis setelah data dikirim; data mungkin sudah tersimpan di SIASN."
    obat = "Ulangi; aplikasi menanyakan dahulu ke SIASN apakah data sudah tersimpan, sehingga tidak terkirim dua kali."
    siapa = ADMIN_INSTANSI
    sementara = menghitung = True


class PemutusTerbuka(GalatSiasn):
    """No call was made: the service has failed of late. ``sampai``: when it is tried again; ``terakhir``: the kind of its last failure.

    To the reader it is that failure: its sentence, cause, cure and who can do it, with the time of the next try (``pukul``, in his zone).
    """

    kode = "pemutus_terbuka"
    pesan = "Layanan ini dihentikan sementara sesudah gagal."
    sebab = "Aplikasi memberi waktu bagi SIASN untuk pulih. Kegagalan terakhirnya tertulis pada kartu layanannya."
    obat = "Aplikasi mencoba lagi dengan sendirinya; atau tekan Uji koneksi pada menu Kesehatan integrasi."
    siapa = "Pihak yang disebut pada kegagalan terakhir layanan itu"
    sementara = True

    def __init__(
        self,
        rinci: str | None = None,
        *,
        sampai: datetime | None = None,
        terakhir: type[GalatSiasn] | None = None,
        pukul: str | None = None,
    ) -> None:
        self.sampai, self.terakhir = sampai, terakhir
        if terakhir is not None:
            self.pesan, self.sebab, self.obat, self.siapa = terakhir.pesan, terakhir.sebab, terakhir.obat, terakhir.siapa
        if pukul is not None:
            self.pesan = f"{self.pesan} Panggilan dihentikan sementara, dicoba lagi pukul {pukul}."
        super().__init__(rinci)


def _semua(kelas: type[GalatSiasn]) -> dict[str, type[GalatSiasn]]:
    hasil = {kelas.kode: kelas}
    for anak in kelas.__subclasses__():
        hasil |= _semua(anak)
    return hasil


SEMUA: dict[str, type[GalatSiasn]] = _semua(GalatSiasn)


def dari_kode(kode: str | None) -> type[GalatSiasn]:
    """The class of a stored ``kode``; the base for one that is not known any more."""
    return SEMUA.get(kode or "", GalatSiasn)
