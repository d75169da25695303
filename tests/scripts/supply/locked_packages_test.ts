import { assertEquals, assertThrows } from "@std/assert";
import { lockedPackages } from "../../../scripts/supply/locked_packages.ts";

const LOCK = {
  version: "5",
  npm: {
    "@a/plugin@1.0.0_b@2.0.0": { integrity: "sha512-AAAA", dependencies: ["b", "c@1.0.0"] },
    "b@2.0.0": { integrity: "sha512-BBBB", optionalDependencies: ["c@2.0.0"] },
    "c@1.0.0": { integrity: "sha512-CCCC" },
    "c@2.0.0": { integrity: "sha512-DDDD" },
  },
};

Deno.test("lockedPackages() are the packages without their peers, with what each needs", () => {
  const packages = [...lockedPackages(JSON.stringify(LOCK))];
  assertEquals(packages.map(([id, it]) => [id, it.integrity, ...it.dependencies]), [
    ["@a/plugin@1.0.0", "sha512-AAAA", "b@2.0.0", "c@1.0.0"],
    ["b@2.0.0", "sha512-BBBB", "c@2.0.0"],
    ["c@1.0.0", "sha512-CCCC"],
    ["c@2.0.0", "sha512-DDDD"],
  ]);
});

Deno.test("lockedPackages() refuses a lock file of another version", () => {
  const text = JSON.stringify({ ...LOCK, version: "6" });
  assertThrows(() => lockedPackages(text), SyntaxError, "expected version 5, got 6");
});
