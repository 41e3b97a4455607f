// Shows what /api/status answers. Texts are put in as text, never as HTML.
const TOKEN = "cooper-token";
const EVERY_MS = 30_000;
const HEALTH = {HEALTHY: "Healthy", PROGRESSING: "Progressing", DEGRADED: "Degraded", SUSPENDED: "Suspended"};
const WORST_FIRST = ["DEGRADED", "PROGRESSING", "SUSPENDED", "HEALTHY"];
const SVG = "http://www.w3.org/2000/svg";

const $ = id => document.getElementById(id);
let shown = null;
let timer = 0;

/** An element with attributes and children; texts are children too, and what is null or false is left out. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) element.setAttribute(key, value);
  element.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// --- who looks ---

function signIn(problem) {
  sessionStorage.removeItem(TOKEN);
  clearTimeout(timer);
  shown = null;
  $("status").hidden = $("who").hidden = $("note").hidden = true;
  $("sign-in").hidden = false;
  tell(problem);
  $("token").value = "";
  $("token").focus();
}

function tell(problem) {
  $("problem").textContent = problem ?? "";
  $("problem").hidden = !problem;
}

async function load() {
  clearTimeout(timer);
  const token = sessionStorage.getItem(TOKEN);
  if (!token) return signIn();
  const namespace = new URLSearchParams(location.search).get("namespace");
  const query = namespace ? "?" + new URLSearchParams({namespace}) : "";
  try {
    const answer = await fetch("api/status" + query, {headers: {Authorization: "Bearer " + token}, cache: "no-store"});
    if (answer.status === 401) return signIn((await answer.text()).trim());
    if (!answer.ok) throw new Error((await answer.text()).trim());
    shown = await answer.json();
    tell();
    show();
  } catch (e) {
    tell(e instanceof TypeError ? "Cooper does not answer. Is kubectl port-forward still running?" : e.message);
    $("sign-in").hidden = shown !== null || !$("status").hidden;
  }
  if (sessionStorage.getItem(TOKEN)) timer = setTimeout(() => document.hidden || load(), EVERY_MS);
}

// --- what is shown ---

function show() {
  $("sign-in").hidden = true;
  $("status").hidden = $("who").hidden = false;
  $("user").textContent = shown.user;
  $("at").dateTime = shown.at;
  $("at").textContent = "as of " + new Date(shown.at).toLocaleTimeString();
  note();
  summary();
  stores();
  buckets();
  keys();
}

function note() {
  const seen = shown.namespaces;
  const text = shown.leftOut
    ? "There are more namespaces than are looked through at once: add ?namespace=NAME to the address for one of them."
    : seen?.length === 0 ? "This token may list no Bucket and no AccessKey in any namespace."
    : seen ? "You see " + (seen.length === 1 ? "namespace " : "namespaces ") + seen.join(", ") + "." : "";
  $("note").textContent = text;
  $("note").hidden = !text;
}

const isIll = resource => resource.condition.health === "DEGRADED" || resource.condition.health === "PROGRESSING";
const needsLook = bucket => bucket.condition.health !== "HEALTHY" || bucket.plan.length > 0;
const count = (number, one, many) => number + " " + (number === 1 ? one : many);

function summary() {
  const tile = (number, text, ill) => el("li", {class: ill ? "ill" : null}, el("strong", {}, number), el("span", {}, text));
  const ready = list => list.filter(resource => resource.condition.health === "HEALTHY").length + " / " + list.length;
  const objects = shown.buckets.reduce((sum, bucket) => sum + (bucket.usage?.objects ?? 0), 0);
  const bytes = shown.buckets.reduce((sum, bucket) => sum + (bucket.usage?.bytes ?? 0), 0);
  const next = shown.keys.map(key => key.nextRotation).filter(time => time).sort()[0];
  $("summary").replaceChildren(
    ...(shown.stores ? [tile(ready(shown.stores), "stores ready", shown.stores.some(isIll))] : []),
    tile(ready(shown.buckets), "buckets ready", shown.buckets.some(isIll)),
    tile(String(shown.buckets.filter(bucket => bucket.plan.length).length), "differ from spec", false),
    tile(ready(shown.keys), "keys ready", shown.keys.some(isIll)),
    tile(next ? span(Date.parse(next) - Date.parse(shown.at)) : "none", "to the next rotation", next && next < shown.at),
    tile(size(bytes), "in " + count(objects, "object", "objects").replace(/\d+/, n => Number(n).toLocaleString()), false));
}

function state(condition) {
  const told = condition.health === "HEALTHY" ? HEALTH.HEALTHY
    : condition.reason === HEALTH[condition.health] ? condition.reason : HEALTH[condition.health] + ": " + condition.reason;
  return [el("span", {class: "state " + condition.health, title: condition.since && "since " + new Date(condition.since).toLocaleString()}, told),
    condition.health !== "HEALTHY" && el("p", {class: "message"}, condition.message)];
}

function stores() {
  $("no-stores").hidden = shown.stores?.length > 0;
  $("no-stores").textContent = shown.stores ? "There is no ObjectStore yet." : "This token may not list ObjectStores.";
  $("stores").replaceChildren(...(shown.stores ?? []).map(store => el("li", {},
    el("h3", {}, store.name, el("span", {class: "tag"}, store.provider),
      store.defaultStore && el("span", {class: "tag"}, "default"), state(store.condition)[0]),
    state(store.condition)[1],
    el("p", {class: "mono"}, [store.endpoint, store.region, store.accountID].filter(text => text).join(" · ")),
    el("ul", {class: "features", "aria-label": "Capabilities of " + store.name},
      Object.entries(store.capabilities).map(([feature, says]) => {
        const has = says.startsWith("Supported");
        const aside = says.includes("(") ? " " + says.slice(says.indexOf("(")) : "";
        return el("li", {class: has ? "has" : "lacks", title: says},
          el("span", {"aria-hidden": "true"}, has ? "✓ " : "– "), feature, el("span", {class: "unseen"}, ": " + says), aside && el("span", {"aria-hidden": "true"}, aside));
      })))));
}

function buckets() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(word => word);
  const rows = shown.buckets
    .filter(bucket => !$("only-ill").checked || needsLook(bucket))
    .filter(bucket => {
      const text = [bucket.namespace, bucket.name, bucket.bucketName, bucket.store, bucket.condition.reason].join(" ").toLowerCase();
      return words.every(word => text.includes(word));
    });
  rows.sort((a, b) => WORST_FIRST.indexOf(a.condition.health) - WORST_FIRST.indexOf(b.condition.health));
  const open = new Set([...document.querySelectorAll("#buckets details[open]")].map(details => details.dataset.of));
  $("buckets").hidden = rows.length === 0;
  $("no-buckets").hidden = rows.length > 0;
  document.querySelector("#buckets tbody").replaceChildren(...rows.map(bucket => el("tr", {},
    el("th", {scope: "row"}, bucket.bucketName,
      el("span", {class: "of"}, bucket.namespace + (bucket.name === bucket.bucketName ? "" : "/" + bucket.name)
        + (bucket.managementPolicy === "Observe" ? " · observed only" : ""))),
    el("td", {"data-label": "Store"}, bucket.store ?? "–"),
    el("td", {"data-label": "State"}, el("div", {}, state(bucket.condition))),
    el("td", {"data-label": "Differs", class: bucket.plan.length ? null : "empty"}, bucket.plan.length ? plan(bucket, open) : "–"),
    el("td", {"data-label": "Objects", class: bucket.usage ? "number" : "number empty"}, bucket.usage ? bucket.usage.objects.toLocaleString() : "–"),
    el("td", {"data-label": "Size", class: bucket.usage ? "number" : "number empty"}, bucket.usage ? size(bucket.usage.bytes) : "–"))));
}

function plan(bucket, open) {
  const of = bucket.namespace + "/" + bucket.name;
  const text = value => value === undefined || value === null ? "nothing" : typeof value === "string" ? value : JSON.stringify(value, null, 1);
  return el("details", {"data-of": of, open: open.has(of) ? "" : null},
    el("summary", {}, count(bucket.plan.length, "section", "sections")),
    el("dl", {class: "plan"}, bucket.plan.map(change => [
      el("dt", {}, change.path),
      el("dd", {}, el("pre", {class: "current"}, "is: " + text(change.current)), el("pre", {class: "desired"}, "shall be: " + text(change.desired)))])));
}

function keys() {
  const rows = [...shown.keys].sort((a, b) => WORST_FIRST.indexOf(a.condition.health) - WORST_FIRST.indexOf(b.condition.health)
    || (a.nextRotation ?? "~").localeCompare(b.nextRotation ?? "~"));
  $("keys").hidden = rows.length === 0;
  $("no-keys").hidden = rows.length > 0;
  document.querySelector("#keys tbody").replaceChildren(...rows.map(key => el("tr", {},
    el("th", {scope: "row"}, key.name, el("span", {class: "of"}, key.namespace + " · Secret " + key.secret)),
    el("td", {"data-label": "Store"}, key.store ?? "–", key.source && el("span", {class: "of"}, key.source)),
    el("td", {"data-label": "State"}, el("div", {}, state(key.condition))),
    el("td", {"data-label": "Time", class: "wide"}, timeline(key)))));
}

/** From issue to the end, or to the rotation of a key that does not end by itself. */
function timeline(key) {
  if (!key.issuedAt) return "No key was issued yet.";
  const now = Date.parse(shown.at), issued = Date.parse(key.issuedAt);
  const rotation = key.nextRotation && Date.parse(key.nextRotation), expiry = key.expiresAt && Date.parse(key.expiresAt);
  const age = "issued " + span(now - issued) + " ago";
  if (!rotation && !expiry) return el("div", {class: "times"}, age + "; serves until somebody replaces it");
  const late = rotation && rotation < now;
  const due = rotation && (late ? "rotation overdue by " + span(now - rotation) : "rotates in " + span(rotation - now));
  const end = expiry && (expiry < now ? "ended " + span(now - expiry) + " ago" : "ends in " + span(expiry - now));
  const to = Math.max(expiry || rotation, now);
  const x = time => Math.min(100, Math.max(0, 100 * (time - issued) / (to - issued || 1)));
  const words = [age, due, end].filter(text => text);
  const marks = [svg("rect", {class: "life", x: "0%", y: 12, width: "100%", height: 6, rx: 3}),
    svg("rect", {class: late ? "past overdue" : "past", x: "0%", y: 12, width: x(now) + "%", height: 6, rx: 3})];
  if (rotation) marks.push(svg("line", {class: "mark", x1: x(rotation) + "%", x2: x(rotation) + "%", y1: 6, y2: 24}));
  marks.push(svg("circle", {class: late ? "now overdue" : "now", cx: x(now) + "%", cy: 15, r: 5.5}));
  return el("div", {}, svg("svg", {class: "timeline", role: "img", "aria-label": words.join(", ")}, ...marks),
    el("div", {class: "times", "aria-hidden": "true"}, el("span", {}, age), due && el("span", {class: late ? "late" : null}, due), end && el("span", {}, end),
      key.previousKeyRetiresAt && el("span", {}, "previous key valid for " + span(Date.parse(key.previousKeyRetiresAt) - now))));
}

// --- words for numbers ---

function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["min", 60]]) {
    if (seconds >= 2 * length || (unit !== "d" && seconds >= length)) return Math.round(seconds / length) + " " + unit;
  }
  return seconds + " s";
}

function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) { bytes /= 1024; unit++; }
  return (unit && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)) + " " + units[unit];
}

$("token-form").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, $("token").value.trim());
  $("token").value = "";
  load();
});
$("refresh").addEventListener("click", load);
$("leave").addEventListener("click", () => signIn());
$("search").addEventListener("input", buckets);
$("only-ill").addEventListener("change", buckets);
document.addEventListener("visibilitychange", () => document.hidden || !shown || load());
load();
