import { assertEquals } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";

const ROOT = repositoryRoot();

/** Members that the browser calls. */
const CALLBACKS = '"connectedCallback" | "disconnectedCallback" | "attributeChangedCallback"';

/** Refuses any difference between what `widget.d.ts` declares and what `web/widget.ts` is. */
const PROGRAM = `
import type * as actual from "${ROOT}/web/widget.ts";
import type { ImageHolder } from "${ROOT}/web/page/picture_of_image.ts";
import type { Backend, PageModelErrorCode } from "${ROOT}/web/runtime/page_model.ts";
import type * as declared from "./declared.d.ts";

type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : never : never;
type Keys = Exclude<keyof actual.TesseraGenerator, ${CALLBACKS}>;
export const same: [
  Same<Keys, keyof declared.TesseraGenerator>,
  Same<Parameters<actual.TesseraGenerator["generate"]>, Parameters<declared.TesseraGenerator["generate"]>>,
  Same<keyof actual.GenerateOptions, keyof declared.GenerateOptions>,
  Same<actual.CodeGrid, declared.CodeGrid>,
  Same<actual.EncodedImage, declared.EncodedImage>,
  Same<actual.ImageDetail, declared.ImageDetail>,
  Same<actual.ProgressDetail, declared.ProgressDetail>,
  Same<Omit<actual.ReadyDetail, "manifest">, Omit<declared.ReadyDetail, "manifest">>,
  Same<actual.ErrorDetail, declared.ErrorDetail>,
  Same<keyof actual.TesseraEvents, keyof declared.TesseraEvents>,
  Same<ImageHolder, declared.ImageHolder>,
  Same<Backend, declared.Backend>,
  Same<PageModelErrorCode, declared.ErrorCode>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true];
export function asDeclared(element: actual.TesseraGenerator): declared.TesseraGenerator {
  return element;
}
export function manifest(detail: actual.ReadyDetail): declared.Manifest {
  return detail.manifest;
}
`;

Deno.test("widget.d.ts declares what widget.js is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const declared = await Deno.readTextFile(`${ROOT}/static/widget.d.ts`);
    // Both make the element known to every document, which one program may do once.
    await Deno.writeTextFile(`${folder}/declared.d.ts`, declared.split("declare global {")[0]);
    await Deno.writeTextFile(`${folder}/program.ts`, PROGRAM);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["check", "--quiet", "--no-lock", `--config=${ROOT}/deno.dom.json`],
        ...[`--import-map=${ROOT}/deno.json`, `${folder}/program.ts`],
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
