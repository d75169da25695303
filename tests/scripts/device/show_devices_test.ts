import { assertEquals } from "@std/assert";
import { deviceLines } from "../../../scripts/device/show_devices.ts";

Deno.test("deviceLines() marks software adapters and what auto takes", () => {
  const devices = [
    { word: "0", name: "NVIDIA L4", software: false, reason: "a graphics card was found" },
    { word: "1", name: "llvmpipe", software: true },
    { word: "cpu", name: "processor (2 threads)", software: false },
  ];
  assertEquals(deviceLines(devices), [
    "0    NVIDIA L4              auto: a graphics card was found",
    "1    llvmpipe               in software",
    "cpu  processor (2 threads)",
  ]);
});
