import { assertEquals } from "@std/assert";
import { buildPrograms } from "../../scripts/pages/build_programs.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";
import { browserTest } from "../support/browser.ts";
import { trainingDigest } from "../support/training_digest.ts";

const STEPS = 20;
const SOURCE = "tests/support/training_digest.ts";

// No headers make the page isolated: its one thread has memory of its own, and its V8 is another than Deno's.
browserTest(
  "a page trains to the same weights as Deno, bit for bit, for 20 steps of both stages",
  async ({ page, host }) => {
    const [program] = (await buildPrograms(repositoryRoot(), [SOURCE])).values();
    const html = `<script type="module">
      import { trainingDigest } from "./training.js";
      globalThis.trainingDigest = trainingDigest;
    </script>`;
    await page.goto(host({ html, files: { "training.js": new TextDecoder().decode(program) } }));
    await page.waitForFunction("globalThis.trainingDigest !== undefined");
    for (const stage of ["codec", "prior"] as const) {
      const inPage = await page.evaluate(
        `trainingDigest(${JSON.stringify(stage)}, { steps: ${STEPS}, threads: 1 })`,
      );
      assertEquals(inPage, await trainingDigest(stage, { steps: STEPS, threads: 2 }), stage);
    }
  },
);
