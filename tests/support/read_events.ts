import { assertEquals } from "@std/assert";
import { GenerateEvent } from "../../routes/schemas/events.ts";

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  // deno-lint-ignore no-explicit-any -- tests read what the schema of each event says
  readonly content: any;
}

/** Every event of a reply, in order, each as the document describes it. */
export async function readEvents(reply: Response): Promise<ServerEvent[]> {
  const blocks = (await reply.text()).split("\n\n").filter((block) => block !== "");
  return blocks.map((block) => {
    const match = /^event: (\w+)\ndata: (.+)$/.exec(block);
    if (match === null) {
      throw new SyntaxError(`Cannot read event: expected two lines, got "${block}"`);
    }
    const sent = { event: match[1], data: JSON.parse(match[2]) };
    assertEquals<unknown>(GenerateEvent.parse(sent), sent, "the schema describes every member");
    return { event: sent.event, content: sent.data };
  });
}
