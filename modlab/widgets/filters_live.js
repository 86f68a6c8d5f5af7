// A photograph or a drawing under any filter: preset, trained, or typed in.

import { convolve, reshape } from "./shared/arithmetic.js";
import { board, paint, pixels, toBytes, toText } from "./shared/board.js";
import { button, change, choice, element, follow, frame, matrix, numberField, pair, sign, tones, write } from "./shared/figure.js";
import { BLUE, INK, ORANGE } from "./shared/palette.js";

/** The picture that is filtered, as rows of numbers from 0 to 1. */
export function source({ source, photograph, drawing }, sides) {
  const photo = source === "photograph";
  return reshape(Array.from(toBytes(photo ? photograph : drawing), (value) => value / 255), photo ? sides[0] : sides[1]);
}

/** The filtered picture, and its smallest and largest number. */
export function filtered(picture, filter) {
  const out = convolve(picture, filter, 0, 1, 0);
  const [low, high] = out.flat().reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  return { out, low, high };
}

/** What the weights' sum means for an even area. */
export function character(filter) {
  const sum = filter.flat().reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum) < 0.05) return "Its weights add up to 0, so even areas vanish and only changes are left.";
  if (Math.abs(sum - 1) < 0.05) return "Its weights add up to 1, so even areas stay as they are.";
  return `Its weights add up to ${write(sum)}, so even areas are multiplied by ${write(sum)}.`;
}

const NAMES = ["source", "photograph", "drawing", "filter"];

function render({ model, el }) {
  const { body, say } = frame(model, el, "Choose a filter, or pick a weight and type. On your own drawing: arrow keys move the pen, Space lowers it.");
  const sides = [model.get("photograph_side"), model.get("drawing_side")];
  const presets = model.get("presets");
  const trained = model.get("trained");
  const filters = { ...presets, ...Object.fromEntries(trained.map((filter, number) => [`trained ${number}`, filter])) };
  let edited = [1, 1];
  const from = choice({ label: "picture", options: ["photograph", "my drawing"], onChange: (value) => change(model, { source: value }) });
  const which = choice({ label: "filter", options: [...Object.keys(filters), "my own"], onChange: (name) => filters[name] && change(model, { filter: filters[name] }) });
  const clear = button("wipe the drawing", () => change(model, { drawing: toText(new Uint8Array(sides[1] ** 2)) }));
  const photo = pixels("a pagoda above a lake, between trees", "12rem");
  const paper = board({
    label: "board to draw on",
    side: sides[1],
    radius: 2.2,
    width: "12rem",
    onDraw: (values) => change(model, { drawing: toText(values) }),
  });
  const result = pixels("the filtered picture: orange above zero, blue below", "12rem");
  const weights = matrix({
    label: "filter W",
    onPick(row, column) {
      edited = [row, column];
      draw();
    },
    onType(key) {
      field.input.value = /[0-9]/.test(key) ? key : "";
      field.input.focus();
      field.input.dispatchEvent(new Event("input"));
    },
  });
  const field = numberField({
    label: "weight",
    onChange(value) {
      const filter = model.get("filter").map((line) => [...line]);
      filter[edited[0]][edited[1]] = value;
      change(model, { filter });
    },
  });
  body.append(
    element("div", { class: "live-controls" }, from.root, which.root, clear),
    element("div", { class: "live-row" }, photo, paper.canvas, pair(sign("∗"), weights.root), pair(sign("="), result)),
    element("div", { class: "live-controls" }, field.root),
  );

  function draw() {
    const now = Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
    const own = now.source !== "photograph";
    from.set(now.source);
    clear.hidden = paper.canvas.hidden = !own;
    photo.hidden = own;
    const name = Object.keys(filters).find((one) => JSON.stringify(filters[one]) === JSON.stringify(now.filter)) ?? "my own";
    which.set(name);
    if (own) paper.set(toBytes(now.drawing));
    else {
      const bytes = toBytes(now.photograph);
      paint(photo, sides[0], sides[0], (place) => [bytes[place], bytes[place], bytes[place], 255]);
    }
    edited = [Math.min(edited[0], now.filter.length - 1), Math.min(edited[1], now.filter[0].length - 1)];
    field.set(now.filter[edited[0]][edited[1]], `weight at row ${edited[0]}, column ${edited[1]}`);
    weights.draw(now.filter, { note: `${now.filter.length} × ${now.filter[0].length}`, look: () => "tone", tone: tones(now.filter), at: edited });

    const picture = source(now, sides);
    const { out, low, high } = filtered(picture, now.filter);
    const largest = Math.max(Math.abs(low), Math.abs(high), 1e-9);
    const [height, width] = [out.length, out[0].length];
    // Only what has both signs needs two colours; the others are pictures again.
    const signed = low < -0.02 * largest;
    paint(result, width, height, (place) => {
      const value = out[Math.floor(place / width)][place % width] / largest;
      if (!signed) return own ? [...INK, Math.round(255 * value)] : [...new Array(3).fill(Math.round(255 * Math.max(0, value))), 255];
      return value > 0 ? [...ORANGE, Math.round(255 * value)] : [...BLUE, Math.round(-255 * value)];
    });
    result.classList.toggle("live-ink", own && !signed);
    say(`“${name}” on ${own ? "your drawing" : "the photograph"}: ${height} × ${width} numbers from ${write(low)} to ${write(high)}. ${character(now.filter)}`);
  }
  return follow(model, NAMES, draw);
}

export default { render };
