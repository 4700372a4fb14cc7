"use strict";
// The map of grids: areas and points on a canvas of our own, no outside service. The list beside it says the same.
(() => {
  const box = document.getElementById("grid-map");
  if (!box || !window.L) return;
  const TONES = ["#0b5ea8", "#8a4b00", "#00684a", "#7a3a7e", "#3d4a57", "#a3243b", "#00687a", "#5b5b00"];
  const LOOSE = "#1f2933"; // an enterprise without a grid
  const CELL = 52, CLOSE = 16, FEW = 500;

  // Shapes on Leaflet's canvas: circle = in touch, triangle = long not in touch, empty square = no grid.
  L.Canvas.include({
    _updateSign(layer) {
      if (!this._drawing || layer._empty()) return;
      const p = layer._point, r = layer._radius, ctx = this._ctx;
      ctx.beginPath();
      if (layer.options.shape === "triangle") {
        ctx.moveTo(p.x, p.y - r * 1.2); ctx.lineTo(p.x + r * 1.15, p.y + r * 0.9); ctx.lineTo(p.x - r * 1.15, p.y + r * 0.9); ctx.closePath();
      } else if (layer.options.shape === "square") ctx.rect(p.x - r, p.y - r, 2 * r, 2 * r);
      else ctx.arc(p.x, p.y, r, 0, Math.PI * 2);
      this._fillStroke(ctx, layer);
      if (!layer.options.text) return;
      ctx.globalAlpha = 1;
      ctx.fillStyle = layer.options.textColor || "#fff";
      ctx.font = `600 ${Math.round(r * 1.15)}px sans-serif`;
      ctx.textAlign = "center"; ctx.textBaseline = "middle";
      ctx.fillText(layer.options.text, p.x, p.y + 1);
    },
  });
  const Sign = L.CircleMarker.extend({ _updatePath() { this._renderer._updateSign(this); } });

  const map = L.map(box, { renderer: L.canvas({ padding: 0.3 }), zoomControl: false, attributionControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 18 });
  L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小", zoomInText: "＋", zoomOutText: "－" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (box.dataset.tiles) {
    L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
    if (box.dataset.credit) L.control.attribution({ prefix: false }).addAttribution(box.dataset.credit).addTo(map);
  }
  const areas = L.layerGroup().addTo(map), signs = L.layerGroup().addTo(map);
  const drawing = box.dataset.mode === "draw"; // there a tap sets a corner, whatever lies under it
  let data = { grids: [], points: [] }, which = 4; // which place of a point names its grid

  const grid = (point) => data.grids[point[which]];
  const escape = (text) => { const p = document.createElement("p"); p.textContent = text; return p.innerHTML; };

  const drawAreas = () => {
    areas.clearLayers();
    data.grids.forEach((one) => {
      if (!one.geometry || one.mine) return;
      const color = drawing ? "#6b7785" : TONES[one.tone];
      const layer = L.geoJSON(one.geometry, { style: { color, weight: 2, fillOpacity: drawing ? 0.12 : 0.1 }, interactive: !drawing });
      layer.eachLayer((part) => part.bindTooltip(box.clientWidth < 560 ? one.sign : `${one.sign} ${escape(one.name)}`, { permanent: true, direction: "center", className: "grid-label" }));
      if (!drawing) layer.bindPopup(`<strong>${escape(one.name)}</strong><br>${one.firms} 家企业<br><a href="${one.url}">打开网格</a>`);
      areas.addLayer(layer);
    });
  };

  const drawPoint = (point) => {
    const home = grid(point), stale = point[5] === 0;
    const options = home
      ? { shape: stale ? "triangle" : "circle", color: "#fff", weight: 1, fillColor: TONES[home.tone], fillOpacity: 1, text: map.getZoom() >= CLOSE - 1 ? home.sign : "" }
      : { shape: "square", color: LOOSE, weight: 2, fillColor: "#fff", fillOpacity: 1, text: "?", textColor: LOOSE };
    const layer = new Sign([point[1], point[0]], { radius: (point[6] ? 8 : 6.5), interactive: !drawing, ...options });
    if (drawing) return layer;
    const words = home ? escape(home.name) : "没有网格";
    layer.bindPopup(() => `<strong><a href="/enterprises/${point[3]}/">${escape(point[2])}</a></strong><br>${words}${stale ? "<br>久未联系" : ""}`);
    return layer;
  };

  const drawCluster = (cell) => {
    const first = cell.points[0], same = cell.points.every((p) => p[which] === first[which]);
    const color = same && grid(first) ? TONES[grid(first).tone] : LOOSE;
    const n = cell.points.length;
    const layer = new Sign(cell.middle, { radius: Math.min(22, 10 + Math.log2(n) * 2), shape: "circle", color: "#fff", weight: 2, fillColor: color, fillOpacity: 0.92, text: String(n), interactive: !drawing });
    if (drawing) return layer;
    layer.on("click", () => map.fitBounds(L.latLngBounds(cell.points.map((p) => [p[1], p[0]])).pad(0.1), { maxZoom: CLOSE + 1 }));
    return layer;
  };

  // Only what is in view, and in cells where it is crowded: as quick at 5,000 points as at 50.
  const drawPoints = () => {
    signs.clearLayers();
    const view = map.getBounds().pad(0.2);
    const seen = data.points.filter((p) => view.contains([p[1], p[0]]));
    if (seen.length <= FEW && (map.getZoom() >= CLOSE || seen.length <= 60)) { seen.forEach((p) => signs.addLayer(drawPoint(p))); return; }
    const cells = new Map();
    seen.forEach((p) => {
      const at = map.project([p[1], p[0]]), key = `${Math.floor(at.x / CELL)}:${Math.floor(at.y / CELL)}`;
      const cell = cells.get(key) || { points: [], x: 0, y: 0 };
      cell.points.push(p); cell.x += at.x; cell.y += at.y;
      cells.set(key, cell);
    });
    cells.forEach((cell) => {
      const n = cell.points.length;
      cell.middle = map.unproject([cell.x / n, cell.y / n]);
      if (n === 1 || map.getZoom() >= CLOSE + 1) cell.points.forEach((p) => signs.addLayer(drawPoint(p)));
      else signs.addLayer(drawCluster(cell));
    });
  };

  const fit = () => {
    const places = data.points.map((p) => [p[1], p[0]]);
    data.grids.forEach((one) => { if (one.geometry) { const b = L.geoJSON(one.geometry).getBounds(); places.push(b.getSouthWest(), b.getNorthEast()); } });
    const bounds = (box.dataset.bounds || "").split(",").map(Number);
    if (places.length) map.fitBounds(L.latLngBounds(places).pad(0.05));
    else if (bounds.length === 4) map.fitBounds([[bounds[1], bounds[0]], [bounds[3], bounds[2]]]);
    else map.setView([30, 114], 8);
  };

  // Drawing: tap corner after corner, drag to mend; the text field below holds what is sent.
  const draw = () => {
    const field = document.getElementById("id_area"), corners = [], handles = L.layerGroup().addTo(map);
    const shape = L.polygon([], { color: "#0b5ea8", weight: 3, fillOpacity: 0.15 }).addTo(map);
    const icon = L.divIcon({ className: "grid-corner", iconSize: [18, 18] });
    const tell = (text) => { document.getElementById("grid-said").textContent = text; };
    const write = () => {
      shape.setLatLngs(corners.map((h) => h.getLatLng()));
      if (corners.length < 3) { field.value = ""; tell(`已点 ${corners.length} 个点，至少要三个。`); return; }
      const ring = corners.map((h) => [Number(h.getLatLng().lng.toFixed(6)), Number(h.getLatLng().lat.toFixed(6))]);
      field.value = JSON.stringify({ type: "Polygon", coordinates: [[...ring, ring[0]]] });
      tell(`已点 ${corners.length} 个点，可以拖动调整；好了就按“保存范围”。`);
    };
    const add = (place) => {
      const handle = L.marker(place, { icon, draggable: true, keyboard: false, title: "拖动调整" });
      handle.on("drag", write);
      corners.push(handle); handles.addLayer(handle);
    };
    const clear = () => { corners.length = 0; handles.clearLayers(); };
    const load = () => {
      clear();
      try {
        const given = JSON.parse(field.value), ring = given.type === "Polygon" ? given.coordinates[0] : null;
        if (ring) ring.slice(0, -1).forEach(([x, y]) => add([y, x]));
      } catch (unreadable) { /* the server says what is wrong with it */ }
      shape.setLatLngs(corners.map((h) => h.getLatLng()));
      if (corners.length) map.fitBounds(shape.getBounds().pad(0.3));
    };
    map.on("click", (event) => { add(event.latlng); write(); });
    field.addEventListener("change", load);
    document.getElementById("grid-undo").addEventListener("click", () => { const last = corners.pop(); if (last) handles.removeLayer(last); write(); });
    document.getElementById("grid-clear").addEventListener("click", () => { clear(); write(); });
    document.getElementById("grid-tools").hidden = false;
    if (field.value) load();
  };

  document.querySelectorAll("[data-grid-which]").forEach((choice) => choice.addEventListener("change", () => {
    which = Number(choice.value); drawPoints();
  }));
  fetch(box.dataset.url, { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then((found) => {
    data = found;
    which = Number(box.dataset.which || 4);
    drawAreas(); fit();
    if (drawing) draw();
    map.on("moveend", drawPoints); drawPoints();
    box.dataset.ready = "1";
  }).catch(() => { window.honglian.live("地图数据没有读到，请刷新页面；旁边的列表照样能用。"); });
})();
