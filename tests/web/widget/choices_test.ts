import { assertEquals, assertThrows } from "@std/assert";
import {
  backendChoice,
  CONTROLS,
  loadingChoice,
  wantedControls,
} from "../../../web/widget/choices.ts";
import { SettingError } from "../../../web/widget/settings.ts";

Deno.test("wantedControls() is none without the attribute and all if it is empty", () => {
  assertEquals([...wantedControls(null)], []);
  assertEquals([...wantedControls("")], [...CONTROLS]);
});

Deno.test("wantedControls() takes the words in the order of the controls", () => {
  assertEquals([...wantedControls(" download  new ")], ["new", "download"]);
});

Deno.test("wantedControls() refuses a word it does not know", () => {
  const message =
    "Cannot draw: expected controls to be empty or some of new, seed, class, temperature, download, " +
    `got "new nope"`;
  assertThrows(() => wantedControls("new nope"), SettingError, message);
});

Deno.test("backendChoice() is auto unless told, and refuses what it does not know", () => {
  assertEquals([null, "auto", "webgpu", "wasm"].map(backendChoice), [
    "auto",
    "auto",
    "webgpu",
    "wasm",
  ]);
  const message = `Cannot draw: expected backend to be one of auto, webgpu, wasm, got "gpu"`;
  assertThrows(() => backendChoice("gpu"), SettingError, message);
});

Deno.test("loadingChoice() is eager unless told, and refuses what it does not know", () => {
  assertEquals([null, "eager", "lazy"].map(loadingChoice), ["eager", "eager", "lazy"]);
  const message = `Cannot draw: expected loading to be one of eager, lazy, got "Lazy"`;
  assertThrows(() => loadingChoice("Lazy"), SettingError, message);
});
