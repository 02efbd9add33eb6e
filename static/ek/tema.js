/* Loaded in <head> without defer: theme, density and the mark "scripts run" are set before the first paint. */
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function read(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function write(key, value) { try { localStorage.setItem(key, value); } catch (e) { return; } }
  function apply() {
    var choice = read("ek-tema") || "sistem";
    root.setAttribute("data-bs-theme", choice === "gelap" || (choice === "sistem" && dark.matches) ? "dark" : "light");
  }
  root.classList.add("ek-js");
  root.classList.toggle("ek-density-compact", read("ek-rapat") === "1");
  apply();
  dark.addEventListener("change", apply);
  window.ek = {
    read: read,
    write: write,
    theme: function () { return read("ek-tema") || "sistem"; },
    setTheme: function (choice) { write("ek-tema", choice); apply(); },
    all: function (selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); },
    say: function (text) { var live = document.getElementById("pengumuman"); if (live) { live.textContent = text; } },
    /* Runs now for the page and again for every fragment that htmx puts into it. */
    ready: function (fn) {
      document.addEventListener("DOMContentLoaded", function () { fn(document); });
      document.addEventListener("htmx:load", function (ev) { if (ev.detail.elt !== document.body) { fn(ev.detail.elt); } });
    }
  };
})();
