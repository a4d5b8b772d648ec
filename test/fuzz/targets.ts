/** Everything that takes text from outside. */

import { fields } from "./fields.ts";
import { answers, markers, webhooks } from "./github.ts";
import { endpoint } from "./http.ts";
import { durations, globs, registries } from "./registry.ts";
import { comments, markdown, shown } from "./talk.ts";
import type { Target } from "./target.ts";

export const targets: readonly Target[] = [
  ...[comments, markdown, shown, registries, globs, durations, markers, webhooks, answers, fields, endpoint],
];
