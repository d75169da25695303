import type { HeaderName } from "./headers.ts";

/** Documentation of a refusal by its status. */
export interface Refusal {
  /** Its name in `components.responses`. */
  readonly name: string;
  readonly description: string;
  /** Of a problem with this status. */
  readonly title: string;
  readonly example: string;
  readonly headers?: readonly HeaderName[];
}

/** Every status of a refusal. */
export const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: {
    name: "Malformed",
    description: "The request, its query or its body cannot be read.",
    title: "Bad Request",
    example: "Cannot read seed: it must be a number",
  },
  401: {
    name: "Unauthorized",
    description: "The key is unknown, or missing on a server that requires one.",
    title: "Unauthorized",
    example: "Cannot take work: expected a key in Authorization, there is none",
    headers: ["WWW-Authenticate"],
  },
  404: {
    name: "NotFound",
    description: "Unknown model, version or path.",
    title: "Not Found",
    example: 'Cannot find model "cats"',
  },
  406: {
    name: "NotAcceptable",
    description: "Accept allows none of the available types.",
    title: "Not Acceptable",
    example: 'Cannot answer: expected Accept to allow application/json, got "text/html"',
  },
  408: {
    name: "RequestTimeout",
    description: "The body arrived too slowly; the connection is closed.",
    title: "Request Timeout",
    example: "Cannot wait for the body longer than 10000 ms",
  },
  413: {
    name: "ContentTooLarge",
    description: "The body, or the picture in it, is too large.",
    title: "Content Too Large",
    example: "Cannot accept a body of more than 65536 bytes",
  },
  414: {
    name: "UriTooLong",
    description: "The address is too long.",
    title: "URI Too Long",
    example: "Cannot accept an address of more than 8192 bytes",
  },
  415: {
    name: "UnsupportedMediaType",
    description: "The body is declared as another type, or as compressed.",
    title: "Unsupported Media Type",
    example: "Cannot accept the body: Content-Type must be application/json",
  },
  416: {
    name: "RangeNotSatisfiable",
    description: "No byte of the file is in the range.",
    title: "Range Not Satisfiable",
    example: "Cannot send this range: the file has 2132 bytes",
    headers: ["Content-Range"],
  },
  422: {
    name: "UnprocessableContent",
    description: "A value is out of range, or the model does not allow it.",
    title: "Unprocessable Content",
    example: "Cannot accept scale: it must be at most 16",
  },
  429: {
    name: "TooManyRequests",
    description: "This client is over its rate limit.",
    title: "Too Many Requests",
    example: "Cannot answer this client now: it asks for too much",
    headers: ["Retry-After"],
  },
  503: {
    name: "ServiceUnavailable",
    description: "The server is at capacity, starting or stopping.",
    title: "Service Unavailable",
    example: "Cannot take work yet: the server is starting",
    headers: ["Retry-After"],
  },
};
