import type { Command, Program } from "./messages.ts";
import type { Runner } from "./runner.ts";
import { Thread } from "./thread.ts";

/** Other events have a turn at least this often, between two commands. */
const TURN_MS = 10;

/** Runs programs in the thread that calls, and lets other events have their turn now and then. */
export class CallingThread implements Runner {
  readonly threads = 1;
  readonly #thread: Thread;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #turn = 0;

  /** @param barrier Address of the barrier's words. */
  constructor(readonly memory: WebAssembly.Memory, barrier: number) {
    this.#thread = new Thread({ memory, barrier, thread: 0, threads: 1 });
  }

  load([program]: readonly Program[]): void {
    this.#thread.load(program);
  }

  execute(command: Command): Promise<readonly Uint32Array<ArrayBuffer>[]> {
    const writes = command.writes?.map(({ address, values }) => ({
      address,
      values: values.slice(),
    }));
    const values = this.#last.then(async () => {
      if (performance.now() - this.#turn >= TURN_MS) {
        await nextTurn();
        this.#turn = performance.now();
      }
      if (this.#isClosed) throw new Error("Cannot run a program: its threads are closed");
      return this.#thread.execute({ ...command, writes });
    });
    this.#last = values.catch(() => {});
    return values;
  }

  close(): void {
    this.#isClosed = true;
  }
}

/** Resolves when other events have had their turn: sooner than a timer, which may wait 4 ms. */
function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (call: () => void) => void };
  return new Promise((resolve) => {
    if (setImmediate) return setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
