import { assertEquals } from "@std/assert";
import { billOfMaterials, licencesIn } from "../../../scripts/supply/bill_of_materials.ts";
import type { Component } from "../../../scripts/supply/inventory.ts";

const PROJECT = { name: "project", version: "1.0.0", license: "MIT" };
const COMPONENTS: Component[] = [
  {
    name: "@a/served",
    version: "1.0.0",
    integrity: "sha512-AQI=",
    dependencies: ["tool@2.0.0"],
    use: "served",
    part: "the server",
    copies: new Map([["static/file", "00ff"]]),
  },
  {
    name: "tool",
    version: "2.0.0",
    integrity: "sha512-AwQ=",
    dependencies: [],
    use: "developed with",
    copies: new Map(),
  },
];
const LICENCES = new Map([["@a/served@1.0.0", "MIT OR CC0-1.0"], ["tool@2.0.0", "ISC"]]);

Deno.test("billOfMaterials() names each package by its address and hash, and what is served", () => {
  const { components, dependencies } = JSON.parse(
    billOfMaterials(PROJECT, COMPONENTS, LICENCES),
  );
  const [served, tool] = components;
  assertEquals([served.group, served.name, served.purl], [
    ...["@a", "served", "pkg:npm/%40a/served@1.0.0"],
  ]);
  assertEquals(served.hashes, [{ alg: "SHA-512", content: "0102" }]);
  assertEquals(served.components[0].hashes, [{ alg: "SHA-256", content: "00ff" }]);
  assertEquals([served.scope, tool.scope], ["required", "excluded"]);
  assertEquals(served.licenses, [{ expression: "MIT OR CC0-1.0" }]);
  assertEquals(dependencies, [
    { ref: "project@1.0.0", dependsOn: [served.purl] },
    { ref: served.purl, dependsOn: [tool.purl] },
    { ref: tool.purl, dependsOn: [] },
  ]);
});

Deno.test("licencesIn() a bill are those of packages with the same content", () => {
  const bill = billOfMaterials(PROJECT, COMPONENTS, LICENCES);
  assertEquals(licencesIn(bill, COMPONENTS), LICENCES);
  const changed = { ...COMPONENTS[1], integrity: "sha512-BQY=" };
  assertEquals(licencesIn(bill, [changed]), new Map());
});
