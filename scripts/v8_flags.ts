import { VECTOR_FLAG } from "../serving/deno/v8_flags.ts";

// Prints the V8 flag with which the processor trains up to twice as fast: pairs of 128-bit SIMD instructions become
// 256-bit ones. `deno.json` starts the tasks that train or measure with it. V8 knows the flag on x64 only, and Deno
// does not start with one that V8 does not know; ARM needs none.
if (Deno.build.arch === "x86_64") console.log(VECTOR_FLAG);
