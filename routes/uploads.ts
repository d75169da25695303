import { MAX_UPLOADS } from "./limits.ts";
import { UnavailableError } from "./inference.ts";

/** Counts the large bodies in memory, so that many slow clients cannot fill it. */
export class Uploads {
  #held = 0;

  /** Does work that holds one large body. @throws {UnavailableError} If too many are held. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#held >= MAX_UPLOADS) {
      throw new UnavailableError("Cannot accept another picture: too many are on their way", 1);
    }
    this.#held++;
    try {
      return await work();
    } finally {
      this.#held--;
    }
  }
}
