import { assertEquals } from "@std/assert";
import { Message } from "../../../executors/onnx/message.ts";

// The first three are the examples of https://protobuf.dev/programming-guides/encoding/

Deno.test("Message.integer() writes seven bits a byte, the lowest first", () => {
  assertEquals([...new Message().integer(1, 150).finish()], [0x08, 0x96, 0x01]);
});

Deno.test("Message.text() writes the length, then UTF-8", () => {
  const bytes = [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67];
  assertEquals([...new Message().text(2, "testing").finish()], bytes);
  assertEquals([...new Message().text(1, "σ").finish()], [0x0a, 2, 0xcf, 0x83]);
});

Deno.test("Message.message() writes a message as its bytes", () => {
  const outer = new Message().message(3, new Message().integer(1, 150));
  assertEquals([...outer.finish()], [0x1a, 0x03, 0x08, 0x96, 0x01]);
});

Deno.test("Message.integer() writes -1 as ten bytes, and field 16 as a tag of two", () => {
  const minusOne = [0x08, ...new Array(9).fill(0xff), 0x01];
  assertEquals([...new Message().integer(1, -1).finish()], minusOne);
  assertEquals([...new Message().integer(16, 127).finish()], [0x80, 0x01, 127]);
  assertEquals([...new Message().integer(1, 2n ** 40n).finish()].length, 7);
});
