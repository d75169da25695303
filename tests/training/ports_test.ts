import { assertEquals } from "@std/assert";
import { Graph } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { keyPort, noisePort, rowsPort } from "../../models/ports.ts";
import { portFeeds } from "../../training/ports.ts";

Deno.test("portFeeds() draws ports one after another from one stream", () => {
  const graph = new Graph();
  const ports = [keyPort(graph, "key"), noisePort(graph, "noise", [2, 3])];
  const random = new Random(7, 9);
  const key = Uint32Array.of(random.u32(), random.u32());
  const noise = Float32Array.from({ length: 6 }, () => random.normal());
  assertEquals(
    portFeeds(ports, new Random(7, 9)),
    new Map<string, Uint32Array | Float32Array>([
      ["key", key],
      ["noise", noise],
    ]),
  );
});

Deno.test("portFeeds() draws different rows, all of them where they are fewer than asked for", () => {
  const graph = new Graph();
  const ports = [
    rowsPort(graph, "some", { count: 5, rows: 100 }),
    rowsPort(graph, "all", { count: 7, rows: 3 }),
  ];
  const feeds = portFeeds(ports, new Random(1));
  assertEquals(new Set(feeds.get("some")).size, 5);
  assertEquals([...new Set(feeds.get("all"))].sort(), [0, 1, 2]);
});

Deno.test("portFeeds() of no ports draws nothing", () => {
  const random = new Random(1);
  assertEquals([portFeeds([], random).size, random.state], [0, 0]);
});
