// SPDX-License-Identifier: MIT

// Draws a memory map: addresses go up from left to right, row by row.

const columns = 128;

class MemoryMap {
  constructor(film) {
    this.film = film;
    this.columns = Math.min(columns, film.cells);
    this.rows = Math.ceil(film.cells / this.columns);
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.highlight = -1; // the only kind that is drawn in its colour; -1: all are
  }

  // Fills the width in whole pixels of the screen: the cells of a row may differ
  // by one pixel.
  fit(width) {
    const scale = window.devicePixelRatio || 1;
    const cell = (width * scale) / this.columns;
    this.edges = Array.from({ length: this.columns + 1 }, (_, i) => Math.round(i * cell));
    this.cellHeight = Math.max(3, Math.round(cell * 1.5));
    this.gap = cell >= 5 ? 1 : 0; // wide cells stand a pixel apart
    this.canvas.width = this.edges[this.columns];
    this.canvas.height = this.cellHeight * this.rows;
    this.canvas.style.width = this.canvas.width / scale + "px";
    this.canvas.style.height = this.canvas.height / scale + "px";
    this.image = null;
  }

  draw(cells, theme) {
    const { width, height } = this.canvas;
    if (!width || !height) return;
    const context = this.canvas.getContext("2d");
    this.image ??= context.createImageData(width, height);
    const pixels = new Uint32Array(this.image.data.buffer);
    const { columns, cellHeight, edges, gap } = this;
    pixels.fill(theme.panel);
    for (let i = 0; i < cells.length; i++) {
      const column = i % columns, row = (i - column) / columns;
      let cell = cells[i];
      if (this.highlight >= 0 && (cell / constants.levels | 0) !== this.highlight) cell = constants.kindFree;
      const colour = theme.cells[cell * 2 + ((column + row) & 1)];
      const length = edges[column + 1] - edges[column] - gap;
      let start = row * cellHeight * width + edges[column];
      for (let y = gap; y < cellHeight; y++, start += width) pixels.fill(colour, start, start + length);
    }
    context.putImageData(this.image, 0, 0);
  }

  // The index of the cell under the pointer, or -1.
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * this.columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.rows);
    const index = row * this.columns + column;
    return column >= 0 && column < this.columns && row >= 0 && index < this.film.cells ? index : -1;
  }

  describe(index, cell) {
    const { cellSize, heapSize } = this.film;
    const from = index * cellSize, to = Math.min(from + cellSize, heapSize);
    const kind = Math.floor(cell / constants.levels);
    let text = constants.kinds[kind].name;
    if (kind !== constants.kindFree) {
      const low = (cell % constants.levels) * 25;
      text = (kind >= constants.kindLive ? "blocks of " : "") + text + ", " + low + "–" + (low + 25) + " % of these " + bytesText(to - from);
    }
    return "0x" + from.toString(16) + "–0x" + (to - 1).toString(16) + ": " + text;
  }
}

// The colours of a theme as pixels: those of all cells (even and odd places in
// turn), and that between cells.
function themePixels(name) {
  const pixel = (css) => {
    const rgb = parseInt(css.slice(1), 16);
    return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
  };
  return {
    cells: Uint32Array.from(constants.themes[name].flat(), pixel),
    panel: pixel(getComputedStyle(document.documentElement).getPropertyValue("--panel").trim()),
  };
}
