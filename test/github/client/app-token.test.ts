import { expect, it } from "vitest";
import { z } from "zod";
import { appTokens } from "../../../src/github/client/app-token.ts";
import { aPrivateKey } from "../../support/a-key.ts";

const contentView = z.object({ iat: z.number(), exp: z.number(), iss: z.number() });
const content = (token: string) =>
  contentView.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()));

it("one signature serves a minute, and what it says holds for longer; a clock that is set back has one of its own", () => {
  const tokenAt = appTokens(7, aPrivateKey);
  const noon = Date.parse("2026-11-23T12:00:00Z");
  const first = tokenAt(noon);
  expect(content(first)).toEqual({ iat: noon / 1_000 - 60, exp: noon / 1_000 + 540, iss: 7 });
  expect(tokenAt(noon + 59_999)).toBe(first);
  expect(content(tokenAt(noon + 60_000)).iat).toBe(noon / 1_000);
  expect(content(tokenAt(noon + 59_000)).iat).toBe(noon / 1_000 - 1);
});
