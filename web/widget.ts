/**
 * `<tessera-generator>`: loading this file is all that a page needs.
 *
 * ```html
 * <script type="module" src="https://HOST/widget.js"></script>
 * <tessera-generator src="https://HOST/models/mnist/" seed="7" class-label="3"></tessera-generator>
 * ```
 */
import { TesseraGenerator } from "./widget/tessera_generator.ts";

const NAME = "tessera-generator";

// A page that loads the file twice, from two addresses, keeps the first.
if (!customElements.get(NAME)) customElements.define(NAME, TesseraGenerator);

declare global {
  interface HTMLElementTagNameMap {
    [NAME]: TesseraGenerator;
  }
}

export { TesseraGenerator };
export type { CodeGrid } from "./widget/code_grid.ts";
export type * from "./widget/events.ts";
export type { GenerateOptions } from "./widget/generate_options.ts";
export type { EncodedImage } from "./widget/results.ts";
