import { assertThrows } from "@std/assert";
import { NotCausalError } from "../../../executors/position/position_order.ts";
import { bundlePrior } from "../../../generation/prior.ts";
import { requireCausal } from "../../../offline/export/require_causal.ts";
import { graphBundle, traced } from "../../support/graph_bundle.ts";
import { CODE_CODEC, CODES, codesIn, embedded, K } from "../../support/made_models.ts";
import { pad, reshape, slice } from "../../../core/graph/mod.ts";

/** A prior whose logits at a position are those of the code `back` positions before it. */
function priorReading(back: 0 | 1) {
  const logits = traced((graph, n) => {
    const row = reshape(embedded(graph, codesIn(graph, n), K), [n, K, 6]);
    const moved = pad(row, { before: [0, 0, 1], after: [0, 0, 0] });
    const read = slice(moved, { starts: [0, 0, 1 - back], sizes: [n, K, 6] });
    return { logits: reshape(read, [n, K, 2, 3]) };
  });
  return bundlePrior(graphBundle({ ...CODE_CODEC, logits }, { space: CODES, draws: "in order" }));
}

Deno.test("requireCausal() takes a prior that reads earlier codes", () => {
  requireCausal(priorReading(1));
});

Deno.test("requireCausal() refuses a prior that reads its own code, naming the position", () => {
  assertThrows(
    () => requireCausal(priorReading(0)),
    NotCausalError,
    "a position 0 that reads code 0",
  );
});
