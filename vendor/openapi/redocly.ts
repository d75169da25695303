// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// A program: `deno run` it.
// deno-lint-ignore no-import-prefix
import "npm:@redocly/cli@2.77.0/bin/cli.js";
