import { type BufferRef, read, type Recorder, write } from "./kernel.ts";
import source from "./pack_rows.wgsl" with { type: "text" };

/** Invocations per workgroup of the kernel. */
const WORKGROUP = 8;

/** Where element (row, channel, tap) of an operand lies: offset + row * rowStride + channel * channelStride + tap. */
export interface Rows {
  readonly operand: BufferRef;
  readonly offset: number;
  readonly rows: number;
  readonly rowStride: number;
  readonly channels: number;
  readonly channelStride: number;
  readonly taps: number;
}

/** Records a copy of an operand as `[tiles of rows, taps, channels, side]`, rows past the last 0, and gives its scratch. */
export function launchPackRows(r: Recorder, rows: Rows, side: number): BufferRef {
  const tiles = Math.ceil(rows.rows / side);
  const packed = r.scratch(tiles * rows.taps * rows.channels * side, "packed rows");
  r.dispatch({
    kernel: {
      name: `pack_rows_${side}`,
      code: source,
      entryPoint: "pack_rows",
      constants: { ROWS: side },
    },
    bindings: [read(rows.operand), write(packed)],
    uniforms: [
      ...[rows.rows, rows.channels, rows.taps],
      ...[rows.offset, rows.rowStride, rows.channelStride],
    ],
    workgroups: [Math.ceil(rows.channels * side / 4 / WORKGROUP), rows.taps, tiles],
  });
  return packed;
}
