/** The folder of data sets: `DATA_DIR`, else `./data`. */
export function dataDirectory(): string {
  return Deno.env.get("DATA_DIR") || "./data";
}
