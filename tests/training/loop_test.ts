import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import {
  type Best,
  type LoopOptions,
  type Progress,
  runLoop,
  StoppedError,
} from "../../training/loop.ts";
import { NonFiniteError } from "../../training/non_finite.ts";
import type { Stage } from "../../training/stage.ts";
import { signalAfter } from "./tiny_training.ts";
import type { Trainer } from "../../training/trainer.ts";

/** A trainer whose loss at step s is s, told one step late, and whose weights are the number of steps. */
class FakeTrainer {
  step = 0;
  #pending?: Map<string, number>;

  next(): Promise<Map<string, number> | undefined> {
    const previous = this.#pending;
    this.#pending = new Map([["loss", ++this.step]]);
    return Promise.resolve(previous);
  }
  finish(): Promise<Map<string, number> | undefined> {
    const last = this.#pending;
    this.#pending = undefined;
    return Promise.resolve(last);
  }
  state(): Promise<{ step: number }> {
    return Promise.resolve({ step: this.step });
  }
  averaged(): Promise<Map<string, Float32Array>> {
    return Promise.resolve(new Map([["w", Float32Array.of(this.step)]]));
  }
}

interface Seen {
  result: Promise<Best>;
  reports: Progress[];
  /** Step, and step of the best then. */
  saves: [step: number, best: number | undefined][];
}

/** Runs ten steps. @param losses Validation losses, one for each evaluation. */
function run(
  losses: readonly number[],
  options: Partial<LoopOptions> & { from?: number } = {},
): Seen {
  const trainer = new FakeTrainer();
  trainer.step = options.from ?? 0;
  const left = [...losses];
  const evaluate = () => Promise.resolve(new Map([["mse", left.shift()!], ["usage", 1]]));
  const stage = { name: "codec", batchSize: 4, evaluate } as unknown as Stage;
  const reports: Progress[] = [];
  const saves: Seen["saves"] = [];
  const result = runLoop(trainer as unknown as Trainer, stage, {
    ...{ steps: 10, reportEvery: 2, evaluateEvery: 4, checkpointSeconds: 1e9, chooseBest: true },
    signal: new AbortController().signal,
    report: (progress) => Promise.resolve(void reports.push(progress)),
    save: ({ step }, best) => Promise.resolve(void saves.push([step, best?.step])),
    ...options,
  });
  return { result, reports, saves };
}

Deno.test("runLoop() reports means since the report before, every step once", async () => {
  const { result, reports } = run([3, 2, 1], { reportEvery: 4, evaluateEvery: 8 });
  await result;
  assertEquals(reports.map(({ step }) => step), [4, 8, 10]);
  assertEquals(reports.map(({ metrics }) => metrics.get("loss")), [2.5, 6.5, 9.5]);
  assertEquals(reports.map(({ validation }) => validation?.get("mse")), [undefined, 3, 2]);
  const [{ stage, steps, stepsPerSecond, imagesPerSecond, secondsLeft }] = reports;
  assertEquals([stage, steps], ["codec", 10]);
  assertEquals(imagesPerSecond, 4 * stepsPerSecond);
  assertEquals(secondsLeft, 6 / stepsPerSecond);
});

Deno.test("runLoop() counts the metrics of every step where it saves often", async () => {
  const { result, reports } = run([3, 2, 1], { reportEvery: 5, checkpointSeconds: -1 });
  await result;
  assertEquals(reports.map(({ step }) => step), [4, 5, 8, 10]);
  assertEquals(reports.map(({ metrics }) => metrics.get("loss")), [2.5, 5, 7, 9.5]);
});

Deno.test("runLoop() gives the best weights by validation loss", async () => {
  const { result, saves } = run([3, 1, 2]);
  const best = await result;
  assertEquals([best.step, best.loss, [...best.parameters.get("w")!]], [8, 1, [8]]);
  assertEquals(saves, [[0, undefined], [10, 8]]);
});

Deno.test("runLoop() keeps the earlier of two equally good weights", async () => {
  assertEquals((await run([2, 2, 2]).result).step, 4);
});

Deno.test("runLoop() gives the last weights where none are held out to choose by", async () => {
  const best = await run([1, 2, 3], { chooseBest: false }).result;
  assertEquals([best.step, best.loss], [10, 3]);
});

Deno.test("runLoop() compares with the best from before", async () => {
  const before: Best = { step: 4, loss: 0.5, parameters: new Map() };
  const { result, saves } = run([1, 2], { best: before, from: 4 });
  assertStrictEquals(await result, before);
  assertEquals(saves, [[10, 4]]);
});

Deno.test("runLoop() saves before its first step, between and after its last", async () => {
  const { result, saves } = run([3, 2, 1], { checkpointSeconds: -1 });
  await result;
  assertEquals(saves.map(([step]) => step), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

Deno.test("runLoop() saves no step 0 where it goes on", async () => {
  const { result, saves } = run([2, 1], { from: 6 });
  await result;
  assertEquals(saves.map(([step]) => step), [10]);
});

Deno.test("runLoop() told to stop finishes its step, reports, saves and says so", async () => {
  const { result, reports, saves } = run([3], { signal: signalAfter(5) });
  const error = await assertRejects(() => result, StoppedError);
  assertEquals([error.step, error.message], [5, "Training was stopped and saved at step 5"]);
  assertEquals(saves, [[0, undefined], [5, 4]]);
  assertEquals(reports.map(({ step }) => step), [2, 4, 5]);
});

Deno.test("runLoop() told to stop at its last step has evaluated and saved it", async () => {
  const { result, saves } = run([3, 2, 1], { signal: signalAfter(10) });
  await assertRejects(() => result, StoppedError);
  assertEquals(saves.at(-1), [10, 10]);
  const { result: rest } = run([], { from: 10, best: await run([3, 2, 1]).result });
  assertEquals((await rest).step, 10);
});

for (const loss of [NaN, Infinity]) {
  Deno.test(`runLoop() stops at a validation loss of ${loss} and saves nothing of it`, async () => {
    const { result, saves } = run([3, loss], { checkpointSeconds: 1e9 });
    const error = await assertRejects(() => result, NonFiniteError);
    const expected =
      `Cannot go on: expected every value to be finite, got ${loss} in validation mse at step 8`;
    assertEquals(error.message, expected);
    assertEquals(saves, [[0, undefined]]);
  });
}
