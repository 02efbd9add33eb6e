"""The texts of *Bantuan*: short answers for the work that is done most."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Bagian:
    judul: str
    isi: Markup


BAGIAN = (
    Bagian(
        "Membuat periode satu tahun",
        Markup(
            "<ol><li>Buka <a href='/admin/periode/buat-tahun/'>Buat periode tahun …</a>.</li><li>Pilih tahun dan pola: Bulanan (12 dan Final), Triwulan (4 dan "
            "Final), atau Semester (2 dan Final).</li><li>Periksa pratinjau, ubah sel yang perlu, lalu simpan. Semua tersimpan, atau tidak satu pun.</li></ol>"
            "<p>Tanggal ditulis bulan-hari: 31 Desember menjadi 12-31. Batas Pengisian yang lebih awal dalam kalender daripada Periode Akhir berarti tahun berikutnya.</p>"
        ),
    ),
    Bagian(
        "Mengubah susunan unor",
        Markup(
            "<p>Perubahan data unor berlaku untuk semua pegawai di dalamnya. Sebelum menghapus unor, pindahkan dahulu unor bawahan dan pegawainya; halaman "
            "penghapusan menyebutkan jumlahnya dan menawarkan pemindahan.</p>"
        ),
    ),
    Bagian(
        "Mengganti pimpinan unor",
        Markup(
            "<p>Ubah pegawai, pilih Jenis Jabatan <strong>Pimpinan</strong>. Jika unor itu sudah mempunyai pimpinan, aplikasi menanyakan apakah ia digantikan.</p>"
        ),
    ),
    Bagian(
        "PLT dan PLH",
        Markup(
            "<p>Penugasan berlaku bila Aktif dan hari ini berada di antara Periode Awal dan Periode Akhir. Yang masih Aktif tetapi sudah lewat masa dapat "
            "diakhiri sekaligus dari halaman Manajemen PLT/PLH.</p>"
        ),
    ),
    Bagian(
        "Mengunduh daftar",
        Markup(
            "<p>Unduh Excel dan Unduh CSV memuat tepat baris yang sedang tersaring. Daftar yang besar dijalankan sebagai Tugas; berkasnya tersedia di "
            "<a href='/admin/tugas/'>Tugas dan unduhan</a> selama 30 hari.</p>"
        ),
    ),
    Bagian(
        "Pintasan papan tombol",
        Markup("<p><kbd>Ctrl</kbd> + <kbd>K</kbd> atau <kbd>/</kbd> membuka pencarian cepat. <kbd>Esc</kbd> menutup menu dan dialog.</p>"),
    ),
)
