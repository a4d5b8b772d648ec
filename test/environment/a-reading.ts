/** The reading of an environment, with files that are given by their paths. */

import { type EnvironmentReading, readEnvironment } from "../../src/environment/environment.ts";
import { aPrivateKey } from "../support/a-key.ts";

export const credentials = { APP_ID: "4242", PRIVATE_KEY: aPrivateKey, WEBHOOK_SECRET: "a long random text of ours" };

type Texts = Readonly<Record<string, string>>;

export function reading(env: Texts, files: Texts = {}): EnvironmentReading {
  return readEnvironment(env, (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no such file ${path}`), { code: "ENOENT" });
    return text;
  });
}

export function faults(env: Texts, files: Texts = {}): readonly string[] {
  const read = reading(env, files);
  return read.kind === "faulty" ? read.faults : [];
}

export function environment(env: Texts, files: Texts = {}) {
  const read = reading(env, files);
  if (read.kind === "faulty") throw new Error(read.faults.join("\n"));
  return read.environment;
}
