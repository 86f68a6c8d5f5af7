// What every figure is made of: elements, controls, matrices, and the sentence that says what is shown.

// Several figures in a page each have a copy of this module: an own beginning keeps their ids apart.
const BEGINNING = `live-${Math.random().toString(36).slice(2, 10)}`;
let made = 0;
const newId = () => `${BEGINNING}-${++made}`;

/** Make an element; an attribute that starts with "on" is a listener. */
export function element(name, attributes = {}, ...children) {
  const part = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) part.addEventListener(key.slice(2), value);
    else if (value === true) part.setAttribute(key, "");
    else if (value !== false && value != null) part.setAttribute(key, value);
  }
  part.append(...children);
  return part;
}

/** Put an empty figure into the page: its title, a hint, room for its parts, and a sentence read aloud when it changes. */
export function frame(model, el, hint) {
  const id = newId();
  const body = element("div", { class: "live-body" });
  const sentence = element("p", { class: "live-says", role: "status" });
  const title = element("p", { class: "live-title", id }, model.get("title"));
  const root = element("div", { class: "live", role: "group", "aria-labelledby": id }, title);
  root.append(element("p", { class: "live-hint" }, hint), body, sentence);
  // Arrow keys belong to the figure: the page's own shortcuts and the notebook's must not act on them, too.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  model.on("change:title", () => (title.textContent = model.get("title")));
  el.replaceChildren(root);
  const say = (text) => {
    if (sentence.textContent !== text) sentence.textContent = text;
  };
  return { root, body, say };
}

/** Draw now and whenever one of these parts of the state changes; several changes at once are one drawing. */
export function follow(model, names, draw) {
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      draw();
    });
  };
  for (const name of names) model.on(`change:${name}`, later);
  draw();
  return () => names.forEach((name) => model.off(`change:${name}`, later));
}

/** Change the state, and tell Python if it is there. */
export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Write a number as it is written on paper: at most so many decimals, and a real minus. */
export function write(value, decimals = 2) {
  if (!Number.isFinite(value)) return value === Infinity ? "∞" : value === -Infinity ? "−∞" : "?";
  const text = String(Number(value.toFixed(decimals)));
  return (text === "-0" ? "0" : text).replace("-", "−");
}

/** Write a product's factor, in brackets if it would follow a dot with a minus. */
export const factor = (value) => (value < 0 ? `(${write(value)})` : write(value));

/** "1 filter", "2 filters". */
export const many = (count, one, more = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

export function button(text, onclick) {
  return element("button", { type: "button", class: "live-button", onclick }, text);
}

export function slider({ label, low, high, step = 1, onChange }) {
  const id = newId();
  const input = element("input", { type: "range", id, min: low, max: high, step });
  // Screen readers hear the value from the slider itself.
  const shown = element("span", { class: "live-value", "aria-hidden": "true" });
  input.addEventListener("input", () => onChange(Number(input.value)));
  const root = element("div", { class: "live-control" }, element("label", { for: id }, label), input, shown);
  const set = (value, text = write(value), highest = high) => {
    input.max = highest;
    input.value = value;
    input.setAttribute("aria-valuetext", text);
    shown.textContent = text;
  };
  return { root, set, input };
}

export function choice({ label, options, onChange }) {
  const id = newId();
  const select = element("select", { id });
  for (const option of options) select.append(element("option", { value: option }, option));
  select.addEventListener("change", () => onChange(select.value));
  const root = element("div", { class: "live-control" }, element("label", { for: id }, label), select);
  return { root, select, set: (value) => (select.value = value) };
}

export function numberField({ label, onChange }) {
  const id = newId();
  const name = element("label", { for: id }, label);
  const input = element("input", { type: "number", id, step: "any" });
  input.addEventListener("input", () => {
    if (input.value !== "" && Number.isFinite(input.valueAsNumber)) onChange(input.valueAsNumber);
  });
  const set = (value, text = label) => {
    name.textContent = text;
    // What is being typed is left alone: "-" or "1." is no number yet.
    if (document.activeElement !== input || input.valueAsNumber !== value) input.value = value;
  };
  return { root: element("div", { class: "live-control" }, name, input), input, set };
}

/** Arrow keys as [rows, columns]. */
export const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * A matrix of numbers. With `onPick` its cells can be picked by pointer and by arrow keys; `onHover` hears of the
 * cell under the mouse, `onType` of a digit typed on the picked cell.
 */
export function matrix({ label, note = "", onPick, onHover, onType }) {
  const name = element("span", { class: "live-matrix-name" }, label);
  const shape = element("span", { class: "live-matrix-note" }, note);
  const cells = element("div", { class: "live-cells", role: onPick ? "grid" : "table", "aria-label": label });
  const root = element("div", { class: "live-matrix" }, element("div", {}, name, " ", shape), cells);
  let size = "";
  let rows = 0;
  let columns = 0;
  let picked = [0, 0];

  const cell = (row, column) => cells.children[row]?.children[column];
  const place = (target) => {
    const hit = target.closest?.("[data-row]");
    return hit && cells.contains(hit) ? [Number(hit.dataset.row), Number(hit.dataset.column)] : null;
  };
  if (onPick) {
    cells.addEventListener("click", (event) => {
      const at = place(event.target);
      if (!at) return;
      onPick(...at);
      cell(...at)?.focus({ preventScroll: true });
    });
    cells.addEventListener("keydown", (event) => {
      const at = place(event.target);
      if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
      let to = null;
      if (MOVES[event.key]) to = [at[0] + MOVES[event.key][0], at[1] + MOVES[event.key][1]];
      else if (event.key === "Home") to = [at[0], 0];
      else if (event.key === "End") to = [at[0], columns - 1];
      else if (event.key === "Enter" || event.key === " ") to = at;
      else if (onType && /^[-0-9.]$/.test(event.key)) {
        event.preventDefault();
        onPick(...at);
        onType(event.key);
        return;
      }
      if (!to) return;
      event.preventDefault();
      to = [clamp(to[0], 0, rows - 1), clamp(to[1], 0, columns - 1)];
      onPick(...to);
      // Drawn again before this, a cell may be gone: the nearest one that is left gets the focus.
      cell(to[0], to[1])?.focus();
    });
  }
  if (onHover) {
    // Only a mouse that moves: cells that are drawn anew under one that rests are not touched.
    let last = "";
    cells.addEventListener("pointermove", (event) => {
      const at = event.pointerType === "mouse" && place(event.target);
      if (at && String(at) !== last) onHover(...at);
      last = String(at);
    });
    cells.addEventListener("pointerleave", () => (last = ""));
  }

  function build(height, width) {
    rows = height;
    columns = width;
    cells.replaceChildren();
    cells.style.setProperty("--columns", width);
    cells.dataset.wide = width > 8;
    for (let row = 0; row < height; row++) {
      const line = element("div", { role: "row" });
      for (let column = 0; column < width; column++) {
        line.append(element("div", { role: onPick ? "gridcell" : "cell", "data-row": row, "data-column": column }));
      }
      cells.append(line);
    }
  }

  /** `look(row, column)` names a cell's looks, `text` and `tone` (0 to 1) replace its number and its shade. */
  function draw(values, { look, text, tone, at, describe, name: newName, note: newNote } = {}) {
    const height = values.length;
    const width = height ? values[0].length : 0;
    if (size !== `${height} ${width}`) build(height, width);
    size = `${height} ${width}`;
    cells.hidden = height === 0;
    if (newName) {
      name.textContent = newName;
      cells.setAttribute("aria-label", newName);
    }
    if (newNote !== undefined) shape.textContent = newNote;
    if (at) picked = at;
    picked = [clamp(picked[0], 0, height - 1), clamp(picked[1], 0, width - 1)];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const one = cell(row, column);
        const shown = text ? text(row, column) : write(values[row][column]);
        if (one.textContent !== shown) one.textContent = shown;
        one.dataset.look = look?.(row, column) || "";
        one.dataset.long = shown.length > 4 ? 2 : shown.length > 3 ? 1 : 0;
        if (tone) one.style.setProperty("--tone", `${Math.round(100 * clamp(tone(row, column), 0, 1))}%`);
        if (onPick) {
          const here = at && row === picked[0] && column === picked[1];
          one.tabIndex = row === picked[0] && column === picked[1] ? 0 : -1;
          one.setAttribute("aria-selected", String(Boolean(here)));
          const more = describe?.(row, column);
          one.setAttribute("aria-label", `row ${row}, column ${column}: ${shown || "empty"}${more ? `, ${more}` : ""}`);
        }
      }
    }
  }
  return { root, draw, cells };
}

/** The shade of a number among others, light enough for text on it. */
export function tones(values) {
  const all = values.flat();
  const low = Math.min(...all);
  const range = Math.max(...all) - low || 1;
  return (row, column) => (0.26 * (values[row][column] - low)) / range;
}

/** Parts that stay on one line. */
export const pair = (...parts) => element("div", { class: "live-pair" }, ...parts);

export const sign = (text) => element("span", { class: "live-sign", "aria-hidden": "true" }, text);

/** Make a part of an SVG picture. */
export function shape(name, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** An empty SVG picture. The sentence below a figure says what is in it, so it is hidden from screen readers. */
export function picture(width, height) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
}

export function checkbox({ label, onChange }) {
  const id = newId();
  const input = element("input", { type: "checkbox", id });
  input.addEventListener("change", () => onChange(input.checked));
  const root = element("div", { class: "live-control" }, input, element("label", { for: id }, label));
  return { root, input, set: (value) => (input.checked = value) };
}
