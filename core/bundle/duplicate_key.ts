/**
 * The first key that an object of a JSON text has twice, or null. `JSON.parse` keeps the last of
 * them in silence, and another reader the first.
 *
 * @param text Valid JSON.
 */
export function duplicateKey(text: string): string | null {
  const open: (Set<string> | null)[] = []; // the keys of each open object, null for arrays
  let atKey = false;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g)) {
    const keys = open.at(-1);
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : null);
      atKey = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      atKey = false;
    } else if (token === ",") {
      atKey = keys !== null;
    } else if (atKey && keys) {
      const key: string = JSON.parse(token);
      if (keys.has(key)) return key;
      keys.add(key);
      atKey = false;
    }
  }
  return null;
}
