// How often a filter fits: the formula, the picture, and what becomes of pixels that are left over.

import { outputSize } from "./shared/arithmetic.js";
import { change, checkbox, element, follow, frame, many, picture, shape, slider, write } from "./shared/figure.js";

const formula = (size, { F, S, P }) => `(${size} + 2·${P} − ${F}) / ${S} + 1`;

/** Both output sizes and the sentence about them. */
export function answer(state) {
  const { H, W, F, S, P, strict } = state;
  const down = outputSize(H, F, S, P);
  const across = outputSize(W, F, S, P);
  if (!down.fits || !across.fits) {
    return { down, across, says: `A filter of ${F} × ${F} does not fit: even with padding the input is ${H + 2 * P} × ${W + 2 * P}.` };
  }
  const exact = (size) => write((size + 2 * P - F) / S + 1);
  const sums = `OH = ${formula(H, state)} = ${exact(H)}, OW = ${formula(W, state)} = ${exact(W)}.`;
  const uneven = down.rest > 0 || across.rest > 0;
  if (uneven && strict) return { down, across, says: `${sums} Not whole: the strict rule raises an error.` };
  const left = [down.rest && many(down.rest, "row"), across.rest && many(across.rest, "column")].filter(Boolean).join(" and ");
  const floor = uneven ? ` Rounded down; the last ${left} of the padded input ${down.rest + across.rest === 1 ? "is" : "are"} never seen.` : "";
  const kept = down.count === H && across.count === W && S === 1 ? " The size is kept." : "";
  return { down, across, says: `${sums}${floor} The output is ${down.count} × ${across.count}.${kept}` };
}

const NAMES = ["H", "W", "F", "S", "P", "strict"];
const WIDTH = 420;

function render({ model, el }) {
  const { body, say } = frame(model, el, "Change the numbers. The first and the last window are outlined; a dot marks the middle of every window.");
  const limits = { H: ["height H", 1, 32], W: ["width W", 1, 32], F: ["filter F", 1, 11], S: ["stride S", 1, 5], P: ["padding P", 0, 5] };
  const sliders = {};
  for (const [name, [label, low, high]] of Object.entries(limits)) {
    sliders[name] = slider({ label, low, high, onChange: (value) => change(model, { [name]: value }) });
  }
  const strict = checkbox({ label: "strict: refuse what is not whole", onChange: (value) => change(model, { strict: value }) });
  const place = element("div", { class: "live-row" });
  body.append(element("div", { class: "live-controls" }, ...Object.values(sliders).map((one) => one.root), strict.root), place);

  function draw() {
    const now = Object.fromEntries(NAMES.map((name) => [name, model.get(name)]));
    for (const name of Object.keys(sliders)) sliders[name].set(now[name]);
    strict.set(now.strict);
    const { down, across, says } = answer(now);
    const { H, W, F, S, P } = now;
    const [tall, wide] = [H + 2 * P, W + 2 * P];
    const cell = Math.min(WIDTH / Math.max(wide, F), 300 / Math.max(tall, F), 32);
    const svg = picture(Math.max(wide, F) * cell + 4, Math.max(tall, F) * cell + 4);
    const box = (row, column, rows, columns, looks) =>
      svg.append(shape("rect", { x: 2 + column * cell, y: 2 + row * cell, width: columns * cell, height: rows * cell, ...looks }));
    const seen = [(down.count - 1) * S + F, (across.count - 1) * S + F];
    for (let row = 0; row < tall; row++) {
      for (let column = 0; column < wide; column++) {
        const border = row < P || column < P || row >= P + H || column >= P + W;
        const lost = down.fits && across.fits && (row >= seen[0] || column >= seen[1]);
        const looks = { fill: lost ? "var(--orange)" : "var(--ink)", "fill-opacity": lost ? 0.65 : border ? 0.03 : 0.14, stroke: "var(--line)" };
        if (border) looks["stroke-dasharray"] = "2 2";
        box(row, column, 1, 1, looks);
      }
    }
    const outline = { fill: "none", stroke: "var(--edge)", "stroke-width": 3 };
    if (down.fits && across.fits) {
      for (let row = 0; row < down.count; row++) {
        for (let column = 0; column < across.count; column++) {
          const middle = { cx: 2 + (column * S + F / 2) * cell, cy: 2 + (row * S + F / 2) * cell };
          svg.append(shape("circle", { ...middle, r: Math.max(1.2, cell / 9), fill: "var(--edge)" }));
        }
      }
      box(0, 0, F, F, outline);
      box((down.count - 1) * S, (across.count - 1) * S, F, F, { ...outline, "stroke-dasharray": "6 4" });
    } else box(0, 0, F, F, { ...outline, stroke: "var(--vermilion)" });
    place.replaceChildren(svg);
    say(says);
  }
  return follow(model, NAMES, draw);
}

export default { render };
