"""Tables of the invented data: names of people by region, of places, of posts. Any likeness to a real person is chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Daerah:
    """How a region names its people. ``belakang`` serves both sexes unless women have their own; ``awalan`` are (male, female)
    prefixes, mostly none."""

    bobot: int
    laki: tuple[str, ...]
    perempuan: tuple[str, ...]
    belakang: tuple[str, ...]
    awalan: tuple[tuple[str, str], ...] = ()
    tengah: bool = False
    """A second given name is common."""
    belakang_perempuan: tuple[str, ...] = ()


def _kata(teks: str) -> tuple[str, ...]:
    """Words of ``teks``; an underscore keeps two of them together."""
    return tuple(satu.replace("_", " ") for satu in teks.split())


DAERAH: tuple[Daerah, ...] = (
    Daerah(  # Jawa
        34,
        _kata(
            "Adi Agung Agus Aji Anggoro Ari Aris Arif Bagas Bagus Bambang Bayu Bima Budi Cahyo Catur Danang Dani Daru Dimas Djoko Dwi Eko"
            " Fajar Galih Gilang Giri Guntur Haryo Heri Imam Indra Irawan Jatmiko Krisna Kuncoro Lukito Panji Purnomo Puguh Rahmat Raka"
            " Ragil Rudi Satrio Sigit Slamet Sri Sugeng Teguh Tri Udin Wahyu Wawan Wisnu Yoga Yudha Yulianto"
        ),
        _kata(
            "Ambar Anggun Anik Anita Arum Asri Astuti Ayu Bekti Citra Dewi Diah Dian Dwi Endah Endang Eni Erna Estu Galuh Hesti Ida Indah"
            " Ira Kartika Kenanga Kinanti Kirana Laras Lilis Melati Murni Nanik Nastiti Nining Novi Nur Palupi Prapti Puji Puspa"
            " Rahayu Ratih Ratna Retno Rini Rina Sari Sekar Siwi Sri Sulastri Titik Tri Utami Wahyuni Wening Wiwik Wulan Yuni"
        ),
        _kata(
            "Adiningrat Adiputra Aribowo Atmojo Baskara Basuki Darmawan Hadiwibowo Hardjanto Hartanto Haryanto Hidayat Iswahyudi Kusumo"
            " Laksana Mahardika Maryanto Mulyono Nugraha Nugroho Pamungkas Pangestu Permana Prakoso Pramono Prasetyo Pratama Purwanto"
            " Raharjo Ramadhan Saputra Sasongko Setiawan Sudarsono Sulistyo Supriyadi Supriyanto Susanto Sutrisno Utomo Wardoyo Wibisono"
            " Wibowo Wicaksono Widyatmoko Winarno Wiratama"
        ),
        tengah=True,
        belakang_perempuan=_kata(
            "Adiningsih Anggraeni Budiarti Ekawati Handayani Hapsari Hartati Hidayati Indriani Kusumaningrum Kusumawati Larasati Lestari"
            " Maharani Mahardika Ningrum Ningsih Nurhayati Palupi Pangestuti Permatasari Prabandari Pramesti Pratiwi Purnamasari Purwanti"
            " Purwaningsih Puspita Puspitasari Rahayu Ramadhani Saraswati Setyaningrum Setyawati Sulistyowati Susanti Susilowati Utami"
            " Wardani Widiastuti Widodari Widyaningsih Wijayanti Winarni Wulandari Yulianti"
        ),
    ),
    Daerah(  # Sunda
        16,
        _kata(
            "Aceng Ade Agung Ajat Asep Cecep Dadan Dadang Darma Dede Deden Dedi Deni Dudi Eman Encep Engkus Entis Gugun Hendi Iwan Jajang"
            " Kusnadi Maman Nandang Nana Oman Opik Rahmat Rian Rukman Tatang Taufik Toni Ujang Undang Usep Wawan Yana Yayan Yusup"
        ),
        _kata(
            "Ade Ai Cucu Dede Dewi Elis Enok Entin Euis Evi Gina Iis Ima Imas Intan Kokom Lia Lilis Mimin Neneng Neng Nia Nining Nunung Nyai"
            " Oneng Pipit Popon Rani Rika Rina Siti Susi Teti Tia Tini Wida Wiwin Yanti Yayah Yeni Yuyun"
        ),
        _kata(
            "Ardiansyah Darmawan Firmansyah Gumilar Gunawan Hermawan Hidayat Kartiwa Koswara Kurnia Kurniawan Kusmana Kusnandar Lesmana"
            " Mulyana Nugraha Permana Priatna Ramdani Rohmana Rusmana Saepudin Setiadi Sobari Sopandi Sukmana Sumarna Sunarya Supriatna"
            " Suryana Sutarya Sutisna Wiguna Wijaya Zakaria"
        ),
        belakang_perempuan=_kata(
            "Agustini Fatimah Fitriani Hartini Herawati Kartini Komalasari Kurniasih Kurniawati Lestari Maryani Mulyati Nuraeni Nurhasanah"
            " Nurhayati Nurjanah Permatasari Rahmawati Rohaeni Rohayati Rosidah Rosmiati Rukmini Sumiati Sunarti Supartini Suryani Suryati"
            " Sutarsih Widaningsih Wulansari Yulianti"
        ),
    ),
    Daerah(  # Batak
        8,
        _kata(
            "Albert Andreas Benny Binsar Bonar Charles Daniel Darwin Edward Ferdinand Freddy Hasiholan Hotman Immanuel James Jonathan Jontor"
            " Lamhot Leo Lintong Mangara Maruli Monang Parlindungan Parulian Poltak Ramses Roy Sahala Samuel Saut Tigor Togar Tumpal Ucok"
        ),
        _kata(
            "Angel Bertha Christina Debora Dumaria Elisabet Erika Friska Grace Hotmaida Hotnida Ida Jojor Lamria Lasma Lenny Lestari Lisbet"
            " Magdalena Maria Marlina Masta Melda Monika Nurmala Rini Risma Romauli Rosmaida Rotua Sondang Tiodor Tiur Uli Yohana"
        ),
        _kata(
            "Aritonang Banjarnahor Butarbutar Damanik Gultom Hutabarat Hutagalung Hutapea Lumbangaol Lumbantobing Manalu Manik Manurung"
            " Marbun Marpaung Nababan Nainggolan Napitupulu Panggabean Panjaitan Pardede Pasaribu Purba Rajagukguk Sagala Samosir Saragih"
            " Sianturi Sihombing Sihotang Silaban Silalahi Simamora Simanjuntak Simarmata Sinaga Sirait Siregar Sitanggang Sitompul"
            " Sitorus Situmorang Tambunan Tampubolon Tarigan Turnip"
        ),
    ),
    Daerah(  # Minangkabau
        7,
        _kata(
            "Afdal Afrizal Akmal Alfian Amrizal Arfan Armen Asril Budiman Dasril Deswandi Edison Efrizal Erizal Fadli Fahmi Febrian Firdaus"
            " Hafiz Hamdan Harmen Hendri Ilham Irfan Irwan Jefri Jhoni Khairul Marzuki Mukhlis Nasrul Novrizal Rafki Ridwan Rizal Syafrizal"
            " Syahrul Taufik Yasril Yusrizal Zainal Zulfikar Zulkarnain"
        ),
        _kata(
            "Afriani Asmawati Aulia Desmawati Desi Elfira Elvina Erni Fauziah Febriani Fitria Gusnita Hasnah Hayati Helmi Husna Irma Liza"
            " Mardiana Marlis Meli Mira Mutia Nadia Nelfa Nengsih Nora Nurhayati Oktavia Rahmi Refni Resti Rosda Silvia Suci Syafni Upik"
            " Vivi Wirda Yelfi Yulia Yusnita Zahara"
        ),
        _kata(
            "Caniago Guci Jambak Koto Kutianyir Melayu Panyalai Payobada Piliang Pitopang Sikumbang Simabur Tanjung Effendi Hakim Hamid"
            " Harahap Idris Ilyas Ismail Jamil Kamal Lubis Nasution Rahman Rasyid Saleh Syarif Umar Yunus Yusuf Zein"
        ),
    ),
    Daerah(  # Bugis, Makassar, Mandar, Toraja
        9,
        _kata(
            "Abdul Ahmad Akbar Aldi Amiruddin Anwar Ardi Arham Arifin Asdar Asrul Bahar Baharuddin Burhan Darwis Fadel Fajrin Hamka Hamzah"
            " Haris Hasan Herman Ilham Irwansyah Jamaluddin Jusman Kamaruddin Latif Mansur Muhlis Mustafa Nasir Nawir Rahim Rusdi Rustam"
            " Saharuddin Syamsul Takdir Umar Wahid Yunus"
        ),
        _kata(
            "Andriani Asmirah Astrid Darmawati Fatmawati Fitriani Hadijah Hafsah Hajrah Halija Hasnawati Hasniar Herawati Irmawati Jumriah"
            " Jusmiati Kasmawati Mardiah Marwah Megawati Mirnawati Mulyati Nirwana Nuraini Nurbaya Nurlina Nursiah Rahmatia Ramlah Rosdiana"
            " Rosmini Rostina Suriani Syamsiah Tenri Wahida Yuliana"
        ),
        _kata(
            "Amin Arsyad Asis Bakri Basri Dahlan Djafar Gaffar Halim Hamid Hasyim Ibrahim Jafar Kadir Karim Lallo Machmud Makkasau Mappa"
            " Mattalatta Mustamin Nompo Nur Palaguna Pallangka Parenrengi Paturusi Rauf Razak Sabir Said Salam Sampe Sanusi Syukur Tahir Tandi"
            " Tangke Thalib Wahab Yahya"
        ),
        (("", ""), ("", ""), ("", ""), ("", ""), ("Andi", "Andi")),
    ),
    Daerah(  # Bali
        5,
        _kata(
            "Adnyana Agus Ardana Arta Artawan Bagiarta Darma Dharmayasa Dwipayana Eka Gede Gunarta Kerta Mahendra Merta Mudita Oka Parwata"
            " Putra Rai Sanjaya Sudarma Suartana Sudiarta Sukarma Suparta Surya Suwendra Wardana Widnyana Wira Wirawan Yasa"
        ),
        _kata(
            "Adnyani Anggreni Ariani Astiti Candra Darmayanti Dewi Eka Ganitri Ita Kartini Kusuma Lestari Mahayani Mariani Mirah Nilawati"
            " Padmi Parwati Puspita Ratnadi Sari Saraswati Suartini Suci Sudiani Sukerti Sulastri Trisna Utari Wahyuni Widiani Wulan Yanti"
        ),
        _kata("Adiputra Antara Arsana Asmara Dana Giri Jaya Kencana Mahardika Natha Permana Pradnya Prayoga Suardana Suyasa Utama Wijaya"),
        (*((f"I {urutan}", f"Ni {urutan}") for urutan in _kata("Wayan Made Nyoman Ketut Putu Kadek Komang")), ("I Gede", "Ni Luh")),
    ),
    Daerah(  # Minahasa, Sangihe
        4,
        _kata(
            "Alfrets Boy Christian Clay David Decky Denny Donald Edwin Fandy Ferry Frangky Glen Hanny Harold Hendrik Jacky Jefry Jemmy Jhon"
            " Johan Karel Lucky Marthen Maxi Meidy Michael Novri Olvie Recky Rolly Ronald Steven Stevi Vecky Wempy"
        ),
        _kata(
            "Agnes Anneke Cherly Cindy Deisy Deby Diana Djein Elsje Femmy Feibe Fransiska Grace Greity Hetty Ivone Jeane Jenny Joice Julin"
            " Kristin Lidya Linda Lovely Marlyn Meiske Meity Natalia Novita Olga Oktavin Pricilia Regina Selvie Sherly Syully Vera Yolanda"
        ),
        _kata(
            "Assa Kaligis Kalalo Kandou Karamoy Karundeng Kawengian Kumaat Lantang Lapian Lengkong Lontoh Lumenta Mandagi Mangindaan Manoppo"
            " Mantiri Maramis Mewengkang Mokoginta Montolalu Pandeiroth Pangemanan Pinontoan Polii Pontoh Rondonuwu Rorimpandey Rumengan Runtuwene"
            " Sondakh Sumual Supit Tambajong Tampi Tangkudung Tumbelaka Tumiwa Turangan Undap Waworuntu Wowor"
        ),
    ),
    Daerah(  # Maluku, Nusa Tenggara Timur, Papua
        7,
        _kata(
            "Alexander Alfonsus Aloysius Antonius Benediktus Bernardus Blasius Cornelis Dominggus Elias Emanuel Fabianus Ferdinan Fransiskus"
            " Frederik Gabriel Gregorius Hendrikus Ignasius Isak Jeremias Johanis Kornelius Laurens Markus Marselinus Matheus Melkianus"
            " Nikolaus Oktovianus Otniel Paulus Petrus Robertus Silvester Simon Stefanus Thomas Vinsensius Yakob Yohanes Yosep Yulius Zakarias"
        ),
        _kata(
            "Adelina Agustina Anastasia Apolonia Bernadeta Dorkas Elisabeth Ester Fransina Gaudensia Helena Katarina Kristina Lusia Magdalena"
            " Margaretha Maria Marlince Marthina Mathilda Oktovina Orpa Paulina Petronela Rosalina Rut Salomina Sarlota Selfina Sofia Susana"
            " Theresia Veronika Wilhelmina Yakoba Yohana Yosefina Yuliana"
        ),
        _kata(
            "Ariks Ayomi Bano Bere Bria Da_Costa Da_Silva Fernandes Fonataba Gebze Hattu Haumahu Imbiri Kaisiepo Kambu Karubaba Kase Kilikily Koda"
            " Kogoya Kolin Lado Latumahina Leiwakabessy Lewerissa Lobo Mandacan Manuhutu Matulessy Mayor Mbuinga Naisoko Nahak Ngongo Nussy"
            " Ohoiwutun Pattinama Pattipeilohy Pelupessy Rahail Renyaan Rumbiak Rumainum Sahetapy Seran Siwabessy Suebu Tabuni Taihuttu Tefa"
            " Telussa Titaley Tuasela Tupamahu Wairara Wanggai Wonda Yoku"
        ),
    ),
    Daerah(  # Banjar, Melayu, Aceh
        8,
        _kata(
            "Abdurrahman Ahmad Akhmad Alamsyah Anshari Arsyad Azhar Azwar Bahri Burhanuddin Fadhil Fahrurazi Faisal Fakhri Gazali Hafizh"
            " Hairul Hamdani Helmi Husaini Iqbal Iskandar Jailani Khairani Mahyuddin Maulana Misran Muhammad Munawar Murdani Nanda Nazar Rafiq"
            " Rahmadi Reza Rusli Saifuddin Salim Sufyan Syahrial Syaifullah Syukri Yusran Zainuddin Zulfan"
        ),
        _kata(
            "Aisyah Alya Annisa Aslamiah Azizah Badariah Faridah Fauzia Hafizah Halimah Hamidah Hasanah Hayatun Inayah Jamilah Jannah Khadijah"
            " Laila Latifah Mahmudah Maimunah Mariatul Masitah Maulida Mawaddah Munirah Nadira Najwa Norhayati Nurul Raihanah Raudah Rusmiati"
            " Safitri Salmah Salwa Syarifah Ulfah Yusra Zahratul Zubaidah Zulaikha"
        ),
        _kata(
            "Abdullah Adnan Alwi Amrullah Anwar Ariansyah Arrahman Asmuni Basyir Daud Effendi Fahmi Fauzan Fikri Hadi Hanafi Hanifah Hasbi"
            " Husin Ibrahim Irfani Kamil Khairi Mahfuz Mahmud Maulani Mubarak Muslim Noor Qadri Ramadhani Ridha Rosyadi Sabri"
            " Shaleh Syahputra Syakir Usman Yasin Zaini"
        ),
        (("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("", ""), ("Teuku", "Cut")),
    ),
    Daerah(  # Dayak, Tionghoa and the names of the big towns
        6,
        _kata(
            "Adrian Aldo Alvin Andre Ardo Bimo Christopher Danu Darius Edo Erwin Evan Felix Fernando Gerry Hansen Hengki Herry Ivan Jason Kevin"
            " Leonard Lukas Mario Martin Nico Oscar Patrick Rangga Reinhard Rio Robin Sandi Stanley Tommy Vincent Wendy William Yanto Yosua"
        ),
        _kata(
            "Aurelia Bella Carla Chandra Clara Cynthia Dinda Elsa Emilia Fanny Febe Felicia Fiona Gisela Irene Jessica Julia Karina Lidia Lina"
            " Livia Maya Meilani Melisa Nadya Natasha Olivia Patricia Raisa Renata Sandra Shinta Silvi Sonia Tania Tasya Vania Viona Winda Yessi"
        ),
        _kata(
            "Anggara Budiono Cahyadi Chandra Dharma Gunadi Halim Hartono Hendrawan Indrawan Iskandar Jayadi Kosasih Kristanto Kurniadi Laksmana"
            " Limbong Mulyadi Narang Nyahu Pranata Rangkap Salim Sanjaya Santoso Sasmita Setiabudi Sugianto Suhendra Suryadi Susilo Tanuwijaya"
            " Tedjo Usop Wijaya Winata Wiyono Yusman"
        ),
    ),
)

# Invented places: two halves. None of the pairs used for an instansi is a kabupaten or kota that exists.
TEMPAT_AWAL = _kata(
    "Arga Banyu Batu Candi Carang Cempaka Dukuh Galuh Gading Giri Jati Karang Kayu Kembang Kerta Kuta Lembah Mandala Marga Mekar Merta Muara"
    " Padang Pasir Pring Pulo Puri Randu Rawa Rejo Ringin Sari Sekar Sela Simpang Singa Suka Sumber Tambak Tanjung Taman Telaga Tirta Wana Wringin"
)
TEMPAT_AKHIR = _kata(
    "agung alam baru bening cahya dadi damai elok gading harja indah jaya kencana kerta lestari luhur makmur melati mukti mulya nirmala permai"
    " pura raharja rahayu rasa ratu sakti sari sejati selaras sembada sentana tengah tirta unggul utama waluya wangsa warna"
)
ARAH = _kata("Utara Selatan Timur Barat Tengah Hulu Hilir Baru")

INSTANSI: tuple[tuple[str, str, str], ...] = (
    ("kabupaten", "Tirta Selaras", "WIB"),
    ("badan", "Penataan Pulau dan Pesisir", "WIB"),
    ("kota", "Bandar Selasih", "WITA"),
    ("provinsi", "Rimba Kencana", "WIT"),
    ("kabupaten", "Wana Sembada", "WITA"),
    ("kabupaten", "Muara Sekunyit", "WIB"),
    ("kota", "Giri Wangsa", "WIB"),
    ("badan", "Layanan Ekosistem dan Cuaca Maritim", "WIB"),
)
"""(kind, place or field, zone) of the first instansi; later ones are governments of places from the tables above."""
JENIS_INSTANSI = {
    "kabupaten": "Pemerintah Kabupaten {}",
    "kota": "Pemerintah Kota {}",
    "provinsi": "Pemerintah Provinsi {}",
    "badan": "Badan {}",
}
KOTA_KANREG = _kata(
    "Yogyakarta Surabaya Bandung Makassar Jakarta Medan Palembang Banjarmasin Jayapura Denpasar Manado Pekanbaru Semarang Manokwari Ambon"
    " Kupang Pontianak Samarinda Mataram Padang Jambi Bengkulu Palu Kendari Gorontalo Ternate"
)

# Posts by kind of unit: (name of a jabatan fungsional, codes of its jenjang), and names of jabatan pelaksana.
FUNGSIONAL: dict[str, tuple[tuple[str, str], ...]] = {
    "umum": (
        ("Analis Sumber Daya Manusia Aparatur", "PT MU MA"),
        ("Arsiparis", "TR MH PY PT MU"),
        ("Analis Keuangan Pusat dan Daerah", "PT MU"),
        ("Perencana", "PT MU MA"),
        ("Pranata Komputer", "TR MH PY PT MU"),
        ("Pranata Hubungan Masyarakat", "TR MH PT MU"),
        ("Analis Kebijakan", "PT MU MA"),
        ("Analis Hukum", "PT MU MA"),
    ),
    "teknis": (
        ("Analis Kebijakan", "PT MU MA"),
        ("Penata Ruang", "PT MU MA"),
        ("Pengelola Pengadaan Barang dan Jasa", "PT MU MA"),
        ("Penyuluh Pertanian", "TR MH PY PT MU"),
        ("Pengendali Dampak Lingkungan", "PT MU MA"),
        ("Surveyor Pemetaan", "TR MH PT MU"),
        ("Statistisi", "TR MH PT MU"),
        ("Pekerja Sosial", "TR MH PT MU"),
    ),
    "pengawasan": (("Auditor", "TR MH PY PT MU MA"), ("Pengawas Penyelenggaraan Urusan Pemerintahan di Daerah", "PT MU MA")),
    "guru": (("Guru", "PT MU MA"),),
    "kesehatan": (
        ("Perawat", "TR MH PY PT MU"),
        ("Bidan", "TR MH PY PT MU"),
        ("Dokter", "PT MU MA"),
        ("Apoteker", "PT MU"),
        ("Nutrisionis", "TR MH PT"),
        ("Sanitarian", "TR MH PT"),
        ("Pranata Laboratorium Kesehatan", "TR MH PY PT"),
    ),
}
PELAKSANA: dict[str, tuple[str, ...]] = {
    "umum": (
        "Pengadministrasi Umum",
        "Pengelola Keuangan",
        "Penata Laporan Keuangan",
        "Pengelola Kepegawaian",
        "Pengadministrasi Persuratan",
        "Penelaah Teknis Kebijakan",
        "Pengelola Barang Milik Daerah",
        "Pengemudi",
        "Petugas Protokol",
    ),
    "teknis": (
        "Penelaah Teknis Kebijakan",
        "Pengolah Data dan Informasi",
        "Penata Kelola Pemerintahan",
        "Pengelola Layanan Operasional",
        "Operator Layanan Operasional",
        "Pengelola Data Lapangan",
    ),
    "pengawasan": ("Penelaah Teknis Kebijakan", "Pengolah Data dan Informasi", "Pengadministrasi Perkantoran"),
    "guru": ("Pengadministrasi Sekolah", "Pengelola Perpustakaan Sekolah", "Penjaga Sekolah"),
    "kesehatan": ("Pengelola Rekam Medis", "Pengadministrasi Layanan Kesehatan", "Pengemudi Ambulans"),
}
