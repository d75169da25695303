import { assert, assertEquals } from "@std/assert";
import { Random } from "../../core/random/random.ts";
import { SharedBudget } from "../../routes/shared_budget.ts";

Deno.test("SharedBudget.take() gives one client half, and the next a third of all", () => {
  const budget = new SharedBudget(12);
  assertEquals([budget.take("a", 7), budget.take("a", 6), budget.take("a", 1)], [
    false,
    true,
    false,
  ]);
  assertEquals([budget.take("b", 4), budget.take("b", 3)], [false, true]);
  assertEquals([budget.heldBy("a"), budget.heldBy("b"), budget.used], [6, 3, 9]);
  budget.giveBack("a", 6);
  assertEquals([budget.heldBy("a"), budget.used], [0, 3]);
});

Deno.test("SharedBudget always has something left for one more client", () => {
  const random = new Random(1);
  const budget = new SharedBudget(1000);
  const held: [client: string, amount: number][] = [];
  for (let i = 0; i < 5000; i++) {
    const client = `c${random.integer(6)}`;
    const amount = 1 + random.integer(200);
    if (budget.take(client, amount)) held.push([client, amount]);
    assert(budget.used < budget.limit);
    if (held.length > 0 && random.uniform() < 0.3) {
      const [[other, given]] = held.splice(random.integer(held.length), 1);
      budget.giveBack(other, given);
    }
  }
  for (const [client, amount] of held) budget.giveBack(client, amount);
  assertEquals(budget.used, 0);
});
