// Not in the import map, nor in deno.dev.lock: its lock is openapi.lock, as tests can do without it.
// A program: `deno run` it.
// deno-lint-ignore no-import-prefix
import "npm:@redocly/cli@2.77.0/bin/cli.js";
