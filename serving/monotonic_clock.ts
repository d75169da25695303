/**
 * A monotonic clock in milliseconds, for durations. A step of the system clock affects at most one reading. Deno's
 * `performance.now()` is already monotonic; workerd's follows the system clock.
 *
 * @param read Milliseconds since any fixed moment.
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
