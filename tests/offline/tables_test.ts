import { assertEquals } from "@std/assert";
import { agreementTable } from "../../offline/tables.ts";

Deno.test("agreementTable() shows each set of images, then what the columns say", () => {
  const judgement = { count: 40, share: 0.9, frechet: 1.25, precision: 0.8, recall: 0.75 };
  const lines = agreementTable({
    test: { count: 50, share: 0.98 },
    halves: { count: 25, frechet: 0.5, precision: 0.9, recall: 0.91 },
    training: { ...judgement, frechet: 0.0123 },
    reconstructions: { ...judgement, count: 50 },
    generated: [{ ...judgement, temperature: 0.8, guidance: 1.5 }],
  });
  const table = lines.slice(0, 6).map((line) => line.split(/ {2,}/));
  assertEquals(table, [
    ["images", "read as their class", "Fréchet distance", "precision", "recall"],
    ["50 real test images (the classifier's accuracy)", "98.00 %"],
    ["25 of them against 25 others", "0.5", "90.00 %", "91.00 %"],
    ["40 real training images", "90.00 %", "0.0123", "80.00 %", "75.00 %"],
    ["reconstructions of the test images", "90.00 %", "1.25", "80.00 %", "75.00 %"],
    [
      "40 generated, seeds 0 to 39, temperature 0.8, guidance 1.5",
      ...["90.00 %", "1.25", "80.00 %", "75.00 %"],
    ],
  ]);
  const notes = lines.slice(7).map((line) => line.split(":")[0]);
  assertEquals(notes, [
    "Fréchet distance",
    "precision",
    "recall",
    "against others",
    "training images",
  ]);
});
