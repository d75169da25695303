import { ancestors, isOp, type Tensor } from "../../../core/graph/mod.ts";
import { findEpilogues, type Fused } from "../../storage/epilogue.ts";
import { findGroups } from "../pointwise/find_groups.ts";
import { chooseStored } from "./materialise.ts";
import type { Buffer } from "./task.ts";

/** How the tensors of a graph are computed. */
export interface Decisions {
  /** In topological order. */
  readonly order: readonly Tensor[];
  /** The tensors with memory, and those that would have some if they were not part of another's product. */
  readonly stored: ReadonlySet<Tensor>;
  /** Products that end as another tensor, by that. */
  readonly epilogues: ReadonlyMap<Tensor, Fused>;
  /** Tensors that one pass computes, by the last of them. */
  readonly groups: ReadonlyMap<Tensor, readonly Tensor[]>;
  /** Stored tensors that are computed with another of {@link epilogues} or {@link groups}. */
  readonly elsewhere: ReadonlySet<Tensor>;
}

/** Decides what gets memory, and what is computed together. @param wanted Tensors that must be stored. */
export function decide(wanted: ReadonlySet<Tensor>): Decisions {
  const order = ancestors([...wanted]);
  const epilogues = findEpilogues(order, wanted);
  const between = new Set([...epilogues.values()].flatMap((it) => it.between));
  const stored = chooseStored(order, new Set([...wanted, ...epilogues.keys()]));
  const groups = findGroups(order, {
    isStored: (tensor) => stored.has(tensor),
    isPass: (tensor) => !epilogues.has(tensor) && !between.has(tensor),
  });
  const earlier = [...groups.values()].flatMap((members) => members.slice(0, -1));
  return { order, stored, epilogues, groups, elsewhere: new Set([...between, ...earlier]) };
}

/** Every tensor stored and computed by itself, so that each can be inspected. */
export function decideToStoreAll(wanted: ReadonlySet<Tensor>): Decisions {
  const order = ancestors([...wanted]);
  const none = { epilogues: new Map(), groups: new Map(), elsewhere: new Set<Tensor>() };
  return { order, stored: new Set(order), ...none };
}

/** A tensor to be stored in given memory. */
export interface Placed {
  readonly tensor: Tensor;
  readonly place: Buffer;
}

/** Where tensors are to be computed: a reshape is where what it reshapes is. */
export function placesOf(
  placed: readonly Placed[],
  { stored, epilogues }: Decisions,
): Map<Tensor, Buffer> {
  const between = new Set([...epilogues.values()].flatMap((it) => it.between));
  const places = new Map(placed.map(({ tensor, place }) => [tensor, place]));
  for (const { tensor, place } of placed) {
    if (!isOp(tensor, "reshape")) continue;
    const [reshaped] = tensor.inputs;
    const isFree = stored.has(reshaped) && reshaped.inputs.length > 0 &&
      !isOp(reshaped, "reshape") && !between.has(reshaped) && !places.has(reshaped);
    if (!isFree) continue;
    places.delete(tensor);
    places.set(reshaped, place);
  }
  return places;
}
