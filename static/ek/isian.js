/* Fields: look-ups become Tom Select, mm-dd fields get a small picker, file fields speak Indonesian. */
(function () {
  "use strict";
  var ek = window.ek;
  var BULAN = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];

  function line(text) { var d = document.createElement("div"); d.className = "ts-pesan"; d.textContent = text; return d; }

  function lookup(select) {
    if (!window.TomSelect || select.tomselect) { return; }
    var least = Number(select.dataset.minimal || 3);
    var failed = false, found = {};
    var ts = new TomSelect(select, {
      valueField: "id", labelField: "teks", searchField: [], sortField: [{ field: "urut" }],
      maxOptions: 50, maxItems: 1, loadThrottle: 250, preload: false, closeAfterSelect: true, hidePlaceholder: true,
      placeholder: select.dataset.placeholder || "Ketik sedikitnya " + least + " karakter",
      shouldLoad: function (query) { return query.trim().length >= least; },
      score: function () { return function (item) { return found[item.id] ? 1 : 0; }; },
      load: function (query, done) {
        var self = this;
        failed = false;
        var url = select.dataset.urlLookup + (select.dataset.urlLookup.indexOf("?") < 0 ? "?" : "&") + "query=" + encodeURIComponent(query.trim());
        fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" })
          .then(function (r) { if (!r.ok) { throw new Error(String(r.status)); } return r.json(); })
          .then(function (rows) {
            self.clearOptions();
            found = {};
            var options = rows.map(function (row, i) {
              var id = String(row[0]);
              found[id] = true;
              if (self.options[id]) { self.options[id].urut = i; }
              return { id: id, teks: String(row[1]), urut: i };
            });
            done(options);
            ek.say(rows.length ? rows.length + " pilihan" : "Tidak ada yang cocok");
          })
          .catch(function () { failed = true; found = {}; done([]); });
      },
      render: {
        option: function (data, escape) { return "<div>" + escape(data.teks) + "</div>"; },
        item: function (data, escape) { return "<div>" + escape(data.teks) + "</div>"; },
        no_results: function (data) {
          if (failed) { return line("Pencarian gagal. Coba lagi."); }
          return line(data.input.trim().length < least ? "Ketik sedikitnya " + least + " karakter." : "Tidak ada yang cocok dengan “" + data.input + "”.");
        },
        loading: function () { return line("Mencari…"); },
        not_loading: function () { return line("Ketik sedikitnya " + least + " karakter."); }
      }
    });
    select.hidden = true;
    var input = ts.control_input;
    ["aria-describedby", "aria-invalid", "aria-required"].forEach(function (name) {
      if (select.hasAttribute(name)) { input.setAttribute(name, select.getAttribute(name)); }
    });
    ts.on("type", function (text) { ts.wrapper.classList.toggle("is-mengetik", text !== ""); });
    ["item_add", "blur", "dropdown_close"].forEach(function (name) { ts.on(name, function () { ts.wrapper.classList.remove("is-mengetik"); }); });
    if (select.classList.contains("is-invalid")) { ts.wrapper.classList.add("is-invalid"); }
    if (select.dataset.bisaKosong !== undefined) { clearButton(ts, select); }
  }

  function clearButton(ts, select) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "ek-kosongkan";
    button.setAttribute("aria-label", "Kosongkan " + (select.dataset.label || "isian"));
    button.hidden = !ts.getValue();
    button.addEventListener("click", function () { ts.clear(); ts.focus(); });
    ts.on("change", function () { button.hidden = !ts.getValue(); });
    ts.wrapper.append(button);
  }

  function options(select, list, empty) {
    select.append(new Option(empty, ""));
    list.forEach(function (pair) { select.append(new Option(pair[1], pair[0])); });
  }
  function two(n) { return (n < 10 ? "0" : "") + n; }

  /* mm-dd: two selects write the text field; the field stays what is sent. */
  function monthDay(box) {
    var field = box.querySelector("input");
    var host = box.querySelector("[data-bulan-hari]");
    if (!field || !host || host.childElementCount) { return; }
    var day = document.createElement("select"), month = document.createElement("select");
    var name = host.dataset.bulanHari;
    day.className = month.className = "form-select";
    day.setAttribute("aria-label", "Tanggal untuk " + name);
    month.setAttribute("aria-label", "Bulan untuk " + name);
    options(month, BULAN.map(function (b, i) { return [two(i + 1), b]; }), "Bulan");
    options(day, Array.from({ length: 31 }, function (_, i) { return [two(i + 1), String(i + 1)]; }), "Tanggal");
    function fromField() {
      var m = /^(\d\d)-(\d\d)$/.exec(field.value.trim());
      month.value = m ? m[1] : "";
      day.value = m ? m[2] : "";
    }
    function toField() {
      if (!month.value || !day.value) { return; }
      var last = new Date(2024, Number(month.value), 0).getDate();
      if (Number(day.value) > last) { day.value = two(last); }
      field.value = month.value + "-" + day.value;
    }
    fromField();
    field.addEventListener("input", fromField);
    month.addEventListener("change", toField);
    day.addEventListener("change", toField);
    host.append(day, month);
    host.hidden = false;
  }

  /* The browser's own words for a file field follow the browser's language, not the page's. */
  function file(input) {
    if (input.parentElement.classList.contains("ek-berkas")) { return; }
    var box = document.createElement("div"), label = document.createElement("label"), name = document.createElement("span");
    box.className = "ek-berkas";
    label.className = "btn btn-secondary";
    label.htmlFor = input.id;
    name.className = "ek-soft";
    function show() {
      label.textContent = input.files.length ? "Ganti berkas" : "Pilih berkas";
      name.textContent = Array.from(input.files, function (f) { return f.name; }).join(", ") || input.dataset.kosong || "Belum ada berkas dipilih";
    }
    show();
    input.addEventListener("change", show);
    input.before(box);
    input.className = "visually-hidden";
    box.append(label, input, name);
  }

  function password(button) {
    var field = document.getElementById(button.dataset.lihatSandi);
    if (!field) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var show = field.type === "password";
      field.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
    });
  }

  /* A look-up has no visible <select> to jump to: the link of the error summary goes to its search field. */
  document.addEventListener("click", function (ev) {
    var link = ev.target.closest("[data-ke-isian]");
    var select = link && document.getElementById(link.dataset.keIsian);
    if (select && select.tomselect) { ev.preventDefault(); select.tomselect.focus(); }
  });

  ek.ready(function (from) {
    ek.all("input.ek-nojs, .ek-nojs input, .ek-nojs button", from).forEach(function (el) { el.disabled = true; });
    ek.all("select[data-url-lookup]", from).forEach(lookup);
    ek.all(".ek-bulanhari", from).forEach(monthDay);
    ek.all("input[type=file]", from).forEach(file);
    ek.all("[data-lihat-sandi]", from).forEach(password);
  });
})();
