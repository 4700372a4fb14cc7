"use strict";
// Lists by keyboard: j and k move, Enter opens, x ticks, / goes to the search. And the count of ticked rows.
(() => {
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-hl-rows] tbody tr")];
  const current = (all) => all.findIndex((row) => row.classList.contains("is-current"));

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const next = Math.min(all.length - 1, Math.max(0, current(all) + step));
    all.forEach((row, index) => row.classList.toggle("is-current", index === next));
    all[next].scrollIntoView({ block: "nearest" });
    const link = all[next].querySelector("td a");
    if (link) link.focus({ preventScroll: true });
  };
  const open = (event) => {
    const row = rows().find((one) => one.classList.contains("is-current"));
    if (!row || !row.dataset.hlOpen || event.target.closest("a, button, summary")) return;
    window.location.assign(row.dataset.hlOpen);
  };
  const tick = () => {
    const box = document.querySelector("[data-hl-rows] tr.is-current input[name=ids]");
    if (box) box.click();
  };
  const search = (event) => {
    const box = document.getElementById("listing-q") || document.getElementById("hl-search");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = { j: () => move(1), k: () => move(-1), Enter: open, x: tick, "/": search }[event.key];
    if (act) act(event);
  });

  const boxes = () => [...document.querySelectorAll("[data-hl-rows] input[name=ids]")];
  const count = () => {
    const bar = document.querySelector("[data-hl-bulk]");
    if (!bar) return;
    const all = boxes();
    const picked = all.filter((box) => box.checked).length;
    bar.querySelector("[data-hl-picked]").textContent = picked ? `已选 ${picked} 项` : "";
    const whole = bar.querySelector("[data-hl-all]");
    whole.checked = picked > 0 && picked === all.length;
    whole.indeterminate = picked > 0 && picked < all.length;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-hl-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-hl-all], input[name=ids]")) count();
  });
  document.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.hasAttribute("data-hl-needs-pick") || boxes().some((box) => box.checked)) return;
    event.preventDefault();
    window.honglian.live("请先在表格里勾选要办理的记录。");
  }, { capture: true });
  document.addEventListener("DOMContentLoaded", count);
})();
