import { PAGE_TABLE } from "./page_table.ts";
import { PROCESSOR_TABLE } from "./processor_table.ts";
import { SERVING_TABLE } from "./serving_table.ts";
import type { Table } from "./table.ts";
import { TRAINING_TABLE } from "./training_table.ts";

/** The tables that README has of benchmarks. */
export const TABLES: readonly Table[] = [
  SERVING_TABLE,
  PAGE_TABLE,
  PROCESSOR_TABLE,
  TRAINING_TABLE,
];
