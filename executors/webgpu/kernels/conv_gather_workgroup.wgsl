// y[n, oc, i * outStep + phase] = act(bias[oc] + sum over live taps and c of x[n, c, i * inStep + origin + direction * t] * w[oc, c, tap]).
// One workgroup per 64 channels x 64 positions of one phase, 8 x 8 sums per invocation, 8 channels deep in shared memory. Oracle: conv2d_ref.ts.
struct Params {
  n : u32, first_tile : u32, channels : u32, in_height : u32, in_width : u32, in_offset : u32, in_image : u32,
  rows : u32, out_height : u32, out_width : u32, out_channel : u32, out_channels : u32,
  kernel_height : u32, kernel_width : u32, in_step_h : u32, in_step_w : u32, out_step_h : u32, out_step_w : u32,
  pad_top : u32, pad_left : u32, transposed : u32, relu : u32, has_bias : u32,
}

@group(0) @binding(0) var<storage, read> x : array<f32>; // [n, all channels, inHeight, inWidth]
@group(0) @binding(1) var<storage, read> filters : array<vec4f>; // [row tiles, taps, channels, 16]
@group(0) @binding(2) var<storage, read> bias : array<f32>; // [all outChannels]
@group(0) @binding(3) var<storage, read_write> y : array<f32>; // [n, all outChannels, outHeight, outWidth]
@group(0) @binding(4) var<uniform> params : Params;

const DEAD = 0xffffffffu;
var<workgroup> filter_tile : array<array<vec4f, 16>, 8>; // [c, row / 4]
var<workgroup> pixel_tile : array<array<vec4f, 16>, 8>; // [c, position / 4]
var<workgroup> out_at : array<vec4u, 16>; // where in y[., 0] each position goes, or DEAD

// a / b by a float estimate and one correction: vector division by a non-constant is slow on a CPU. Quotients < 2^21.
fn divide(a : vec4u, b : u32) -> vec4u {
  let estimate = vec4u(vec4f(a) / f32(b));
  let rest = vec4i(a - estimate * b);
  return estimate + select(vec4u(0), vec4u(1), rest >= vec4i(i32(b))) - select(vec4u(0), vec4u(1), rest < vec4i(0));
}

fn store(row : u32, sum : vec4f, quad : u32) {
  if (row >= params.rows) { return; }
  let channel = params.out_channel + row;
  let offset = channel * params.out_height * params.out_width;
  var value = sum;
  if (params.has_bias != 0) { value += bias[channel]; }
  if (params.relu != 0) { value = max(value, vec4f(0)); }
  let at = out_at[quad];
  if (at.x != DEAD) { y[offset + at.x] = value.x; }
  if (at.y != DEAD) { y[offset + at.y] = value.y; }
  if (at.z != DEAD) { y[offset + at.z] = value.z; }
  if (at.w != DEAD) { y[offset + at.w] = value.w; }
}

@compute @workgroup_size(64)
fn conv_gather(@builtin(workgroup_id) tile : vec3u, @builtin(local_invocation_index) local : u32) {
  let phase_h = tile.z / params.out_step_w;
  let phase_w = tile.z % params.out_step_w;
  let phase_height = (params.out_height + params.out_step_h - 1 - phase_h) / params.out_step_h;
  let phase_width = (params.out_width + params.out_step_w - 1 - phase_w) / params.out_step_w;
  let positions = params.n * phase_height * phase_width;
  let first = (params.first_tile + tile.x) * 64;
  if (first >= positions) { return; }
  // Each invocation fetches 4 positions of 2 channels.
  let quad = local % 16;
  let position = min(vec4u(first + 4 * quad) + vec4u(0, 1, 2, 3), vec4u(positions - 1));
  let image = divide(position, phase_height * phase_width);
  let pixel = position - image * (phase_height * phase_width);
  let i = divide(pixel, phase_width);
  let j = pixel - i * phase_width;
  let inside = vec4u(first + 4 * quad) + vec4u(0, 1, 2, 3) < vec4u(positions);
  out_at[quad] = select(vec4u(DEAD), image * (params.out_channels * params.out_height * params.out_width) +
    (i * params.out_step_h + phase_h) * params.out_width + j * params.out_step_w + phase_w, inside);

  let first_kh = select(0, (phase_h + params.pad_top) % params.out_step_h, params.transposed != 0);
  let first_kw = select(0, (phase_w + params.pad_left) % params.out_step_w, params.transposed != 0);
  let direction = select(1, -1, params.transposed != 0);
  let top = select(-i32(params.pad_top), i32((phase_h + params.pad_top) / params.out_step_h), params.transposed != 0);
  let left = select(-i32(params.pad_left), i32((phase_w + params.pad_left) / params.out_step_w), params.transposed != 0);
  let image_base = image * params.in_image + params.in_offset;
  let plane = params.in_height * params.in_width;
  let filter_base = tile.y * params.kernel_height * params.kernel_width * params.channels * 16;
  let quad_row = local / 8;
  let quad_column = local % 8;

  // repeat i
  var l{i} = vec4f(); var r{i} = vec4f();
  // end
  var h = vec4i(i * params.in_step_h) + top;
  for (var kh = first_kh; kh < params.kernel_height; kh += params.out_step_h) {
    let row_inside = (h >= vec4i(0)) & (h < vec4i(i32(params.in_height)));
    var w = vec4i(j * params.in_step_w) + left;
    for (var kw = first_kw; kw < params.kernel_width; kw += params.out_step_w) {
      let live = row_inside & (w >= vec4i(0)) & (w < vec4i(i32(params.in_width)));
      let tap_at = select(vec4u(0), image_base + vec4u(h) * params.in_width + vec4u(w), live);
      let filter_at = filter_base + (kh * params.kernel_width + kw) * params.channels * 16 + quad;
      for (var first_c = 0u; first_c < params.channels; first_c += 8) {
        // repeat half
        let k{half} = local / 16 + 4 * {half};
        let exists{half} = first_c + k{half} < params.channels;
        let c{half} = min(first_c + k{half}, params.channels - 1);
        let at{half} = tap_at + c{half} * plane;
        pixel_tile[k{half}][quad] = select(vec4f(), vec4f(x[at{half}.x], x[at{half}.y], x[at{half}.z], x[at{half}.w]), live & vec4<bool>(exists{half}));
        filter_tile[k{half}][quad] = select(vec4f(), filters[filter_at + c{half} * 16], exists{half});
        // end
        workgroupBarrier();
        for (var depth = 0u; depth < 8; depth += {#k}) {
          // repeat k
          {
            let f = filter_tile[depth + {k}][quad_row]; let g = filter_tile[depth + {k}][quad_row + 8];
            let p = pixel_tile[depth + {k}][quad_column]; let q = pixel_tile[depth + {k}][quad_column + 8];
            l0 = fma(f.xxxx, p, l0); l1 = fma(f.yyyy, p, l1); l2 = fma(f.zzzz, p, l2); l3 = fma(f.wwww, p, l3);
            r0 = fma(f.xxxx, q, r0); r1 = fma(f.yyyy, q, r1); r2 = fma(f.zzzz, q, r2); r3 = fma(f.wwww, q, r3);
            l4 = fma(g.xxxx, p, l4); l5 = fma(g.yyyy, p, l5); l6 = fma(g.zzzz, p, l6); l7 = fma(g.wwww, p, l7);
            r4 = fma(g.xxxx, q, r4); r5 = fma(g.yyyy, q, r5); r6 = fma(g.zzzz, q, r6); r7 = fma(g.wwww, q, r7);
          }
          // end
        }
        workgroupBarrier();
      }
      w += direction;
    }
    h += direction;
  }
  workgroupBarrier();
  let row = tile.y * 64 + 4 * quad_row;
  // Stores in a loop: a store per sum would compile for seconds on a CPU.
  var sums : array<vec4f, 16>;
  // repeat i
  sums[{i}] = l{i}; sums[8 + {i}] = r{i};
  // end
  for (var q = 0u; q < 8; q++) {
    store(row + q % 4 + q / 4 * 32, sums[q], quad_column);
    store(row + q % 4 + q / 4 * 32, sums[8 + q], quad_column + 8);
  }
}
