"use strict";
// Comforts on top of pages that also work without any script: menus, saving once, drafts, words for a broken line, refresh.
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

  // Saving once: a second press while the first is on its way does nothing, and a slow line is named.
  const waiting = new Map();
  const settle = (form) => {
    const state = waiting.get(form);
    if (!state) return;
    clearTimeout(state.slow);
    if (state.button) { state.button.removeAttribute("aria-disabled"); state.button.innerHTML = state.html; }
    waiting.delete(form);
  };
  const isDownload = (form, button) => form.hasAttribute("data-hl-download") || (button && button.name === "export");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const method = (button && button.getAttribute("formmethod")) || form.method;
    if (method !== "post" || event.defaultPrevented || isDownload(form, button)) return;
    if (waiting.has(form)) { event.preventDefault(); return; }
    if (!navigator.onLine) {
      event.preventDefault();
      live("现在没有网络，还没有提交。填写的内容都在，联网后请再点一次。");
      return;
    }
    const state = { button, html: button ? button.innerHTML : "" };
    state.slow = setTimeout(() => live("网络较慢，仍在保存，请不要关闭页面。"), 6000);
    waiting.set(form, state);
    // After the browser has collected the form, so that the button's own value is sent along.
    setTimeout(() => { if (button && waiting.has(form)) { button.setAttribute("aria-disabled", "true"); button.textContent = "正在保存…"; } }, 0);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) [...waiting.keys()].forEach(settle); });

  // Drafts: what is typed into a form with data-hl-draft stays on this device until it has been saved; telephone numbers never do.
  const PREFIX = "hl-draft:";
  const PENDING = "hl-draft-pending";
  const storage = (() => { try { localStorage.setItem("hl-probe", "1"); localStorage.removeItem("hl-probe"); return localStorage; } catch (refused) { return null; } })();
  const keepable = (field) => field.name && !["password", "file", "hidden", "submit", "button", "tel"].includes(field.type);
  const read = (form) => [...form.elements].filter(keepable).map((field) => ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  const fill = (form, values) => values.forEach(([name, value, checked]) => {
    [...form.elements].filter((field) => field.name === name && keepable(field)).forEach((field) => {
      if (checked === undefined) field.value = value;
      else if (field.value === value) field.checked = checked;
    });
  });
  const offer = (form, key, draft) => {
    const note = document.createElement("div");
    note.className = "hl-note hl-draft";
    note.setAttribute("role", "status");
    const words = document.createElement("p");
    const when = new Date(draft.at);
    words.textContent = `这台设备上留有 ${when.getMonth() + 1}月${when.getDate()}日 ${when.toTimeString().slice(0, 5)} 没有提交的内容。`;
    note.append(words);
    [["恢复", () => fill(form, draft.values)], ["丢弃", () => storage.removeItem(PREFIX + key)]].forEach(([text, act]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-sm", textContent: text });
      button.addEventListener("click", () => { act(); note.remove(); });
      note.append(button);
    });
    form.prepend(note);
  };
  const watchDraft = (form) => {
    const key = form.dataset.hlDraft;
    const blank = JSON.stringify(read(form));
    const kept = storage.getItem(PREFIX + key);
    const draft = kept && JSON.parse(kept);
    const failed = form.querySelector(".hl-errors");
    if (draft && !failed && JSON.stringify(draft.values) !== blank) offer(form, key, draft);
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => storage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values: read(form) })), 300);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      storage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), values: read(form) }));
      storage.setItem(PENDING, key);
    });
  };
  const startDrafts = () => {
    if (!storage) return;
    const forms = [...document.querySelectorAll("form[data-hl-draft]")];
    const pending = storage.getItem(PENDING);
    // A page of ours without that form came back: it has been saved.
    if (pending && !forms.some((form) => form.dataset.hlDraft === pending)) storage.removeItem(PREFIX + pending);
    storage.removeItem(PENDING);
    forms.forEach(watchDraft);
  };

  // htmx: the token goes with each request, empty filters stay out of the address, failures are said in words.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (event.detail.verb !== "get") { event.detail.headers["X-CSRFToken"] = token ? token.content : ""; return; }
    const data = event.detail.formData;
    if (data) [...new Set(data.keys())].forEach((name) => { if (data.getAll(name).every((value) => value === "")) data.delete(name); });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A whole page where a fragment was asked for: the session ended, so show that page as a page.
    if (event.detail.xhr.status < 400 && /^\s*<!doctype/i.test(event.detail.serverResponse)) {
      event.detail.shouldSwap = false;
      window.location.assign(event.detail.xhr.responseURL || window.location.href);
    }
  });
  document.addEventListener("htmx:sendError", () => live("连不上服务器，请检查网络后再试；页面上的内容没有变。"));
  document.addEventListener("htmx:timeout", () => live("等了太久没有回应，请稍后再试；页面上的内容没有变。"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
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
    startDrafts();
    startRefresh();
    // A table that runs over the edge of a phone can be scrolled by keyboard too.
    document.querySelectorAll("main table.table").forEach((table) => { if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; });
    const errors = document.querySelector("[data-hl-focus]");
    if (errors) errors.focus();
    if (window.matchMedia("(max-width: 640px)").matches) document.querySelectorAll("[data-hl-wide-open]").forEach((part) => { part.open = false; });
  });
})();
