"""The door to the PDF engine: font, title, language, pages, what is refused, and that it reads nothing by itself."""

from __future__ import annotations

import hashlib
import io
import re
import threading
from pathlib import Path

import pytest
from markupsafe import Markup
from PIL import Image
from pypdf import PdfReader

from documents.pdf import dasar

HURUF = Path(dasar.__file__).resolve().parents[1] / "fonts"


def baca(isi: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(isi))


def teks(isi: bytes) -> str:
    return " ".join(" ".join(h.extract_text() for h in baca(isi).pages).split())


def test_title_language_and_page_numbers():
    pdf = dasar.render("<p>Isi</p>" + "<pdf:nextpage/><p>Lanjutan</p>" * 2, "Judul & uji")
    assert baca(pdf).metadata.title == "Judul & uji"
    assert baca(pdf).trailer["/Root"]["/Lang"] == "id"
    for n, halaman in enumerate(baca(pdf).pages, 1):
        assert f"Halaman {n} dari 3" in halaman.extract_text() and "Judul & uji" in halaman.extract_text()


@pytest.mark.parametrize(("lanskap", "lebar"), [(False, 595), (True, 842)])
def test_paper_is_a4_either_way(lanskap, lebar):
    assert round(float(baca(dasar.render("<p>Isi</p>", "Uji", lanskap=lanskap)).pages[0].mediabox.width)) == lebar


def test_every_letter_is_printed_from_an_embedded_font():
    kata = "Ĝøñçå Ωμέγα Привет “kutip” – ₂ ≤ ﬁ"
    pdf = dasar.render(
        dasar.susun("halaman.html", isi=Markup("<p>{}</p><p><b>{}</b></p>").format(kata, kata), judul="", lanskap=False, gaya=""), "Uji"
    )
    dipakai = {f.get_object()["/BaseFont"]: f.get_object() for h in baca(pdf).pages for f in h["/Resources"]["/Font"].values()}
    assert {n.rpartition("+")[2] for n in dipakai} == {"DejaVuSans", "DejaVuSans-Bold"}
    assert all("/FontFile2" in f["/FontDescriptor"].get_object() for f in dipakai.values())
    assert teks(pdf).count("Привет") == 2 and "₂ ≤" in teks(pdf)


def test_bold_survives_a_drawing():
    """Fonts are global in the engine: a drawing with text used to unset the bold of whatever came after."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><text x="1" y="10" font-family="ekinerja" font-size="9">Ya</text></svg>'
    gambar = f'<p><img src="{dasar.data_uri(svg, "image/svg+xml")}"/></p>'
    for isi in (gambar + "<p><b>Tebal</b></p>", "<p><b>Tebal</b></p>"):
        huruf = {
            f.get_object()["/BaseFont"].rpartition("+")[2] for f in baca(dasar.render(isi, "Uji")).pages[0]["/Resources"]["/Font"].values()
        }
        assert "DejaVuSans-Bold" in huruf


def test_it_reads_no_file_and_asks_no_server(tmp_path):
    rahasia = tmp_path / "rahasia.html"
    rahasia.write_text("RAHASIA")
    Image.new("RGB", (9, 9), "red").save(tmp_path / "a.png")
    isi = f'<p>Awal</p><img src="{tmp_path}/a.png"/><img src="file://{tmp_path}/a.png"/><img src="http://127.0.0.1:9/a.png"/><link rel="stylesheet" href="{rahasia}"/><p>Akhir</p>'
    pdf = dasar.render(isi, "Uji")
    assert "Awal" in teks(pdf) and "Akhir" in teks(pdf) and "RAHASIA" not in teks(pdf)
    assert not list(baca(pdf).pages[0].images)


def test_too_deep_is_a_sentence_not_a_crash():
    with pytest.raises(dasar.PdfGagal, match="dokumen|Dokumen"):
        dasar.render("<div>" * 3000 + "x" + "</div>" * 3000, "Uji")


@pytest.mark.parametrize(
    "isi", [b"", b"<svg/>", b"GIF89a....", b"\x89PNG\r\n\x1a\nrusak", b"\xff\xd8\xffrusak"], ids=["kosong", "svg", "gif", "png", "jpeg"]
)
def test_an_emblem_that_is_no_picture_is_refused(isi):
    with pytest.raises(dasar.PdfGagal, match="Lambang instansi"):
        dasar.gambar(isi)


@pytest.mark.parametrize(
    ("nilai", "jadi"),
    [(None, "-"), ("", "-"), ("  \n ", "-"), ("a\nb", "a<br/>b"), ("<b>&", "&lt;b&gt;&amp;"), ("a\x00\x0bb", "ab"), (0, "0")],
    ids=["tiada", "kosong", "spasi", "baris", "tanda", "kendali", "nol"],
)
def test_values_are_escaped_and_nothing_prints_as_a_dash(nilai, jadi):
    assert dasar.teks(nilai) == jadi


def test_long_words_break_and_short_ones_do_not():
    sel = "Pertanggungjawaban " + "x" * 200
    pdf = dasar.render(f'<table><tr><td style="width: 22%">{sel}</td><td style="width: 78%">y</td></tr></table>', "Uji")
    baris = baca(pdf).pages[0].extract_text().splitlines()
    assert any(b.strip() == "Pertanggungjawaban" for b in baris)
    assert sum(set(b.strip()) == {"x"} for b in baris) > 3 and "".join(baris).count("x") == 200


def test_a_row_taller_than_a_page_goes_on_at_its_own_size():
    isi = "<br/>".join(f"baris{n:03d}" for n in range(300))
    pdf = dasar.render(f'<table class="garis" repeat="1"><tr><th>KEPALA</th></tr><tr><td>{isi}</td></tr></table>', "Uji")
    halaman = [h.extract_text() for h in baca(pdf).pages]
    assert len(halaman) >= 3 and all("KEPALA" in h for h in halaman[1:])
    assert re.findall(r"baris(\d{3})", " ".join(halaman)) == [f"{n:03d}" for n in range(300)]


def test_documents_at_the_same_time_do_not_mix():
    hasil: dict[int, str] = {}

    def cetak(n: int) -> None:
        hasil[n] = teks(dasar.render(f"<p>dokumen{n} <b>tebal{n}</b></p>", f"Judul {n}"))

    utas = [threading.Thread(target=cetak, args=(n,)) for n in range(6)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert all(f"dokumen{n} tebal{n}" in hasil[n] and f"Judul {n}" in hasil[n] for n in range(6))


def test_fonts_are_as_published():
    daftar = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (HURUF / "FONTS.md").read_text(encoding="utf-8")))
    assert daftar == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in HURUF.iterdir() if p.name != "FONTS.md"}
