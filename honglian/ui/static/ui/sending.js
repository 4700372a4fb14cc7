"use strict";
// Forms: sent once, sent without leaving the page so that a broken line loses nothing, kept as drafts on this device.
// Without this script every form is sent by the browser itself.
(() => {
  const live = (text) => window.honglian.live(text);
  const WRITTEN = "textarea, input[type=file]"; // what nobody wants to write or photograph twice
  const AN_HOUR = 3_600_000; // a large ledger over a weak line

  // Saving once: a second press while the first is on its way does nothing, and a slow line is named.
  const waiting = new Map();
  const settle = (form) => {
    const state = waiting.get(form);
    if (!state) return;
    clearTimeout(state.slow);
    if (state.button) { state.button.removeAttribute("aria-disabled"); state.button.innerHTML = state.html; }
    waiting.delete(form);
  };
  const start = (form, button) => {
    const state = { button, html: button ? button.innerHTML : "" };
    state.slow = setTimeout(() => live("网络较慢，仍在保存，请不要关闭页面。"), 6000);
    waiting.set(form, state);
    // After the browser has collected the form, so that the button's own value is sent along.
    setTimeout(() => { if (button && waiting.has(form)) { button.setAttribute("aria-disabled", "true"); button.textContent = "正在保存…"; } }, 0);
  };
  const isDownload = (form, button) => form.hasAttribute("data-hl-download") || (button && button.name === "export");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (["ready", "busy"].includes(form.dataset.hlOffline)) return; // offline.js keeps and sends it
    const button = event.submitter;
    const method = (button && button.getAttribute("formmethod")) || form.method;
    if (method !== "post" || event.defaultPrevented || isDownload(form, button)) return;
    const stop = () => { event.preventDefault(); event.stopPropagation(); };
    if (waiting.has(form)) { stop(); return; }
    if (!navigator.onLine) {
      stop();
      live("现在没有网络，还没有提交。填写的内容都在，联网后请再点一次。");
      return;
    }
    keepDraft(form);
    start(form, button);
  }, { capture: true });
  window.addEventListener("pageshow", (event) => { if (event.persisted) [...waiting.keys()].forEach(settle); });

  // Sending in place. The answer is the page (or, in a panel, the form) with its errors; chosen files stay chosen (hx-preserve).
  const enhance = (form) => {
    const longer = form.querySelector(WRITTEN) || form.closest("[data-hl-panel]");
    if (!longer || form.method !== "post" || isDownload(form) || form.hasAttribute("hx-post") || form.hasAttribute("data-hl-offline") || !window.htmx) return;
    const panel = form.closest("[data-hl-panel]");
    const set = { "hx-post": form.getAttribute("action") || window.location.href, "hx-target": panel ? `#${panel.id}` : "#main", "hx-swap": panel ? "innerHTML" : "outerHTML", "hx-request": `{"timeout":${AN_HOUR}}` };
    if (!panel) set["hx-select"] = "#main";
    if (form.enctype === "multipart/form-data") set["hx-encoding"] = "multipart/form-data";
    Object.entries(set).forEach(([name, value]) => form.setAttribute(name, value));
    window.htmx.process(form);
  };
  const cookie = () => (document.cookie.split("; ").find((one) => one.startsWith("csrftoken=")) || "").slice("csrftoken=".length);
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb === "get") return;
    // The cookie knows of a sign-in in another window; the page does not.
    const token = cookie() || document.querySelector('meta[name="csrf-token"]').content;
    event.detail.headers["X-CSRFToken"] = token;
    if (event.detail.formData && event.detail.formData.has("csrfmiddlewaretoken")) event.detail.formData.set("csrfmiddlewaretoken", token);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt: form, verb } = event.detail.requestConfig;
    // Another step's form must not take over the files chosen for the one before.
    if (verb === "get" && event.detail.target.hasAttribute("data-hl-panel")) event.detail.target.replaceChildren();
    const { status, responseText } = event.detail.xhr;
    // Errors beside their fields; a page that only says what went wrong must not take the form's place.
    const withErrors = [413, 422].includes(status) && responseText.includes("hl-errors");
    if (form.tagName !== "FORM" || verb === "get" || !withErrors) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!form || form.tagName !== "FORM" || event.detail.requestConfig.verb === "get") return;
    const moved = event.detail.xhr.getResponseHeader("HX-Redirect");
    const redone = event.detail.xhr.status === 422 || document.querySelector(`form[data-hl-draft="${form.dataset.hlDraft}"]`);
    if (moved || (event.detail.successful && !redone)) dropDraft(form);
    // The button stays busy while the browser goes to the next page.
    if (!moved) settle(form);
    if (event.detail.xhr.status === 401) signInFirst(form);
  });
  const signInFirst = (form) => {
    if (form.querySelector("[data-hl-again]")) return;
    const note = document.createElement("p");
    note.className = "hl-note hl-note--warning";
    note.dataset.hlAgain = "";
    const link = Object.assign(document.createElement("a"), { href: "/login/", target: "_blank", rel: "noopener", textContent: "在新窗口登录" });
    const words = document.createElement("span");
    words.append("登录已过期，还没有提交。填写的内容都在这一页：请", link, "，回到这里再点一次。");
    note.append(words);
    form.prepend(note);
    note.scrollIntoView({ block: "center" });
  };

  document.addEventListener("htmx:xhr:progress", (event) => {
    const state = waiting.get(event.detail.elt || event.target);
    const { loaded, total, lengthComputable } = event.detail;
    if (state && state.button && lengthComputable && total > 1e6 && loaded < total) state.button.textContent = `正在上传 ${Math.round((loaded / total) * 100)}%`;
    else if (state && state.button && total > 1e6) state.button.textContent = "正在保存…";
  });

  // Panels: a form opened on the page it belongs to; “取消” closes it.
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-hl-close]");
    const panel = close && close.closest("[data-hl-panel]");
    if (!panel) return;
    event.preventDefault();
    panel.replaceChildren();
    const opener = document.querySelector(`[hx-target="#${panel.id}"]`);
    if (opener) opener.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const errors = event.detail.target.querySelector("[data-hl-focus]") || (event.detail.target.id === "main" && document.querySelector("#main [data-hl-focus]"));
    const panel = event.detail.target.closest("[data-hl-panel]");
    if (errors) errors.focus();
    else if (panel && panel.firstElementChild) { panel.firstElementChild.focus({ preventScroll: true }); panel.scrollIntoView({ block: "nearest" }); }
  });

  // Drafts: what is typed into a form with data-hl-draft stays on this device until it has been saved; telephone numbers never do.
  const PREFIX = "hl-draft:";
  const storage = (() => { try { localStorage.setItem("hl-probe", "1"); localStorage.removeItem("hl-probe"); return localStorage; } catch (refused) { return null; } })();
  const keepable = (field) => field.name && !["password", "file", "hidden", "submit", "button", "tel"].includes(field.type);
  const read = (form) => [...form.elements].filter(keepable).map((field) => ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  const fill = (form, values) => values.forEach(([name, value, checked]) => {
    [...form.elements].filter((field) => field.name === name && keepable(field)).forEach((field) => {
      if (checked === undefined) field.value = value;
      else if (field.value === value) field.checked = checked;
    });
  });
  const keepDraft = (form) => {
    if (storage && form.dataset.hlDraft) storage.setItem(PREFIX + form.dataset.hlDraft, JSON.stringify({ at: Date.now(), values: read(form) }));
  };
  const dropDraft = (form) => {
    clearTimeout(form.hlDraftTimer);
    if (storage && form.dataset.hlDraft) storage.removeItem(PREFIX + form.dataset.hlDraft);
  };
  const offer = (form, draft) => {
    const note = document.createElement("div");
    note.className = "hl-note hl-draft";
    note.setAttribute("role", "status");
    const words = document.createElement("p");
    const when = new Date(draft.at);
    words.textContent = `这台设备上留有 ${when.getMonth() + 1}月${when.getDate()}日 ${when.toTimeString().slice(0, 5)} 没有提交的内容。`;
    note.append(words);
    [["恢复", () => fill(form, draft.values)], ["丢弃", () => dropDraft(form)]].forEach(([text, act]) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-sm", textContent: text });
      button.addEventListener("click", () => { act(); note.remove(); });
      note.append(button);
    });
    form.prepend(note);
  };
  const watchDraft = (form) => {
    const blank = JSON.stringify(read(form));
    const kept = storage.getItem(PREFIX + form.dataset.hlDraft);
    const draft = kept && JSON.parse(kept);
    const failed = form.querySelector(".hl-errors");
    if (draft && !failed && JSON.stringify(draft.values) !== blank) offer(form, draft);
    form.addEventListener("input", () => {
      clearTimeout(form.hlDraftTimer);
      form.hlDraftTimer = setTimeout(() => keepDraft(form), 300);
    });
  };

  const ready = (root) => root.querySelectorAll("form[method=post]").forEach((form) => {
    if (form.dataset.hlReady) return;
    form.dataset.hlReady = "yes";
    if (storage && form.dataset.hlDraft) watchDraft(form);
    enhance(form);
  });
  document.addEventListener("DOMContentLoaded", () => ready(document));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement || document));
})();
