"use strict";
// Comforts on top of pages that also work without any script: menus, words for a broken line, refresh. Forms: sending.js.
(() => {
  const live = (text) => { const box = document.getElementById("hl-live"); if (box) box.textContent = text; };
  window.honglian = { live };
  document.addEventListener("click", () => live(""), { capture: true });

  // Menus: one open at a time; a click elsewhere or Escape closes.
  const openMenus = () => document.querySelectorAll("details.hl-menu[open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // htmx: the token goes with each request, empty filters stay out of the address, failures are said in words.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    const data = event.detail.formData;
    if (data) [...new Set(data.keys())].forEach((name) => { if (data.getAll(name).every((value) => value === "")) data.delete(name); });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A whole page where a fragment was asked for: the session ended, so show that page as a page.
    if (event.detail.xhr.status < 400 && event.detail.requestConfig.verb === "get" && /^\s*<!doctype/i.test(event.detail.serverResponse)) {
      event.detail.shouldSwap = false;
      window.location.assign(event.detail.xhr.responseURL || window.location.href);
    }
  });
  document.addEventListener("htmx:sendError", () => live("连不上服务器，请检查网络后再试；页面上的内容没有变。"));
  document.addEventListener("htmx:timeout", () => live("等了太久没有回应，请稍后再试；页面上的内容没有变。"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) return; // said in the form itself, by sending.js
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const said = page.querySelector("[data-hl-said]");
    if (said) { live(said.textContent.trim()); return; }
    live(status === 403 ? "您当前的身份不能办理这件事。" : status === 404 ? "找不到这条记录，可能已被删除。" : `系统没有办成（代码 ${status}），请刷新页面再试。`);
  });
  document.addEventListener("htmx:afterSwap", () => live(""));

  // Copying, errors first, filters folded on a phone, the wall screen reloading itself.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-hl-copy]");
    if (!button) return;
    try { await navigator.clipboard.writeText(button.dataset.hlCopy); live("已复制。"); } catch (refused) { live(`浏览器不允许复制，请手工抄下：${button.dataset.hlCopy}`); }
  });
  const startRefresh = () => {
    const seconds = Number(document.body.dataset.hlRefresh);
    if (!seconds) return;
    setInterval(async () => {
      try { if ((await fetch(window.location.href, { method: "HEAD" })).status < 500) window.location.reload(); else live("服务器暂时没有回应，画面停在上次刷新时。"); } catch (offline) { live("网络中断，画面停在上次刷新时。"); }
    }, seconds * 1000);
  };
  document.addEventListener("DOMContentLoaded", () => {
    startRefresh();
    // A table that runs over the edge of a phone can be scrolled by keyboard too.
    document.querySelectorAll("main table.table").forEach((table) => { if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; });
    const errors = document.querySelector("[data-hl-focus]");
    if (errors) errors.focus();
    if (window.matchMedia("(max-width: 640px)").matches) document.querySelectorAll("[data-hl-wide-open]").forEach((part) => { part.open = false; });
  });
})();
