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

Deno.test("parseFlags() ends the flags at --", () => {
  assertEquals(parseFlags(["--quick", "--", "--steps"], FLAGS).rest, ["--steps"]);
});

const REFUSED: [args: string[], message: string][] = [
  [["--nope"], "Cannot use --nope as it must be one of --data"],
  [["-q"], "Cannot use -q as it must be one of"],
  [["--constructor"], "Cannot use --constructor as it must be one of"],
  [["--quick", "--quick"], "must stand once"],
  [["--quick=1"], "takes no value"],
  [["--out"], "must have a value: none given"],
  [["--out="], "must have a value"],
  [["--steps", "--quick"], "must have a value: none given"],
  [["--steps", "0"], 'a whole number from 1 to 10: "0"'],
  [["--steps", "11"], 'a whole number from 1 to 10: "11"'],
  [["--steps", "1.5"], "a whole number"],
  [["--steps", "five"], "a whole number"],
  [["--rate", "-2"], 'a number of at least -1: "-2"'],
  [["--rate", "NaN"], "a number"],
];

for (const [args, message] of REFUSED) {
  Deno.test(`parseFlags() refuses ${args.join(" ")}`, () => {
    assertThrows(() => parseFlags(args, FLAGS), UsageError, message);
  });
}
