// A board to draw on with a mouse, a finger or the keyboard, and pictures made of pixels.

import { clamp, element, MOVES } from "./figure.js";
import { INK, PALETTE } from "./palette.js";

/** Bytes travel as base64 text, which every part of a notebook can carry. */
export const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Blacken the pixels around a point: all of it near the point, then less and less. */
export function stamp(pixels, side, x, y, radius) {
  const reach = Math.ceil(radius);
  for (let row = Math.max(0, Math.floor(y) - reach); row <= Math.min(side - 1, Math.ceil(y) + reach); row++) {
    for (let column = Math.max(0, Math.floor(x) - reach); column <= Math.min(side - 1, Math.ceil(x) + reach); column++) {
      const black = Math.floor(255 * clamp(radius - Math.hypot(row - y, column - x), 0, 1) + 0.5);
      const place = row * side + column;
      pixels[place] = Math.max(pixels[place], black);
    }
  }
}

/** Draw a line from point to point; points are [x, y] with the middle of the first pixel at [0, 0]. */
export function stroke(pixels, side, points, radius) {
  stamp(pixels, side, ...points[0], radius);
  for (let place = 1; place < points.length; place++) {
    const [from, to] = [points[place - 1], points[place]];
    const steps = Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1]));
    for (let step = 1; step <= steps; step++) {
      const part = step / steps;
      stamp(pixels, side, from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1]), radius);
    }
  }
}

/** Show numbers as pixels. `colour(value)` gives [red, green, blue, alpha], each 0 to 255. */
export function paint(canvas, width, height, colour) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let place = 0; place < width * height; place++) image.data.set(colour(place), 4 * place);
  context.putImageData(image, 0, 0);
}

/** A canvas for small pixels; it is described by the figure's sentence, or by a label of its own. */
export function pixels(label, width) {
  const canvas = element("canvas", label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" });
  canvas.style.width = width;
  return canvas;
}

/**
 * A board of side × side pixels. `onDraw(pixels)` hears of every change, `onMove(x, y, down)` of the keyboard's pen:
 * arrow keys move it, Space lowers and lifts it, Delete wipes the board.
 */
export function board({ label, side, radius, width, onDraw, onMove }) {
  const canvas = element("canvas", { class: "live-board live-ink", tabindex: 0, role: "application", "aria-label": label });
  canvas.style.width = width;
  let values = new Uint8Array(side * side);
  let pen = null;
  let last = null;
  let down = false;

  const where = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side - 0.5, ((event.clientY - box.top) / box.height) * side - 0.5];
  };
  const draw = (points) => {
    values = values.slice();
    stroke(values, side, points, radius);
    show();
    onDraw(values);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pen = null;
    last = where(event);
    draw([last]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const to = where(event);
    draw([last, to]);
    last = to;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (last = null));
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    pen ??= [Math.floor(side / 2), Math.floor(side / 2)];
    if (MOVES[event.key]) {
      const from = pen;
      const step = Math.max(1, Math.round(side / 28));
      const [rows, columns] = MOVES[event.key];
      pen = [clamp(pen[0] + step * columns, 0, side - 1), clamp(pen[1] + step * rows, 0, side - 1)];
      if (down) draw([from, pen]);
    } else if (event.key === " " || event.key === "Enter") {
      down = !down;
      if (down) draw([pen]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      values = new Uint8Array(side * side);
      onDraw(values);
    } else return;
    event.preventDefault();
    show();
    onMove?.(...pen, down);
  });
  canvas.addEventListener("blur", () => {
    down = false;
    pen = null;
    show();
  });

  function show() {
    paint(canvas, side, side, (place) => [...INK, values[place]]);
    if (!pen) return;
    const context = canvas.getContext("2d");
    context.fillStyle = down ? PALETTE.light.vermilion : PALETTE.light.blue;
    context.fillRect(pen[0], pen[1], 1, 1);
  }
  const set = (bytes) => {
    values = bytes;
    show();
  };
  return { canvas, set };
}
