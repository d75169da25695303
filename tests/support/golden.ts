/** The lines of the shipped bundle's golden file, one a seed from 0 on; `deno task golden mnist` writes it. */
export function goldenLines(): string[] {
  const url = new URL("../golden/mnist.txt", import.meta.url);
  return Deno.readTextFileSync(url).trimEnd().split("\n");
}

/** The codes of a golden image, `[49]`. */
export function goldenCodes(seed: number): Uint32Array {
  const [told, digits] = (lines ??= goldenLines())[seed].split(" ");
  if (told !== String(seed)) throw new Error(`Cannot find golden codes of seed ${seed}: ${told}`);
  return Uint32Array.from(digits.match(/../g)!, (code) => parseInt(code, 36));
}

let lines: string[] | undefined;

/** Where the shipped bundle is. */
export const SHIPPED = new URL("../../static/models/mnist/", import.meta.url);
