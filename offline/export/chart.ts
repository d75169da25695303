/** A curve: points in data units. */
export interface Curve {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 60;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 36;
const COLOURS = ["#2563eb", "#d97706", "#059669", "#be185d"];

/** Draws curves as SVG text. @param axis Name of the x axis. @param logarithmic Of the y axis; values must be > 0. */
export function drawChart(
  curves: readonly Curve[],
  { axis, logarithmic = false }: { axis: string; logarithmic?: boolean },
): string {
  const y = (value: number) => logarithmic ? Math.log10(value) : value;
  const shown = curves.map(({ label, points }) => ({
    label,
    points: points.filter((point) => Number.isFinite(y(point[1]))),
  })).filter(({ points }) => points.length > 0);
  const all = shown.flatMap(({ points }) => points);
  if (all.length === 0) return "";
  const xs = extent(all.map(([x]) => x));
  const ys = extent(all.map((point) => y(point[1])));
  const right = (x: number) => LEFT + (x - xs[0]) / (xs[1] - xs[0]) * (WIDTH - LEFT - RIGHT);
  const down = (v: number) =>
    HEIGHT - BOTTOM - (v - ys[0]) / (ys[1] - ys[0]) * (HEIGHT - TOP - BOTTOM);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((t) => ys[0] + t * (ys[1] - ys[0]));
  const grid = ticks.map((value) => {
    const text = Number((logarithmic ? 10 ** value : value).toPrecision(3));
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(down(value))}" y2="${
      at(down(value))
    }" ` +
      `stroke="#8884"/><text x="${LEFT - 6}" y="${
        at(down(value) + 4)
      }" text-anchor="end">${text}</text>`;
  });
  const lines = shown.map(({ label, points }, i) => {
    const path = points.map(([px, py]) => `${at(right(px))},${at(down(y(py)))}`).join(" ");
    const colour = COLOURS[i % COLOURS.length];
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>` +
      `<text x="${WIDTH - RIGHT}" y="${TOP + 14 + 16 * i}" text-anchor="end" fill="${colour}">${
        escapeHtml(label)
      }</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" ` +
    `height="${HEIGHT}" font-family="sans-serif" font-size="12" fill="currentColor" role="img">`,
    ...grid,
    `<text x="${LEFT}" y="${HEIGHT - 12}">${xs[0]}</text>`,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 12}" text-anchor="end">${xs[1]} ${
      escapeHtml(axis)
    }</text>`,
    ...lines,
    "</svg>",
  ].join("\n");
}

/** Text that HTML shows as it is. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}

function extent(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

function at(value: number): string {
  return value.toFixed(1);
}
