import { PAGE_POLICY, UNVERSIONED } from "../../routes/files.ts";
import { COMMON } from "../../routes/http/common_headers.ts";

/** The text of `_headers`: what the file route says of pages, for pages that no route answers. */
export function headersFile(): string {
  const headers = {
    ...COMMON,
    "cache-control": UNVERSIONED,
    "content-security-policy": PAGE_POLICY,
  };
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`);
  return `/*\n${lines.join("")}`;
}
