import { OPS } from "../../../core/graph/mod.ts";
import type { Random } from "../../../core/random/random.ts";

/** A change of the text of `graphs.json`. */
export interface GraphsMutation {
  /** In words, for a failure. */
  readonly name: string;
  readonly text: string;
}

/** A graph as JSON; whatever a mutation makes of it. */
interface Json {
  tensors: Record<string, unknown>[];
  outputs: Record<string, unknown>;
}

/** JSON texts that numbers, lists, texts and objects are replaced with. */
const VALUES: readonly string[] = [
  ...["null", "true", "0", "-1", "1", "2", "3", "4", "7", "0.5", "NaN", "1e400", "-1e400", "1e308"],
  ...[
    "8",
    "16",
    "31",
    "64",
    "100",
    "300",
    "1000",
    "65536",
    "1000000",
    "4294967295",
    "1e12",
    "1e15",
  ],
  ...['""', '"x"', '"n"', '"2n"', '"49n"', '"0n"', '"f64"', '"u32"', '"f32"', '"__proto__"'],
  ...["[]", "{}", "[1]", "[1,1]", '["n",1]', "[1000000,1000000]", '{"a":1}', "[[[[1]]]]"],
];

type Kind = (graph: Json, random: Random) => string;

const KINDS: readonly Kind[] = [
  otherValue,
  otherValue,
  otherNumber,
  otherNumber,
  otherNumber,
  otherInput,
  otherInput,
  otherOp,
  otherOp,
  otherName,
  otherOrder,
  oneMore,
  padded,
];

/** A change of the graphs of a bundle: most are refused, some are other models. */
export function mutateGraphs(text: string, random: Random): GraphsMutation {
  const graphs: Record<string, Json> = JSON.parse(text);
  const names: string[] = [];
  for (let count = 1 + random.integer(3); count > 0; count--) {
    const key = pick(Object.keys(graphs), random);
    names.push(`${pick(KINDS, random)(graphs[key], random)} of ${key}`);
  }
  return { name: names.join(", "), text: textOf(graphs) };
}

function otherValue({ tensors }: Json, random: Random): string {
  const at = random.integer(tensors.length);
  const key = pick(Object.keys(tensors[at]), random);
  return replace(tensors[at], key, pick(VALUES, random), `tensor ${at}`);
}

/** A number somewhere in a tensor is another one: of a shape, an attribute or a constant. */
function otherNumber({ tensors }: Json, random: Random): string {
  const at = random.integer(tensors.length);
  const places: [holder: Record<string, unknown>, key: string][] = [];
  const walk = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === "object" && value !== null) walk(value as Record<string, unknown>);
      else if (key !== "op" && key !== "name") places.push([holder, key]);
    }
  };
  walk(tensors[at]);
  if (places.length === 0) return "nothing";
  const [holder, key] = pick(places, random);
  const before = Number(holder[key]);
  const near = [before + 1, before - 1, before * 2, Math.floor(before / 2)].map(String);
  return replace(holder, key, pick([...near, ...VALUES], random), `tensor ${at}`);
}

function otherInput({ tensors }: Json, random: Random): string {
  const at = random.integer(tensors.length);
  const { inputs } = tensors[at];
  if (!Array.isArray(inputs)) return "nothing";
  const before = random.integer(10) > 0 ? random.integer(at) : random.integer(tensors.length + 2);
  return replace(inputs, String(random.integer(inputs.length)), `${before}`, `inputs of ${at}`);
}

function otherOp({ tensors }: Json, random: Random): string {
  const at = random.integer(tensors.length);
  return replace(tensors[at], "op", JSON.stringify(pick(Object.keys(OPS), random)), `${at}`);
}

function otherName({ tensors, outputs }: Json, random: Random): string {
  const named = tensors.filter((tensor) => "name" in tensor);
  const name = pick(named, random).name;
  if (random.integer(2) > 0) {
    return replace(pick(named, random), "name", JSON.stringify(name), "a name");
  }
  outputs[String(name)] = random.integer(tensors.length);
  return `another output ${name}`;
}

function otherOrder({ tensors }: Json, random: Random): string {
  const [a, b] = [random.integer(tensors.length), random.integer(tensors.length)];
  [tensors[a], tensors[b]] = [tensors[b], tensors[a]];
  return `tensors ${a} and ${b} swapped`;
}

/** The output goes through one op more, which keeps its shape. */
function oneMore({ tensors, outputs }: Json, random: Random): string {
  const op = pick(["relu", "tanh", "exp", "log", "sqrt", "sigmoid", "stop_gradient"], random);
  const name = pick(Object.keys(outputs), random);
  tensors.push({ op, inputs: [outputs[name]] });
  outputs[name] = tensors.length - 1;
  return `${op} behind output ${name}`;
}

/** The first convolution is padded much, and what follows made to fit by a slice. */
function padded({ tensors, outputs }: Json, random: Random): string {
  const name = pick(Object.keys(outputs), random);
  const before = [0, 0, 0, 0], after = [0, 0, random.integer(400), random.integer(400)];
  tensors.push({ op: "pad", inputs: [outputs[name]], attributes: { before, after } });
  const sizes = pick([["n", 8, 4, 4], ["n", 1, 16, 16], ["n", 4, 4]], random);
  const starts = sizes.map(() => 0);
  tensors.push({ op: "slice", inputs: [tensors.length - 1], attributes: { starts, sizes } });
  outputs[name] = tensors.length - 1;
  return `padding by [${after}] behind output ${name}`;
}

function replace(holder: object, key: string, text: string, where: string): string {
  (holder as Record<string, unknown>)[key] = new Raw(text);
  return `${key} in ${where} to ${text.slice(0, 20)}`;
}

/** A text that stands as it is in JSON, such as a number that no f64 holds. */
class Raw {
  constructor(readonly text: string) {}
  toJSON(): string {
    return `\u0001${this.text}\u0001`;
  }
}

function textOf(json: unknown): string {
  return JSON.stringify(json).replace(/"\\u0001(.*?)\\u0001"/g, (_, text) => {
    return JSON.parse(`"${text}"`);
  });
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[random.integer(from.length)];
}
