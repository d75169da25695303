// packed[tile, tap, c, row] = operand[offset + (tile * ROWS + row) * rowStride + c * channelStride + tap], 0 for rows past the last.
// One invocation per 4 rows of one channel and tap. Oracle: conv2d_ref.ts, matmul_test.ts.
override ROWS : u32 = 32;

struct Params { rows : u32, channels : u32, taps : u32, offset : u32, row_stride : u32, channel_stride : u32 }

@group(0) @binding(0) var<storage, read> operand : array<f32>; // filters with taps, or a matrix with taps = 1
@group(0) @binding(1) var<storage, read_write> packed : array<vec4f>; // [tiles, taps, channels, ROWS / 4]
@group(0) @binding(2) var<uniform> params : Params;

fn operand_at(row : u32, base : u32) -> f32 {
  return select(0.0, operand[base + min(row, params.rows - 1) * params.row_stride], row < params.rows);
}

@compute @workgroup_size(8)
fn pack_rows(@builtin(global_invocation_id) gid : vec3u) {
  let quads = ROWS / 4;
  let c = gid.x / quads;
  if (c >= params.channels) { return; }
  let row = gid.z * ROWS + gid.x % quads * 4;
  let base = params.offset + c * params.channel_stride + gid.y;
  packed[(gid.z * params.taps + gid.y) * params.channels * quads + gid.x] =
    vec4f(operand_at(row, base), operand_at(row + 1, base), operand_at(row + 2, base), operand_at(row + 3, base));
}
