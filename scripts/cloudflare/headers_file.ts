import { UNVERSIONED } from "../../routes/files.ts";
import { COMMON } from "../../routes/http/common_headers.ts";
import { OTHER_HEADERS, PAGE_HEADERS } from "../../routes/page_headers.ts";

/** The text of `_headers`: what the file route says of pages, for pages that no route answers. */
export function headersFile(): string {
  const rules = [
    ruleOf("/*", { ...COMMON, "cache-control": UNVERSIONED, ...PAGE_HEADERS }),
    // Rules accumulate, so a rule that changes a header removes it first.
    ...Object.entries(OTHER_HEADERS).map(([path, headers]) =>
      ruleOf(`/${path}`, headers, Object.keys(headers).filter((name) => name in PAGE_HEADERS))
    ),
  ];
  return rules.join("\n");
}

function ruleOf(path: string, headers: Record<string, string>, without: string[] = []): string {
  const lines = [
    ...without.map((name) => `! ${name}`),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${path}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
