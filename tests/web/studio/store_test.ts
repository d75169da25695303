import { assertEquals } from "@std/assert";
import { FIRST_STATE } from "../../../web/studio/state.ts";
import { Store } from "../../../web/studio/store.ts";

Deno.test("Store.watch() tells of the keys watched, and Store.set() of no change tells nobody", () => {
  const store = new Store(FIRST_STATE);
  const told: string[] = [];
  store.listen(({ seed }, before) => told.push(`any ${before.seed} ${seed}`));
  store.watch(["count"], ({ count }) => told.push(`count ${count}`));
  store.set({ seed: FIRST_STATE.seed });
  store.set({ seed: 8 });
  store.set({ count: 4 });
  assertEquals(told, ["any 7 8", "any 8 8", "count 4"]);
});
