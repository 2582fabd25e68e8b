// SPDX-License-Identifier: MIT

// The player: which film, which moment, and what moves it.

const byId = (id) => document.getElementById(id);
const player = { film: null, frame: 0, playing: false, panels: [], theme: null };

// --- Theme. -----------------------------------------------------------------

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

function themeName() {
  return document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light");
}

function applyTheme() {
  const name = themeName();
  player.theme = themePixels(name);
  byId("legend").querySelectorAll("button").forEach((button, kind) => {
    const [even, odd] = constants.themes[name][kind * constants.levels + (kind === constants.kindFree ? 0 : constants.levels - 1)];
    button.style.setProperty("--even", even);
    button.style.setProperty("--odd", odd);
  });
  show(player.frame);
}

function switchTheme() {
  document.documentElement.dataset.theme = themeName() === "dark" ? "light" : "dark";
  applyTheme();
}

// --- Moments. ---------------------------------------------------------------

function show(frame) {
  const { film } = player;
  if (!film) return;
  player.frame = Math.max(0, Math.min(film.moments.length - 1, frame));
  for (const panel of player.panels) panel.show(player.frame, player.theme);
  const scrubber = byId("scrubber");
  scrubber.value = player.frame;
  const moment = film.moments[player.frame], all = film.moments[film.moments.length - 1];
  byId("moment").textContent = `${film.unit} ${countText(moment)} of ${countText(all)}`;
  scrubber.setAttribute("aria-valuetext", byId("moment").textContent);
  document.body.dataset.frame = player.frame;
}

function seek(frame) {
  pause();
  show(frame);
}

// At speed 1 a film takes some 8 seconds if it is short, and has 20 frames a
// second at most.
const framesPerSecond = () => Math.max(2, Math.min(20, player.film.moments.length / 8));

let lastTime = 0, owed = 0;

function play() {
  if (player.playing || player.film.moments.length < 2) return;
  if (player.frame === player.film.moments.length - 1) show(0);
  setPlaying(true);
  lastTime = performance.now();
  owed = 0;
  requestAnimationFrame(tick);
}

function pause() {
  if (player.playing) setPlaying(false);
}

function setPlaying(playing) {
  player.playing = playing;
  document.body.dataset.playing = playing;
  byId("play").setAttribute("aria-label", playing ? "Pause" : "Play");
}

function tick(now) {
  if (!player.playing) return;
  owed += (Math.max(0, now - lastTime) / 1000) * framesPerSecond() * Number(byId("speed").value);
  lastTime = now;
  const steps = Math.floor(owed);
  if (steps > 0) {
    owed -= steps;
    show(player.frame + steps);
    if (player.frame === player.film.moments.length - 1) return pause();
  }
  requestAnimationFrame(tick);
}

function nextFailure() {
  const frames = player.film.reels.flatMap((reel) => (reel.failure ? [reel.failure.frame] : [])).sort((a, b) => a - b);
  if (frames.length) seek(frames.find((frame) => frame > player.frame) ?? frames[0]);
}

function changeSpeed(by) {
  const speed = byId("speed");
  speed.selectedIndex = Math.max(0, Math.min(speed.options.length - 1, speed.selectedIndex + by));
}

// --- The film. --------------------------------------------------------------

const films = [...document.querySelectorAll(".film-data")].map((element) => JSON.parse(element.textContent));

async function open(index) {
  pause();
  delete document.body.dataset.ready;
  const film = films[index];
  if (film.frames) await unpack(film);
  player.film = film;
  document.title = film.title + " – heapview";
  const count = film.moments.length;
  byId("summary").textContent = `${bytesText(film.heapSize)} heap · ` + (film.unit === "operation"
    ? `${countText(film.moments[count - 1])} operations in ${countText(count)} frames`
    : `${countText(count)} ${count === 1 ? "dump" : "dumps"} from a running kernel`);
  byId("transport").hidden = count < 2;
  byId("scrubber").max = count - 1;
  const most = Math.max(1, ...film.reels.flatMap((reel) => reel.freeBlocks.map((column) => column.reduce((a, b) => Math.max(a, b), 0))));
  player.panels = film.reels.map((reel) => new Panel(film, reel, seek, most));
  byId("panels").replaceChildren(...player.panels.map((panel) => panel.element));
  byId("panels").classList.toggle("single", film.reels.length === 1);
  byId("panels").classList.toggle("still", count < 2);
  flag(film);
  document.body.dataset.film = index;
  document.body.dataset.frames = count;
  player.frame = 0;
  fit();
  document.body.dataset.ready = true;
}

// Marks above the scrubber where each allocator first fails.
function flag(film) {
  const flags = byId("flags");
  flags.replaceChildren();
  const byFrame = new Map();
  for (const reel of film.reels) {
    if (!reel.failure) continue;
    const { frame } = reel.failure;
    byFrame.set(frame, [...(byFrame.get(frame) ?? []), reel.allocator]);
  }
  let previous = -1, level = 0;
  for (const [frame, names] of [...byFrame].sort((a, b) => a[0] - b[0])) {
    const at = frame / Math.max(1, film.moments.length - 1);
    // Marks that come close to each other take turns in height.
    level = previous >= 0 && at - previous < 0.12 ? 1 - level : 0;
    previous = at;
    const mark = html("button", "flag" + (level ? " high" : "") + (at > 0.9 ? " at-end" : ""), flags, "✕ " + names.join(", "));
    mark.type = "button";
    mark.tabIndex = -1;
    mark.dataset.frame = frame;
    mark.title = `First failure of ${names.join(" and ")}, at operation ${countText(film.moments[frame])}`;
    mark.style.setProperty("--at", at);
    mark.addEventListener("click", () => seek(frame));
  }
}

function fit() {
  for (const panel of player.panels) panel.map.fit(panel.element.querySelector(".map").clientWidth);
  show(player.frame);
}

function legend() {
  const list = byId("legend");
  constants.kinds.forEach((kind, i) => {
    if (i === constants.kindLive) html("span", "legend-title", list, "live blocks");
    const button = html("button", kind.chequered ? "chequered" : "", list);
    button.type = "button";
    html("i", "", button);
    html("span", "", button, kind.name);
    const highlight = (only) => {
      for (const panel of player.panels) panel.map.highlight = only;
      show(player.frame);
    };
    button.addEventListener("pointerenter", () => highlight(i));
    button.addEventListener("pointerleave", () => highlight(-1));
    button.addEventListener("focus", () => highlight(i));
    button.addEventListener("blur", () => highlight(-1));
  });
}

// --- What moves it. ---------------------------------------------------------

const toggle = () => (player.playing ? pause() : play());

const keys = {
  " ": toggle,
  k: toggle,
  ArrowLeft: (event) => seek(player.frame - (event.shiftKey ? 10 : 1)),
  ArrowRight: (event) => seek(player.frame + (event.shiftKey ? 10 : 1)),
  Home: () => seek(0),
  End: () => seek(Infinity),
  f: nextFailure,
  "+": () => changeSpeed(1),
  "=": () => changeSpeed(1),
  "-": () => changeSpeed(-1),
  t: switchTheme,
  "?": () => byId("keys").showModal(),
};

function connect() {
  byId("play").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => seek(player.frame - 1));
  byId("next").addEventListener("click", () => seek(player.frame + 1));
  byId("first").addEventListener("click", () => seek(0));
  byId("last").addEventListener("click", () => seek(Infinity));
  byId("scrubber").addEventListener("input", (event) => seek(Number(event.target.value)));
  byId("theme").addEventListener("click", switchTheme);
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("films").addEventListener("change", (event) => open(event.target.selectedIndex).catch(fail));
  document.addEventListener("keydown", (event) => {
    if (!player.film || byId("keys").open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLSelectElement) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    // A focused button is pressed by Space as everywhere.
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    action(event);
  });
  prefersDark.addEventListener("change", applyTheme);
  new ResizeObserver(() => player.film && fit()).observe(byId("panels"));
}

function fail(error) {
  byId("error").hidden = false;
  byId("error").textContent = "The recording cannot be shown: " + error.message;
  throw error;
}

setPlaying(false);
legend();
applyTheme();
connect();
films.forEach((film) => html("option", "", byId("films"), film.title));
if (films.length === 1) {
  byId("films-label").replaceWith(html("span", "film", null, films[0].title));
}
open(0).catch(fail);
