import type { Machine } from "./machine.ts";

/** What of Linux a machine runs. */
export interface Release {
  /** Whether packages come by apt. */
  apt: boolean;
  /** In lower case, such as `debian`; empty if unknown. */
  id: string;
  /** Of a Debian release that may have backports. */
  codename?: string;
}

/** Reads `/etc/os-release`. */
export async function readRelease(machine: Machine): Promise<Release> {
  const text = await machine.read("/etc/os-release") ?? "";
  const field = (name: string) => text.match(new RegExp(`^${name}="?([^"\\n]*)`, "m"))?.[1];
  const id = field("ID") ?? "";
  const family = [id, ...(field("ID_LIKE") ?? "").split(" ")];
  return {
    id,
    apt: family.includes("debian") || family.includes("ubuntu"),
    codename: id === "debian" ? field("VERSION_CODENAME") : undefined,
  };
}
