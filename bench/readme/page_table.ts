import type { Table } from "./table.ts";

const BACKENDS = ["wasm", "webgpu"];
const PASSES = "fixed point, mnist: passes of the prior for 49 codes";

/** What a visitor of a page waits for. */
export const PAGE_TABLE: Table = {
  name: "page",
  head: ["", "WASM kernels", "WebGPU"],
  rows: (stored) => {
    const both = (what: string) =>
      BACKENDS.map((backend) => stored.of(`page, widget, mnist, ${backend}: ${what}`));
    return [
      [
        "over the wire to the widget's first picture, all of it",
        ...both("over the wire to the first picture"),
      ],
      ["bundle's last byte to first picture", ...both("bundle's last byte to first picture")],
      ["a picture", ...both("a picture")],
      [
        "passes of the prior for 49 codes",
        "1, position by position",
        `${stored.number(`${PASSES}, median`, `${PASSES}, 95 of 100`)} (median, 95 of 100), ` +
        "whole grids at once",
      ],
      ["the studio's first paint", stored.of("page, studio: first paint"), ""],
    ];
  },
};
