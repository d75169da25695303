import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../cli/errors.ts";
import { type Flags, parseFlags } from "../../cli/flags.ts";

const FLAGS = {
  data: { type: "string", default: "procedural", help: "" },
  out: { type: "string", help: "" },
  device: { type: "string", bare: "list", help: "" },
  steps: { type: "integer", min: 1, max: 10, help: "" },
  rate: { type: "number", default: 0.5, min: -1, help: "" },
  quick: { type: "boolean", help: "" },
  set: { type: "strings", help: "" },
} satisfies Flags;

Deno.test("parseFlags() gives defaults, false and undefined for what is not given", () => {
  const { values, rest } = parseFlags([], FLAGS);
  const typed: { data: string; out: string | undefined; rate: number; quick: boolean } = values;
  assertEquals(typed.data, "procedural");
  assertEquals(values, {
    data: "procedural",
    out: undefined,
    device: undefined,
    steps: undefined,
    rate: 0.5,
    quick: false,
    set: [],
  });
  assertEquals(rest, []);
});

Deno.test("parseFlags() reads values after a space and after =", () => {
  const { values, rest } = parseFlags(
    ["mnist", "--steps", "5", "--out=a=b", "--rate", "-0.25", "--quick", "more"],
    FLAGS,
  );
  assertEquals([values.steps, values.out, values.rate, values.quick], [5, "a=b", -0.25, true]);
  assertEquals(rest, ["mnist", "more"]);
});

Deno.test("parseFlags() lets a flag with a bare meaning stand without a value", () => {
  assertEquals(parseFlags(["--device"], FLAGS).values.device, "list");
  assertEquals(parseFlags(["--device", "--quick"], FLAGS).values.device, "list");
  assertEquals(parseFlags(["--device", "1"], FLAGS).values.device, "1");
});

Deno.test("parseFlags() keeps every value of a flag that may be repeated, in order", () => {
  const { values } = parseFlags(["--set", "a=1", "--quick", "--set=b=2"], FLAGS);
  assertEquals(values.set, ["a=1", "b=2"]);
});

Deno.test("parseFlags() ends the flags at --", () => {
  assertEquals(parseFlags(["--quick", "--", "--steps"], FLAGS).rest, ["--steps"]);
});

const REFUSED: [args: string[], message: string][] = [
  [["--nope"], "Cannot use --nope: expected one of --data"],
  [["-q"], "Cannot use -q: expected one of"],
  [["--constructor"], "Cannot use --constructor: expected one of"],
  [["--quick", "--quick"], "--quick was given twice"],
  [["--quick=1"], '--quick: expected no value, got "1"'],
  [["--out"], "--out needs a value"],
  [["--out="], "--out needs a value"],
  [["--steps", "--quick"], "--steps needs a value"],
  [["--steps", "0"], 'expected a whole number from 1 to 10, got "0"'],
  [["--steps", "11"], 'expected a whole number from 1 to 10, got "11"'],
  [["--steps", "1.5"], "a whole number"],
  [["--steps", "five"], "a whole number"],
  [["--rate", "-2"], 'expected a number of at least -1, got "-2"'],
  [["--rate", "NaN"], "a number"],
  [["--set"], "--set needs a value"],
];

for (const [args, message] of REFUSED) {
  Deno.test(`parseFlags() refuses ${args.join(" ")}`, () => {
    assertThrows(() => parseFlags(args, FLAGS), UsageError, message);
  });
}
