import type { Command } from "../../cli/command.ts";
import type { Flags } from "../../cli/flags.ts";

/** The flags of `deno task start`, which `main.ts` takes too. */
export const START = {
  task: "start",
  summary: "Serves every bundle of a folder over HTTP.",
  flags: {
    port: { type: "integer", default: 8000, min: 0, max: 65535, help: "port; 0 takes a free one" },
    host: { type: "string", value: "HOST", default: "127.0.0.1", help: "address to listen on" },
    models: {
      type: "string",
      value: "DIR",
      default: "static/models",
      help: "folder whose folders are bundles",
    },
  },
} satisfies Command<Flags>;
