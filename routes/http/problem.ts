/** One invalid value: `path` is dotted (`codes.0.1`), or names a parameter or header. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Optional fields of a problem. */
export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** A refusal, sent as `application/problem+json`. Source: RFC 9457. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail);
  }

  /** The reply; `instance` is the request id. */
  toResponse(instance: string): Response {
    const { errors = [], headers } = this.extras;
    const title = TITLES[this.status] ?? "Error";
    const document = {
      type: "about:blank",
      title,
      status: this.status,
      detail: this.detail,
      instance,
      errors,
    };
    return new Response(JSON.stringify(document), {
      status: this.status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...headers,
      },
    });
  }
}

/** A 422 for one value. */
export function outOfRange(path: string, message: string): Problem {
  return new Problem(422, `Cannot accept ${path}: ${message}`, { errors: [{ path, message }] });
}

/** A 400 for one value. */
export function malformed(path: string, message: string): Problem {
  return new Problem(400, `Cannot read ${path}: ${message}`, { errors: [{ path, message }] });
}
