"""Invented work of every kind of unit: what leaders plan, what their people contribute, how both are measured and answered."""

from __future__ import annotations

from dataclasses import dataclass

from domain.berakhlak import NilaiBerakhlak
from domain.skp import JenisLampiran


@dataclass(frozen=True, slots=True)
class Kerja:
    """A field of work. ``pimpinan`` and ``staf``: the RHK of a leader (with ``{unor}``) and the one that serves it."""

    pimpinan: str
    ukuran: str
    """Indikator of the leader's RHK."""
    staf: str
    jumlah: str
    """Indikator of quantity."""
    satuan: str
    mutu: str
    """Indikator of quality."""
    aksi: tuple[str, ...]
    eviden: str
    """Last part of the evidence's address."""


_UMUM = (
    Kerja(
        "Meningkatnya kualitas tata kelola administrasi {unor}",
        "Persentase layanan administrasi yang selesai tepat waktu",
        "Terlaksananya pengelolaan surat dan arsip sesuai pedoman",
        "Jumlah naskah dinas yang dikelola", "naskah", "Persentase naskah dinas yang tercatat lengkap",
        ("Mencatat dan mendistribusikan naskah masuk", "Menata arsip aktif menurut klasifikasi", "Menyusutkan arsip yang habis masa simpannya"),
        "arsip",
    ),
    Kerja(
        "Meningkatnya akuntabilitas perencanaan dan anggaran {unor}",
        "Persentase realisasi anggaran sesuai rencana penarikan",
        "Tersusunnya bahan rencana kerja dan laporan kegiatan",
        "Jumlah dokumen rencana dan laporan yang disusun", "dokumen", "Persentase dokumen yang diterima tanpa perbaikan",
        ("Menghimpun usulan kegiatan dari setiap bagian", "Menyusun konsep laporan kegiatan", "Mencocokkan realisasi dengan rencana penarikan dana"),
        "laporan",
    ),
    Kerja(
        "Terwujudnya pelayanan {unor} yang mudah dan cepat",
        "Indeks kepuasan penerima layanan",
        "Terlayaninya permohonan masyarakat sesuai standar pelayanan",
        "Jumlah permohonan yang dilayani", "permohonan", "Persentase permohonan yang selesai sesuai standar waktu",
        ("Memeriksa kelengkapan permohonan", "Menindaklanjuti pengaduan yang masuk", "Memperbarui informasi persyaratan layanan"),
        "layanan",
    ),
    Kerja(
        "Terpeliharanya sarana dan prasarana kerja {unor}",
        "Persentase barang milik negara dalam kondisi baik",
        "Terlaksananya penatausahaan barang dan pemeliharaan sarana kerja",
        "Jumlah berita acara pemeriksaan barang", "berita acara", "Persentase barang yang datanya sesuai hasil pemeriksaan",
        ("Memeriksa kondisi barang di setiap ruangan", "Memperbarui kartu inventaris", "Mengusulkan pemeliharaan barang yang rusak ringan"),
        "inventaris",
    ),
)  # fmt: skip

KERJA: dict[str, tuple[Kerja, ...]] = {
    "umum": _UMUM,
    "kepegawaian": (
        Kerja(
            "Meningkatnya kualitas layanan kepegawaian {unor}",
            "Persentase layanan kepegawaian yang selesai tepat waktu",
            "Terselesaikannya usul kenaikan pangkat dan pensiun pegawai",
            "Jumlah usul kepegawaian yang diverifikasi", "usul", "Persentase usul yang diterima tanpa pengembalian",
            ("Memverifikasi berkas usul kenaikan pangkat", "Menyusun nota usul pensiun", "Menjawab konsultasi kepegawaian"),
            "usul-pegawai",
        ),
        Kerja(
            "Meningkatnya kompetensi aparatur melalui {unor}",
            "Persentase pegawai yang memenuhi jam pengembangan kompetensi",
            "Terlaksananya pelatihan sesuai kebutuhan kompetensi pegawai",
            "Jumlah angkatan pelatihan yang diselenggarakan", "angkatan", "Nilai evaluasi penyelenggaraan pelatihan",
            ("Memetakan kebutuhan pelatihan", "Menyiapkan bahan dan pengajar", "Mengevaluasi penyelenggaraan pelatihan"),
            "pelatihan",
        ),
        Kerja(
            "Terwujudnya penilaian kinerja yang objektif di lingkungan {unor}",
            "Persentase pegawai yang dinilai tepat waktu",
            "Terlaksananya pendampingan penyusunan dan penilaian SKP",
            "Jumlah unit kerja yang didampingi", "unit kerja", "Persentase SKP yang disetujui tepat waktu",
            ("Mendampingi unit kerja menyusun SKP", "Memantau penilaian setiap periode", "Merekap hasil evaluasi kinerja"),
            "pendampingan-skp",
        ),
        _UMUM[0],
    ),
    "pendidikan": (
        Kerja(
            "Meningkatnya mutu pembelajaran pada satuan pendidikan binaan {unor}",
            "Persentase satuan pendidikan yang naik capaian mutunya",
            "Terlaksananya pendampingan kurikulum bagi satuan pendidikan",
            "Jumlah sekolah yang didampingi", "sekolah", "Persentase sekolah yang menindaklanjuti pendampingan",
            ("Menyusun jadwal kunjungan sekolah", "Mendampingi penyusunan kurikulum sekolah", "Menyusun laporan hasil pendampingan"),
            "pendampingan-sekolah",
        ),
        Kerja(
            "Meningkatnya pemerataan guru dan tenaga kependidikan oleh {unor}",
            "Persentase sekolah yang kebutuhan gurunya terpenuhi",
            "Tersedianya data kebutuhan guru yang mutakhir",
            "Jumlah laporan pemutakhiran data guru", "laporan", "Persentase data guru yang sesuai keadaan",
            ("Memutakhirkan data guru setiap sekolah", "Menghitung kebutuhan guru", "Mengusulkan penataan guru antarsekolah"),
            "data-guru",
        ),
        *_UMUM[1:3],
    ),
    "guru": (
        Kerja(
            "Meningkatnya hasil belajar peserta didik {unor}",
            "Persentase peserta didik yang mencapai kompetensi minimum",
            "Terlaksananya pembelajaran yang berpusat pada peserta didik",
            "Jumlah perangkat ajar yang disusun dan dipakai", "perangkat", "Persentase peserta didik yang tuntas belajar",
            ("Menyusun modul ajar", "Melaksanakan asesmen awal dan akhir", "Memberikan pendampingan bagi peserta didik yang tertinggal"),
            "modul-ajar",
        ),
        Kerja(
            "Terwujudnya iklim sekolah yang aman dan menyenangkan di {unor}",
            "Indeks iklim keamanan sekolah",
            "Terlaksananya kegiatan pembinaan karakter peserta didik",
            "Jumlah kegiatan pembinaan yang dilaksanakan", "kegiatan", "Persentase kehadiran peserta didik",
            ("Membimbing kegiatan ekstrakurikuler", "Melaksanakan kunjungan rumah", "Mencatat perkembangan peserta didik"),
            "pembinaan",
        ),
        Kerja(
            "Meningkatnya kompetensi pendidik {unor}",
            "Persentase guru yang mengikuti komunitas belajar",
            "Terlaksananya praktik baik dalam komunitas belajar",
            "Jumlah praktik baik yang dibagikan", "praktik baik", "Persentase umpan balik sejawat yang ditindaklanjuti",
            ("Mengikuti pertemuan komunitas belajar", "Membagikan praktik baik pembelajaran", "Menyusun refleksi pembelajaran"),
            "praktik-baik",
        ),
    ),
    "kesehatan": (
        Kerja(
            "Meningkatnya mutu pelayanan kesehatan {unor}",
            "Persentase pelayanan yang memenuhi standar mutu",
            "Terlaksananya pelayanan kesehatan bagi pasien sesuai standar",
            "Jumlah pasien yang dilayani", "pasien", "Persentase rekam medis yang terisi lengkap",
            ("Melayani pasien sesuai jadwal", "Melengkapi rekam medis", "Menindaklanjuti rujukan pasien"),
            "pelayanan-pasien",
        ),
        Kerja(
            "Menurunnya angka kesakitan di wilayah kerja {unor}",
            "Persentase cakupan imunisasi dasar lengkap",
            "Terlaksananya penyuluhan dan pencegahan penyakit",
            "Jumlah penyuluhan yang dilaksanakan", "penyuluhan", "Persentase sasaran yang hadir",
            ("Menyiapkan bahan penyuluhan", "Melaksanakan kunjungan posyandu", "Memantau wilayah setempat"),
            "penyuluhan",
        ),
        Kerja(
            "Terjaminnya ketersediaan obat dan alat kesehatan {unor}",
            "Persentase ketersediaan obat esensial",
            "Terkelolanya persediaan obat dan alat kesehatan",
            "Jumlah laporan persediaan", "laporan", "Persentase catatan yang sesuai dengan persediaan",
            ("Mencatat penerimaan dan pengeluaran obat", "Memeriksa masa kedaluwarsa", "Menyusun rencana kebutuhan obat"),
            "persediaan-obat",
        ),
    ),
    "teknis": (
        Kerja(
            "Meningkatnya kualitas hasil pekerjaan teknis {unor}",
            "Persentase pekerjaan yang memenuhi spesifikasi",
            "Terlaksananya pemeriksaan pekerjaan di lapangan",
            "Jumlah laporan pemeriksaan lapangan", "laporan", "Persentase temuan yang ditindaklanjuti",
            ("Menyusun jadwal pemeriksaan", "Memeriksa pekerjaan di lapangan", "Menyusun laporan dan rekomendasi teknis"),
            "pemeriksaan",
        ),
        Kerja(
            "Tersedianya data teknis {unor} yang mutakhir dan dapat dipakai bersama",
            "Persentase data yang dimutakhirkan tepat waktu",
            "Terlaksananya pemutakhiran dan pengolahan data teknis",
            "Jumlah kumpulan data yang dimutakhirkan", "kumpulan data", "Persentase data yang lolos pemeriksaan mutu",
            ("Mengumpulkan data dari lapangan", "Memeriksa kelengkapan data", "Menyajikan data bagi pengguna"),
            "data-teknis",
        ),
        Kerja(
            "Terselesaikannya kebijakan teknis {unor} sesuai kebutuhan pemangku kepentingan",
            "Persentase rancangan kebijakan yang diselesaikan",
            "Tersusunnya bahan kebijakan dan petunjuk teknis",
            "Jumlah bahan kebijakan yang disusun", "bahan", "Persentase bahan yang disetujui pimpinan",
            ("Menghimpun masukan pemangku kepentingan", "Menyusun konsep petunjuk teknis", "Membahas konsep bersama unit terkait"),
            "kebijakan",
        ),
        _UMUM[1],
    ),
    "pengawasan": (
        Kerja(
            "Meningkatnya efektivitas pengawasan internal {unor}",
            "Persentase rekomendasi yang ditindaklanjuti",
            "Terlaksananya audit dan reviu sesuai program kerja",
            "Jumlah laporan hasil pengawasan", "laporan", "Persentase laporan yang terbit tepat waktu",
            ("Menyusun program kerja audit", "Menguji bukti di unit yang diperiksa", "Menyusun laporan hasil audit"),
            "hasil-audit",
        ),
        Kerja(
            "Menguatnya pengendalian intern unit binaan {unor}",
            "Nilai maturitas pengendalian intern",
            "Terlaksananya pendampingan penilaian risiko",
            "Jumlah unit yang didampingi menilai risiko", "unit", "Persentase risiko yang mempunyai rencana penanganan",
            ("Mendampingi penyusunan daftar risiko", "Memantau penanganan risiko", "Menyusun laporan pemantauan"),
            "risiko",
        ),
        _UMUM[1],
    ),
}  # fmt: skip

TAMBAHAN = Kerja(
    "Terselesaikannya penugasan lintas unit yang diberikan pimpinan kepada {unor}",
    "Persentase penugasan yang selesai",
    "Terlaksananya tugas tambahan dari pimpinan",
    "Jumlah penugasan yang diselesaikan", "penugasan", "Persentase penugasan yang selesai sesuai arahan",
    ("Mengikuti rapat koordinasi", "Menyelesaikan penugasan dari pimpinan", "Melaporkan hasil penugasan"),
    "penugasan",
)  # fmt: skip

EKSPEKTASI: dict[NilaiBerakhlak, tuple[str, ...]] = {
    NilaiBerakhlak.BERORIENTASI_PELAYANAN: (
        "Menjawab setiap permintaan layanan paling lambat pada hari kerja berikutnya",
        "Mencatat keluhan penerima layanan dan mengusulkan perbaikannya",
    ),
    NilaiBerakhlak.AKUNTABEL: ("Melaporkan hasil kerja setiap akhir bulan", "Memakai anggaran dan barang kantor sesuai peruntukannya"),
    NilaiBerakhlak.KOMPETEN: ("Mengikuti pelatihan sedikitnya dua puluh jam dalam setahun", "Membagikan hasil pelatihan kepada rekan"),
    NilaiBerakhlak.HARMONIS: ("Menjaga suasana kerja yang saling menghargai", "Membantu rekan yang beban kerjanya sedang tinggi"),
    NilaiBerakhlak.LOYAL: ("Menjaga kerahasiaan dokumen dinas", "Mengutamakan kepentingan organisasi dalam mengambil keputusan"),
    NilaiBerakhlak.ADAPTIF: (
        "Memakai sistem kerja elektronik untuk seluruh naskah",
        "Mengusulkan satu perbaikan cara kerja setiap semester",
    ),
    NilaiBerakhlak.KOLABORATIF: ("Melibatkan unit terkait sejak penyusunan rencana", "Menyampaikan kemajuan kerja dalam rapat tim"),
}
LAMPIRAN: dict[JenisLampiran, tuple[str, ...]] = {
    JenisLampiran.DUKUNGAN: (
        "Perangkat komputer dan jaringan yang memadai",
        "Anggaran kegiatan sesuai dokumen pelaksanaan anggaran",
        "Dukungan data dari unit kerja terkait",
        "Pelatihan teknis bagi anggota tim",
    ),
    JenisLampiran.SKEMA: (
        "Laporan kemajuan disampaikan setiap akhir periode",
        "Kemajuan dibahas bersama pimpinan pada rapat bulanan",
        "Eviden diunggah sebelum batas pengisian",
    ),
    JenisLampiran.KONSEKUENSI: (
        "Bila target tercapai, diusulkan mengikuti pengembangan kompetensi",
        "Bila target tidak tercapai, dilakukan bimbingan kinerja",
        "Keterlambatan laporan menjadi bahan pertimbangan penilaian perilaku",
    ),
}
UMPAN_BALIK = (
    "Hasilnya sudah sesuai harapan; pertahankan.",
    "Sudah baik, lengkapi catatan pendukungnya.",
    "Perlu lebih cepat pada tahap awal pekerjaan.",
    "Koordinasi dengan unit lain berjalan baik.",
)
CATATAN = {
    "sangat_baik": "Kinerja melampaui harapan; diusulkan memperoleh penghargaan dan tugas yang lebih menantang.",
    "baik": "Kinerja sesuai harapan; pertahankan dan tingkatkan inisiatif.",
    "butuh_perbaikan": "Perlu pendampingan agar target berikutnya tercapai.",
    "kurang": "Perilaku kerja perlu dibina; jadwalkan bimbingan kinerja.",
    "sangat_kurang": "Diperlukan rencana perbaikan kinerja bersama atasan.",
}
ALASAN_KEBERATAN = (
    "Seluruh target sudah tercapai dan evidennya lengkap, tetapi rating hasil kerja belum mencerminkannya.",
    "Sebagian eviden terlambat terbaca oleh penilai karena diunggah pada hari terakhir.",
    "Penugasan lintas unit belum diperhitungkan dalam penilaian perilaku kerja.",
)
PENJELASAN_PENILAI = (
    "Penilaian didasarkan pada eviden yang tersedia sampai batas pengisian.",
    "Penugasan lintas unit memang belum tercatat pada saat penilaian.",
)
KEPUTUSAN_SETUJU = "Setelah eviden diperiksa kembali, rating disesuaikan dengan capaian pegawai."
KEPUTUSAN_TOLAK = "Eviden yang ada mendukung penilaian semula; rating tidak diubah."
TIM = (
    "Percepatan Layanan",
    "Penyusunan Laporan Kinerja",
    "Digitalisasi Arsip",
    "Pengelolaan Data",
    "Reformasi Birokrasi",
    "Inovasi Pelayanan",
)
