const MOST = 3;

/** The paths that a mistyped one may mean, the nearest first, three at most. */
export function nearPaths(path: string, all: readonly string[]): string[] {
  const last = lastOf(path);
  const most = Math.max(2, Math.floor(last.length / 3));
  return all
    .map((candidate) => {
      const near = distance(path, candidate);
      // The right name in the wrong place: `dropout` for `prior.dropout`.
      const elsewhere = distance(last, lastOf(candidate)) + 1;
      return { candidate, distance: Math.min(near, elsewhere) };
    })
    .filter((it) => it.distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Insertions, deletions and changes of a character that make `b` of `a`, whatever their case. Source: Levenshtein 1966. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1].toLowerCase() === b[j - 1].toLowerCase();
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (same ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
