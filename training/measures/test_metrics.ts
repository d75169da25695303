import type { Role } from "../../models/contract.ts";

/** What each stage measured on the test split, with the weights that the bundle gets. */
export type TestMetrics = Partial<Record<Role, ReadonlyMap<string, number>>>;
