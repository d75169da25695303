export * from "../../cli/flags.ts";
