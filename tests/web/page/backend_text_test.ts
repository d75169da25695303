import { assertEquals } from "@std/assert";
import { backendText, millisecondsText } from "../../../web/page/backend_text.ts";

Deno.test("backendText() tells the time and what computed", () => {
  assertEquals(backendText({ backend: "wasm", milliseconds: 3.14 }), "3.1 ms on WebAssembly");
  assertEquals(backendText({ backend: "webgpu", milliseconds: 812.7 }), "813 ms on WebGPU");
  assertEquals(backendText({ backend: "javascript", milliseconds: 0 }), "0.0 ms on JavaScript");
});

Deno.test("millisecondsText() keeps two digits, and changes unit where they would be four", () => {
  const texts = [0.04, 9.94, 9.96, 99.6, 999.4, 999.6, 12_345].map(millisecondsText);
  assertEquals(texts, ["0.0 ms", "9.9 ms", "10 ms", "100 ms", "999 ms", "1.0 s", "12.3 s"]);
});
