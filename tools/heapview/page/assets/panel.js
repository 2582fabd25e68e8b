// SPDX-License-Identifier: MIT

// Panel is the part of the page that shows one heap.

class Panel {
  constructor(film, reel, seek, most) {
    this.film = film;
    this.reel = reel;
    this.element = html("section", "panel");
    this.element.dataset.allocator = reel.allocator;
    const head = html("div", "panel-head", this.element);
    html("h2", "", head, reel.allocator);
    this.state = html("span", "state", head);

    const left = html("div", "now", this.element);
    this.map = new MemoryMap(film);
    const frame = html("div", "map", left);
    frame.append(this.map.canvas);
    const caption = html("div", "map-caption", left);
    html("span", "", caption, "0");
    this.hover = html("span", "hover", caption);
    html("span", "", caption, bytesText(film.heapSize));
    this.legendText = `a row ${bytesText(film.cellSize * this.map.columns)}, a cell ${bytesText(film.cellSize)}`;
    this.hover.textContent = this.legendText;
    this.map.canvas.addEventListener("pointermove", (event) => {
      this.pointed = this.map.at(event);
      this.describe();
    });
    this.map.canvas.addEventListener("pointerleave", () => {
      this.pointed = -1;
      this.describe();
    });
    this.pointed = -1;

    this.story = html("p", "story", left);
    this.tell();

    const without = (part, whole) =>
      Float32Array.from(part, (p, i) => (whole[i] > 0 && p < whole[i] ? 1 - p / whole[i] : 0));
    const common = { film, failure: reel.failure, seek };
    this.charts = [
      new Chart({
        ...common, title: "Memory", top: film.heapSize, topText: bytesText(film.heapSize), format: bytesText,
        series: [
          { name: "handed out", className: "handed-out", values: reel.handedOut, area: true },
          { name: "requested", className: "requested", values: reel.requested, area: true },
          { name: "free", className: "free", values: reel.free },
          { name: "largest free", className: "largest", values: reel.largestFree },
        ],
      }),
      new Chart({
        ...common, title: "Fragmentation", top: 1, topText: "100 %", format: percentText,
        series: [
          { name: "external", className: "external", values: without(reel.largestFree, reel.free) },
          { name: "internal", className: "internal", values: without(reel.requested, reel.handedOut) },
        ],
      }),
      new FreeLists(reel, most),
    ];
    const right = html("div", "charts", this.element);
    for (const chart of this.charts) right.append(chart.element);
  }

  // The sentence about the first failure.
  tell() {
    const { film, story } = this;
    const failure = this.reel.failure;
    if (film.unit !== "operation") {
      story.remove();
      return;
    }
    if (!failure) {
      story.textContent = "Every allocation of this trace succeeds.";
      return;
    }
    const free = this.reel.free[failure.frame], largest = this.reel.largestFree[failure.frame];
    html("b", "", story, "First failure");
    story.append(` at operation ${countText(failure.operation + 1)}, ${percentText(failure.live / film.heapSize)} load: ` +
      `${countText(failure.size)} B, aligned to ${countText(failure.align)}. ` +
      `${bytesText(free)} were free, the largest piece ${bytesText(largest)}.`);
  }

  describe() {
    this.hover.textContent = this.pointed < 0 ? this.legendText
      : this.map.describe(this.pointed, this.reel.cells(this.frame)[this.pointed]);
  }

  show(frame, theme) {
    this.frame = frame;
    const { reel, film } = this;
    this.map.draw(reel.cells(frame), theme);
    for (const chart of this.charts) chart.show(frame);
    if (this.pointed >= 0) this.describe();

    const failures = reel.failures[frame];
    const failed = Boolean(reel.failure && frame >= reel.failure.frame);
    this.element.classList.toggle("failed", failed);
    this.state.textContent = failed ? `✕ ${countText(failures)} failed` : blocksText(reel.live[frame]) + " live";
    this.map.canvas.setAttribute("aria-label",
      `Memory map of ${reel.allocator}: ${percentText(reel.requested[frame] / film.heapSize)} requested, ` +
      `${percentText(reel.handedOut[frame] / film.heapSize)} handed out, largest free block ${bytesText(reel.largestFree[frame])}`);
  }
}
