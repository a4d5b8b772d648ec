import { describe, expect, it } from "vitest";
import { parsedJson } from "../../src/shared/json-text.ts";

describe("R52: what no database stores is replaced where JSON comes in", () => {
  it.each([
    ["a NUL", '{"body":"a\\u0000b"}', { body: "a\ufffdb" }],
    ["a high half alone", '{"body":"a\\ud83db"}', { body: "a\ufffdb" }],
    ["a low half alone", '{"body":"\\uDE00"}', { body: "\ufffd" }],
    ["two high halves before a low one", '{"body":"\\ud83d\\ud83d\\ude00"}', { body: "\ufffd😀" }],
    ["in a name", '{"a\\u0000":1}', { "a\ufffd": 1 }],
  ])("%s", (_, text, read) => expect(parsedJson(text)).toEqual(read));

  it.each([
    ["a whole pair", '{"body":"\\ud83d\\ude00"}', { body: "😀" }],
    ["an escaped backslash before u0000", '{"body":"a\\\\u0000b"}', { body: "a\\u0000b" }],
    ["other control characters", '{"body":"\\u0001\\n"}', { body: "\u0001\n" }],
  ])("%s stays as it is", (_, text, read) => expect(parsedJson(text)).toEqual(read));
});
