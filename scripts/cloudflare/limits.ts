/** What a deployment may be at most. */
export const LIMITS = {
  /** Of the code, compressed, in bytes; the bundles are assets. */
  code: 1_000_000,
  /** Of each asset, in bytes: the platform's own limit. */
  asset: 25 * 2 ** 20,
  /** Of the processor until the code is ready for its first request, in milliseconds. */
  startup: 200,
} as const;

/** Sizes and times of a deployment. */
export interface Figures {
  readonly code: number;
  /** Bytes by path. */
  readonly assets: Readonly<Record<string, number>>;
  readonly startup: number;
}

/** A deployment that is over a limit. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** @throws {LimitError} Naming the first figure that is over its limit. */
export function requireLimits({ code, assets, startup }: Figures): void {
  refuse("the code", code, { limit: LIMITS.code, unit: "bytes" });
  for (const [path, size] of Object.entries(assets)) {
    refuse(`asset ${path}`, size, { limit: LIMITS.asset, unit: "bytes" });
  }
  refuse("the start", startup, { limit: LIMITS.startup, unit: "ms" });
}

/** One line for each kind of figure. */
export function figuresText({ code, assets, startup }: Figures): string[] {
  const [path, size] = Object.entries(assets).reduce((a, b) => b[1] > a[1] ? b : a);
  const count = Object.keys(assets).length;
  return [
    `code     ${kilobytes(code)} compressed (at most ${kilobytes(LIMITS.code)})`,
    `assets   ${count}, the largest ${path} ${kilobytes(size)} (at most ${
      kilobytes(LIMITS.asset)
    })`,
    `startup  ${startup.toFixed(0)} ms of processor time here (at most ${LIMITS.startup} ms)`,
  ];
}

function refuse(what: string, value: number, { limit, unit }: { limit: number; unit: string }) {
  if (value < limit) return;
  throw new LimitError(
    `Cannot deploy: expected ${what} to be under ${limit} ${unit}, got ${Math.round(value)}`,
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
