// What the host writes and the kernels read. Two compilers read this file, TypeScript's and AssemblyScript's, so it
// holds nothing but whole numbers. Instructions are u32 words, except factor and offset, which are f32; `_AT` is where
// a word lies in its record, in bytes.

/** Each instruction begins with its opcode, then its size in bytes. */
export const SIZE_AT = 4;

/** Opcodes. */
export const END = 0;
export const CONVOLUTION = 1;
export const ELEMENTWISE = 2;
export const LOOKUP = 3;
export const ARGMIN = 4;
export const CHANNEL_SUM = 5;

/** Convolution: a header, then groups of rows and taps. */
export const CONVOLUTION_WEIGHT_AT = 8;
export const CONVOLUTION_BIAS_AT = 12;
/** Channels of the source. */
export const CONVOLUTION_INPUTS_AT = 16;
/** Blocks of 8 channels of the result. */
export const CONVOLUTION_BLOCKS_AT = 20;
/** Bytes of one block's weights. */
export const CONVOLUTION_BLOCK_BYTES_AT = 24;
export const CONVOLUTION_GROUPS_AT = 28;
/** Not 0 where negative results become 0. */
export const CONVOLUTION_RECTIFIED_AT = 32;
export const CONVOLUTION_HEADER = 40;

/** Elementwise: a header, then where each position's result, a and b are. */
export const ELEMENTWISE_FUNCTION_AT = 8;
/** Fours of channels. */
export const ELEMENTWISE_FOURS_AT = 12;
export const ELEMENTWISE_POSITIONS_AT = 16;
export const ELEMENTWISE_FACTOR_AT = 20;
export const ELEMENTWISE_OFFSET_AT = 24;
/** Not 0 where a, or b, lies in each image's region: else it is the same for all images. */
export const ELEMENTWISE_OWN_A_AT = 28;
export const ELEMENTWISE_OWN_B_AT = 32;
/** Not 0 where b has one channel, which holds for all. */
export const ELEMENTWISE_SPLAT_B_AT = 36;
export const ELEMENTWISE_HEADER = 48;
export const ELEMENTWISE_ENTRY = 12;

/** Elementwise functions. */
export const ADD = 0;
export const SUB = 1;
export const MUL = 2;
export const DIV = 3;
export const GREATER = 4;
export const RELU = 5;
export const TANH = 6;
export const SIGMOID = 7;
export const EXP = 8;
export const SQRT = 9;
export const SCALE = 10;
export const GATE = 11;

/** Lookup: a header, then where each position's result and code are. */
export const LOOKUP_TABLE_AT = 8;
/** Bytes of one row of the table. */
export const LOOKUP_ROW_BYTES_AT = 12;
export const LOOKUP_POSITIONS_AT = 16;
export const LOOKUP_HEADER = 20;

/** Argmin and channel sum: a header, then where each position's result and row are. */
export const ROWS_CHANNELS_AT = 8;
export const ROWS_POSITIONS_AT = 12;
export const ROWS_HEADER = 16;

/** An entry of lookup, argmin and channel sum. */
export const PAIR = 8;

/** The record that draws all images share: u32 words. */
export const SAMPLER_CODES_AT = 0;
/** A table of addresses of instructions, one per position. */
export const SAMPLER_STEPS_AT = 4;
/** Offset of the codes in a region. */
export const SAMPLER_GRID_AT = 8;
/** A table of the offsets in a region of each position's logits. */
export const SAMPLER_LOGITS_AT = 12;
export const SAMPLER_SCRATCH_AT = 16;
export const SAMPLER_BYTES = 20;
/** Scratch memory per code: its logit and weight in f64, and its place in the order. */
export const SCRATCH_BYTES = 20;

/** The record of one image to draw: f64, then u32 words. */
export const REQUEST_TEMPERATURE_AT = 0;
export const REQUEST_TOP_P_AT = 8;
export const REQUEST_GUIDANCE_AT = 16;
/** The kernels add to it. */
export const REQUEST_LOG_LIKELIHOOD_AT = 24;
export const REQUEST_SEED_AT = 32;
export const REQUEST_TOP_K_AT = 36;
/** A table of codes, -1 to draw; 0 for none. */
export const REQUEST_KEPT_AT = 40;
/** The image with the same codes and no class, whose logits guide; 0 for none. */
export const REQUEST_TWIN_AT = 44;
export const REQUEST_BYTES = 48;
