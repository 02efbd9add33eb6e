/* A form with unsaved text warns before its page is left: data-jaga on the form or inside it; data-jaga="kotor" when what
   it shows was refused and is saved nowhere. */
(function () {
  "use strict";
  var ek = window.ek;

  function contents(form) {
    var hasil = [];
    new FormData(form).forEach(function (nilai, nama) {
      if (nama !== "csrf_token") { hasil.push(nama + "=" + (nilai instanceof File ? nilai.name : nilai)); }
    });
    return hasil.join("&");
  }

  function guard(mark) {
    var form = mark.closest("form");
    if (!form) { return; }
    var first = mark.dataset.jaga === "kotor" ? null : contents(form);
    var sent = false;
    form.addEventListener("submit", function () { sent = true; });
    window.addEventListener("pageshow", function () { sent = false; });
    window.addEventListener("beforeunload", function (ev) {
      if (sent || contents(form) === first) { return; }
      ev.preventDefault();
      ev.returnValue = "";
    });
  }

  ek.ready(function (from) { ek.all("[data-jaga]", from).forEach(guard); });
})();
