import type { StoredNumbers } from "./stored_numbers.ts";
import type { Table } from "./table.ts";

const GRIDS = [4, 8, 16, 32].map((side) => `codes of a ${side}x${side} grid, WASM kernels`);
const CONVOLUTION = "conv 3x3 64->64 at 16x16, one image";
const DIGIT = "generate, mnist";
const PROCESSOR = "serve, processor time of a picture";
const MEMORY = "serve, resident memory";
const SOAK = "serve, soak at half load";

/** Drawing and serving, on one core where nothing else is said. */
export const SERVING_TABLE: Table = {
  name: "serving",
  head: ["", "measured", "compared with"],
  rows: (stored) => [
    [
      "codes of a digit",
      stored.of(`${DIGIT}: codes, WASM kernels`),
      `${stored.of(`${DIGIT}: codes, cached sampler`)} in plain TypeScript; naive sampling: ` +
      `${stored.of(`${DIGIT}: codes, naive sampler, ONNX Runtime native, 1 thread`)} on ONNX ` +
      `Runtime native, ${stored.of(`${DIGIT}: codes, naive sampler`)} in TypeScript`,
    ],
    [
      "codes, decoding and PNG",
      stored.of(`${DIGIT}: whole picture, WASM kernels`),
      `${stored.of(`${DIGIT}: whole picture of 16 at once, WASM kernels`)} each, 16 at once`,
    ],
    [
      "processor time of a request for one digit, all of HTTP",
      `${stored.of(`${PROCESSOR}, Deno, one a request`)} in Deno, ` +
      `${stored.of(`${PROCESSOR}, workerd, one a request`)} in workerd`,
      `${stored.of(`${PROCESSOR}, Deno, 16 a request`)} a digit, 16 a request`,
    ],
    [
      "grids of 4², 8², 16², 32² codes",
      stored.of(...GRIDS),
      `${stored.of(...GRIDS.map((name) => `${name}, a code`))} a code`,
    ],
    [
      "convolution 3×3, 64→64, 16×16, one image",
      stored.of(`${CONVOLUTION}, WASM kernels`),
      `${stored.number(`${CONVOLUTION}, ONNX Runtime Web's WASM, 1 thread`)} on ONNX Runtime ` +
      "Web's WASM",
    ],
    ["process start to first picture", stored.of("serve, first picture, main.ts"), ""],
    overload(stored, "Deno", "ten times the capacity for 30 s, Deno"),
    overload(stored, "workerd", "the same in workerd, one thread"),
    attack(stored),
    soak(stored),
    [
      "memory of Deno after 10,000 requests",
      stored.of(`${MEMORY}: 10000 requests later`),
      `${stored.of(`${MEMORY}: warm`)} before`,
    ],
  ],
};

function overload(stored: StoredNumbers, runtime: string, what: string): string[] {
  const name = `serve, overload x10, ${runtime}, kept connections`;
  const of = (fact: string) => stored.of(`${name}: ${fact}`);
  return [
    what,
    `${lost(stored, name)}, goodput ${stored.range(`${name}: of the capacity`)} %`,
    `refusals within ${of("refusal, 99 of 100 within")}, \`/healthz\` within ` +
    `${of("/healthz, 99 of 100 within")} (99 of 100)`,
  ];
}

function attack(stored: StoredNumbers): string[] {
  const of = (runtime: string, fact: string) =>
    stored.of(`serve, attack, ${runtime}, worst of all: ${fact}`);
  return [
    "honest clients while another attacks (batches, silent uploads, huge pictures, chunks of a byte)",
    `${of("Deno", "served")} served in Deno, ${of("workerd", "served")} in workerd`,
    `within ${of("Deno", "99 of 100 within")} in Deno, ` +
    `${of("workerd", "99 of 100 within")} in workerd (99 of 100)`,
  ];
}

function soak(stored: StoredNumbers): string[] {
  const of = (fact: string) => stored.of(`${SOAK}: ${fact}`);
  const value = (fact: string) => stored.value(`${SOAK}: ${fact}`);
  const refused = 100 * value("refused with 503 or 429") / value("requests");
  return [
    `${Math.round(value("time") / 60)} minutes of every route at half load, Deno`,
    `${lost(stored, SOAK)}, ${refused === 0 ? "none" : `${refused.toFixed(1)} %`} refused`,
    `${of("descriptors, last window")} descriptors; memory ${
      of("resident memory, last window")
    } at the end, a range of ${
      of("range of memory, first sixth aside")
    } after the first sixth; p99 ${of("median of the windows' p99")}`,
  ];
}

function lost(stored: StoredNumbers, name: string): string {
  const count = stored.value(`${name}: requests without an answer`);
  const some = count === 0 ? "none" : stored.number(`${name}: requests without an answer`);
  return `${some} of ${stored.number(`${name}: requests`)} lost`;
}
