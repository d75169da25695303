export * from "../../cli/errors.ts";
