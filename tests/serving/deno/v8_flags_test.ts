import { assertEquals } from "@std/assert";
import { HEAP_FLAG, v8Flags, VECTOR_FLAG } from "../../../serving/deno/v8_flags.ts";

Deno.test("v8Flags() has the flag that V8 knows on x64 only there", () => {
  assertEquals(v8Flags("x86_64"), [HEAP_FLAG, VECTOR_FLAG]);
  assertEquals(v8Flags("aarch64"), [HEAP_FLAG]);
});

Deno.test("v8Flags() of this processor are flags with which Deno starts", async () => {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", ...v8Flags(Deno.build.arch), "0"],
    stderr: "null",
  }).output();
  assertEquals(success, true);
});
