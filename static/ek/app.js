/* Shell: theme, menus, dialogs, drawer, quick search, htmx. All of it is an enhancement: menus are <details>, links are
   links, the sidebar opens by :target. */
(function () {
  "use strict";
  var ek = window.ek;
  var root = document.documentElement;

  function markTheme() {
    ek.all("[data-theme]").forEach(function (b) { b.setAttribute("aria-pressed", String(b.dataset.theme === ek.theme())); });
  }

  /* ---- Dialogs ---- */
  function openDialog(dialog) { if (!dialog.open) { dialog.showModal(); } }

  /* Fetches a fragment into a dialog; whatever goes wrong, the plain address still works. */
  function fetchInto(url, dialog) {
    if (!window.htmx || !dialog) { location.assign(url); return; }
    dialog.dataset.asal = url;
    document.body.setAttribute("aria-busy", "true");
    htmx.ajax("GET", url, { target: dialog, swap: "innerHTML" }).then(function () {
      document.body.removeAttribute("aria-busy");
    }, function () { document.body.removeAttribute("aria-busy"); });
  }

  function focusDialog(dialog) {
    var first = dialog.querySelector("[autofocus]") || dialog.querySelector("h2[tabindex]");
    if (first) { first.focus(); }
  }

  function closeMenus(except) {
    ek.all("details.ek-menu[open]").forEach(function (d) { if (!except || !d.contains(except)) { d.open = false; } });
  }

  /* A menu near the lower edge of the window opens upwards. */
  function flipMenu(details) {
    var panel = details.querySelector(".ek-menu__panel");
    if (!panel) { return; }
    details.classList.remove("ek-menu--up");
    if (!details.open) { return; }
    var below = window.innerHeight - details.getBoundingClientRect().bottom;
    var height = panel.offsetHeight + 8;
    details.classList.toggle("ek-menu--up", below < height && details.getBoundingClientRect().top > height);
  }
  document.addEventListener("toggle", function (ev) {
    if (ev.target.matches && ev.target.matches("details.ek-menu")) { flipMenu(ev.target); }
  }, true);

  var clicks = {
    theme: function (el) { ek.setTheme(el.dataset.theme); markTheme(); },
    density: function (el) {
      var compact = root.classList.toggle("ek-density-compact");
      ek.write("ek-rapat", compact ? "1" : "0");
      el.setAttribute("aria-pressed", String(compact));
      ek.say(compact ? "Kerapatan baris: rapat" : "Kerapatan baris: lega");
    },
    dialog: function (el, ev) {
      var dialog = document.getElementById(el.dataset.dialog);
      if (dialog && dialog.showModal) { ev.preventDefault(); openDialog(dialog); }
    },
    dialogClose: function (el, ev) {
      var dialog = el.closest("dialog");
      if (dialog) { ev.preventDefault(); dialog.close(); }
    },
    copy: function (el) {
      function said() { ek.say("Disalin: " + el.dataset.copy); }
      if (navigator.clipboard) { navigator.clipboard.writeText(el.dataset.copy).then(said); return; }
      /* Without HTTPS browsers have the old way only. */
      var field = document.createElement("textarea");
      field.value = el.dataset.copy;
      field.className = "visually-hidden";
      el.after(field);
      field.select();
      if (document.execCommand("copy")) { said(); }
      field.remove();
      el.focus();
    },
    dlg: function (el, ev) { ev.preventDefault(); closeMenus(); fetchInto(el.href, document.getElementById("dialog")); },
    /* A button that only asks first: its form is sent, and the question that comes back opens as a dialog. Anything else that
       comes back (a value is refused, the session is over) is shown as the page it is. */
    dlgKirim: function (el, ev) {
      var form = el.form, dialog = document.getElementById("dialog");
      if (!window.htmx || !dialog) { return; }
      ev.preventDefault();
      var data = new FormData(form);
      data.append(el.name, el.value);
      document.body.setAttribute("aria-busy", "true");
      fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { "HX-Request": "true" } }).then(function (r) {
        return r.ok && !r.redirected ? r.text() : Promise.reject();
      }).then(function (isi) {
        if (/^\s*<!doctype/i.test(isi)) { return Promise.reject(); }
        htmx.swap(dialog, isi, { swapStyle: "innerHTML" }, { eventInfo: { target: dialog } });
        openDialog(dialog);
        focusDialog(dialog);
      }).catch(function () {
        var pilihan = document.createElement("input");
        pilihan.type = "hidden";
        pilihan.name = el.name;
        pilihan.value = el.value;
        form.append(pilihan);
        form.submit();
      }).finally(function () { document.body.removeAttribute("aria-busy"); });
    },
    laci: function (el, ev) { ev.preventDefault(); fetchInto(el.dataset.laci, document.getElementById("laci")); }
  };
  var names = Object.keys(clicks);
  var selector = names.map(function (n) { return "[data-" + n.replace(/[A-Z]/g, function (c) { return "-" + c.toLowerCase(); }) + "]"; });

  document.addEventListener("click", function (ev) {
    closeMenus(ev.target);
    var off = ev.target.closest("[aria-disabled='true']");
    if (off) { ev.preventDefault(); return; }
    if (ev.button || ev.ctrlKey || ev.metaKey || ev.shiftKey || ev.altKey) { return; }
    names.forEach(function (name, i) {
      var el = ev.target.closest(selector[i]);
      if (el) { clicks[name](el, ev); }
    });
    if (ev.target.tagName === "DIALOG" && ev.target.matches(".ek-dialog, .ek-drawer")) { ev.target.close(); }
  });

  document.addEventListener("keydown", function (ev) {
    if (ev.key === "Escape") {
      ek.all("details.ek-menu[open]").forEach(function (d) {
        d.open = false;
        if (d.contains(document.activeElement)) { d.querySelector("summary").focus(); }
      });
      if (location.hash === "#navigasi") { location.hash = "#konten"; }
    }
    var typing = /^(input|textarea|select)$/i.test(ev.target.tagName) || ev.target.isContentEditable;
    if ((ev.key === "k" && (ev.ctrlKey || ev.metaKey)) || (ev.key === "/" && !typing)) {
      var quick = document.getElementById("cari-cepat");
      if (quick && quick.showModal && !document.querySelector("dialog[open]")) { ev.preventDefault(); openDialog(quick); }
    }
    /* Quick search: arrows walk from the field through the hits and back */
    var box = ev.target.closest && ev.target.closest("#cari-cepat");
    if (box && (ev.key === "ArrowDown" || ev.key === "ArrowUp")) {
      var stops = [box.querySelector("input[name=q]")].concat(ek.all("#cari-cepat-hasil a", box));
      var next = stops[stops.indexOf(document.activeElement) + (ev.key === "ArrowDown" ? 1 : -1)];
      if (next) { ev.preventDefault(); next.focus(); }
    }
  });

  /* One submission a form: a second click while the first is under way does nothing. */
  document.addEventListener("submit", function (ev) {
    var form = ev.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) { return; }
    if (form.dataset.terkirim) { ev.preventDefault(); return; }
    form.dataset.terkirim = "1";
    setTimeout(function () { form.setAttribute("aria-busy", "true"); }, 0);
  });
  window.addEventListener("pageshow", function () {
    ek.all("form[data-terkirim]").forEach(function (f) { delete f.dataset.terkirim; f.removeAttribute("aria-busy"); });
  });

  /* ---- htmx ---- */
  document.addEventListener("htmx:configRequest", function (ev) {
    var meta = document.querySelector("meta[name=csrf-token]");
    if (meta && ev.detail.verb !== "get") { ev.detail.headers["X-CSRFToken"] = meta.content; }
  });
  /* A whole page instead of a fragment: the session is over, or the address has no fragment. Open it as a page. */
  document.addEventListener("htmx:beforeSwap", function (ev) {
    if (!/^\s*<!doctype/i.test(ev.detail.xhr.responseText)) { return; }
    ev.detail.shouldSwap = false;
    location.assign(ev.detail.target.dataset.asal || location.href);
  });
  document.addEventListener("htmx:afterSwap", function (ev) {
    var target = ev.detail.target;
    if (target.tagName === "DIALOG") { openDialog(target); focusDialog(target); }
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (ev) {
      var target = ev.detail.target;
      if (target && target.tagName === "DIALOG") { location.assign(target.dataset.asal); return; }
      ek.say("Permintaan gagal. Muat ulang halaman, lalu coba lagi.");
    });
  });

  /* Announcements of a fragment: at once, but the progress of a task at most every ten seconds. */
  var spoken = {};
  function announce(from) {
    var list = ek.all("[data-umumkan]", from);
    if (from.matches && from.matches("[data-umumkan]")) { list.push(from); }
    list.forEach(function (el) {
      var key = el.dataset.umumkanKunci;
      if (key && el.hasAttribute("hx-get")) {
        if (Date.now() - (spoken[key] || 0) < 10000) { return; }
        spoken[key] = Date.now();
      }
      ek.say(el.dataset.umumkan);
    });
  }
  ek.ready(function (from) {
    if (from !== document) { announce(from); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    markTheme();
    ek.all("[data-density]").forEach(function (b) { b.setAttribute("aria-pressed", String(root.classList.contains("ek-density-compact"))); });
    var start = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (start && start.tagName === "DIALOG" && start.showModal) { openDialog(start); }
  });
})();
