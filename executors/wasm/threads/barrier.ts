/** Reads of a word before a thread sleeps: about as long as waking one takes. */
const SPINS = 20_000;
/** Where there are fewer cores than threads, the one that is waited for may need this one's. */
const SPINS_ON_SHARED_CORES = 100;
/** A thread that has not arrived after so many naps is gone: no phase of a step takes as long. */
const NAPS = 6;
const NAP_SECONDS = 10;

/** Places of its words, each in a cache line of its own. */
const [ARRIVED, ROUND, SLEEPING, BROKEN] = [0, 16, 32, 48];
/** Words of memory that a barrier takes. */
export const BARRIER_WORDS = 64;

/** Another thread of the same barrier has stopped. */
export class ReleasedError extends Error {
  override readonly name = "ReleasedError";
}

/** Where threads meet: none goes on before all have arrived. */
export class Barrier {
  readonly #words: Int32Array;
  readonly #spins: number;

  /** @param address Of {@link BARRIER_WORDS} words, 0 at first. @param napSeconds A sixth of the longest wait. */
  constructor(
    memory: WebAssembly.Memory,
    address: number,
    readonly threads: number,
    private readonly napSeconds = NAP_SECONDS,
  ) {
    this.#words = new Int32Array(memory.buffer, address, BARRIER_WORDS);
    this.#spins = threads > navigator.hardwareConcurrency ? SPINS_ON_SHARED_CORES : SPINS;
  }

  /** Returns when all threads are here. @throws {ReleasedError} After {@link break}. @throws {Error} If one is gone. */
  meet(): void {
    if (this.threads === 1) return;
    const words = this.#words;
    const round = Atomics.load(words, ROUND);
    this.#requireWhole();
    if (Atomics.add(words, ARRIVED, 1) === this.threads - 1) {
      Atomics.store(words, ARRIVED, 0);
      this.#open();
      return;
    }
    for (let spin = 0; Atomics.load(words, ROUND) === round; spin++) {
      if (spin >= this.#spins) this.#sleep(round);
    }
    this.#requireWhole();
  }

  /** Releases all threads for ever: `meet` throws from now on. */
  break(): void {
    Atomics.store(this.#words, BROKEN, 1);
    this.#open();
  }

  #open(): void {
    Atomics.add(this.#words, ROUND, 1);
    if (Atomics.load(this.#words, SLEEPING) > 0) Atomics.notify(this.#words, ROUND);
  }

  #requireWhole(): void {
    if (Atomics.load(this.#words, BROKEN) === 0) return;
    throw new ReleasedError("Cannot go on: another thread has stopped");
  }

  #sleep(round: number): void {
    const words = this.#words;
    Atomics.add(words, SLEEPING, 1);
    let naps = 0;
    while (Atomics.load(words, ROUND) === round && naps < NAPS) {
      if (Atomics.wait(words, ROUND, round, this.napSeconds * 1000) === "timed-out") naps++;
    }
    Atomics.sub(words, SLEEPING, 1);
    if (naps < NAPS) return;
    throw new Error(
      `Cannot go on: expected all threads within ${NAPS * this.napSeconds} s, got one that is gone`,
    );
  }
}
