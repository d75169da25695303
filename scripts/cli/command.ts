export * from "../../cli/command.ts";
