// A gallery of pictures that `<tessera-generator>` draws in the page, with the element's types: see `widget.html`.
// In a project of your own, take the types from your server: `curl -O http://127.0.0.1:8000/widget.d.ts`.
import type { ErrorDetail, ImageDetail, TesseraGenerator } from "../static/widget.d.ts";

const status = document.querySelector("output")!;

/** Shows a picture and resolves once it is drawn. @param src Folder of a bundle. */
export async function show(src: string, seed: number): Promise<ImageDetail> {
  const element: TesseraGenerator = document.createElement("tessera-generator");
  element.src = src;
  element.seed = seed;
  element.addEventListener("tessera-progress", ({ detail: { rows, height } }) => {
    status.textContent = `row ${rows} of ${height}`;
  });
  element.addEventListener("tessera-error", ({ detail }) => status.textContent = reasonOf(detail));
  document.body.append(element);
  const { promise, resolve } = Promise.withResolvers<ImageDetail>();
  element.addEventListener("tessera-image", ({ detail }) => resolve(detail), { once: true });
  return await promise;
}

function reasonOf({ code, message }: ErrorDetail): string {
  return code === "unreachable" ? "Start the server: deno task start" : message;
}

for (const seed of [1, 2, 3]) {
  const { backend, milliseconds, codes } = await show("http://127.0.0.1:8000/models/mnist/", seed);
  const size = `${codes.length} × ${codes[0].length} codes`;
  status.textContent = `seed ${seed}: ${size} in ${milliseconds.toFixed(1)} ms on ${backend}`;
}
