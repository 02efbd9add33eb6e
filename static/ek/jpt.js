/* Langkah 1 of Input Data JPT Non ASN: a field that is right turns green and the count goes on. The server decides; without script
   nothing is missing but the green. */
(function () {
  "use strict";
  var ek = window.ek;

  /* What the server has refused stays refused until it is changed. */
  function refused(field) {
    if (field.getAttribute("aria-invalid") !== "true") { return false; }
    var now = field.type === "file" ? String(field.files.length) : field.type === "radio" ? String(field.checked) : field.value;
    if (field.dataset.ditolak === undefined) { field.dataset.ditolak = now; }
    return field.dataset.ditolak === now;
  }

  function right(field) {
    if (refused(field)) { return false; }
    if (field.type === "file") {
      var file = field.files[0];
      if (!file) { return field.dataset.ada === "ya"; }
      return /\.pdf$/i.test(file.name) && file.size > 0 && file.size <= Number(field.dataset.maks);
    }
    if (field.type === "radio") { return Boolean(field.form.querySelector("input[name='" + field.name + "']:checked")); }
    var text = field.value.trim();
    if (!text || (field.validity && !field.validity.valid)) { return false; }
    if (field.dataset.angka) { return new RegExp("^[0-9]{" + field.dataset.angka + "}$").test(text.replace(/[ \t]/g, "")); }
    if (field.dataset.email !== undefined) { return /^[^@\s,;<>]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text); }
    return true;
  }

  function mark(field, ok) {
    var shown = [field];
    if (field.type === "radio") { shown = ek.all("input[name='" + field.name + "']", field.form); }
    if (field.tomselect) { shown = [field.tomselect.wrapper]; }
    if (field.type === "file") { shown = [field.closest(".ek-berkas") || field]; }
    shown.forEach(function (el) {
      el.classList.toggle("is-valid", ok);
      if (ok) { el.classList.remove("is-invalid"); }
    });
  }

  function watch(box) {
    var count = box.querySelector("[data-jpt-hitung]");
    var fields = ek.all("[data-field] input:not([type=hidden]), [data-field] select", box).filter(function (f) { return f.name && !f.closest(".ek-lookup-cari, .ts-wrapper"); });
    function all() {
      var good = {}, needed = {};
      fields.forEach(function (f) {
        var ok = right(f);
        mark(f, ok);
        if (f.closest(".is-wajib")) { needed[f.name] = true; good[f.name] = ok; }
      });
      var n = Object.keys(needed).length, done = Object.keys(good).filter(function (k) { return good[k]; }).length;
      count.textContent = done + " dari " + n + " isian wajib sudah terisi benar.";
    }
    box.addEventListener("input", all);
    box.addEventListener("change", all);
    all();
  }

  ek.ready(function (from) { ek.all("[data-jpt]", from).forEach(watch); });
})();
