// Pooling: the window's maximum or mean, which pixel won, what a shift changes, where the gradient goes.

import { outputShape, pool, poolBackward, zeros } from "./shared/arithmetic.js";
import { change, choice, clamp, element, follow, frame, many, matrix, numberField, pair, sign, slider, tones, write } from "./shared/figure.js";

/** The image moved to the right; its first column is repeated where pixels come in. */
export const shifted = (image, shift) => image.map((line) => line.map((_, column) => line[Math.max(0, column - shift)]));

/** All that is shown. The gradient that arrives counts 1, 2, 3, ..., so that one sees which goes where. */
export function pooled({ image, kind, size, stride, shift, row, column }) {
  const x = shifted(image, shift);
  const shape = outputShape(x, size, size, stride, 0);
  if (!shape) return { x, says: `A ${size} × ${size} window does not fit this input.` };
  const { out, winners } = pool(x, size, stride, kind);
  const dout = zeros(...shape).map((line, i) => line.map((_, j) => i * shape[1] + j + 1));
  const dx = poolBackward(x, dout, size, stride, kind);
  const at = [clamp(row, 0, shape[0] - 1), clamp(column, 0, shape[1] - 1)];
  const window = [];
  for (let i = 0; i < size; i++) window.push(...x[at[0] * stride + i].slice(at[1] * stride, at[1] * stride + size));
  const value = write(out[at[0]][at[1]]);
  const won = winners[at[0]][at[1]];
  const gradient = dout[at[0]][at[1]];
  const here = `Output row ${at[0]}, column ${at[1]}`;
  let says =
    kind === "max"
      ? `${here} = ${value}, the largest of ${window.map((one) => write(one)).join(", ")}. The pixel at row ${won[0]}, column ${won[1]} won, so it alone gets the gradient ${gradient}.`
      : `${here} = ${value}, the mean of ${window.map((one) => write(one)).join(", ")}. Each of the ${size * size} pixels gets ${gradient} / ${size * size} = ${write(gradient / (size * size))} of the gradient.`;
  if (shift) {
    const before = pool(image, size, stride, kind).out;
    const same = out.flat().filter((one, place) => one === before.flat()[place]).length;
    says += ` Shifted by ${many(shift, "pixel")}, ${same} of ${many(out.flat().length, "output")} ${same === 1 ? "is" : "are"} as before.`;
  }
  return { x, out, winners, dout, dx, at, says };
}

const NAMES = ["image", "kind", "size", "stride", "shift", "row", "column"];

function render({ model, el }) {
  const { body, say } = frame(
    model,
    el,
    "Touch an output, or use the arrow keys on it, to see its window and the winner. Pick a pixel and type to change it.",
  );
  let edited = [0, 0];
  const state = () => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
  const pick = (row, column) => change(model, { row, column });
  const toWindow = (row, column) => {
    const { size, stride } = state();
    const shape = outputShape(model.get("image"), size, size, stride, 0);
    if (shape) pick(clamp(Math.floor(row / stride), 0, shape[0] - 1), clamp(Math.floor(column / stride), 0, shape[1] - 1));
  };
  const field = numberField({
    label: "pixel",
    onChange(value) {
      const image = model.get("image").map((line) => [...line]);
      image[edited[0]][edited[1]] = value;
      change(model, { image });
    },
  });
  const input = matrix({
    label: "input x",
    onPick(row, column) {
      edited = [row, Math.max(0, column - model.get("shift"))];
      toWindow(row, column);
      draw();
    },
    onHover: toWindow,
    onType(key) {
      field.input.value = /[0-9]/.test(key) ? key : "";
      field.input.focus();
      field.input.dispatchEvent(new Event("input"));
    },
  });
  const output = matrix({ label: "out", onPick: pick, onHover: pick });
  const arriving = matrix({ label: "dout", onPick: pick, onHover: pick });
  const back = matrix({ label: "dx" });
  const kind = choice({ label: "take the", options: ["max", "average"], onChange: (value) => change(model, { kind: value }) });
  const size = slider({ label: "window", low: 1, high: 3, onChange: (value) => change(model, { size: value }) });
  const stride = slider({ label: "stride", low: 1, high: 3, onChange: (value) => change(model, { stride: value }) });
  const shift = slider({ label: "shift to the right", low: 0, high: 3, onChange: (value) => change(model, { shift: value }) });
  body.append(
    element("div", { class: "live-controls" }, kind.root, size.root, stride.root, shift.root),
    element("div", { class: "live-row" }, input.root, pair(sign("→"), output.root)),
    element("div", { class: "live-row" }, back.root, pair(sign("←"), arriving.root)),
    element("div", { class: "live-controls" }, field.root),
  );

  function draw() {
    const now = state();
    const shown = pooled(now);
    kind.set(now.kind);
    size.set(now.size);
    stride.set(now.stride);
    shift.set(now.shift);
    edited = [Math.min(edited[0], now.image.length - 1), Math.min(edited[1], now.image[0].length - 1)];
    field.set(now.image[edited[0]][edited[1]], `pixel at row ${edited[0]}, column ${edited[1]}${now.shift ? " before the shift" : ""}`);
    const won = shown.winners && now.kind === "max" ? shown.winners[shown.at[0]][shown.at[1]] : null;
    const inside = (row, column) =>
      shown.at &&
      row >= shown.at[0] * now.stride &&
      row < shown.at[0] * now.stride + now.size &&
      column >= shown.at[1] * now.stride &&
      column < shown.at[1] * now.stride + now.size;
    const winner = (row, column) => won && row === won[0] && column === won[1];
    const look = (ground) => (row, column) =>
      `${ground === "gradient" && !shown.dx[row][column] ? "faint" : ground} ${inside(row, column) ? "window" : ""} ${winner(row, column) ? "marked" : ""}`;
    const here = (row, column) => row === shown.at[0] && column === shown.at[1];
    input.draw(shown.x, {
      note: `${shown.x.length} × ${shown.x[0].length}`,
      look: look("tone"),
      tone: tones(shown.x),
      at: [edited[0], Math.min(edited[1] + now.shift, shown.x[0].length - 1)],
      describe: (row, column) => (winner(row, column) ? "the winner" : inside(row, column) ? "in the window" : ""),
    });
    const note = shown.out ? `${shown.out.length} × ${shown.out[0].length}` : "nothing";
    output.draw(shown.out ?? [], { note, look: (row, column) => (here(row, column) ? "window" : ""), at: shown.at });
    arriving.draw(shown.dout ?? [], { note, look: (row, column) => `gradient ${here(row, column) ? "window" : ""}`, at: shown.at });
    back.draw(shown.dx ?? [], { note: "where the gradient goes", look: look("gradient") });
    say(shown.says);
  }
  return follow(model, NAMES, draw);
}

export default { render };
