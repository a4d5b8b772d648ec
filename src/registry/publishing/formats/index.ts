/** The formats, by their names in roles.yaml: a new one is its file, its test and a line here. */

import type { Format } from "../publication.ts";
import type { FormatName } from "../publish-key.ts";
import { cncfProject } from "./cncf-project.ts";
import { codeowners } from "./codeowners.ts";
import { decisions } from "./decisions.ts";
import { ladder } from "./ladder.ts";
import { owners } from "./owners.ts";
import { securityInsights } from "./security-insights.ts";
import { table } from "./table.ts";

export const formats: Readonly<Record<FormatName, Format>> = {
  table,
  ladder,
  codeowners,
  owners,
  "cncf-project": cncfProject,
  "security-insights": securityInsights,
  decisions,
};
