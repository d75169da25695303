// y[n, oc, i * outStep + phase] = act(bias[oc] + sum over live taps and c of x[n, c, i * inStep + origin + direction * t] * w[oc, c, tap]).
// For up to 4 channels: one invocation per 4 positions x 4 channels of one phase. Oracle: conv2d_ref.ts.
override WORKGROUP_SIZE : u32 = 64;

struct Params {
  n : u32, first_tile : u32, channels : u32, in_height : u32, in_width : u32, in_offset : u32, in_image : u32,
  rows : u32, out_height : u32, out_width : u32, out_channel : u32, out_channels : u32,
  kernel_height : u32, kernel_width : u32, in_step_h : u32, in_step_w : u32, out_step_h : u32, out_step_w : u32,
  pad_top : u32, pad_left : u32, transposed : u32, relu : u32, has_bias : u32,
}

@group(0) @binding(0) var<storage, read> x : array<f32>; // [n, all channels, inHeight, inWidth]
@group(0) @binding(1) var<storage, read> filters : array<vec4f>; // [row tiles, taps, channels]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [all outChannels]
@group(0) @binding(3) var<storage, read_write> y : array<f32>; // [n, all outChannels, outHeight, outWidth]
@group(0) @binding(4) var<uniform> params : Params;

// a / b by a float estimate and one correction: vector division by a non-constant is slow on a CPU. Quotients < 2^21.
fn divide(a : vec4u, b : u32) -> vec4u {
  let estimate = vec4u(vec4f(a) / f32(b));
  let rest = vec4i(a - estimate * b);
  return estimate + select(vec4u(0), vec4u(1), rest >= vec4i(i32(b))) - select(vec4u(0), vec4u(1), rest < vec4i(0));
}

fn store(row : u32, sum : vec4f, at : vec4u, live : vec4<bool>) {
  if (row >= params.rows) { return; }
  let channel = params.out_channel + row;
  let offset = channel * params.out_height * params.out_width;
  var value = sum;
  if (params.has_bias != 0) { value += bias[channel]; }
  if (params.relu != 0) { value = max(value, vec4f(0)); }
  if (live.x) { y[offset + at.x] = value.x; }
  if (live.y) { y[offset + at.y] = value.y; }
  if (live.z) { y[offset + at.z] = value.z; }
  if (live.w) { y[offset + at.w] = value.w; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn conv_gather(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) lane : u32) {
  let phase_h = tile.z / params.out_step_w;
  let phase_w = tile.z % params.out_step_w;
  let phase_height = (params.out_height + params.out_step_h - 1 - phase_h) / params.out_step_h;
  let phase_width = (params.out_width + params.out_step_w - 1 - phase_w) / params.out_step_w;
  let positions = params.n * phase_height * phase_width;
  let first = (params.first_tile + tile.x) * 4 * WORKGROUP_SIZE;
  if (first >= positions) { return; }
  let position = vec4u(first + 4 * lane) + vec4u(0, 1, 2, 3);
  let inside = position < vec4u(positions);
  let image = divide(min(position, vec4u(positions - 1)), phase_height * phase_width);
  let pixel = min(position, vec4u(positions - 1)) - image * (phase_height * phase_width);
  let i = divide(pixel, phase_width);
  let j = pixel - i * phase_width;

  let first_kh = select(0, (phase_h + params.pad_top) % params.out_step_h, params.transposed != 0);
  let first_kw = select(0, (phase_w + params.pad_left) % params.out_step_w, params.transposed != 0);
  let direction = select(1, -1, params.transposed != 0);
  let top = select(-i32(params.pad_top), i32((phase_h + params.pad_top) / params.out_step_h), params.transposed != 0);
  let left = select(-i32(params.pad_left), i32((phase_w + params.pad_left) / params.out_step_w), params.transposed != 0);
  let image_base = image * params.in_image + params.in_offset;
  let plane = params.in_height * params.in_width;
  let filter_base = tile.y * params.kernel_height * params.kernel_width * params.channels;

  var sum_x = vec4f(); var sum_y = vec4f(); var sum_z = vec4f(); var sum_w = vec4f();
  var h = vec4i(i * params.in_step_h) + top;
  for (var kh = first_kh; kh < params.kernel_height; kh += params.out_step_h) {
    let row_inside = (h >= vec4i(0)) & (h < vec4i(i32(params.in_height)));
    var w = vec4i(j * params.in_step_w) + left;
    for (var kw = first_kw; kw < params.kernel_width; kw += params.out_step_w) {
      let live = row_inside & (w >= vec4i(0)) & (w < vec4i(i32(params.in_width)));
      var at = select(vec4u(0), image_base + vec4u(h) * params.in_width + vec4u(w), live);
      var filter_at = filter_base + (kh * params.kernel_width + kw) * params.channels;
      for (var c = 0u; c < params.channels; c++) {
        let pixels = select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), live);
        let weights = filters[filter_at];
        sum_x = fma(weights.xxxx, pixels, sum_x); sum_y = fma(weights.yyyy, pixels, sum_y);
        sum_z = fma(weights.zzzz, pixels, sum_z); sum_w = fma(weights.wwww, pixels, sum_w);
        at += plane;
        filter_at++;
      }
      w += direction;
    }
    h += direction;
  }

  let out_plane = params.out_height * params.out_width;
  let out_at = image * (params.out_channels * out_plane) +
    (i * params.out_step_h + phase_h) * params.out_width + j * params.out_step_w + phase_w;
  let row = tile.y * 4;
  store(row, sum_x, out_at, inside); store(row + 1, sum_y, out_at, inside);
  store(row + 2, sum_z, out_at, inside); store(row + 3, sum_w, out_at, inside);
}
