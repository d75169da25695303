/**
 * Signed distance to a shape of radius about 1 around the origin, y pointing down: negative inside.
 * Made of arithmetic and square roots only, which give the same bits on every machine.
 */
export type Shape = (x: number, y: number) => number;

/** The shapes of the procedural data set by class name. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  disc: (x, y) => length(x, y) - 0.9,
  ring: (x, y) => Math.abs(length(x, y) - 0.7) - 0.22,
  square: box(0.75, 0.75),
  triangle: (x, y) => Math.max(0.866 * Math.abs(x) - 0.5 * (y + 1), y - 0.68),
  diamond: (x, y) => (1.05 * Math.abs(x) + 0.64 * Math.abs(y) - 0.672) / length(1.05, 0.64),
  cross: union(box(0.95, 0.3), box(0.3, 0.95)),
  star,
  heart,
  crescent: (x, y) => Math.max(length(x + 0.12, y) - 0.95, 0.78 - length(x - 0.36, y)),
  stripes: (x, y) => Math.max(BOARD(x, y), Math.abs(y - 0.7 * Math.round(y / 0.7)) - 0.2),
};

const BOARD = box(0.9, 0.9);

function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

/** A rectangle of the given half sides. */
function box(halfWidth: number, halfHeight: number): Shape {
  return (x, y) => {
    const dx = Math.abs(x) - halfWidth;
    const dy = Math.abs(y) - halfHeight;
    return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0);
  };
}

function union(a: Shape, b: Shape): Shape {
  return (x, y) => Math.min(a(x, y), b(x, y));
}

/** Five points: mirrors fold the plane into the wedge of half a point, which one line bounds. */
function star(x: number, y: number): number {
  const [sine, cosine] = [0.5877852522924731, 0.8090169943749475]; // of 36 degrees
  let across = Math.abs(x);
  let up = -y;
  for (let fold = 0; fold < 2; fold++) {
    const beyond = Math.max(0, cosine * across - sine * up);
    across = Math.abs(across - 2 * beyond * cosine);
    up += 2 * beyond * sine;
  }
  return 0.89 * across + 0.456 * (up - 1);
}

/** A square on its corner with a disc on each of its upper sides. */
function heart(x: number, y: number): number {
  const side = 0.53;
  const u = (y + x) * Math.SQRT1_2;
  const v = (y - x) * Math.SQRT1_2;
  const square = Math.max(Math.abs(u), Math.abs(v)) - side;
  return Math.min(square, length(u + side, v) - side, length(u, v + side) - side);
}
