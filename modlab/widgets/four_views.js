// One convolution seen as pixels, as im2col's rows, as weights and as outputs; and the same four, backward.

import { convolve, convolveBackward, im2col, outputShape } from "./shared/arithmetic.js";
import { change, choice, element, factor, follow, frame, many, matrix, numberField, pair, sign, slider, write } from "./shared/figure.js";

/** What each view is called forward and backward. */
const VIEWS = { x: ["x", "dx"], col: ["col", "dcol"], W: ["W", "dW"], out: ["out", "dout"], b: ["b", "db"] };

/** The values of all views, or null if the filter does not fit. */
export function views({ image, filter, bias, stride, dout }) {
  const [filterH, filterW] = [filter.length, filter[0].length];
  const size = outputShape(image, filterH, filterW, stride, 0);
  if (!size) return null;
  // What arrives from the loss, cut or filled up with ones to the output's shape.
  const arriving = Array.from({ length: size[0] }, (_, row) =>
    Array.from({ length: size[1] }, (_, column) => dout[row]?.[column] ?? 1),
  );
  const { dW, db, dcol, dx } = convolveBackward(image, filter, arriving, stride, 0);
  return {
    x: image,
    col: im2col(image, filterH, filterW, stride, 0),
    W: filter,
    b: [[bias]],
    out: convolve(image, filter, bias, stride, 0),
    dx,
    dcol,
    dW,
    db: [[db]],
    dout: arriving,
  };
}

/**
 * Every place where a pixel meets a weight: [window, entry], window by window. Touching a view picks some of them:
 * a pixel those on it, an output those of its window, a weight those of its column.
 */
export function meetings({ filter, stride }, size, view, row, column) {
  const [filterH, filterW] = [filter.length, filter[0].length];
  const all = [];
  for (let window = 0; window < size[0] * size[1]; window++) {
    for (let entry = 0; entry < filterH * filterW; entry++) {
      const meeting = {
        window,
        entry,
        out: [Math.floor(window / size[1]), window % size[1]],
        W: [Math.floor(entry / filterW), entry % filterW],
      };
      meeting.x = [meeting.out[0] * stride + meeting.W[0], meeting.out[1] * stride + meeting.W[1]];
      meeting.col = [window, entry];
      meeting.b = [0, 0];
      all.push(meeting);
    }
  }
  if (view === "col") return all.filter((one) => one.window === row);
  return all.filter((one) => one[view][0] === row && one[view][1] === column);
}

const at = ([row, column]) => `(${row}, ${column})`;
const sum = (pairs) => pairs.map(([one, other]) => `${write(one)}·${factor(other)}`).join(" + ");

/** The sentence about what is touched. */
export function explain(state, all, met, size) {
  const { direction, view, row, column, bias } = state;
  const back = direction === "backward";
  const name = VIEWS[view][back ? 1 : 0];
  const value = write(all[name][row][column]);
  const here = `${name} ${at([row, column])} = ${value}`;
  const places = met.map((one) => at(one.out)).join(", ");
  const pixel = (one) => all.x[one.x[0]][one.x[1]];
  const weight = (one) => all.W[one.W[0]][one.W[1]];
  const arriving = (one) => all.dout[one.out[0]][one.out[1]];
  const touched = met.find((one) => one.entry === column);
  if (!met.length) return `Pixel ${here}. No window lies on it${back ? ", so no gradient comes back" : ""}.`;
  if (!back) {
    if (view === "x") {
      return `Pixel ${here} lies in ${many(met.length, "window")}: it stands ${many(met.length, "time")} in col and takes part in out ${places}.`;
    }
    if (view === "col") {
      return `Row ${row} of col is the window of out ${at(touched.out)}. Its entry ${column} = ${value} is pixel x ${at(touched.x)} and meets weight W ${at(touched.W)}.`;
    }
    if (view === "W") {
      return `Weight ${here} meets column ${met[0].entry} of col: in each of the ${many(met.length, "window")} the pixel at that place.`;
    }
    if (view === "b") return `Bias b = ${value} is added to each of the ${many(size[0] * size[1], "output")}.`;
    const products = sum(met.map((one) => [pixel(one), weight(one)]));
    return `Output ${here} is row ${met[0].window} of col times the weights: ${products} + bias ${factor(bias)} = ${value}.`;
  }
  if (view === "x") {
    const shares = sum(met.map((one) => [arriving(one), weight(one)]));
    if (met.length === 1) return `${here} = ${shares}: one window lies on this pixel.`;
    const last = met[met.length - 1];
    return `${here} = ${shares}: ${met.length} windows lie on this pixel and each adds its share. With = in place of += only the last would be left, ${write(arriving(last) * weight(last))}.`;
  }
  if (view === "col") {
    return `Entry ${column} of dcol's row ${row} = dout ${at(touched.out)} · W ${at(touched.W)} = ${write(arriving(touched))}·${factor(weight(touched))} = ${value}. col2im adds it to dx ${at(touched.x)}.`;
  }
  if (view === "W") {
    return `${here} = ${sum(met.map((one) => [arriving(one), pixel(one)]))}: every window's pixel under this weight, times what arrived there.`;
  }
  if (view === "b") {
    const every = all.dout.flat();
    return `db = ${every.map((one) => factor(one)).join(" + ")} = ${value}: the bias reached every output.`;
  }
  return `${here} goes to row ${met[0].window} of dcol as ${value} times each weight, to dW as ${value} times each pixel of its window, and to db as ${value}.`;
}

const NAMES = ["image", "filter", "bias", "stride", "dout", "direction", "view", "row", "column"];

function render({ model, el }) {
  const { body, say } = frame(
    model,
    el,
    "Touch any number, or use the arrow keys: everything it is connected with lights up. Turn the direction to follow the gradients.",
  );
  const parts = {};
  for (const view of Object.keys(VIEWS)) {
    const touch = (row, column) => change(model, { view, row, column });
    parts[view] = matrix({ label: view, onPick: touch, onHover: touch });
  }
  const direction = choice({
    label: "direction",
    options: ["forward", "backward"],
    onChange: (value) => change(model, { direction: value }),
  });
  const size = slider({
    label: "filter size",
    low: 1,
    high: 3,
    onChange(value) {
      const old = model.get("filter");
      const filter = Array.from({ length: value }, (_, row) =>
        Array.from({ length: value }, (_, column) => old[row]?.[column] ?? row + column + 1),
      );
      change(model, { filter });
    },
  });
  const stride = slider({ label: "stride", low: 1, high: 3, onChange: (value) => change(model, { stride: value }) });
  const edit = numberField({
    label: "value",
    onChange(value) {
      const { view, row, column } = Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
      if (editable() === "bias") return change(model, { bias: value });
      const source = editable() === "dout" ? views(state()).dout : model.get(editable());
      const values = source.map((line) => [...line]);
      values[row][column] = value;
      change(model, { [editable()]: values });
    },
  });
  const state = () => Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
  /** The part of the state that the touched number belongs to; computed numbers belong to none. */
  const editable = () =>
    ({ forward: { x: "image", W: "filter", b: "bias" }, backward: { out: "dout" } })[model.get("direction")][model.get("view")];
  const arrow = element("span", { class: "live-sign", "aria-hidden": "true" });
  const product = element("span", { class: "live-sign", "aria-hidden": "true" });
  const equals = element("span", { class: "live-sign", "aria-hidden": "true" });

  body.append(
    element("div", { class: "live-controls" }, direction.root, size.root, stride.root),
    element("div", { class: "live-row" }, parts.x.root, pair(arrow, parts.col.root), pair(product, parts.W.root, sign("+"), parts.b.root), pair(equals, parts.out.root)),
    element("div", { class: "live-controls" }, edit.root),
  );

  body.style.setProperty("--cell", "1.95rem");

  function draw() {
    const now = state();
    const all = views(now);
    direction.set(now.direction);
    stride.set(now.stride);
    size.set(now.filter.length);
    if (!all) return say("The filter is larger than the input: nothing fits.");
    const back = now.direction === "backward";
    const shown = all[VIEWS[now.view][back ? 1 : 0]];
    now.row = Math.min(now.row, shown.length - 1);
    now.column = Math.min(now.column, shown[0].length - 1);
    const grid = [all.out.length, all.out[0].length];
    const met = meetings(now, grid, now.view, now.row, now.column);
    arrow.textContent = back ? "← col2im" : "im2col →";
    product.textContent = back ? ";" : "·";
    equals.textContent = back ? "←" : "=";
    for (const [view, names] of Object.entries(VIEWS)) {
      const name = names[back ? 1 : 0];
      const values = all[name];
      const lit = new Set(met.map((one) => String(one[view])));
      const exact = now.view === "col" ? met.filter((one) => one.entry === now.column) : met;
      const strong = new Set((now.view === view || now.view === "col" ? exact : []).map((one) => String(one[view])));
      const base = view === "W" || view === "b" ? "filter" : "";
      parts[view].draw(values, {
        name,
        note: view === "b" ? "" : `${values.length} × ${values[0].length}`,
        look(row, column) {
          const here = now.view === view && row === now.row && column === now.column;
          const key = `${row},${column}`;
          const ground = back ? (values[row][column] ? "gradient" : "faint") : base;
          return `${ground} ${lit.has(key) ? "window" : ""} ${here || (now.view === "col" && strong.has(key)) ? "marked" : ""}`;
        },
        at: now.view === view ? [now.row, now.column] : undefined,
        describe: (row, column) => (lit.has(`${row},${column}`) ? "connected" : ""),
      });
    }
    const source = editable();
    edit.root.hidden = !source;
    if (source) edit.set(shown[now.row][now.column], `change ${VIEWS[now.view][back ? 1 : 0]} at row ${now.row}, column ${now.column}`);
    say(explain(now, all, met, grid));
  }
  return follow(model, NAMES, draw);
}

export default { render };
