/** What a package says about its licence. */
export interface PackageLicence {
  /** An SPDX expression, such as `MIT` or `(MIT OR CC0-1.0)`. */
  readonly expression: string;
  /** Its licence and notice files, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

const LICENCE_FILE = /^(licen[cs]e|notice|copying|thirdpartynotices)(\.(md|txt))?$/i;

/**
 * Reads the licence of a package that Deno has downloaded.
 *
 * @param npmCache From `deno info`. @param identity `name@version`.
 * @returns Undefined if the package is not there or says nothing.
 */
export async function packageLicence(
  npmCache: string,
  identity: string,
): Promise<PackageLicence | undefined> {
  const at = identity.lastIndexOf("@");
  for await (const { name: registry } of Deno.readDir(npmCache)) {
    const folder = `${npmCache}/${registry}/${identity.slice(0, at)}/${identity.slice(at + 1)}`;
    const text = await Deno.readTextFile(`${folder}/package.json`).catch(() => undefined);
    const expression = text === undefined ? undefined : expressionOf(JSON.parse(text));
    if (expression !== undefined) return { expression, texts: await textsIn(folder) };
  }
  return undefined;
}

/** `license` of a `package.json`, also in its old forms. */
function expressionOf(
  { license, licenses }: { license?: string | { type: string }; licenses?: { type: string }[] },
): string | undefined {
  if (typeof license === "string") return license;
  return license?.type ?? licenses?.map(({ type }) => type).join(" AND ");
}

async function textsIn(folder: string): Promise<Map<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const texts = new Map<string, string>();
  for (const name of names.filter((name) => LICENCE_FILE.test(name)).sort()) {
    const text = await Deno.readTextFile(`${folder}/${name}`);
    texts.set(name, text.replaceAll("\r\n", "\n").trim());
  }
  return texts;
}
