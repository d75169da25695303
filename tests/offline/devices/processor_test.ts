import { assertEquals, assertMatch } from "@std/assert";
import { givesSameBits, processorName } from "../../../offline/devices/processor.ts";

Deno.test("processorName() tells the threads", () => {
  assertMatch(processorName(1), /^processor \(.*1 thread\)$/);
  assertMatch(processorName(4), /^processor \(.*4 threads\)$/);
});

Deno.test("givesSameBits() holds for any two processors, and for no other two devices", () => {
  const processors = ["processor (AMD EPYC, 2 threads)", "processor (Apple M2, 8 threads)"];
  assertEquals(givesSameBits(processors[0], processors[1]), true);
  assertEquals(givesSameBits("NVIDIA L4", "NVIDIA L4"), true);
  assertEquals(givesSameBits("NVIDIA L4", "NVIDIA H100"), false);
  assertEquals(givesSameBits(processors[0], "llvmpipe"), false);
});
