// SPDX-License-Identifier: MIT

// Unpacks a film: see filmData in page/encode.go for the form.

const constants = JSON.parse(document.getElementById("constants").textContent);
const figureNames = ["requested", "handedOut", "free", "largestFree", "live", "failures"];

async function unpack(film) {
  if (!("DecompressionStream" in window)) {
    throw new Error("this browser cannot unpack the recording (it has no DecompressionStream): use one of 2023 or later");
  }
  const packed = Uint8Array.from(atob(film.frames), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = await new Response(stream).arrayBuffer();

  const frames = film.moments.length;
  const figures = new DataView(bytes);
  let offset = 0;
  const column = () => {
    const values = new Uint32Array(frames);
    for (let i = 0; i < frames; i++, offset += 4) values[i] = figures.getUint32(offset, true);
    return values;
  };
  for (const reel of film.reels) {
    const cells = new Uint8Array(bytes, offset, frames * film.cells);
    for (let i = film.cells; i < cells.length; i++) cells[i] ^= cells[i - film.cells];
    reel.cells = (frame) => cells.subarray(frame * film.cells, (frame + 1) * film.cells);
    offset += cells.length;
    for (const name of figureNames) reel[name] = column();
    reel.freeBlocks = Array.from({ length: constants.freeClasses }, column);
  }
  film.frames = null;
  return film;
}

// Numbers for people.

function bytesText(n) {
  if (n >= 1 << 20) return trimmed(n / (1 << 20)) + " MiB";
  if (n >= 1 << 10) return trimmed(n / (1 << 10)) + " KiB";
  return n + " B";
}

function trimmed(x) {
  return x >= 100 ? x.toFixed(0) : x.toFixed(x >= 10 ? 1 : 2).replace(/\.?0+$/, "");
}

function countText(n) {
  return n.toLocaleString("en-US");
}

function percentText(x) {
  return (x * 100).toFixed(x > 0 && x < 0.0995 ? 1 : 0) + " %";
}

function blocksText(n) {
  return countText(n) + (n === 1 ? " block" : " blocks");
}
