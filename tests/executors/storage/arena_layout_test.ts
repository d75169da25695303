import { assertEquals } from "@std/assert";
import { Graph, zeros } from "../../../core/graph/mod.ts";
import { ArenaLayout } from "../../../executors/storage/arena_layout.ts";

function layoutOfFour(): ArenaLayout {
  const graph = new Graph();
  graph.parameter("bias", [3], zeros);
  graph.parameter("weight", [5, 13], zeros);
  graph.parameter("codebook", [2, 2], zeros, { trainable: false });
  graph.parameter("kernel", [2, 1, 1, 1], zeros);
  return new ArenaLayout(graph);
}

Deno.test("ArenaLayout puts matrices first, then the rest, and state elsewhere", () => {
  const { slots, sizes } = layoutOfFour();
  const places = [...slots].map(([name, { offset, trainable }]) => [name, offset, trainable]);
  assertEquals(
    new Set(places.map(String)),
    new Set(["weight,0,true", "kernel,128,true", "bias,192,true", "codebook,0,false"]),
  );
  assertEquals(sizes, { weights: 256, matrices: 192, state: 64 });
});

Deno.test("ArenaLayout.arenaOf() puts back what byName() took apart", () => {
  const layout = layoutOfFour();
  const arena = new Float32Array(256);
  for (const { offset, words, trainable } of layout.slots.values()) {
    if (trainable) { for (let i = offset; i < offset + words; i++) arena[i] = i + 1; }
  }
  assertEquals(layout.arenaOf(layout.byName(arena)), arena);
});
