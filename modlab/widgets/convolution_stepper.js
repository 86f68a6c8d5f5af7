// A filter slides over an input: where the window is, its products, and their sum.

import { convolve, outputShape, outputSize, padded } from "./shared/arithmetic.js";
import { button, change, choice, clamp, element, factor, follow, frame, many, matrix, numberField, pair, sign, slider, tones, write } from "./shared/figure.js";

/** All that the figure shows for one state, or the sentence that says why there is nothing to show. */
export function step({ image, filter, bias, stride, pad, row, column }) {
  const [filterH, filterW] = [filter.length, filter[0].length];
  const shape = outputShape(image, filterH, filterW, stride, pad);
  if (!shape) {
    return {
      says: `A filter of ${filterH} × ${filterW} does not fit this input: take more padding or a smaller filter.`,
    };
  }
  const output = convolve(image, filter, bias, stride, pad);
  const at = [clamp(row, 0, shape[0] - 1), clamp(column, 0, shape[1] - 1)];
  const x = padded(image, pad);
  const terms = filter.map((line, i) =>
    line.map((weight, j) => `${write(x[at[0] * stride + i][at[1] * stride + j])}·${factor(weight)}`),
  );
  const sum = write(output[at[0]][at[1]]);
  const products = `${terms.flat().join(" + ")}${bias ? ` + bias ${factor(bias)}` : ""} = ${sum}`;
  const left = [
    outputSize(image.length, filterH, stride, pad).rest,
    outputSize(image[0].length, filterW, stride, pad).rest,
  ];
  const lost = [left[0] && many(left[0], "row"), left[1] && many(left[1], "column")].filter(Boolean).join(" and ");
  const unseen = lost ? ` The stride leaves out the last ${lost}.` : "";
  return {
    output,
    at,
    products,
    says: `Output ${shape[0]} × ${shape[1]}. Row ${at[0]}, column ${at[1]}: ${products}.${unseen}`,
  };
}

const NAMES = ["image", "filter", "bias", "stride", "pad", "row", "column"];
const state = (model) => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));

function render({ model, el }) {
  const { body, say } = frame(
    model,
    el,
    "Move the window: hover or tap the output, or use the arrow keys on it. Pick a pixel or a weight and type to change it.",
  );
  // Which number the field below edits.
  let edited = { name: "image", row: 0, column: 0 };

  const field = numberField({
    label: "pixel",
    onChange(value) {
      const values = model.get(edited.name).map((line) => [...line]);
      values[edited.row][edited.column] = value;
      change(model, { [edited.name]: values });
    },
  });
  const type = (key) => {
    field.input.value = key === "-" || key === "." ? "" : key;
    field.input.focus();
    if (/[0-9]/.test(key)) field.input.dispatchEvent(new Event("input"));
  };
  const toWindow = (row, column) => {
    const { filter, stride } = state(model);
    const place = (pixel, size) => Math.max(0, Math.round((pixel - (size - 1) / 2) / stride));
    const shape = outputShape(model.get("image"), filter.length, filter[0].length, stride, model.get("pad"));
    if (!shape) return {};
    return {
      row: Math.min(place(row, filter.length), shape[0] - 1),
      column: Math.min(place(column, filter[0].length), shape[1] - 1),
    };
  };
  const input = matrix({
    label: "input x",
    onPick(row, column) {
      const pad = model.get("pad");
      const [i, j] = [row - pad, column - pad];
      const image = model.get("image");
      if (i >= 0 && j >= 0 && i < image.length && j < image[0].length) edited = { name: "image", row: i, column: j };
      change(model, toWindow(row, column));
      draw();
    },
    onHover: (row, column) => change(model, toWindow(row, column)),
    onType: type,
  });
  const filter = matrix({
    label: "filter W",
    onPick(row, column) {
      edited = { name: "filter", row, column };
      draw();
    },
    onType: type,
  });
  const output = matrix({
    label: "output",
    onPick: (row, column) => change(model, { row, column }),
    onHover: (row, column) => change(model, { row, column }),
  });

  const presets = model.get("presets");
  const preset = choice({
    label: "example",
    options: Object.keys(presets),
    onChange: (name) => change(model, { bias: 0, stride: 1, pad: 0, row: 0, column: 0, ...presets[name] }),
  });
  const stride = slider({ label: "stride", low: 1, high: 4, onChange: (value) => change(model, { stride: value }) });
  const pad = slider({ label: "padding", low: 0, high: 3, onChange: (value) => change(model, { pad: value }) });
  const bias = numberField({ label: "bias", onChange: (value) => change(model, { bias: value }) });
  const next = button("next window", () => {
    const shown = step(state(model));
    if (!shown.output) return;
    const width = shown.output[0].length;
    const number = (shown.at[0] * width + shown.at[1] + 1) % (shown.output.length * width);
    change(model, { row: Math.floor(number / width), column: number % width });
  });

  body.append(
    element("div", { class: "live-controls" }, preset.root, stride.root, pad.root, bias.root),
    element("div", { class: "live-row" }, input.root, pair(sign("∗"), filter.root), pair(sign("="), output.root)),
    element("div", { class: "live-controls" }, field.root, next),
  );

  function draw() {
    const now = state(model);
    const shown = step(now);
    const [filterH, filterW] = [now.filter.length, now.filter[0].length];
    edited.row = Math.min(edited.row, now[edited.name].length - 1);
    edited.column = Math.min(edited.column, now[edited.name][0].length - 1);
    stride.set(now.stride);
    pad.set(now.pad);
    bias.set(now.bias);
    field.set(
      now[edited.name][edited.row][edited.column],
      `${edited.name === "image" ? "pixel" : "weight"} at row ${edited.row}, column ${edited.column}`,
    );
    const name = Object.keys(presets).find((one) =>
      ["image", "filter"].every((part) => JSON.stringify(presets[one][part]) === JSON.stringify(now[part])),
    );
    preset.set(name ?? "");

    const x = padded(now.image, now.pad);
    const shade = tones(x);
    const inside = (row, column) =>
      shown.at &&
      row >= shown.at[0] * now.stride &&
      row < shown.at[0] * now.stride + filterH &&
      column >= shown.at[1] * now.stride &&
      column < shown.at[1] * now.stride + filterW;
    const border = (row, column) =>
      row < now.pad || column < now.pad || row >= x.length - now.pad || column >= x[0].length - now.pad;
    input.draw(x, {
      note: `${now.image.length} × ${now.image[0].length}${now.pad ? ` + ${now.pad} on each side` : ""}`,
      look: (row, column) => `${inside(row, column) ? "window" : ""} ${border(row, column) ? "pad" : "pixel"}`,
      tone: shade,
      at: edited.name === "image" ? [edited.row + now.pad, edited.column + now.pad] : undefined,
      describe: (row, column) => [inside(row, column) && "in the window", border(row, column) && "padding"].filter(Boolean).join(", "),
    });
    filter.draw(now.filter, {
      note: `${filterH} × ${filterW}`,
      look: () => "filter",
      at: edited.name === "filter" ? [edited.row, edited.column] : undefined,
    });
    output.draw(shown.output ?? [], {
      note: shown.output ? `${shown.output.length} × ${shown.output[0].length}` : "nothing",
      look: (row, column) => (row === shown.at[0] && column === shown.at[1] ? "window" : ""),
      at: shown.at,
    });
    say(shown.says);
  }
  return follow(model, NAMES, draw);
}

export default { render };
