"use strict";
// Forms that may be filled in without a network (form[data-hl-offline]): kept here first, sent when there is one, shown until the server has them.
(() => {
  const about = document.querySelector('meta[name="hl-offline"]');
  if (!about || !window.indexedDB || !window.isSecureContext) return;
  const owner = about.content;
  const { version, worker, standing, fallback, role } = about.dataset;
  const store = window.honglian.offline;
  const say = (text) => window.honglian.live(text);
  const PAGES = "hl-pages:"; // one store of pages for one person in one role
  const FRESH = 30 * 60_000; // pages younger than this are not asked for again
  const AN_HOUR = 3_600_000;
  const cookie = () => (document.cookie.split("; ").find((one) => one.startsWith("csrftoken=")) || "").slice("csrftoken=".length);
  const mine = (entry) => entry.owner === owner;
  const clock = (iso) => { const at = new Date(iso); return `${at.getMonth() + 1}月${at.getDate()}日 ${at.toTimeString().slice(0, 5)}`; };
  const make = (tag, set = {}, ...inside) => { const one = Object.assign(document.createElement(tag), set); one.append(...inside); return one; };

  // ---- Sending. An entry leaves this device only when the server's answer says that it was taken.
  const sentences = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const found = [...page.querySelectorAll(".hl-errors li")].map((line) => ({ text: line.textContent.trim().replace(/\s+/g, " "), field: line.querySelector("a") ? line.querySelector("a").getAttribute("href") : "" }));
    const said = page.querySelector("[data-hl-said]");
    if (!found.length && said) found.push({ text: said.textContent.trim(), field: "" });
    return found;
  };
  const post = async (entry) => {
    const files = entry.values.filter((one) => one.file);
    const headers = { "HX-Request": "true", "X-CSRFToken": cookie(), "X-HL-Owner": entry.owner, "X-HL-Filled": entry.filledAt, "X-HL-Sent": new Date().toISOString(), "X-HL-Files": `${files.length}/${files.reduce((sum, one) => sum + one.file.blob.size, 0)}` };
    let answer, text;
    try {
      answer = await fetch(entry.action, { method: "POST", body: store.unpack(entry.values), headers, credentials: "same-origin", signal: AbortSignal.timeout(AN_HOUR) });
      text = await answer.text();
    } catch (broken) { return { state: "waiting", why: "没有网络" }; }
    const next = answer.headers.get("HX-Redirect");
    if (answer.headers.get("X-HL-Taken") && next) return { state: "taken", next };
    if (answer.status === 401 || next) return { state: "login", why: next ? "请先处理账号提示" : "请先登录", next };
    const said = sentences(text);
    if ([400, 403, 404, 409, 410, 413, 422].includes(answer.status)) return { state: "refused", said: said.length ? said : [{ text: `服务器没有接收（代码 ${answer.status}）。`, field: "" }] };
    return { state: "waiting", why: answer.status === 408 && said.length ? said[0].text.replace(/。$/, "") : `服务器没有回应（代码 ${answer.status}）` };
  };
  const sendOne = async (id) => {
    const entry = await store.get(id); // another window may have sent it meanwhile
    if (!entry) return { state: "taken", next: "" };
    const result = await post(entry);
    if (result.state === "taken") await store.remove(id);
    else await store.update({ ...entry, state: result.state === "refused" ? "refused" : "waiting", said: result.said || [], why: result.why || "" });
    return result;
  };
  // One window at a time; the server would notice a second one, but why send photos twice.
  const alone = (work) => navigator.locks ? navigator.locks.request("hl-offline-send", work) : work();
  const ask = async () => {
    try { return await (await fetch(standing, { credentials: "same-origin", cache: "no-store" })).json(); } catch (broken) { return null; }
  };
  let hint = "";
  const send = (ids) => alone(async () => {
    const now = await ask();
    hint = "";
    if (!now) { hint = "现在没有网络，有网络时自动发送。"; return { state: "waiting" }; }
    if (!now.owner) { hint = "登录已过期，请先登录，登录后自动发送。"; return { state: "login" }; }
    if (now.owner !== owner) { hint = "现在登录的是别的账号或身份，本人登录后才发送。"; return { state: "login" }; }
    const off = Date.now() - Date.parse(now.now);
    if (Math.abs(off) > 600_000) hint = `这台设备的时间比实际${off > 0 ? "快" : "慢"}，时间以服务器为准。`;
    let last = { state: "taken" };
    for (const id of ids) {
      last = await sendOne(id);
      if (["waiting", "login"].includes(last.state)) { hint = `${last.why}，稍后自动再发。`; break; }
    }
    return last;
  });
  let running = false;
  const sendAll = async () => {
    if (running) return;
    running = true;
    try {
      const waiting = (await store.all()).filter((one) => mine(one) && one.state === "waiting");
      if (!waiting.length) return;
      await send(waiting.map((one) => one.id));
      const left = await store.all();
      const gone = waiting.filter((one) => !left.some((other) => other.id === one.id)).length;
      await show();
      if (gone) say(`已发送 ${gone} 件。`);
      if (gone && document.querySelector("[data-hl-kept]") && !document.querySelector("form[data-hl-offline]")) window.location.reload();
    } finally { running = false; }
  };

  // ---- The bar: how many wait, which, and why.
  const line = (entry) => {
    const words = entry.state === "refused" ? `没有被接收：${(entry.said || []).map((one) => one.text).join(" ")}` : entry.why || "等待发送";
    const drop = make("button", { type: "button", className: "btn btn-sm", textContent: "丢弃" });
    drop.addEventListener("click", async () => {
      if (drop.dataset.sure) { await store.remove(entry.id); await show(); say("已丢弃。"); return; }
      drop.dataset.sure = "yes";
      drop.textContent = "确定丢弃？丢弃后找不回来";
    });
    return make("li", {}, make("a", { href: entry.page, textContent: entry.title }), make("span", { className: "hl-muted", textContent: ` ${clock(entry.filledAt)} 填 · ${words} ` }), drop);
  };
  const bar = () => {
    const there = document.getElementById("hl-pending");
    if (there) return there;
    const made = make("section", { id: "hl-pending", className: "hl-pending" });
    made.setAttribute("aria-label", "待发送");
    document.querySelector(".hl-frame").before(made);
    return made;
  };
  const badge = (entries) => document.querySelectorAll("a[data-hl-page]").forEach((link) => {
    const entry = entries.find((one) => mine(one) && one.page === link.pathname);
    const there = link.parentElement.querySelector("[data-hl-waits]");
    if (there) there.remove();
    if (!entry) return;
    const mark = make("span", { className: `hl-state hl-state--${entry.state === "refused" ? "overdue" : "waiting"}`, textContent: entry.state === "refused" ? "没有被接收，请修改" : "已填，待发送" });
    mark.dataset.hlWaits = "";
    link.after(" ", mark);
  });
  const show = async () => {
    const entries = await store.all();
    const own = entries.filter(mine);
    const others = entries.length - own.length;
    badge(entries);
    const offline = !navigator.onLine && document.querySelector("[data-hl-kept], form[data-hl-offline]");
    if (!entries.length && !offline && !document.getElementById("hl-pending")) return;
    const box = bar();
    const parts = [];
    const waiting = own.filter((one) => one.state === "waiting").length;
    const refused = own.length - waiting;
    const told = make("p", { className: "hl-pending__count" });
    told.setAttribute("role", "status");
    told.append(make("strong", { textContent: `待发送 ${own.length} 件` }), refused ? `，其中 ${refused} 件没有被接收，请打开修改。` : own.length ? "。" : "。", hint || (offline ? "现在没有网络，填好的内容存在本机，有网络时自动发送。" : ""));
    parts.push(told);
    if (waiting) {
      const now = make("button", { type: "button", className: "btn btn-sm", textContent: "立即发送" });
      now.addEventListener("click", async () => { now.textContent = "正在发送…"; await sendAll(); await show(); });
      parts.push(now);
    }
    if (/登录/.test(hint)) parts.push(make("a", { className: "btn btn-sm", href: `/login/?next=${encodeURIComponent(window.location.pathname)}`, textContent: "登录" }));
    if (own.length) parts.push(make("details", { open: refused > 0 }, make("summary", { textContent: "看是哪几件" }), make("ul", {}, ...own.map(line))));
    if (others) {
      const roles = [...new Set(entries.filter((one) => one.owner.split(".")[0] === owner.split(".")[0] && !mine(one)).map((one) => one.role))];
      parts.push(make("p", { className: "hl-muted", textContent: roles.length ? `另有 ${others} 件是您用“${roles.join("、")}”的身份填的，切换到该身份后发送。` : `这台设备上另有 ${others} 件是别的账号填的，本人登录后才会发送。` }));
    }
    box.replaceChildren(...parts);
    box.hidden = !entries.length && !offline && !hint;
  };

  // ---- Forms.
  const keepable = (form) => (name) => name !== "once" && ![...form.elements].some((field) => field.name === name && ["tel", "password"].includes(field.type));
  const refuse = (form, said) => {
    form.querySelectorAll("[data-hl-refusal]").forEach((old) => old.remove());
    const lines = said.map(({ text, field }) => make("li", {}, field ? make("a", { href: field, textContent: text }) : text));
    const box = make("div", { className: "hl-errors", tabIndex: -1 }, make("h2", { textContent: "没有被接收，已填的内容都保留着" }), make("ul", {}, ...lines));
    box.dataset.hlRefusal = "";
    box.setAttribute("role", "alert");
    form.prepend(box);
    said.filter((one) => one.field).forEach(({ text, field }) => {
      const control = form.querySelector(field);
      if (!control) return;
      const beside = make("p", { className: "hl-error", textContent: text });
      beside.dataset.hlRefusal = "";
      control.closest(".hl-field").append(beside);
    });
    box.focus();
  };
  const note = (form, text, buttons = []) => {
    form.querySelectorAll("[data-hl-told]").forEach((old) => old.remove());
    const box = make("div", { className: "hl-note hl-draft" }, make("p", { textContent: text }), ...buttons);
    box.dataset.hlTold = "";
    box.setAttribute("role", "status");
    form.prepend(box);
  };
  const watch = async (form) => {
    const page = window.location.pathname;
    const key = `${owner} ${page}`;
    const before = (await store.all()).find((one) => mine(one) && one.page === page);
    const draft = before ? null : await store.draft(key);
    const id = (before || draft || { id: crypto.randomUUID() }).id;
    if (form.elements.once) form.elements.once.value = id;
    form.hlEntry = { id, key, page };
    if (before) {
      store.fill(form, before.values);
      if (before.state === "refused") refuse(form, before.said);
      else note(form, "这一份已经填好，正等着发送。要改就直接改，再点一次，会换成改好的。");
    } else if (draft) {
      store.fill(form, draft.values);
      const clear = make("button", { type: "button", className: "btn btn-sm", textContent: "清空重填" });
      clear.addEventListener("click", async () => { await store.dropDraft(key); form.reset(); form.querySelectorAll("[data-hl-told]").forEach((old) => old.remove()); });
      note(form, `已恢复 ${clock(draft.at)} 填的内容，还没有提交。`, [clear]);
    }
    const save = async () => {
      const values = await store.pack(form, null, keepable(form));
      if (form.dataset.hlOffline === "ready") await store.keepDraft({ key, id, values, at: new Date().toISOString() });
    };
    let timer;
    const later = () => { clearTimeout(timer); timer = setTimeout(save, 400); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.hlStop = () => clearTimeout(timer);
    document.addEventListener("visibilitychange", () => { if (document.hidden && form.isConnected && timer) { clearTimeout(timer); save(); } });
    form.dataset.hlOffline = "ready";
  };
  const settle = async (form, entry) => {
    const result = await send([entry.id]);
    if (result.state === "taken" && result.next) { window.location.assign(result.next); return; }
    await show();
    if (result.state === "refused") { refuse(form, result.said); form.dataset.hlOffline = "ready"; return; }
    const next = form.dataset.hlThen;
    if (result.state === "waiting" && next && navigator.serviceWorker.controller && await caches.match(next, { ignoreSearch: true })) { window.location.assign(next); return; }
    note(form, result.state === "login" ? "已存在本机。登录已过期，请先登录，登录后自动发送。" : "已存在本机，有网络时自动发送。可以离开这一页。");
    form.dataset.hlOffline = "ready";
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !["ready", "busy"].includes(form.dataset.hlOffline)) return;
    event.preventDefault();
    if (form.dataset.hlOffline === "busy") return;
    form.dataset.hlOffline = "busy";
    form.hlStop();
    const button = event.submitter;
    const words = button ? button.innerHTML : "";
    if (button) { button.setAttribute("aria-disabled", "true"); button.textContent = "正在保存…"; }
    try {
      const { id, key, page } = form.hlEntry;
      const entry = { id, owner, role, page, action: form.getAttribute("action") || page, title: form.dataset.hlTitle || document.title, values: await store.pack(form, button), filledAt: new Date().toISOString(), state: "waiting", said: [], why: "" };
      await store.enqueue(entry, key);
      await settle(form, entry);
    } catch (full) {
      form.dataset.hlOffline = "ready";
      note(form, "这台设备存不下了（存储空间不足）。请不要离开这一页，有网络时再点一次，或删掉几张照片。");
    }
    if (button) { button.removeAttribute("aria-disabled"); button.innerHTML = words; }
  });

  // ---- Pages taken along: those the server marks as fit to be kept, for this person alone.
  const forget = async (keep) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== keep);
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  const keepAssets = async (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const files = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => new URL(one.getAttribute("href") || one.getAttribute("src"), window.location.href).href);
    const cache = await caches.open(`hl-static:${version}`);
    for (const file of new Set(files)) if (file.startsWith(window.location.origin) && !await cache.match(file)) await cache.add(file);
  };
  const keepPage = async (cache, address, anew) => {
    const there = await cache.match(address);
    if (there && !anew && Date.now() - Number(there.headers.get("X-HL-Kept-At")) < FRESH) return true;
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok || answer.headers.get("X-HL-Keep") !== owner) return false;
    const text = await answer.text();
    await keepAssets(text);
    await cache.put(address, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "X-HL-Kept-At": String(Date.now()), "Content-Security-Policy": answer.headers.get("Content-Security-Policy") || "" } }));
    return true;
  };
  const takeAlong = async (place) => {
    const links = [...document.querySelectorAll("a[data-hl-keep]")].map((link) => link.pathname);
    const name = `${PAGES}${version}:${owner}`;
    const cache = await caches.open(name);
    let kept = 0;
    try {
      await keepPage(cache, window.location.pathname, true);
      const base = await caches.open(`hl-static:${version}`);
      if (!await base.match(fallback)) { await base.add(fallback); await keepAssets(await (await base.match(fallback)).text()); }
      for (const link of links) kept += await keepPage(cache, link, false);
      await forget(name);
      await Promise.all((await caches.keys()).filter((one) => one.startsWith("hl-static:") && one !== `hl-static:${version}`).map((one) => caches.delete(one)));
      place.textContent = links.length ? `已存在本机 ${kept} 张表，没有网络也能填。` : "这一页已存在本机。";
    } catch (broken) {
      place.textContent = navigator.onLine ? "没有全部存到本机，没有网络时可能打不开，请稍后刷新。" : "现在没有网络，看到的是先前存在本机的内容。";
    }
  };

  // Signing out takes the kept pages along; what was not sent stays for its owner.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!/\/logout\/$/.test(form.getAttribute("action") || "") || form.dataset.hlLeft) return;
    event.preventDefault();
    form.dataset.hlLeft = "yes";
    forget("").finally(() => form.submit());
  });

  const start = async () => {
    if (!await store.usable()) return;
    const leftover = (await caches.keys()).some((name) => name.startsWith(PAGES) && !name.endsWith(`:${owner}`));
    if (leftover) await forget(`${PAGES}${version}:${owner}`);
    const form = document.querySelector("form[data-hl-offline]");
    if (form) await watch(form);
    await show();
    await sendAll();
    const place = document.querySelector("[data-hl-kept]");
    if (!place || !navigator.serviceWorker) return;
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await navigator.serviceWorker.register(worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    await takeAlong(place);
  };
  // A network that is just back often refuses the first request.
  window.addEventListener("online", () => { show(); sendAll(); [3_000, 10_000].forEach((wait) => setTimeout(sendAll, wait)); });
  window.addEventListener("offline", () => show());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  setInterval(() => { if (navigator.onLine) sendAll(); }, 60_000);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
