import type { Progress } from "../../training/loop.ts";
import { type RunRecord, writeRunRecord } from "./run_record.ts";

/** Time between two writes that nothing but the step count asks for. */
const WRITE_MS = 5000;

/** Keeps a run's `run.json` true while it trains. */
export class RunJournal {
  #record: RunRecord;
  #written = -Infinity;

  /** @param folder Of the run. @param record Its start; nothing is written before `begin()`. */
  constructor(private readonly folder: string, record: RunRecord) {
    this.#record = record;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** The run is starting, or starting again. @throws {WriteError} Like all that follow. */
  async begin(): Promise<void> {
    const { error: _, ...rest } = this.#record;
    this.#record = rest;
    await this.#write({ state: "running", pid: Deno.pid });
  }

  /** Notes how far training is; on the disk every 5 s and at each validation. */
  async note({ stage, step, steps, validation }: Progress): Promise<void> {
    this.#record = { ...this.#record, progress: { stage, step, steps } };
    const [first] = validation ?? [];
    if (first) this.#compare({ stage, metric: first[0], value: first[1], step });
    if (first || performance.now() - this.#written > WRITE_MS) await this.#write({});
  }

  /** Training was stopped on request, and saved. */
  async stop(step: number): Promise<void> {
    const { progress } = this.#record;
    await this.#write({ state: "stopped", ...progress && { progress: { ...progress, step } } });
  }

  /** The bundle is written. */
  async finish(
    { metrics, bundle }: Required<Pick<RunRecord, "metrics" | "bundle">>,
  ): Promise<void> {
    await this.#write({ state: "done", metrics, bundle });
  }

  /** @param reason What ended the run. */
  async fail(reason: unknown): Promise<void> {
    const message = reason instanceof Error ? reason.message : String(reason);
    await this.#write({ state: "failed", error: message.split("\n", 1)[0] });
  }

  /** Keeps the lowest loss of a stage. */
  #compare(found: NonNullable<RunRecord["best"]>): void {
    const { best } = this.#record;
    if (best && best.stage === found.stage && best.value <= found.value) return;
    this.#record = { ...this.#record, best: found };
  }

  async #write(change: Partial<RunRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change, updated: new Date().toISOString() };
    await writeRunRecord(this.folder, this.#record);
    this.#written = performance.now();
  }
}
