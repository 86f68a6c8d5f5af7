// What the figures compute, for one image of one channel held as an array of rows. The names are modlab's.

/** (size + 2·pad − filter) / stride + 1: how often the filter fits, and the pixels left over. */
export function outputSize(size, filter, stride, pad) {
  const room = size + 2 * pad - filter;
  if (room < 0) return { fits: false, count: 0, rest: 0 };
  return { fits: true, count: Math.floor(room / stride) + 1, rest: room % stride };
}

export const zeros = (rows, columns, value = 0) => Array.from({ length: rows }, () => new Array(columns).fill(value));

export const transposed = (values) => values[0].map((_, column) => values.map((row) => row[column]));

export function padded(image, pad, value = 0) {
  const out = zeros(image.length + 2 * pad, image[0].length + 2 * pad, value);
  image.forEach((line, row) => line.forEach((pixel, column) => (out[row + pad][column + pad] = pixel)));
  return out;
}

/** The size of a filter's output, or null if it does not fit. */
export function outputShape(image, filterH, filterW, stride, pad) {
  const down = outputSize(image.length, filterH, stride, pad);
  const across = outputSize(image[0].length, filterW, stride, pad);
  return down.fits && across.fits ? [down.count, across.count] : null;
}

/** Every window as one row. */
export function im2col(image, filterH, filterW, stride, pad) {
  const [outH, outW] = outputShape(image, filterH, filterW, stride, pad);
  const x = padded(image, pad);
  const col = [];
  for (let row = 0; row < outH; row++) {
    for (let column = 0; column < outW; column++) {
      const line = [];
      for (let i = 0; i < filterH; i++) {
        for (let j = 0; j < filterW; j++) line.push(x[row * stride + i][column * stride + j]);
      }
      col.push(line);
    }
  }
  return col;
}

/** Put rows back where im2col took them from, adding where windows overlap. */
export function col2im(col, height, width, filterH, filterW, stride, pad) {
  const x = zeros(height + 2 * pad, width + 2 * pad);
  const outW = outputSize(width, filterW, stride, pad).count;
  col.forEach((line, number) => {
    const top = Math.floor(number / outW) * stride;
    const left = (number % outW) * stride;
    line.forEach((value, place) => (x[top + Math.floor(place / filterW)][left + (place % filterW)] += value));
  });
  return x.slice(pad, pad + height).map((line) => line.slice(pad, pad + width));
}

const dot = (one, other) => one.reduce((sum, value, place) => sum + value * other[place], 0);

/** Cut a list into rows. */
export const reshape = (values, columns) =>
  Array.from({ length: values.length / columns }, (_, row) => values.slice(row * columns, (row + 1) * columns));

export function convolve(image, filter, bias, stride, pad) {
  const shape = outputShape(image, filter.length, filter[0].length, stride, pad);
  const weights = filter.flat();
  const col = im2col(image, filter.length, filter[0].length, stride, pad);
  return reshape(col.map((line) => dot(line, weights) + bias), shape[1]);
}

/** The gradients of a convolution: dW, db and dx. */
export function convolveBackward(image, filter, dout, stride, pad) {
  const [filterH, filterW] = [filter.length, filter[0].length];
  const weights = filter.flat();
  const arriving = dout.flat();
  const col = im2col(image, filterH, filterW, stride, pad);
  const dW = weights.map((_, place) => dot(col.map((line) => line[place]), arriving));
  const dcol = arriving.map((gradient) => weights.map((weight) => gradient * weight));
  const dx = col2im(dcol, image.length, image[0].length, filterH, filterW, stride, pad);
  return { dW: reshape(dW, filterW), db: arriving.reduce((sum, value) => sum + value, 0), dcol, dx };
}

/** Pooling's output and, for the maximum, the [row, column] that won each window: the first of several equal ones. */
export function pool(image, size, stride, kind) {
  const [outH, outW] = outputShape(image, size, size, stride, 0);
  const out = zeros(outH, outW);
  const winners = zeros(outH, outW, null);
  for (let row = 0; row < outH; row++) {
    for (let column = 0; column < outW; column++) {
      let best = null;
      let sum = 0;
      for (let i = row * stride; i < row * stride + size; i++) {
        for (let j = column * stride; j < column * stride + size; j++) {
          sum += image[i][j];
          if (best === null || image[i][j] > image[best[0]][best[1]]) best = [i, j];
        }
      }
      winners[row][column] = best;
      out[row][column] = kind === "max" ? image[best[0]][best[1]] : sum / (size * size);
    }
  }
  return { out, winners };
}

/** Where a pooling's gradient goes: all of it to the winner, or an equal share to every pixel. */
export function poolBackward(image, dout, size, stride, kind) {
  const dx = zeros(image.length, image[0].length);
  const { winners } = pool(image, size, stride, kind);
  dout.forEach((line, row) =>
    line.forEach((gradient, column) => {
      if (kind === "max") {
        const [i, j] = winners[row][column];
        dx[i][j] += gradient;
        return;
      }
      for (let i = row * stride; i < row * stride + size; i++) {
        for (let j = column * stride; j < column * stride + size; j++) dx[i][j] += gradient / (size * size);
      }
    }),
  );
  return dx;
}
