"use strict";
// Charts: <div class="hl-chart" data-chart="id"> takes its ECharts options from <script type="application/json" id="id">.
(() => {
  // Six hues that stay apart for colour-blind eyes and in grey print.
  const COLOURS = ["#1f5a96", "#d08a1d", "#3c8a5c", "#8a5aa0", "#c8483d", "#5f6b7a"];
  const SCREEN_COLOURS = ["#5b9bd5", "#ffcf70", "#86d7a6", "#c3a1d8", "#ff9c91", "#a9b7c6"];

  const look = (dark) => {
    const ink = dark ? "#eef3f8" : "#1b2430";
    // The wall is read from three metres, the same page on a phone from the hand.
    const size = dark && window.innerWidth > 900 ? 28 : 13;
    const axis = { axisLabel: { color: ink, fontSize: size }, axisLine: { lineStyle: { color: dark ? "#4a5866" : "#a9b4c2" } }, splitLine: { lineStyle: { color: dark ? "#26313d" : "#e8ecf1" } }, axisTick: { show: false } };
    return {
      color: dark ? SCREEN_COLOURS : COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: size, color: ink },
      legend: { textStyle: { color: ink, fontSize: size } },
      line: { symbolSize: size / 2, lineStyle: { width: size / 7 } },
      categoryAxis: axis,
      valueAxis: axis,
      timeAxis: axis,
    };
  };
  const mount = (box) => {
    const source = document.getElementById(box.dataset.chart);
    if (!source) return;
    const dark = document.body.classList.contains("hl--screen");
    const chart = window.echarts.init(box, look(dark), { renderer: "svg" });
    // Tooltips drawn by the chart itself: HTML ones carry style attributes, which the page's policy forbids.
    const tooltip = { renderMode: "richText", confine: true };
    const options = JSON.parse(source.textContent);
    chart.setOption({ animation: false, grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true }, ...options, tooltip: { ...tooltip, ...options.tooltip } });
    const links = (options.series || []).some((series) => (series.data || []).some((item) => item && item.url));
    if (links) chart.on("click", (event) => { if (event.data && event.data.url) window.location.assign(event.data.url); });
    new ResizeObserver(() => chart.resize()).observe(box);
    box.dataset.ready = "yes";
  };
  const mountAll = (root) => root.querySelectorAll("[data-chart]:not([data-ready])").forEach(mount);
  document.addEventListener("DOMContentLoaded", () => mountAll(document));
  document.addEventListener("htmx:load", (event) => mountAll(event.detail.elt.parentElement || document));
})();
