import type { HeaderName } from "./headers.ts";

/** What the document says about a status that refuses a request. */
export interface Refusal {
  /** Its name among `components.responses`. */
  readonly name: string;
  readonly description: string;
  /** Of a problem with this status. */
  readonly title: string;
  readonly example: string;
  readonly headers?: readonly HeaderName[];
}

/** Every status that a refusal may have. */
export const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: {
    name: "Malformed",
    description: "The request, its query or its body cannot be read.",
    title: "Bad Request",
    example: "Cannot read seed: it must be a number",
  },
  401: {
    name: "Unauthorized",
    description: "The key is none of this server's, or the server wants one and there is none.",
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
    description: "Accept allows no type that there is.",
    title: "Not Acceptable",
    example: "Cannot answer as Accept asks: it must allow application/json",
  },
  408: {
    name: "RequestTimeout",
    description: "The body came too slowly; the connection is closed.",
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
    description: "The range holds no byte of the file.",
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
    description: "This client asks for too much at a time.",
    title: "Too Many Requests",
    example: "Cannot answer this client now: it asks for too much",
    headers: ["Retry-After"],
  },
  503: {
    name: "ServiceUnavailable",
    description: "There is no place for more work now, or the server starts or stops.",
    title: "Service Unavailable",
    example: "Cannot take work yet: the server is starting",
    headers: ["Retry-After"],
  },
};
