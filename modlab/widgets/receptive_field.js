// The receptive field: stack layers, pick an output, see all that it sees.

import { button, change, choice, clamp, element, follow, frame, many, matrix, slider, write } from "./shared/figure.js";

/** For each layer how far one number of it reaches into the input, and how many pixels lie between neighbours. */
export function reach(layers) {
  let field = 1;
  let jump = 1;
  return layers.map(([F, S]) => {
    field += (F - 1) * jump;
    jump *= S;
    return { field, jump };
  });
}

/** Sides of all layers' outputs for a square input, from the input on; a layer that does not fit has 0. */
export function sides(size, layers) {
  const all = [size];
  for (const [F, S] of layers) {
    const before = all[all.length - 1];
    all.push(before >= F ? Math.floor((before - F) / S) + 1 : 0);
  }
  return all;
}

/** How many paths lead from each place of every layer, along one direction, to the picked place of the layer `level`. */
export function paths(size, layers, level, place) {
  const lengths = sides(size, layers);
  const all = lengths.map((length) => new Array(length).fill(0));
  all[level][place] = 1;
  for (let layer = level - 1; layer >= 0; layer--) {
    const [F, S] = layers[layer];
    all[layer + 1].forEach((count, above) => {
      for (let tap = 0; count && tap < F; tap++) all[layer][above * S + tap] += count;
    });
  }
  return all;
}

/** The sentence about the picked place. */
export function sees(size, layers, level, row, column) {
  if (level === 0) return "This is a pixel of the input: it sees itself. Pick a number of a later layer.";
  const used = layers.slice(0, level);
  const { field } = reach(used)[level - 1];
  const spans = [row, column].map((place) => {
    const seen = paths(size, layers, level, place)[0].flatMap((count, pixel) => (count ? [pixel] : []));
    return `${seen[0]} to ${seen[seen.length - 1]}`;
  });
  const weights = used.map(([F]) => F * F);
  const total = weights.reduce((sum, one) => sum + one, 0);
  const sum = weights.length > 1 ? `${weights.join(" + ")} = ${total}` : `${total}`;
  const whole = field * field;
  const compared = used.length > 1 && used.every(([, S]) => S === 1) ? ` One ${field} × ${field} filter that sees as much has ${whole}.` : "";
  return (
    `Layer ${level}, row ${row}, column ${column} sees ${field} × ${field} pixels of the input: rows ${spans[0]}, columns ${spans[1]}. ` +
    `Weights for each pair of channels: ${sum}.${compared}`
  );
}

const NAMES = ["size", "layers", "level", "row", "column"];

function render({ model, el }) {
  const { body, say } = frame(model, el, "Pick a number of any layer, by pointer or arrow keys: all that it sees lights up, darker where more paths lead.");
  const presets = model.get("presets");
  const preset = choice({
    label: "stack",
    options: Object.keys(presets),
    onChange(name) {
      const level = presets[name].length;
      const middle = Math.floor((sides(model.get("size"), presets[name])[level] - 1) / 2);
      change(model, { layers: presets[name], level, row: Math.max(0, middle), column: Math.max(0, middle) });
    },
  });
  const size = slider({ label: "input", low: 5, high: 16, onChange: (value) => change(model, { size: value }) });
  const more = button("add a layer", () => {
    const layers = model.get("layers");
    if (layers.length < 5) change(model, { layers: [...layers, [3, 1]], level: layers.length + 1 });
  });
  const fewer = button("remove the last", () => {
    const layers = model.get("layers");
    if (layers.length > 1) change(model, { layers: layers.slice(0, -1), level: Math.min(model.get("level"), layers.length - 1) });
  });
  const settings = element("div", { class: "live-controls" });
  const place = element("div", { class: "live-row" });
  place.style.setProperty("--cell", "1.1rem");
  body.append(element("div", { class: "live-controls" }, preset.root, size.root, more, fewer), settings, place);
  let rows = [];
  let grids = [];

  function build(count) {
    rows = Array.from({ length: count }, (_, layer) => {
      const set = (part) => (value) => {
        const layers = model.get("layers").map((one) => [...one]);
        layers[layer][part] = value;
        change(model, { layers });
      };
      return [
        slider({ label: `layer ${layer + 1}: filter`, low: 1, high: 7, onChange: set(0) }),
        slider({ label: `layer ${layer + 1}: stride`, low: 1, high: 3, onChange: set(1) }),
      ];
    });
    settings.replaceChildren(...rows.flat().map((one) => one.root));
    grids = Array.from({ length: count + 1 }, (_, level) => {
      const pick = (row, column) => change(model, { level, row, column });
      return matrix({ label: level ? `layer ${level}` : "input", onPick: pick, onHover: level ? pick : undefined });
    });
    place.replaceChildren(...grids.map((one) => one.root));
  }

  function draw() {
    const now = Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
    if (grids.length !== now.layers.length + 1) build(now.layers.length);
    const lengths = sides(now.size, now.layers);
    preset.set(Object.keys(presets).find((name) => JSON.stringify(presets[name]) === JSON.stringify(now.layers)) ?? "");
    size.set(now.size);
    now.layers.forEach(([F, S], layer) => {
      rows[layer][0].set(F);
      rows[layer][1].set(S);
    });
    const fits = lengths.findIndex((length) => length === 0);
    const last = fits < 0 ? now.layers.length : fits - 1;
    const level = clamp(now.level, 0, last);
    const [row, column] = [clamp(now.row, 0, lengths[level] - 1), clamp(now.column, 0, lengths[level] - 1)];
    const down = paths(now.size, now.layers, level, row);
    const across = paths(now.size, now.layers, level, column);
    grids.forEach((grid, number) => {
      const length = number <= last ? lengths[number] : 0;
      const values = Array.from({ length }, (_, i) => Array.from({ length }, (_, j) => (number <= level ? down[number][i] * across[number][j] : 0)));
      const most = Math.max(1, ...values.flat());
      grid.draw(values, {
        note: length ? `${length} × ${length}` : "does not fit",
        text: () => "",
        tone: (i, j) => values[i][j] / most,
        look: (i, j) => `${values[i][j] ? "seen" : ""} ${number === level && values[i][j] ? "marked" : ""}`,
        at: number === level ? [row, column] : undefined,
        describe: (i, j) => (values[i][j] ? many(values[i][j], "path") : "not seen"),
      });
    });
    const missing = fits < 0 ? "" : ` Layer ${fits} does not fit what is left, ${write(lengths[fits - 1])} × ${write(lengths[fits - 1])}.`;
    say(sees(now.size, now.layers, level, row, column) + missing);
  }
  return follow(model, NAMES, draw);
}

export default { render };
