import { assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";
import { BILL, supplyDocuments } from "../../../scripts/supply/supply_documents.ts";
import { billFindings } from "../../../vendor/cyclonedx/schemas.ts";

Deno.test("supplyDocuments() are those in the repository (else `deno task licences`)", async () => {
  for (const [path, text] of await supplyDocuments(repositoryRoot())) {
    assertEquals(await Deno.readTextFile(`${repositoryRoot()}/${path}`) === text, true, path);
  }
});

Deno.test("billOfMaterials() has no finding of CycloneDX's schema", async () => {
  const bill = JSON.parse(await Deno.readTextFile(`${repositoryRoot()}/${BILL}`));
  assertEquals(await billFindings(bill), []);
  // The schema is not one that takes everything.
  const hashes = [{ alg: "SHA-512", content: "none" }];
  const broken = { ...bill, components: [{ ...bill.components[0], hashes }] };
  assertEquals((await billFindings(broken)).length > 0, true);
});
