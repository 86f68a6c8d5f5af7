// The accuracy of shipped networks, epoch by epoch.

import { change, checkbox, clamp, element, follow, frame, many, picture, shape, slider } from "./shared/figure.js";

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [400, 260, 54, 34];
const COLOURS = ["--edge", "--orange", "--green", "--purple", "--vermilion", "--sky"];

const percent = (part, decimals = 2) => `${(100 * part).toFixed(decimals)} %`;

/** What one run says at an epoch, counted from 1: accuracies, the gap between them, and where it was best. */
export function reading(run, epoch) {
  const at = clamp(epoch, 1, run.judged.length);
  const best = run.judged.indexOf(Math.max(...run.judged)) + 1;
  return { at, train: run.train[at - 1], judged: run.judged[at - 1], gap: run.train[at - 1] - run.judged[at - 1], best };
}

/** The sentence about all runs that are shown. */
export function compare(runs, shown, epoch) {
  const told = Object.entries(runs).filter(([name]) => shown.includes(name)).map(([name, run]) => {
    const { at, train, judged, gap, best } = reading(run, epoch);
    return `${name}, epoch ${at}: ${percent(train)} of training pictures, ${percent(judged)} of pictures it did not train on, a gap of ${(100 * gap).toFixed(2).replace("-", "−")} points; best at epoch ${best}.`;
  });
  return told.join(" ") || "No run is chosen.";
}

function render({ model, el }) {
  const { body, say } = frame(model, el, "Move along the epochs with the slider, or touch the picture. Solid: pictures kept out of training. Dashed: training pictures.");
  const runs = model.get("runs");
  const names = Object.keys(runs);
  const longest = Math.max(...names.map((name) => runs[name].judged.length));
  const colour = (name) => `var(${COLOURS[names.indexOf(name) % COLOURS.length]})`;
  const boxes = names.map((name) =>
    checkbox({
      label: `${name} (${percent(runs[name].test ?? runs[name].judged.at(-1))} in the test)`,
      onChange(on) {
        const shown = model.get("shown").filter((one) => one !== name);
        change(model, { shown: on ? names.filter((one) => one === name || shown.includes(one)) : shown });
      },
    }),
  );
  const epoch = slider({ label: "epoch", low: 1, high: longest, onChange: (value) => change(model, { epoch: value }) });
  const zoom = slider({ label: "scale starts at", low: 0, high: 98, onChange: (value) => change(model, { lowest: value }) });
  const place = element("div", { class: "live-row" });
  const toEpoch = (event) => {
    const svg = place.firstChild;
    if (!svg || (event.pointerType !== "mouse" && event.type === "pointermove" && !event.buttons)) return;
    const box = svg.getBoundingClientRect();
    const part = (((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - 8);
    change(model, { epoch: clamp(Math.round(1 + part * (longest - 1)), 1, longest) });
  };
  place.addEventListener("pointermove", toEpoch);
  place.addEventListener("pointerdown", toEpoch);
  boxes.forEach((box, number) => {
    box.root.style.borderLeft = `0.6rem solid ${colour(names[number])}`;
    box.root.style.paddingLeft = "0.4rem";
  });
  body.append(element("div", { class: "live-controls" }, ...boxes.map((one) => one.root)), place, element("div", { class: "live-controls" }, epoch.root, zoom.root));

  function draw() {
    const shown = model.get("shown");
    const now = clamp(model.get("epoch"), 1, longest);
    const lowest = model.get("lowest") / 100;
    names.forEach((name, number) => boxes[number].set(shown.includes(name)));
    epoch.set(now);
    zoom.set(model.get("lowest"), `${model.get("lowest")} %`);
    const svg = picture(WIDTH, HEIGHT);
    const x = (number) => LEFT + ((number - 1) / Math.max(1, longest - 1)) * (WIDTH - LEFT - 8);
    const y = (part) => 8 + ((1 - part) / (1 - lowest)) * (HEIGHT - BOTTOM - 8);
    const words = { "font-size": 13, fill: "var(--ink)" };
    for (let tick = 0; tick <= 4; tick++) {
      const part = lowest + (tick / 4) * (1 - lowest);
      svg.append(
        shape("line", { x1: LEFT, x2: WIDTH - 8, y1: y(part), y2: y(part), stroke: "var(--line)" }),
        shape("text", { ...words, x: LEFT - 6, y: y(part) + 4, "text-anchor": "end" }, percent(part, lowest > 0.9 ? 1 : 0)),
      );
    }
    for (let number = 1; number <= longest; number += number === 1 ? 4 : 5) {
      svg.append(shape("text", { ...words, x: x(number), y: HEIGHT - 14, "text-anchor": "middle" }, String(number)));
    }
    svg.append(shape("line", { x1: x(now), x2: x(now), y1: 8, y2: HEIGHT - BOTTOM, stroke: "var(--ink)", "stroke-dasharray": "3 3" }));
    for (const name of shown) {
      for (const [part, dashes] of [["train", "7 5"], ["judged", ""]]) {
        // What lies below the scale is drawn on its edge, so that a line does not leave the picture.
        const points = runs[name][part].map((value, number) => `${x(number + 1).toFixed(1)},${y(Math.max(value, lowest)).toFixed(1)}`).join(" ");
        svg.append(shape("polyline", { points, fill: "none", stroke: colour(name), "stroke-width": 2.5, "stroke-dasharray": dashes }));
      }
      const { at, judged } = reading(runs[name], now);
      svg.append(shape("circle", { cx: x(at), cy: y(Math.max(judged, lowest)), r: 5, fill: colour(name), stroke: "var(--paper)", "stroke-width": 1.5 }));
    }
    place.replaceChildren(svg);
    say(`${many(shown.length, "run")} shown. ${compare(runs, shown, now)}`);
  }
  return follow(model, ["shown", "epoch", "lowest"], draw);
}

export default { render };
