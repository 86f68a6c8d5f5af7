// Volumes: images with channels, a stack of filters, and how the shapes follow each other.

import { outputSize } from "./shared/arithmetic.js";
import { change, checkbox, element, follow, frame, many, picture, shape, slider } from "./shared/figure.js";

/** The shapes, the numbers counted, and the sentence. */
export function count(state) {
  const { N, C, H, W, FN, filter_C, FH, FW, stride, pad, bias } = state;
  if (C !== filter_C) {
    return { says: `Channels do not match: x has ${C}, each filter has ${filter_C}. A filter must be as deep as its input.` };
  }
  const down = outputSize(H, FH, stride, pad);
  const across = outputSize(W, FW, stride, pad);
  if (!down.fits || !across.fits) return { says: `A filter of ${FH} × ${FW} does not fit images of ${H} × ${W} with padding ${pad}.` };
  const out = [N, FN, down.count, across.count];
  const weights = C * FH * FW;
  const parameters = (weights + (bias ? 1 : 0)) * FN;
  const multiplyAdds = N * FN * out[2] * out[3] * weights;
  return {
    out,
    parameters,
    multiplyAdds,
    says:
      `(${N}, ${C}, ${H}, ${W}) ∗ (${FN}, ${C}, ${FH}, ${FW})${bias ? ` + (${FN}, 1, 1)` : ""} → (${out.join(", ")}). ` +
      `Parameters: (${FH}·${FW}·${C}${bias ? " + 1" : ""}) · ${FN} = ${many(parameters, "number")} to learn, ` +
      `whatever the picture's size. Each output is a dot product of ${many(weights, "number")}; ${multiplyAdds.toLocaleString("en")} multiply-adds in all.`,
  };
}

const LIMITS = {
  N: ["images N", 1, 8],
  C: ["channels C", 1, 64],
  H: ["height H", 1, 64],
  W: ["width W", 1, 64],
  FN: ["filters FN", 1, 64],
  filter_C: ["channels of a filter", 1, 64],
  FH: ["filter height FH", 1, 11],
  FW: ["filter width FW", 1, 11],
  stride: ["stride", 1, 4],
  pad: ["padding", 0, 5],
};
const COLOURS = ["--sky", "--orange", "--green", "--purple"];

/** Draw blocks, one behind the other: how many, how deep, how high and wide. At most a few of each are drawn. */
function blocks(svg, left, top, [number, depth, height, width], scale, colour) {
  const drawn = Math.min(number, 4);
  const lean = 3 + 2.2 * Math.sqrt(depth);
  const [tall, wide] = [6 + height * scale, 6 + width * scale];
  for (let block = drawn - 1; block >= 0; block--) {
    const x = left + block * (lean + 7);
    const y = top + (drawn - 1 - block) * 9;
    const looks = { stroke: "var(--ink)", "stroke-width": 1.2, fill: colour(block), "stroke-linejoin": "round" };
    const front = [[x, y + lean], [x + wide, y + lean], [x + wide, y + lean + tall], [x, y + lean + tall]];
    const roof = [[x, y + lean], [x + lean, y], [x + lean + wide, y], [x + wide, y + lean]];
    const side = [[x + wide, y + lean], [x + lean + wide, y], [x + lean + wide, y + tall], [x + wide, y + lean + tall]];
    for (const [face, shade] of [[front, 1], [roof, 0.75], [side, 0.55]]) {
      svg.append(shape("polygon", { points: face.map((point) => point.join(",")).join(" "), ...looks, fill: `color-mix(in srgb, ${colour(block)} ${55 * shade}%, var(--paper))` }));
    }
  }
  return { width: wide + lean + (drawn - 1) * (lean + 7), height: tall + lean + (drawn - 1) * 9 };
}

function render({ model, el }) {
  const { body, say } = frame(model, el, "Change a number: the shapes of the output and the number of parameters follow.");
  const sliders = {};
  for (const [name, [label, low, high]] of Object.entries(LIMITS)) {
    const onChange = (value) => {
      // Filters that fitted go on fitting; a mismatch comes from their own slider only.
      const together = name === "C" && model.get("C") === model.get("filter_C") ? { filter_C: value } : {};
      change(model, { [name]: value, ...together });
    };
    sliders[name] = slider({ label, low, high, onChange });
  }
  const bias = checkbox({ label: "one bias for each filter", onChange: (value) => change(model, { bias: value }) });
  const place = element("div", { class: "live-row" });
  body.append(place, element("div", { class: "live-controls" }, ...Object.values(sliders).map((one) => one.root), bias.root));

  function draw() {
    const now = Object.fromEntries([...Object.keys(LIMITS), "bias"].map((name) => [name, model.get(name)]));
    for (const name of Object.keys(sliders)) sliders[name].set(now[name]);
    bias.set(now.bias);
    const shown = count(now);
    const stacks = [
      ["x", [now.N, now.C, now.H, now.W], () => "var(--line)"],
      ["W", [now.FN, now.filter_C, now.FH, now.FW], (block) => `var(${COLOURS[block % 4]})`],
    ];
    if (shown.out) stacks.push(["out", shown.out, () => "var(--edge)"]);
    const scale = 90 / Math.max(now.H, now.W, now.FH, now.FW);
    const figures = stacks.map(([name, sizes, colour]) => {
      const probe = blocks(picture(0, 0), 0, 0, sizes, scale, colour);
      const words = `${name} (${sizes.join(", ")})`;
      const svg = picture(Math.max(probe.width + 6, 8 * words.length), probe.height + 24);
      svg.append(shape("text", { x: 2, y: 13, "font-size": 13, fill: "var(--ink)" }, words));
      blocks(svg, 3, 20, sizes, scale, colour);
      return svg;
    });
    place.replaceChildren(...figures);
    say(shown.says);
  }
  return follow(model, [...Object.keys(LIMITS), "bias"], draw);
}

export default { render };
