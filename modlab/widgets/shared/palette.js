// The colours of every figure, drawn or to touch: JavaScript imports them from here, Python reads the braces as JSON, and CSS gets
// them from Python as custom properties. The bright ones are Okabe and Ito's, told apart with every common kind of colour vision.

export const PALETTE = {
  "light": {
    "paper": "#fdfbf5",
    "ink": "#1d2a35",
    "grey": "#5c6771",
    "line": "#a9b2bb",
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermilion": "#d55e00",
    "purple": "#cc79a7"
  },
  "dark": {
    "paper": "#172029",
    "ink": "#f2efe6",
    "grey": "#aab4be",
    "line": "#566370"
  }
};

// Pixels are painted with [red, green, blue], each 0 to 255.
const rgb = (colour) => [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
export const INK = rgb(PALETTE.light.ink);
export const ORANGE = rgb(PALETTE.light.orange);
export const BLUE = rgb(PALETTE.light.blue);
