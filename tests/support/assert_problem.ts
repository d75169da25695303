import { assert, assertEquals } from "@std/assert";
import type * as z from "zod";
import { ProblemDocument } from "../../routes/schemas/service.ts";

/** Checks that a reply is a problem as RFC 9457 has it, with this status; gives the problem. */
export async function assertProblem(
  reply: Response,
  status: number,
): Promise<z.output<typeof ProblemDocument>> {
  const text = await reply.text();
  assertEquals(reply.status, status, text);
  assertEquals(reply.headers.get("content-type"), "application/problem+json");
  const problem = ProblemDocument.parse(JSON.parse(text));
  assertEquals(problem.status, status);
  assertEquals(problem.instance, reply.headers.get("x-request-id"));
  assert(problem.detail.startsWith("Cannot "), problem.detail);
  return problem;
}
