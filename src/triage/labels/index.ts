/** All labels, one line each, in the order in which they are documented. The registry's keys, its schema and the docs follow from it. */

import { approved } from "./approved.ts";
import { areas } from "./areas.ts";
import { authorRole } from "./author-role.ts";
import { hold } from "./hold.ts";
import type { LabelRule } from "./label-rule.ts";
import { lgtm } from "./lgtm.ts";
import { needsApprover } from "./needs-approver.ts";
import { reviewed } from "./reviewed.ts";

export const LABEL_RULES: readonly LabelRule[] = [approved, lgtm, hold, needsApprover, areas, authorRole, reviewed];
