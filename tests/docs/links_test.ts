import { assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Documents for people, by path. */
async function documents(): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of ["", "docs/", ".github/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, ROOT))) {
      if (name.endsWith(".md")) paths.push(folder + name);
    }
  }
  return paths.sort();
}

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
}

Deno.test("Links of the documents lead to files and headings that there are", async () => {
  const broken: string[] = [];
  for (const path of await documents()) {
    const text = await Deno.readTextFile(new URL(path, ROOT));
    const prose = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`]*`/g, "");
    for (const [, link] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      const target = new URL(link, new URL(path, ROOT));
      const anchor = target.hash.slice(1);
      target.hash = "";
      const found = await Deno.stat(target).then(() => true, () => false);
      if (!found) broken.push(`${path}: ${link}`);
      if (!found || anchor === "") continue;
      const headings = [...(await Deno.readTextFile(target)).matchAll(/^#+ (.+)$/gm)];
      if (!headings.some(([, heading]) => anchorOf(heading) === anchor)) {
        broken.push(`${path}: ${link}`);
      }
    }
  }
  assertEquals(broken, []);
});
