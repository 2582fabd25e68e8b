// SPDX-License-Identifier: MIT

// Charts over time. Each is an SVG that is drawn once; only the line that marks
// the moment moves. Lines differ by their dashes too, not only by colour.

const svgNames = "http://www.w3.org/2000/svg";

function svg(name, attributes, parent) {
  const element = document.createElementNS(svgNames, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  parent?.append(element);
  return element;
}

function html(name, className, parent, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

// series: {name, className, values, area}; the values go up to top.
class Chart {
  constructor({ title, series, top, topText, film, failure, format, seek }) {
    this.series = series;
    this.format = format;
    this.film = film;
    this.element = html("figure", "chart");
    const head = html("figcaption", "", this.element);
    html("span", "chart-title", head, title);
    const keys = html("span", "chart-keys", head);
    for (const one of series) {
      const key = html("span", "key " + one.className, keys);
      html("i", "", key);
      html("span", "", key, one.name);
      one.output = html("b", "", key);
    }
    const plot = html("div", "plot", this.element);
    html("span", "top", plot, topText);
    const width = 1000, height = 100;
    const first = film.moments[0], last = film.moments[film.moments.length - 1];
    this.x = (frame) => (film.moments[frame] - first) / Math.max(1, last - first);
    const graph = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, plot);
    for (const level of [0.25, 0.5, 0.75]) {
      svg("line", { class: "grid", x1: 0, x2: width, y1: height * level, y2: height * level }, graph);
    }
    for (const one of series) {
      let path = "";
      for (let i = 0; i < one.values.length; i++) {
        const y = height * (1 - Math.min(1, one.values[i] / top));
        path += (i ? "L" : "M") + (this.x(i) * width).toFixed(1) + " " + y.toFixed(2);
      }
      if (one.area) {
        svg("path", { class: "area " + one.className, d: `${path}L${width} ${height}L0 ${height}Z` }, graph);
      }
      svg("path", { class: "line " + one.className, d: path }, graph);
    }
    if (failure) {
      html("i", "failure-line", plot).style.left = this.x(failure.frame) * 100 + "%";
    }
    this.cursor = html("i", "cursor", plot);
    plot.addEventListener("pointerdown", (event) => {
      plot.setPointerCapture(event.pointerId);
      this.pull(event, plot, seek);
    });
    plot.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) this.pull(event, plot, seek);
    });
  }

  // Seeks the frame nearest to the pointer.
  pull(event, plot, seek) {
    const box = plot.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    let frame = 0;
    while (frame + 1 < this.film.moments.length && this.x(frame + 1) <= at) frame++;
    seek(frame);
  }

  show(frame) {
    this.cursor.style.left = this.x(frame) * 100 + "%";
    for (const one of this.series) one.output.textContent = this.format(one.values[frame]);
  }
}

// FreeLists shows how many free blocks there are of each size. The scale is
// logarithmic and the same for all heaps of the film.
class FreeLists {
  constructor(reel, most) {
    this.reel = reel;
    this.most = most;
    this.element = html("figure", "chart lists");
    const head = html("figcaption", "", this.element);
    html("span", "chart-title", head, "Free blocks by size");
    this.total = html("b", "", html("span", "chart-keys", head));
    const plot = html("div", "bars", this.element);
    this.bars = reel.freeBlocks.map((_, i) => {
      const slot = html("div", "slot", plot);
      const count = html("span", "count", slot);
      const bar = html("i", "", slot);
      html("span", "size", slot, i % 3 ? "" : (i === constants.freeClasses - 1 ? ">" : "") + FreeLists.label(i));
      return { slot, count, bar };
    });
  }

  static label(i) {
    return bytesText(16 * 2 ** i).replace("iB", "").replace(" B", "").replace(" ", "\u2009");
  }

  show(frame) {
    let total = 0;
    this.bars.forEach(({ slot, count, bar }, i) => {
      const n = this.reel.freeBlocks[i][frame];
      total += n;
      bar.style.height = (n ? 6 + 94 * (Math.log(n) / Math.log(Math.max(2, this.most))) : 0) + "%";
      count.textContent = n ? (n > 999 ? trimmed(Math.round(n / 100) / 10) + "k" : n) : "";
      const from = i ? 16 * 2 ** (i - 1) + 1 : 1;
      slot.title = countText(n) + " free, " + (i === constants.freeClasses - 1 ? "from " + bytesText(from - 1) + " up" : countText(from) + " to " + countText(16 * 2 ** i) + " bytes");
    });
    this.total.textContent = countText(total);
  }
}
