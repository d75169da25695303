/** The lines of the shipped bundle's golden file, one a seed from 0 on; `deno task golden mnist` writes it. */
export function goldenLines(): string[] {
  const url = new URL("../golden/mnist.txt", import.meta.url);
  return Deno.readTextFileSync(url).trimEnd().split("\n");
}

/** Where the shipped bundle is. */
export const SHIPPED = new URL("../../static/models/mnist/", import.meta.url);
