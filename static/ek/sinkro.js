/* Request Sinkro: what is asked for by itself lets go of the rest, and the list of NIP stands there only for Tambah. The server decides;
   without script every field is there. */
(function () {
  "use strict";
  var ek = window.ek;

  /* Ticking one lets go of what may not be asked for together with it, as radio buttons do. */
  function exclude(form, box) {
    var alone = box.closest("[data-sinkro-pilihan]").dataset.sinkroPilihan === "sendiri";
    var gone = ek.all("[data-sinkro-pilihan] input[type=checkbox]", form).filter(function (other) {
      var group = other.closest("[data-sinkro-pilihan]").dataset.sinkroPilihan;
      return other !== box && other.checked && (alone || group === "sendiri");
    });
    gone.forEach(function (other) { other.checked = false; });
    if (gone.length) {
      ek.say("Tidak lagi dicentang: " + gone.map(function (other) { return other.labels[0].textContent; }).join(", "));
    }
  }

  function watch(list) {
    var form = list.closest("form");
    /* What has been typed is never hidden: it would be refused, and nobody could see why. */
    function show() {
      var typed = ek.all("textarea, input[type=file]", list).some(function (field) { return field.value.trim() !== ""; });
      list.classList.toggle("is-isi", typed || form.elements.tambah.checked);
    }
    form.addEventListener("change", function (ev) {
      if (ev.target.type === "checkbox" && ev.target.checked && ev.target.closest("[data-sinkro-pilihan]")) { exclude(form, ev.target); }
      show();
    });
    form.addEventListener("input", show);
    window.addEventListener("pageshow", show);
  }

  ek.ready(function (from) { ek.all(".ek-sinkro__nip", from).forEach(watch); });
})();
