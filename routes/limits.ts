/** The largest JSON body, in bytes. */
export const MAX_JSON_BYTES = 64 * 1024;
/** The largest PNG body, in bytes. */
export const MAX_PNG_BYTES = 4 * 1024 * 1024;
/** The largest side of a PNG body, in pixels. */
export const MAX_PNG_SIDE = 4096;
/** The longest path and query, in bytes. */
export const MAX_URL_BYTES = 8 * 1024;
/** Time for a request body to arrive, in milliseconds. */
export const BODY_DEADLINE_MS = 10_000;
/** Memory for bodies in progress, in bytes; a single client may use half. */
export const MAX_BODIES_BYTES = 32 * 1024 * 1024;
/** Maximum images per request. */
export const MAX_IMAGES = 64;
/** The largest nearest-neighbour enlargement of a picture. */
export const MAX_SCALE = 16;
/** Maximum pixels of a reply's picture, over all its images. */
export const MAX_PICTURE_PIXELS = 4096 * 4096;
/** Maximum side of a grid of codes in a request. */
export const MAX_GRID_SIDE = 128;
/** Maximum entries in a problem's `errors`. */
export const MAX_ERRORS = 16;

/** Images drawn at once by a task: more would be no cheaper and would delay others. */
export const MAX_IMAGES_A_TASK = 4;
/** Codes drawn by a task, unless a single image has more. */
export const MAX_CODES_A_TASK = 1024;
