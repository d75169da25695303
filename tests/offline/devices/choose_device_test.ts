import { assertEquals, assertThrows } from "@std/assert";
import { AdapterError } from "../../../executors/webgpu/device.ts";
import { chooseDevice } from "../../../offline/devices/choose_device.ts";

const SOFTWARE = { name: "llvmpipe (LLVM 15.0.6, 256 bits)", software: true };
const CARD = { name: "NVIDIA GeForce RTX 4090", software: false };
const CHIP = { name: "AMD Radeon 780M", software: false };

Deno.test("chooseDevice() auto takes the first graphics card", () => {
  const reason = "a graphics card was found";
  assertEquals(chooseDevice([CARD, CHIP], "auto"), { device: 0, reason });
  assertEquals(chooseDevice([SOFTWARE, CHIP], "auto"), { device: 1, reason });
});

Deno.test("chooseDevice() auto takes the processor where there is no graphics card", () => {
  assertEquals(chooseDevice([], "auto"), {
    device: "processor",
    reason: "no graphics card was found",
  });
  assertEquals(chooseDevice([SOFTWARE], "auto"), {
    device: "processor",
    reason: `no graphics card was found, only a software adapter, ${SOFTWARE.name}`,
  });
});

Deno.test("chooseDevice() takes what is named: the processor, a number or a part of a name", () => {
  const adapters = [CARD, CHIP, SOFTWARE];
  const named = ["cpu", "2", "radeon", "4090"].map((it) => chooseDevice(adapters, it).device);
  assertEquals(named, ["processor", 2, 1, 0]);
});

Deno.test("chooseDevice() refuses what is not there and names what is", () => {
  const refusal = (adapters: typeof CARD[], wanted: string) =>
    assertThrows(() => chooseDevice(adapters, wanted), AdapterError).message;
  assertEquals(
    refusal([CARD, CHIP], "Voodoo 2"),
    'Cannot open a device: expected auto, cpu, 0 "NVIDIA GeForce RTX 4090", ' +
      '1 "AMD Radeon 780M", got "Voodoo 2"',
  );
  assertEquals(
    refusal([], "7"),
    'Cannot open a device: expected auto, cpu or an adapter (there is none), got "7"',
  );
});
