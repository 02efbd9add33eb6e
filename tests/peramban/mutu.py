"""What every page is held to: axe, the console, its width, its words, its targets."""

from __future__ import annotations

import re
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page

AXE_ATURAN = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

INGGRIS = re.compile(
    r"\b(Search|Save|Close|Previous|Next|List|Create|Delete|Cancel|Submit|Select|Home|Export|Actions?|Show|Showing|No results|Loading|Filters|Add|"
    r"Details|View|Back|Record|Records|Apply|Reset|Yes|No data|Page|Sort|With selected|Remove|Clear|Open|Login|Logout|Log in|Log out|Username|Upload|"
    r"Download|Browse|Choose file|Required|Error|Success|Warning|Not found|Password|Settings|Results|items?|Total entries|First|Last|Continue)\b",
    re.IGNORECASE,
)
BOLEH = ("Search Nama Pegawai. Minimal 3 karakter.", "Search Nama Unor. Minimal 3 karakter.", "View Profile", "Total")
"""Hints that the manual words so, and the right that SIASN calls so; *total* is Indonesian too."""

_KATA = """() => {
  const hasil = [document.title, document.body.innerText];
  for (const e of document.querySelectorAll('[aria-label],[title],[placeholder],[alt],[data-placeholder],input[type=submit],[aria-valuetext]'))
    for (const n of ['aria-label', 'title', 'placeholder', 'alt', 'data-placeholder', 'aria-valuetext', 'value'])
      if (e.hasAttribute(n) && (n !== 'value' || e.type === 'submit')) hasil.push(e.getAttribute(n));
  return hasil.join('\\n');
}"""

_SEBARIS = """html => {
  const hasil = [], dokumen = new DOMParser().parseFromString(html, 'text/html');
  for (const e of dokumen.querySelectorAll('*')) {
    for (const a of e.attributes)
      if (a.name === 'style' || a.name.startsWith('on')) hasil.push(`${e.tagName} ${a.name}=${a.value}`);
    if (e.tagName === 'STYLE' || (e.tagName === 'SCRIPT' && !e.hasAttribute('src'))) hasil.push(e.tagName);
    for (const n of ['src', 'href', 'action', 'srcset', 'poster'])
      // Evidence stands elsewhere: a link that tells that place nothing of us loads nothing by itself.
      if (!(e.tagName === 'A' && n === 'href' && e.relList.contains('noopener') && e.relList.contains('noreferrer')) && /^(https?:)?\\/\\//.test(e.getAttribute(n) || '')) hasil.push(`${e.tagName} ${n}=${e.getAttribute(n)}`);
  }
  return hasil;
}"""

_SASARAN = """() => {
  const sasaran = [];
  for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[tabindex="0"]')) {
    const gaya = getComputedStyle(e);
    if (e.disabled || gaya.visibility === 'hidden' || gaya.display === 'none' || e.closest('.visually-hidden') || e.getAttribute('aria-hidden') === 'true') continue;
    let k = e.getBoundingClientRect();
    if (!k.width || !k.height || k.bottom < 0 || k.right < 0) continue;
    if (gaya.display === 'inline' && e.tagName === 'A') continue;  // a link in a sentence
    const label = e.tagName === 'INPUT' && /^(checkbox|radio|file)$/.test(e.type) ? e.closest('label') || document.querySelector(`label[for="${CSS.escape(e.id)}"]`) : null;
    const dengan = label ? label.getBoundingClientRect() : k;
    if (Math.max(k.width, dengan.width) < 23.5 || Math.max(k.height, dengan.height) < 23.5)
      sasaran.push(`${e.outerHTML.slice(0, 110)} ${Math.round(k.width)}×${Math.round(k.height)}`);
  }
  return sasaran;
}"""


_LEBAR = """() => {
  const keluar = [];
  for (const bingkai of document.querySelectorAll('.ek-tablewrap')) {
    const tepi = Math.min(bingkai.getBoundingClientRect().right, innerWidth) + 1;
    for (const e of bingkai.querySelectorAll(':scope > table, td .btn, td summary, td a, th a')) {
      const k = e.getBoundingClientRect();
      // What a closed menu holds has no size; an open one may lie over its surroundings.
      if (k.width && k.right > tepi && !e.closest('.ek-menu__panel, .visually-hidden'))
        keluar.push(`${e.tagName} ${e.textContent.trim().slice(0, 40)}: ${Math.round(k.right)} > ${Math.round(tepi - 1)}`);
    }
  }
  return [document.documentElement.scrollWidth, innerWidth, keluar.slice(0, 5)];
}"""


class Pengawas:
    """Listens to a page's console and errors from its first moment."""

    def __init__(self, page: Page) -> None:
        self.temuan: list[str] = []
        page.on("console", self._konsol)
        page.on("pageerror", lambda galat: self.temuan.append(f"galat skrip: {galat}"))
        page.on("response", lambda r: self.temuan.append(f"{r.status} {r.url}") if r.status >= 500 else None)

    def _konsol(self, pesan: ConsoleMessage) -> None:
        # Chromium reports a page that answers 4xx on purpose as an error; a missing file is one.
        halaman_galat = (
            "Failed to load resource" in pesan.text
            and re.search(r"status of 4", pesan.text)
            and "/static/" not in (pesan.location or {}).get("url", "")
        )
        if pesan.type in {"error", "warning"} and not halaman_galat:
            self.temuan.append(f"{pesan.type}: {pesan.text} ({(pesan.location or {}).get('url', '')})")

    def ambil(self) -> list[str]:
        isi, self.temuan = self.temuan, []
        return isi


_SAMA = "tbody tr:nth-child(n+6), main details.ek-disclosure:nth-of-type(n+4)"
_WARNA = ["color-contrast", "link-in-text-block"]
_RANGKA = ["#navigasi", ".ek-topbar", ".ek-footer"]


def jarangkan(page: Page) -> None:
    """Leave a few of many like rows and sections: the others tell axe nothing new and are most of its time."""
    page.evaluate("sama => document.querySelectorAll(sama).forEach(e => e.remove())", _SAMA)


def axe(page: Page, *, warna: Literal["juga", "saja", "tanpa"] = "juga", rangka: bool = True) -> list[str]:
    """Violations as one line a node. ``warna``: with the rules about colour, only these, or without them, which are most of the time;
    without ``rangka`` the shell is left out."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    aturan = {"type": "rule", "values": _WARNA} if warna == "saja" else {"type": "tag", "values": AXE_ATURAN}
    khusus = {"target-size": {"enabled": True}, **({r: {"enabled": False} for r in _WARNA} if warna == "tanpa" else {})}
    # Preloading reads every style sheet again, for a rule about locked orientation that ours say nothing of.
    pilihan = {
        "runOnly": aturan,
        "resultTypes": ["violations"],
        "preload": False,
        **({} if warna == "saja" else {"rules": khusus}),
    }
    konteks = {"include": [["html"]], "exclude": [] if rangka else [[r] for r in _RANGKA]}
    hasil: dict[str, Any] = page.evaluate("([konteks, pilihan]) => axe.run(konteks, pilihan)", [konteks, pilihan])
    return [
        f"axe {v['id']}: {n['target']} {n['html'][:160]} | {n.get('failureSummary', '')[:200]}"
        for v in hasil["violations"]
        for n in v["nodes"]
    ]


def kata_inggris(page: Page) -> list[str]:
    teks = page.evaluate(_KATA)
    for b in BOLEH:
        teks = teks.replace(b, " ")
    return sorted({f"kata Inggris: {teks[max(0, m.start() - 25) : m.end() + 25]!r}" for m in INGGRIS.finditer(teks)})


def lebar(page: Page) -> list[str]:
    """What is wider than it may be: the page than the window, a table than its frame, and what can be clicked in a row beyond either."""
    isi, layar, keluar = page.evaluate(_LEBAR)
    return ([f"lebar halaman {isi} melebihi layar {layar}"] if isi > layar else []) + [f"di luar bingkai: {k}" for k in keluar]


def sebaris(page: Page) -> list[str]:
    """Inline handlers, styles and scripts, and other hosts, in the page as it is sent."""
    html = page.request.get(page.url, fail_on_status_code=False).text()
    return [f"sebaris atau dari luar: {t}" for t in page.evaluate(_SEBARIS, html)]


def sasaran(page: Page) -> list[str]:
    return [f"sasaran kecil: {t}" for t in page.evaluate(_SASARAN)]
