import type { Op } from "./tensor.ts";
import {
  addOp,
  argminOp,
  broadcastToOp,
  concatOp,
  conv2dOp,
  conv2dWeightGradientOp,
  convTranspose2dOp,
  crossEntropyOp,
  divOp,
  dropoutOp,
  embeddingOp,
  expOp,
  greaterOp,
  logOp,
  logSoftmaxOp,
  matmulOp,
  mulOp,
  oneHotOp,
  padOp,
  reduceSumOp,
  reluOp,
  reshapeOp,
  scaleOp,
  selectOp,
  sigmoidOp,
  sliceOp,
  softmaxOp,
  sqrtOp,
  stopGradientOp,
  subOp,
  tanhOp,
  transposeOp,
} from "./ops/mod.ts";

/** What an attribute holds. */
export type AttributeKind =
  /** A whole number from 0 on. */
  | "integer"
  /** A finite number. */
  | "number"
  | "boolean"
  /** A list of whole numbers from 0 on; with a length, of just as many. */
  | "integers"
  | readonly ["integers", number]
  /** A list of sides, which may follow the number of images. */
  | "sides";

/** An op that a graph file may name, and the kinds of its attributes, all of them required. */
export interface FileOpRule {
  readonly op: Op;
  readonly attributes: Readonly<Record<string, AttributeKind>>;
}

const CONVOLUTION = {
  stride: ["integers", 2],
  pad: ["integers", 4],
  groups: "integer",
} as const;
const AXIS = { axis: "integer" } as const;

const RULES: readonly (readonly [op: Op, attributes?: FileOpRule["attributes"]])[] = [
  [addOp],
  [argminOp, AXIS],
  [broadcastToOp, { shape: "sides" }],
  [concatOp, AXIS],
  [conv2dOp, CONVOLUTION],
  [conv2dWeightGradientOp, { ...CONVOLUTION, kernel: ["integers", 2] }],
  [convTranspose2dOp, { ...CONVOLUTION, outputSize: ["integers", 2] }],
  [crossEntropyOp, AXIS],
  [divOp],
  [dropoutOp, { rate: "number", salt: "integer" }],
  [embeddingOp],
  [expOp],
  [greaterOp],
  [logOp],
  [logSoftmaxOp, AXIS],
  [matmulOp, { transposeA: "boolean", transposeB: "boolean" }],
  [mulOp],
  [oneHotOp, { depth: "integer", axis: "integer" }],
  [padOp, { before: "integers", after: "integers" }],
  [reduceSumOp, { axes: "integers", keepDims: "boolean" }],
  [reluOp],
  [reshapeOp, { shape: "sides" }],
  [scaleOp, { factor: "number", offset: "number" }],
  [selectOp],
  [sigmoidOp],
  [sliceOp, { starts: "integers", sizes: "sides" }],
  [softmaxOp, AXIS],
  [sqrtOp],
  [stopGradientOp],
  [subOp],
  [tanhOp],
  [transposeOp, { permutation: "integers" }],
];

/** The ops of graph files by name. */
export const FILE_OPS: ReadonlyMap<string, FileOpRule> = new Map(
  RULES.map(([op, attributes = {}]) => [op.name, { op, attributes }]),
);
