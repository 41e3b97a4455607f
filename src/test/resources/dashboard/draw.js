// Draws the panels of a Grafana dashboard from its own JSON and from what Prometheus answered to their queries: an
// approximation for the documents where there is no Grafana, with the chart library that Grafana's own panels use.
const COLORS = ["#73bf69", "#f2cc0c", "#5794f2", "#ff780a", "#e02f44", "#b877d9", "#8ab8ff", "#37872d", "#fa6400", "#96d98d"];
const NAMED = {green: "#56a64b", orange: "#ff780a", red: "#e02f44", blue: "#3274d9", text: "#24292e"};
const ROW = 38, GAP = 8;

const el = (name, cls, text) => { const e = document.createElement(name); if (cls) e.className = cls; if (text != null) e.textContent = text; return e; };

function units(unit, decimals) {
  const si = (n, base, names) => { let i = 0; n = Number(n); while (Math.abs(n) >= base && i < names.length - 1) { n /= base; i++; } return +n.toFixed(Math.abs(n) < 10 ? 2 : 1) + names[i]; };
  switch (unit) {
    case "bytes": return n => si(n, 1024, [" B", " KiB", " MiB", " GiB", " TiB"]);
    case "s": return n => {
      const a = Math.abs(n);
      return a === 0 ? "0 s" : a < 1 ? +(n * 1000).toFixed(a < .01 ? 1 : 0) + " ms" : a < 120 ? +n.toFixed(1) + " s" : a < 7200 ? +(n / 60).toFixed(1) + " min" : a < 172800 ? +(n / 3600).toFixed(1) + " h" : +(n / 86400).toFixed(1) + " d";
    };
    case "ops": return n => +Number(n).toFixed(2) + " ops/s";
    case "reqps": return n => +Number(n).toFixed(2) + " req/s";
    case "percentunit": return n => +(n * 100).toFixed(1) + " %";
    case "bool_on_off": return n => n >= 1 ? "On" : n <= 0 ? "Off" : "";
    default: return n => si(n, 1000, ["", " K", " Mil", " Bil"]);
  }
}

const legend = (target, metric) => target.legendFormat
  ? target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? "").trim() : JSON.stringify(metric);

function stat(panel, body, show) {
  const value = Number(panel.targets[0].result[0]?.value[1]);
  let color = "text";
  for (const step of panel.fieldConfig.defaults.thresholds.steps) if (step.value == null || value >= step.value) color = step.color;
  const number = el("div", "stat", Number.isFinite(value) ? show(Math.round(value)) : "No data");
  number.style.color = NAMED[color];
  body.append(number);
}

function bargauge(panel, body, show) {
  const rows = panel.targets[0].result.map(series => [legend(panel.targets[0], series.metric), Number(series.value[1])]).sort((a, b) => b[1] - a[1]);
  const most = Math.max(...rows.map(row => row[1]), 1);
  for (const [name, value] of rows) {
    const row = el("div", "bar"), track = el("div", "track"), fill = el("div", "fill");
    fill.style.width = 100 * value / most + "%";
    track.append(fill);
    row.append(el("span", "name", name), track, el("span", "value", show(value)));
    body.append(row);
  }
}

/** The transformations merge and organize, as far as this dashboard uses them. */
function table(panel, body, show) {
  const organize = panel.transformations.find(t => t.id === "organize").options;
  const merged = new Map(), values = panel.targets.length > 1 ? panel.targets.map(t => "Value #" + t.refId) : ["Value"];
  panel.targets.forEach((target, i) => target.result.forEach(series => {
    const key = JSON.stringify(series.metric);
    merged.set(key, {...(merged.get(key) ?? series.metric), [values[i]]: Number(series.value[1])});
  }));
  const columns = Object.keys(organize.indexByName).sort((a, b) => organize.indexByName[a] - organize.indexByName[b]);
  const t = el("table"), head = el("tr");
  for (const column of columns) head.append(el("th", values.includes(column) ? "right" : "", organize.renameByName[column] ?? column));
  t.append(head);
  for (const row of merged.values()) {
    const tr = el("tr");
    for (const column of columns) tr.append(el("td", values.includes(column) ? "right" : "", row[column] === undefined ? "" : typeof row[column] === "number" ? show(row[column]) : row[column]));
    t.append(tr);
  }
  body.append(t);
}

function timeseries(panel, body, show, width, height) {
  const custom = panel.fieldConfig.defaults.custom, stacked = custom.stacking?.mode === "normal";
  const series = panel.targets.flatMap(target => target.result.map(result => ({name: legend(target, result.metric), at: new Map(result.values.map(([t, v]) => [t, v === "NaN" ? null : Number(v)]))})));
  const times = [...new Set(series.flatMap(s => [...s.at.keys()]))].sort((a, b) => a - b);
  let raw = series.map(s => times.map(t => s.at.get(t) ?? null));
  const sums = new Array(times.length).fill(0);
  const drawn = stacked ? raw.map(values => values.map((v, i) => (sums[i] += v ?? 0))) : raw;
  const line = i => ({label: series[i].name, stroke: COLORS[i % COLORS.length], width: custom.lineWidth, points: {show: false}, spanGaps: false,
    fill: custom.fillOpacity ? COLORS[i % COLORS.length] + Math.round(custom.fillOpacity * 2.55).toString(16).padStart(2, "0") : undefined,
    paths: custom.lineInterpolation === "stepAfter" ? uPlot.paths.stepped({align: 1}) : undefined});
  const order = stacked ? series.map((_, i) => i).reverse() : series.map((_, i) => i);
  const keys = el("div", "legend");
  series.forEach((s, i) => { const key = el("span", "key", s.name), dot = el("i"); dot.style.background = COLORS[i % COLORS.length]; key.prepend(dot); keys.append(key); });
  body.append(keys);
  const axis = {stroke: "#555e68", grid: {stroke: "#e6e8eb", width: 1}, ticks: {show: false}, font: "11px DejaVu Sans, sans-serif"};
  const bool = panel.fieldConfig.defaults.unit === "bool_on_off";
  const plot = new uPlot({width, height: height - keys.offsetHeight - 4, cursor: {show: false}, legend: {show: false},
    scales: {y: {range: (_, min, max) => bool ? [0, 1.1] : panel.fieldConfig.defaults.min === 0 ? [0, max > 0 ? max * 1.1 : 1] : [Math.min(min, 0), max * 1.05]}},
    axes: [{...axis, space: 84, values: (_, splits) => splits.map(t => new Date(t * 1000).toLocaleTimeString("en-GB"))}, {...axis, size: 66, values: (_, splits) => splits.map(show)}],
    series: [{}, ...order.map(line)]}, [times, ...order.map(i => drawn[i])], body);
  body.prepend(plot.root);
}

const DRAW = {stat, bargauge, table, timeseries};

function draw(dashboard) {
  const board = document.getElementById("board"), unit = (board.clientWidth + GAP) / 24;
  document.getElementById("title").textContent = dashboard.title;
  let bottom = 0;
  for (const panel of dashboard.panels) {
    const {x, y, w, h} = panel.gridPos, box = el("section", panel.type);
    const width = w * unit - GAP, height = h * ROW - GAP;
    Object.assign(box.style, {left: x * unit + "px", top: y * ROW + "px", width: width + "px", height: height + "px"});
    board.append(box);
    bottom = Math.max(bottom, (y + h) * ROW);
    box.append(el("h2", "", panel.title));
    if (panel.type === "row") continue;
    const body = el("div", "body");
    box.append(body);
    DRAW[panel.type](panel, body, units(panel.fieldConfig.defaults.unit), width - 16, height - 38);
  }
  board.style.height = bottom + "px";
}
