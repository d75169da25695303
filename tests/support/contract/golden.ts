import { assertEquals } from "@std/assert";
import { MAX_IMAGES } from "../../../routes/limits.ts";
import { GOLDEN_SEEDS, goldenLine } from "../../../scripts/golden/golden_image.ts";
import { goldenLines, SHIPPED } from "../golden.ts";
import type { Runtime } from "../runtime.ts";

/** An image of a reply to `POST /generate`. */
interface Image {
  readonly seed: number;
  readonly codes: readonly number[][];
  readonly b64_json: string;
}

/** The shipped bundle's golden images over a socket. */
export function goldenTests({ test }: Runtime): void {
  const models = new URL("..", SHIPPED).pathname;
  test(
    "The server draws the shipped bundle's golden codes and PNG bytes",
    { models },
    async (server) => {
      const lines: string[] = [];
      for (let seed = 0; seed < GOLDEN_SEEDS; seed += MAX_IMAGES) {
        const n = Math.min(MAX_IMAGES, GOLDEN_SEEDS - seed);
        const reply = await server.post("/generate", { model: "mnist", seed, n });
        for (const { seed, codes, b64_json } of (await reply.json()).data as Image[]) {
          const png = Uint8Array.from(atob(b64_json), (character) => character.charCodeAt(0));
          lines.push(await goldenLine(seed, codes.flat(), png));
        }
      }
      assertEquals(lines, goldenLines());
    },
  );
}
