// Built from static/src by `deno task pages`.
var e={seed:"seed",class:"class-label",temperature:"temperature",topK:"top-k",topP:"top-p"};var d=["src","backend",...Object.values(e)];var r="tessera-generator";customElements.get(r)||customElements.define(r,void 0);var export_TesseraGenerator=void 0;export{export_TesseraGenerator as TesseraGenerator};
