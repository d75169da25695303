import type { Context } from "hono";
import { Problem } from "./problem.ts";

/** One range of an Accept header. */
interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

const WEIGHT = /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

/**
 * Picks the offer with the highest quality in the request's `Accept`; the earlier offer wins a tie, and the first is
 * taken without a header. Source: RFC 9110, 12.5.1.
 *
 * @throws {Problem} 406 if no offer is accepted.
 */
export function negotiate<Offer extends string>(c: Context, offers: readonly Offer[]): Offer {
  const accept = c.req.header("accept");
  if (accept === undefined || accept.trim() === "") return offers[0];
  const ranges = accept.split(",").map(parseRange);
  let best: Offer | undefined;
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > bestQuality) [best, bestQuality] = [offer, quality];
  }
  if (best !== undefined) return best;
  throw new Problem(
    406,
    `Cannot answer: expected Accept to allow ${offers.join(" or ")}, got "${accept.slice(0, 64)}"`,
  );
}

function parseRange(text: string): MediaRange {
  const [type, ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  if (weight === undefined) return { type, quality: 1 };
  return { type, quality: WEIGHT.test(weight) ? Number(weight.slice(2)) : 0 };
}

/** The quality of the most specific range that matches the offer; 0 if none does. */
function qualityOf(offer: string, ranges: readonly MediaRange[]): number {
  const [family] = offer.split("/");
  for (const candidate of [offer, `${family}/*`, "*/*"]) {
    const range = ranges.find(({ type }) => type === candidate);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
