/**
 * A clock for durations: milliseconds that never go back, of which a step of the system's clock takes
 * one reading at most. Deno's `performance.now()` is steady by itself; workerd's is the system's clock.
 *
 * @param read Milliseconds since any moment.
 */
export function monotonicClock(read: () => number = () => performance.now()): () => number {
  let last = read();
  let passed = 0;
  return () => {
    const now = read();
    passed += Math.max(0, now - last);
    last = now;
    return passed;
  };
}
