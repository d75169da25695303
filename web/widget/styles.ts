/**
 * The styles of the element. A page gives its size with `width` and `height`, and colours with the
 * properties that start with `--tessera-`; everything else follows the page's own text and colour scheme.
 */
const RULES = `
:host {
  display: inline-block;
  inline-size: 16rem;
  max-inline-size: 100%;
  vertical-align: top;
  container-type: inline-size;
  contain-intrinsic-inline-size: 16rem;
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.frame {
  --accent: var(--tessera-accent, light-dark(#5036c9, #a594ff));
  --line: var(--tessera-line, color-mix(in srgb, currentColor 50%, transparent));
  --radius: var(--tessera-radius, 0.5rem);
  display: grid;
  grid-template: minmax(0, 1fr) minmax(calc(2lh + 0.25rem), auto) auto / minmax(0, 1fr);
  block-size: 100%;
  font-size: 0.8125rem;
  line-height: 1.4;
}
@container (min-width: 22rem) {
  .frame { grid-template-rows: minmax(0, 1fr) minmax(calc(1lh + 0.25rem), auto) auto; }
}
canvas {
  grid-area: 1 / 1;
  inline-size: 100%;
  block-size: 100%;
  min-block-size: 0;
  aspect-ratio: var(--tessera-aspect-ratio, 1);
  object-fit: contain;
  image-rendering: pixelated;
  border-radius: var(--radius);
  background: var(--tessera-ground, color-mix(in srgb, currentColor 8%, transparent));
}
p {
  grid-area: 2 / 1;
  margin: 0.25rem 0 0;
  overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums;
}
p.error {
  grid-area: 1 / 1;
  align-self: end;
  max-block-size: 100%;
  margin: 0;
  padding: 0.5rem 0.65rem;
  overflow: auto;
  border-radius: var(--radius);
  background: var(--tessera-error-ground, light-dark(#fdeceb, #43201f));
  color: var(--tessera-error-ink, light-dark(#8a1c14, #ffc9c4));
}
fieldset {
  grid-area: 3 / 1;
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(6rem, 100%), 1fr));
  gap: 0.5rem;
  align-items: end;
  min-inline-size: 0;
  margin: 0.5rem 0 0;
  padding: 0;
  border: 0;
}
label { display: grid; grid-template-columns: 1fr auto; gap: 0.15rem; }
.wide { grid-column: 1 / -1; }
input, select, button {
  grid-column: 1 / -1;
  inline-size: 100%;
  min-block-size: 2.25rem;
  padding: 0.25rem 0.5rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: Field;
  color: FieldText;
  font: inherit;
}
input[type="range"] { padding: 0; border: 0; background: none; accent-color: var(--accent); }
button { cursor: pointer; }
.main {
  border-color: transparent;
  background: var(--accent);
  color: var(--tessera-accent-ink, light-dark(#fff, #16151b));
  font-weight: 600;
}
:disabled { cursor: default; opacity: 0.55; }
fieldset:disabled { opacity: 1; }
[aria-invalid="true"] { border-color: light-dark(#b3261e, #ff8a80); border-width: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (prefers-reduced-motion: no-preference) {
  canvas.waiting { animation: wait 1.6s ease-in-out infinite alternate; }
  @keyframes wait { to { opacity: 0.45; } }
}
`;

let sheet: CSSStyleSheet | undefined;

/** The style sheet that all elements share; a page's policy on styles has no say over it. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  return sheet;
}
