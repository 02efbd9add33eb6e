/* Tree: one Tab stop, arrows move, Right and Left open and close (APG navigation tree); branches load when opened. */
(function () {
  "use strict";
  var ek = window.ek;

  function group(item) { return document.getElementById(item.getAttribute("aria-owns")); }

  function setOpen(item, open) {
    if (!item.hasAttribute("aria-expanded")) { return; }
    item.setAttribute("aria-expanded", String(open));
    var box = group(item);
    if (!box) { return; }
    box.hidden = !open;
    if (open && item.dataset.cabang) { load(item, box); }
  }

  function note(box, text, tone) {
    var li = document.createElement("li");
    li.setAttribute("role", "none");
    li.className = "ek-tree__busy" + (tone ? " " + tone : "");
    li.textContent = text;
    box.replaceChildren(li);
    ek.say(text);
  }

  function load(item, box) {
    var url = item.dataset.cabang;
    if (item.getAttribute("aria-busy") === "true") { return; }
    item.setAttribute("aria-busy", "true");
    note(box, "Memuat…");
    fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then(function (r) { if (!r.ok || r.redirected) { throw new Error(String(r.status)); } return r.text(); })
      .then(function (html) {
        var level = Number(item.getAttribute("aria-level")) + 1;
        var parsed = new DOMParser().parseFromString("<ul>" + html + "</ul>", "text/html").querySelector("ul");
        box.replaceChildren.apply(box, Array.prototype.slice.call(parsed.children));
        ek.all("[role=treeitem]", box).forEach(function (i) { i.setAttribute("aria-level", String(level)); i.tabIndex = -1; });
        delete item.dataset.cabang;
        ek.say(box.children.length + " unor dimuat");
      })
      .catch(function () { note(box, "Gagal memuat. Tutup lalu buka lagi cabang ini.", "ek-tone-negative"); })
      .then(function () { item.removeAttribute("aria-busy"); });
  }

  function bind(tree) {
    function items() { return ek.all("[role=treeitem]", tree).filter(function (i) { return i.offsetParent !== null; }); }
    function go(item) {
      if (!item) { return; }
      ek.all("[role=treeitem][tabindex='0']", tree).forEach(function (x) { x.tabIndex = -1; });
      item.tabIndex = 0;
      item.focus();
    }
    if (!tree.querySelector("[tabindex='0']") && items()[0]) { items()[0].tabIndex = 0; }
    tree.addEventListener("click", function (ev) {
      var item = ev.target.closest("[role=treeitem]");
      // A root that only opens (data-buka) opens wherever it is clicked; with a modifier its page is opened instead.
      var opens = item && item.hasAttribute("aria-expanded") && !ev.ctrlKey && !ev.metaKey && !ev.shiftKey;
      if (opens && (ev.target.closest(".ek-tree__toggle") || item.dataset.buka !== undefined)) {
        ev.preventDefault();
        setOpen(item, item.getAttribute("aria-expanded") !== "true");
      }
    });
    tree.addEventListener("keydown", function (ev) {
      var item = ev.target.closest("[role=treeitem]");
      if (!item || ev.ctrlKey || ev.metaKey || ev.altKey) { return; }
      var list = items(), n = list.indexOf(item), open = item.getAttribute("aria-expanded");
      var parent = item.closest("ul[role=group]");
      var keys = { ArrowDown: list[n + 1], ArrowUp: list[n - 1], Home: list[0], End: list[list.length - 1] };
      if (ev.key in keys) { go(keys[ev.key]); }
      else if (ev.key === "ArrowRight") {
        if (open === "false") { setOpen(item, true); }
        else if (open === "true") { go(group(item).querySelector("[role=treeitem]")); }
      }
      else if (ev.key === "ArrowLeft") {
        if (open === "true") { setOpen(item, false); }
        else if (parent) { go(tree.querySelector("[aria-owns='" + parent.id + "']")); }
      }
      else if (/^[a-z0-9]$/i.test(ev.key)) {
        var wanted = ev.key.toLowerCase();
        go(list.slice(n + 1).concat(list.slice(0, n)).find(function (i) {
          return i.querySelector(".ek-tree__text").textContent.trim().toLowerCase().indexOf(wanted) === 0;
        }));
      }
      else { return; }
      ev.preventDefault();
    });
  }

  document.addEventListener("DOMContentLoaded", function () { ek.all("[role=tree]").forEach(bind); });
})();
