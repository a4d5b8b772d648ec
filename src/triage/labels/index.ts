/** The labels there are; a line each. */
import { approved } from "./approved.ts";
import { areas } from "./areas.ts";
import { authorRole } from "./author-role.ts";
import { hold } from "./hold.ts";
import type { Rule } from "./label-rule.ts";
import { lgtm } from "./lgtm.ts";
import { needsApprover } from "./needs-approver.ts";
import { reviewed } from "./reviewed.ts";

export const rules: readonly Rule[] = [approved, lgtm, hold, needsApprover, areas, authorRole, reviewed];
