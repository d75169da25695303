/**
 * Trains small discrete-latent image generators and draws with them: graphs of ops, models, bundles, pictures.
 *
 * The server and the commands are tasks of `deno.json`.
 *
 * @example A graph and its gradient
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { differentiate, evaluate, Graph, reduceSum, square } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [2]);
 * const loss = reduceSum(square(x), { axes: [0] });
 * const feeds = new Map([["x", Float32Array.of(3, 4)]]);
 * const [value, dX] = evaluate(graph, [loss, ...differentiate(graph, loss, [x])], feeds);
 * assertEquals([[...value], [...dX]], [[25], [6, 8]]);
 * ```
 *
 * @module
 */

// Graphs: tensors, ops, gradients.
export {
  add,
  argmin,
  type AttributeKind,
  type AttributeKinds,
  type AttributeTypes,
  broadcastTo,
  clampToUnit,
  concat,
  constant,
  conv2d,
  type ConvAttributes,
  convTranspose2d,
  type ConvTransposeAttributes,
  crossEntropy,
  div,
  dropout,
  type DropoutAttributes,
  type DType,
  embedding,
  evaluate,
  exp,
  fanInUniform,
  type FileAttributes,
  type FileConstant,
  type FileInput,
  type FileOp,
  type FileParameter,
  type FileTensor,
  Graph,
  type GraphFile,
  GraphFileError,
  greater,
  heNormal,
  type Initializer,
  instantiate,
  type KindOf,
  log,
  logSoftmax,
  matmul,
  type MatmulAttributes,
  mean,
  mul,
  neg,
  type NoAttributes,
  normal,
  oneHot,
  type OneHotAttributes,
  ones,
  type Op,
  type OpName,
  pad,
  type PadAttributes,
  type Parameter,
  type RandomSource,
  readGraphFile,
  reduceSum,
  relu,
  reshape,
  type Same,
  scale,
  select,
  type Shape,
  ShapeError,
  type Side,
  sigmoid,
  slice,
  type SliceAttributes,
  softmax,
  sqrt,
  square,
  stopGradient,
  sub,
  tanh,
  Tensor,
  type TensorType,
  traceGraph,
  transpose,
  uniform,
  type Values,
  type Visit,
  zeros,
} from "./core/graph/mod.ts";
export { differentiate } from "./core/graph/differentiate.ts";
export { Random } from "./core/random/random.ts";

// Models: layers, what a codec and a prior are, recipes.
export {
  addBias,
  convLayer,
  type ConvOptions,
  convTransposeLayer,
  residualBlock,
  Scope,
} from "./models/layers.ts";
export { vqNearest } from "./models/quantisers/vq_codebook.ts";
export {
  CODEBOOK_PARAMETER,
  type Codec,
  type CodecModel,
  type CodeSpace,
  type ConfigSchema,
  type Draws,
  type ImageShape,
  type Kind,
  type LatentSpace,
  type Nearest,
  type Objective,
  type Prior,
  type PriorInputs,
  type PriorModel,
  type Quick,
  type Role,
  type Space,
} from "./models/contract.ts";
export { keyPort, noisePort, type Port, type PortValues, rowsPort } from "./models/ports.ts";
export type { Optimisation } from "./models/optimisation.ts";
export { KINDS, type Kinds, kindsOf } from "./models/kinds.ts";
export {
  type CodecStage,
  type Models,
  modelsOf,
  type Pictures,
  type PriorStage,
  type Recipe,
  type Untrained,
} from "./models/recipe.ts";
export {
  ConfigError,
  configOf,
  type RecipeConfig,
  recipeOf,
  type StageConfig,
} from "./models/recipe_config.ts";
export { fitRecipe, quickRecipe, withSteps } from "./models/adapt_recipe.ts";
export { RECIPES } from "./models/recipes.ts";

// Pictures.
export {
  BLACK,
  type ChannelCount,
  type Colour,
  contactSheet,
  type ContactSheetOptions,
  convertChannels,
  createImage,
  decodePng,
  decodePngResized,
  DEFAULT_PNG_LIMITS,
  encodePng,
  type Image,
  imageFromPixels,
  pixelsFromImage,
  PngError,
  type PngErrorCode,
  type PngLimits,
  resize,
  type Turn,
  upscale,
  WHITE,
} from "./core/image/mod.ts";

// Bundles: trained models as files.
export {
  type Bundle,
  type BundleDescription,
  BundleError,
  type BundleGraphs,
  type BundleParts,
  type GraphName,
  type JsonValue,
  loadBundle,
  type LoadOptions,
  type Manifest,
  type ManifestRules,
  type ManifestSpace,
  type Metric,
  type ModelWords,
  OversizeError,
  packBundle,
  type ReadFile,
  readSafetensors,
  SafetensorsError,
  type StoredTensor,
  type StoredType,
  type Weight,
  writeSafetensors,
} from "./core/bundle/mod.ts";

// Training.
export { trainBundle, type TrainBundleOptions } from "./offline/train_bundle.ts";
export type { BundleMetrics } from "./offline/export/bundle_metrics.ts";
export type { Progress } from "./training/loop.ts";

// Drawing.
export {
  type LatentCodec,
  type Model,
  openModel,
  type Sample,
  type SampleRequest,
} from "./generation/model.ts";
export type { Nearest as NearestEntries } from "./generation/codec.ts";
export type { Pass } from "./generation/open_sampler.ts";
export { type Abilities, AbsentError } from "./generation/abilities.ts";
export type { Grid, GridRequest } from "./generation/request.ts";
export type { SamplingSettings } from "./generation/settings.ts";
export { wasmKernels } from "./serving/deno/wasm_kernels.ts";
