import { assertEquals } from "@std/assert";
import { type ByteSink, LineWriter } from "../../../serving/deno/line_writer.ts";

const AT_ONCE = { togetherMs: 0 };

/** Keeps what it takes, at most `most` bytes at a time. */
function keeping(most = Infinity): ByteSink & { text: string } {
  const sink = {
    text: "",
    write(bytes: Uint8Array) {
      const taken = bytes.subarray(0, Math.min(most, bytes.length));
      sink.text += new TextDecoder().decode(taken);
      return Promise.resolve(taken.length);
    },
  };
  return sink;
}

Deno.test("LineWriter writes lines in order, whatever a write takes", async () => {
  for (const most of [1, 3, Infinity]) {
    const sink = keeping(most);
    const writer = new LineWriter(sink, AT_ONCE);
    writer.add("one");
    writer.add("two");
    await writer.flush(1000);
    writer.add("three");
    await writer.flush(1000);
    assertEquals([sink.text, writer.dropped], ["one\ntwo\nthree\n", 0]);
  }
});

Deno.test("LineWriter drops and counts lines that a sink refuses, and ends a torn line later", async () => {
  const sink = keeping();
  let refusing = true;
  const writer = new LineWriter({
    write: (bytes) => {
      if (!refusing) return sink.write(bytes);
      if (sink.text !== "") return Promise.reject(new Error("no space left"));
      return sink.write(bytes.subarray(0, 6));
    },
  }, AT_ONCE);
  writer.add("one");
  writer.add("two");
  writer.add("three");
  await writer.flush(1000);
  assertEquals([sink.text, writer.dropped], ["one\ntw", 2]);
  refusing = false;
  writer.add("four");
  await writer.flush(1000);
  assertEquals([sink.text, writer.dropped], ["one\ntw\nfour\n", 2]);
});

Deno.test("LineWriter behind a sink that stalls keeps so much and counts the rest; flush() gives up", async () => {
  const { promise: stall, resolve: goOn } = Promise.withResolvers<void>();
  const sink = keeping();
  const writer = new LineWriter({
    write: async (bytes) => {
      await stall;
      return sink.write(bytes);
    },
  }, { togetherMs: 0, maxWaiting: 100 });
  for (let i = 0; i < 5; i++) writer.add("123456789"); // Ten characters with its break.
  await writer.flush(5);
  for (let i = 0; i < 20; i++) writer.add("123456789");
  await writer.flush(5);
  assertEquals([sink.text, writer.dropped], ["", 15]);
  goOn();
  await writer.flush(1000);
  assertEquals([sink.text, writer.dropped], ["123456789\n".repeat(10), 15]);
});
