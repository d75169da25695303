import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { BLEND_WAYS } from "../../../web/studio/blend.ts";
import { hashOf, stateOfHash } from "../../../web/studio/permalink.ts";
import {
  BACKENDS,
  COUNTS,
  FIRST_STATE,
  type StudioState,
  TABS,
} from "../../../web/studio/state.ts";
import { CARD, LIST } from "./test_card.ts";

const codes = fc.array(fc.nat(39), { minLength: 6, maxLength: 6 });
const label = fc.option(fc.nat(1), { nil: undefined });
const share = fc.integer({ min: 1, max: 100 }).map((it) => it / 100);
const bench = fc.record({ codes, erased: fc.array(fc.nat(5)), class: label })
  .map(({ codes, erased, class: label }) => ({
    ...{ codes, erased: new Set(erased) },
    ...(label === undefined ? {} : { class: label }),
  }));
const anyState: fc.Arbitrary<StudioState> = fc.record({
  tab: fc.constantFrom(...TABS),
  model: fc.constant(CARD.id),
  backend: fc.constantFrom(...BACKENDS),
  seed: fc.nat(2 ** 32 - 1),
  count: fc.constantFrom(...COUNTS),
  class: label,
  temperature: share.map((it) => it * 4),
  topK: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  topP: share,
  guidance: share.map((it) => it * 10),
  chosen: fc.nat(35),
  bench: fc.option(bench, { nil: undefined }),
  entry: fc.nat(39),
  ends: fc.option(fc.record({ from: codes, to: codes }, { noNullPrototype: true }), {
    nil: undefined,
  }),
  blendWay: fc.constantFrom(...BLEND_WAYS),
  blendAt: share,
}, { noNullPrototype: true });

Deno.test("stateOfHash() gives back what hashOf() wrote, whatever the state", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      assertEquals(stateOfHash(`#${hashOf(state, CARD)}`, LIST), state);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("hashOf() tells model and seed of the first state, and nothing else", () => {
  assertEquals(hashOf(FIRST_STATE, CARD), "model=test&seed=7");
});

Deno.test("stateOfHash() of an empty address is the first state, of the default model", () => {
  const { bench, ends, topK, class: label, ...told } = stateOfHash("", LIST);
  assertEquals([bench, ends, topK, label], [undefined, undefined, undefined, undefined]);
  assertEquals(told, { ...FIRST_STATE, model: "test" });
});

Deno.test("stateOfHash() takes a class by its name before it takes an index", () => {
  const card = { ...CARD, classes: ["1", "0", "cat"] };
  const labels = ["1", "0", "cat", "2"].map((text) => {
    return stateOfHash(`class=${text}`, { default: card.id, models: [card] }).class;
  });
  assertEquals(labels, [0, 1, 2, 2]);
  const state = { ...FIRST_STATE, class: 0 };
  assertEquals(hashOf(state, card), "model=test&seed=7&class=1");
});

Deno.test("stateOfHash() takes nothing that is out of range, misspelt or of another model", () => {
  const first = stateOfHash("", LIST);
  for (
    const hash of [
      ...["seed=4294967296", "seed=-1", "seed=1.5", "seed=", "seed=x", "n=5", "n=", "class=2"],
      ...["class=Dog", "temperature=4.1", "temperature=NaN", "temperature=Infinity", "top_k=41"],
      ...["top_k=0", "top_p=0", "top_p=1.1", "guidance=11", "tab=none", "backend=gpu"],
      ...["entry=40", "way=up", "at=2", "codes=00", "codes=zzzzzzzzzzzz", "from=000000000000"],
      ...["erased=ff", "model=none", "tab=__proto__", "codes=0000000000-1", "%", "=&&="],
    ]
  ) {
    assertEquals(stateOfHash(hash, LIST), first, hash);
  }
});
