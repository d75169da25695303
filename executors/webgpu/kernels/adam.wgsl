// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= lr (m / c1 / (sqrt(v / c2) + eps) + decay w);
// average = a average + (1 - a) w. One invocation per weight of the arena. Oracle: adam_test.ts.
// Source: Kingma and Ba 2015; decoupled decay: Loshchilov and Hutter 2019.
override COUNT: u32;    // weights
override MATRICES: u32; // leading weights that decay applies to
override WORKGROUP_SIZE: u32 = 64;

struct Step {
  rate: f32,          // lr of this step
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
  clip: f32,          // largest gradient norm, 0: any
  correction1: f32,   // 1 - beta1^t
  correction2: f32,   // 1 - beta2^t
  average: f32,       // a of this step
}

@group(0) @binding(0) var<storage, read> step: Step;
@group(0) @binding(1) var<storage, read> norm: array<f32>;               // [2]: norm, 1 if finite
@group(0) @binding(2) var<storage, read> gradient: array<f32>;           // [COUNT]
@group(0) @binding(3) var<storage, read_write> weight: array<f32>;       // [COUNT]
@group(0) @binding(4) var<storage, read_write> mean: array<f32>;         // [COUNT] m
@group(0) @binding(5) var<storage, read_write> square: array<f32>;       // [COUNT] v
@group(0) @binding(6) var<storage, read_write> average: array<f32>;      // [COUNT]

@compute @workgroup_size(WORKGROUP_SIZE)
fn adam(@builtin(global_invocation_id) gid: vec3u) {
  let i = gid.x + gid.y * 32768u * WORKGROUP_SIZE;
  if (i >= COUNT || norm[1] == 0.0) { return; }
  let shrink = select(1.0, step.clip / (norm[0] + 1e-12), step.clip > 0.0 && norm[0] > step.clip);
  let g = gradient[i] * shrink;
  let m = step.beta1 * mean[i] + (1.0 - step.beta1) * g;
  let v = step.beta2 * square[i] + (1.0 - step.beta2) * g * g;
  let decay = select(0.0, step.decay, i < MATRICES);
  let old = weight[i];
  let w = old - step.rate *
    (m / step.correction1 / (sqrt(v / step.correction2) + step.epsilon) + decay * old);
  mean[i] = m;
  square[i] = v;
  weight[i] = w;
  average[i] = step.average * average[i] + (1.0 - step.average) * w;
}
