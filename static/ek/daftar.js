/* Lists: selection and bulk bar, folded filter on a phone, choice of columns. */
(function () {
  "use strict";
  var ek = window.ek;

  function bulk() {
    var bar = document.getElementById("massal");
    var table = document.getElementById("tabel");
    if (!bar || !table) { return; }
    var head = table.querySelector("thead input[type=checkbox]");
    var rows = ek.all("tbody input[name=rowid]", table);
    var count = bar.querySelector("[data-jumlah]");
    var everything = bar.querySelector("input[name=token]");

    function refresh(announce) {
      var on = rows.filter(function (c) { return c.checked; }).length;
      rows.forEach(function (c) { c.closest("tr").classList.toggle("is-selected", c.checked); });
      if (head) { head.checked = on > 0 && on === rows.length; head.indeterminate = on > 0 && on < rows.length; }
      if (everything && everything.checked && on < rows.length) { everything.checked = false; }
      var text = everything && everything.checked ? "Semua " + everything.dataset.hasil + " dipilih." : on + " baris dipilih di halaman ini.";
      if (count) { count.textContent = text; }
      bar.classList.toggle("is-on", on > 0);
      if (announce) { ek.say(on ? text : "Tidak ada baris dipilih."); }
    }
    table.addEventListener("change", function (ev) {
      if (ev.target === head) { rows.forEach(function (c) { c.checked = head.checked; }); }
      else if (ev.target.name !== "rowid") { return; }
      refresh(true);
    });
    if (everything) {
      everything.addEventListener("change", function () {
        if (everything.checked) { rows.forEach(function (c) { c.checked = true; }); }
        refresh(true);
      });
    }
    bar.addEventListener("click", function (ev) {
      if (!ev.target.closest("[data-batal-pilih]")) { return; }
      rows.forEach(function (c) { c.checked = false; });
      refresh(true);
      if (head) { head.focus(); }
    });
    /* Enter on a checkbox would press the first button of the bar. */
    table.addEventListener("keydown", function (ev) { if (ev.key === "Enter" && ev.target.type === "checkbox") { ev.preventDefault(); } });
    var last = null;
    table.addEventListener("click", function (ev) {
      var i = rows.indexOf(ev.target);
      if (i < 0) { return; }
      if (ev.shiftKey && last !== null) {
        rows.slice(Math.min(i, last), Math.max(i, last) + 1).forEach(function (c) { c.checked = ev.target.checked; });
        refresh(false);
      }
      last = i;
    });
    refresh(false);
  }

  function filter() {
    var phone = window.matchMedia("(max-width: 767.98px)");
    var bars = ek.all("details.ek-filter");
    function fold() { bars.forEach(function (d) { d.open = !phone.matches || !!d.querySelector("[aria-invalid]"); d.classList.add("is-siap"); }); }
    fold();
    phone.addEventListener("change", fold);
  }

  /* Columns: what is not wanted is hidden by attribute, and remembered per list. */
  function columns() {
    var table = document.getElementById("tabel");
    var menu = document.getElementById("pilih-kolom");
    if (!table || !menu) { return; }
    var heads = ek.all("thead th", table);
    var choices = heads.filter(function (th) { return th.dataset.k && !th.classList.contains("is-title"); });
    if (!choices.length) { menu.remove(); return; }
    var key = "ek-kolom:" + location.pathname;
    var off = (ek.read(key) || "").split(" ").filter(Boolean);
    function apply(th) {
      var n = heads.indexOf(th), hide = off.indexOf(th.dataset.k) >= 0;
      th.hidden = hide;
      ek.all("tbody tr", table).forEach(function (tr) { if (tr.children[n]) { tr.children[n].hidden = hide; } });
    }
    var panel = menu.querySelector(".ek-menu__panel");
    choices.forEach(function (th) {
      var label = document.createElement("label");
      var box = document.createElement("input");
      var item = document.createElement("li");
      box.type = "checkbox";
      box.className = "form-check-input";
      box.checked = off.indexOf(th.dataset.k) < 0;
      box.addEventListener("change", function () {
        off = off.filter(function (k) { return k !== th.dataset.k; });
        if (!box.checked) { off.push(th.dataset.k); }
        ek.write(key, off.join(" "));
        apply(th);
      });
      label.append(box, document.createTextNode(th.textContent.trim()));
      item.append(label);
      panel.append(item);
      apply(th);
    });
  }

  document.addEventListener("DOMContentLoaded", function () { bulk(); filter(); columns(); });
})();
