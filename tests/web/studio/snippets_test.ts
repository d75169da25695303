import { assertEquals } from "@std/assert";
import {
  curlCommand,
  curlDecode,
  imageTag,
  pictureAddress,
  widgetSnippet,
} from "../../../web/studio/snippets.ts";
import { GenerateQuery } from "../../../routes/schemas/generate.ts";
import { FIRST_STATE } from "../../../web/studio/state.ts";
import { CARD } from "./test_card.ts";

const ORIGIN = "https://host";
const RECIPE = {
  ...FIRST_STATE,
  seed: 9,
  count: 1,
  class: 1,
  temperature: 0.8,
  topK: 5,
  topP: 0.9,
};

Deno.test("pictureAddress() names the version and every setting, as the API takes them", () => {
  const address = new URL(pictureAddress({ ...RECIPE, guidance: 2 }, CARD, ORIGIN));
  const words = Object.fromEntries(address.searchParams);
  assertEquals(address.pathname, "/generate");
  assertEquals(words, {
    ...{ model: "test", version: "abc", seed: "9", class: "1", temperature: "0.8" },
    ...{ top_k: "5", top_p: "0.9", guidance: "2", scale: "16" },
  });
  assertEquals(Object.keys(words).every((name) => name in GenerateQuery.shape), true);
});

Deno.test("pictureAddress() leaves out what is as usual", () => {
  const address = pictureAddress({ ...FIRST_STATE, count: 16 }, CARD, ORIGIN);
  assertEquals(address, "https://host/generate?model=test&version=abc&seed=7&n=16&scale=5");
});

Deno.test("Snippets name a class whose index is another's name", () => {
  const card = { ...CARD, classes: ["1", "0"] };
  const address = new URL(pictureAddress({ ...RECIPE, class: 0 }, card, ORIGIN));
  assertEquals(address.searchParams.get("class"), "1");
  assertEquals(widgetSnippet({ ...RECIPE, class: 1 }, card, ORIGIN).includes('label="0"'), true);
});

Deno.test("imageTag() lets no text end an attribute", () => {
  assertEquals(imageTag("a?b&c", 'say "x"'), '<img src="a?b&amp;c" alt="say &quot;x&quot;">');
});

Deno.test("curlCommand() and curlDecode() quote what a shell would read", () => {
  assertEquals(curlCommand("https://host/a?b&c"), "curl 'https://host/a?b&c' -o picture.png");
  const body = /-d '([^']*)'/.exec(curlDecode([1, 2, 3, 4, 5, 6], CARD, ORIGIN))![1];
  assertEquals(JSON.parse(body), { model: "test", codes: [[1, 2, 3], [4, 5, 6]], scale: 16 });
});

Deno.test("widgetSnippet() has the widget's attributes", () => {
  assertEquals(
    widgetSnippet(RECIPE, CARD, ORIGIN),
    '<script type="module" src="https://host/widget.js"></script>\n' +
      '<tessera-generator src="https://host/models/test/" seed="9" class-label="1" ' +
      'temperature="0.8" top-k="5" top-p="0.9"></tessera-generator>',
  );
});
