/** The largest JSON body, in bytes. */
export const MAX_JSON_BYTES = 64 * 1024;
/** The largest PNG body, in bytes. */
export const MAX_PNG_BYTES = 4 * 1024 * 1024;
/** The largest side of a PNG body, in pixels. */
export const MAX_PNG_SIDE = 4096;
/** The longest path and query, in bytes. */
export const MAX_URL_BYTES = 8 * 1024;
/** How long a request body may take to arrive, in milliseconds. */
export const BODY_DEADLINE_MS = 10_000;
/** The most memory that bodies take at one time, in bytes; one client alone may use half. */
export const MAX_BODIES_BYTES = 32 * 1024 * 1024;
/** The most images of one request. */
export const MAX_IMAGES = 64;
/** The largest nearest-neighbour enlargement of a picture. */
export const MAX_SCALE = 16;
/** The most pixels of one reply's picture, over all its images. */
export const MAX_PICTURE_PIXELS = 4096 * 4096;
/** The largest side of a grid of codes that a request may carry. */
export const MAX_GRID_SIDE = 128;
/** The most entries of one problem's `errors`. */
export const MAX_ERRORS = 16;

/** Images that one task draws at once: more would be no cheaper, and keep others waiting. */
export const MAX_IMAGES_A_TASK = 4;
/** Codes that one task draws, unless a single image has more. */
export const MAX_CODES_A_TASK = 1024;
