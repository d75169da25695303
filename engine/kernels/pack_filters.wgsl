// packed[tile, tap, c, row] = weight[offset + (tile * ROWS + row) * rowStride + c * channelStride + tap], 0 for rows past the last.
// One invocation per 4 rows of one channel and tap. Oracle: conv2d_ref.ts.
override ROWS : u32 = 32;

struct Params { rows : u32, channels : u32, taps : u32, offset : u32, row_stride : u32, channel_stride : u32 }

@group(0) @binding(0) var<storage, read> weight : array<f32>; // [outChannels, inChannels / groups, taps]
@group(0) @binding(1) var<storage, read_write> packed : array<vec4f>; // [tiles, taps, channels, ROWS / 4]
@group(0) @binding(2) var<uniform> params : Params;

fn weight_at(row : u32, base : u32) -> f32 {
  return select(0.0, weight[base + min(row, params.rows - 1) * params.row_stride], row < params.rows);
}

@compute @workgroup_size(8)
fn pack_filters(@builtin(global_invocation_id) gid : vec3u) {
  let quads = ROWS / 4;
  let c = gid.x / quads;
  if (c >= params.channels) { return; }
  let row = gid.z * ROWS + gid.x % quads * 4;
  let base = params.offset + c * params.channel_stride + gid.y;
  packed[(gid.z * params.taps + gid.y) * params.channels * quads + gid.x] =
    vec4f(weight_at(row, base), weight_at(row + 1, base), weight_at(row + 2, base), weight_at(row + 3, base));
}
