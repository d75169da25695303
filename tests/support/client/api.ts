// Stands in for what a test makes of the live document and compiles the client with.
// deno-lint-ignore-file no-explicit-any

/** The operations by their paths. */
export type paths = any;
/** What the operations share. */
export type components = any;
