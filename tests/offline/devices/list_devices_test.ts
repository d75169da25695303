import { assertEquals } from "@std/assert";
import { listDevices } from "../../../offline/devices/list_devices.ts";

Deno.test("listDevices() ends with the processor, and exactly one device is what auto takes", async () => {
  const devices = await listDevices();
  assertEquals(devices.at(-1)!.word, "cpu");
  assertEquals(
    devices.slice(0, -1).map(({ word }) => word),
    [...devices.keys()].slice(0, -1).map(String),
  );
  assertEquals(devices.filter(({ reason }) => reason !== undefined).length, 1);
});
