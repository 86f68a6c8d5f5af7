// The trained SimpleConvNet reads what is drawn, layer by layer. Its weights come as bytes; see digit_reader.py.

import { board, paint, pixels, stroke, toBytes, toText } from "./shared/board.js";
import { button, change, choice, element, follow, frame, picture, shape } from "./shared/figure.js";
import { INK } from "./shared/palette.js";

const SIDE = 28;
const PEN = 1.9;
const [FN, FILTER, OUT, POOLED, HIDDEN, CLASSES] = [30, 5, 24, 12, 100, 10];

/** The network's numbers: floats first, then the first Affine's weights, two of 4 bits in a byte. */
export function unpack(text) {
  const bytes = toBytes(text);
  const sizes = { W1: FN * FILTER * FILTER, b1: FN, b2: HIDDEN, W3: HIDDEN * CLASSES, b3: CLASSES, scale: HIDDEN };
  const network = {};
  let start = 0;
  for (const [name, size] of Object.entries(sizes)) {
    network[name] = new Float32Array(bytes.slice(start, start + 4 * size).buffer);
    start += 4 * size;
  }
  const packed = bytes.subarray(start);
  network.W2 = new Int8Array(2 * packed.length);
  packed.forEach((byte, place) => {
    network.W2[2 * place] = (byte >> 4) - 8;
    network.W2[2 * place + 1] = (byte & 15) - 8;
  });
  return network;
}

/** Move a drawing so that its centre of mass is in the middle, as in the pictures that the network learned from. */
export function centred(drawing) {
  let [mass, x, y] = [0, 0, 0];
  drawing.forEach((value, place) => {
    mass += value;
    x += value * (place % SIDE);
    y += value * Math.floor(place / SIDE);
  });
  if (!mass) return drawing;
  const [right, down] = [x, y].map((sum) => Math.floor((SIDE - 1) / 2 - sum / mass + 0.5));
  const moved = new Uint8Array(SIDE * SIDE);
  drawing.forEach((value, place) => {
    const [row, column] = [Math.floor(place / SIDE) + down, (place % SIDE) + right];
    if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) moved[row * SIDE + column] = value;
  });
  return moved;
}

/** Convolution - ReLU - Pooling - Affine - ReLU - Affine - Softmax. */
export function forward(network, drawing) {
  const x = Float64Array.from(centred(drawing), (value) => value / 255);
  const maps = new Float64Array(FN * OUT * OUT);
  const pooled = new Float64Array(FN * POOLED * POOLED);
  for (let filter = 0; filter < FN; filter++) {
    for (let row = 0; row < OUT; row++) {
      for (let column = 0; column < OUT; column++) {
        let sum = network.b1[filter];
        for (let i = 0; i < FILTER; i++) {
          for (let j = 0; j < FILTER; j++) {
            sum += x[(row + i) * SIDE + column + j] * network.W1[(filter * FILTER + i) * FILTER + j];
          }
        }
        const value = Math.max(0, sum);
        maps[(filter * OUT + row) * OUT + column] = value;
        const place = (filter * POOLED + (row >> 1)) * POOLED + (column >> 1);
        pooled[place] = Math.max(pooled[place], value);
      }
    }
  }
  const sums = new Float64Array(HIDDEN);
  pooled.forEach((value, place) => {
    if (value) for (let unit = 0; unit < HIDDEN; unit++) sums[unit] += value * network.W2[place * HIDDEN + unit];
  });
  const hidden = sums.map((sum, unit) => Math.max(0, sum * network.scale[unit] + network.b2[unit]));
  const scores = Array.from(network.b3, (bias, digit) =>
    hidden.reduce((sum, value, unit) => sum + value * network.W3[unit * CLASSES + digit], bias),
  );
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return { x, maps, pooled, hidden, scores, probabilities: powers.map((power) => power / total) };
}

const percent = (part) => (part > 0.9995 ? "over 99.9 %" : `${(100 * part).toFixed(1)} %`);

/** The sentence about the guess. */
export function verdict({ probabilities }) {
  const order = probabilities.map((part, digit) => [part, digit]).sort((one, other) => other[0] - one[0]);
  return `The network reads ${order[0][1]}, ${percent(order[0][0])} sure. Next: ${order[1][1]}, ${percent(order[1][0])}.`;
}

/** Paint a row of small pictures side by side, ten in a row, dark where a number is large. */
function tiles(canvas, values, side, count) {
  const across = 10;
  const gap = side > 1 ? 1 : 0;
  const step = side + gap;
  const width = across * step - gap;
  const largest = Math.max(1e-9, ...values);
  paint(canvas, width, Math.ceil(count / across) * step - gap, (place) => {
    const [row, column] = [Math.floor(place / width), place % width];
    const tile = Math.floor(row / step) * across + Math.floor(column / step);
    if (tile >= count || row % step >= side || column % step >= side) return [128, 128, 128, 70];
    return [...INK, Math.round((255 * values[(tile * side + (row % step)) * side + (column % step)]) / largest)];
  });
}

function bars(probabilities) {
  const svg = picture(310, CLASSES * 19);
  const best = probabilities.indexOf(Math.max(...probabilities));
  probabilities.forEach((part, digit) => {
    const y = digit * 19;
    const words = { "font-size": 13, fill: "var(--ink)", y: y + 14, "font-weight": digit === best ? 700 : 400 };
    svg.append(
      shape("text", { ...words, x: 2 }, String(digit)),
      shape("rect", { x: 18, y: y + 3, width: Math.max(1, 190 * part), height: 13, fill: digit === best ? "var(--edge)" : "var(--grey)" }),
      shape("text", { ...words, x: 24 + 190 * part }, percent(part)),
    );
  });
  return svg;
}

function render({ model, el }) {
  const { body, say } = frame(
    model,
    el,
    "Draw a large digit. On the keyboard: arrow keys move the pen, Space lowers and lifts it, Delete wipes the board.",
  );
  const examples = model.get("examples");
  let network = null;
  let unpacked = "";
  const paper = board({
    label: "board to draw a digit on",
    side: SIDE,
    radius: PEN,
    width: "12rem",
    onDraw: (values) => change(model, { drawing: toText(values) }),
    onMove: (x, y, down) => (pen.textContent = `Pen ${down ? "down" : "up"} at column ${x}, row ${y}.`),
  });
  const pen = element("p", { class: "live-hint", "aria-live": "polite" });
  const clear = button("wipe the board", () => change(model, { drawing: toText(new Uint8Array(SIDE * SIDE)) }));
  const example = choice({
    label: "example",
    options: ["choose", ...Object.keys(examples)],
    onChange(name) {
      if (!examples[name]) return;
      const values = new Uint8Array(SIDE * SIDE);
      for (const line of examples[name]) stroke(values, SIDE, line, PEN);
      change(model, { drawing: toText(values) });
    },
  });
  const chances = element("div");
  const stages = [
    ["after the convolution and ReLU: 30 maps of 24 × 24", "maps", OUT, FN],
    ["after pooling: 30 maps of 12 × 12", "pooled", POOLED, FN],
    ["100 hidden numbers", "hidden", 1, HIDDEN],
  ].map(([words, name, side, count]) => {
    const canvas = pixels("", side === 1 ? "8rem" : "100%");
    canvas.className = "live-ink";
    return { name, side, count, canvas, root: element("div", { class: "live-stage" }, element("p", { class: "live-hint" }, words), canvas) };
  });
  body.append(
    element("div", { class: "live-controls" }, example.root, clear),
    element("div", { class: "live-row" }, paper.canvas, chances),
    pen,
    ...stages.map((stage) => stage.root),
  );

  function draw() {
    const text = model.get("weights");
    if (text !== unpacked) {
      network = text ? unpack(text) : null;
      unpacked = text;
    }
    const drawing = toBytes(model.get("drawing"));
    paper.set(drawing);
    if (!network) return say("The network's weights are on their way.");
    const result = forward(network, drawing);
    for (const { name, side, count, canvas } of stages) tiles(canvas, result[name], side, count);
    chances.replaceChildren(bars(result.probabilities));
    say(drawing.some((value) => value) ? verdict(result) : "The board is empty.");
  }
  return follow(model, ["drawing", "weights"], draw);
}

export default { render };
