/** A reading of who has access, as a look leaves it for the page. */

import type { Database } from "../../../src/database/database.ts";
import { saveWhole } from "../../../src/database/readings.ts";
import type { SeenRepository } from "../../../src/database/repositories.ts";
import type { ShownAccess } from "../../../src/model/page-data.ts";
import { NOON } from "../../support/a-pull.ts";

export async function accessRead({ db }: Database, repository: SeenRepository, count: number): Promise<void> {
  const shown: ShownAccess = {
    differences: Array.from({ length: count }, (_, at) => ({
      whatMarkdown: `**eve-${at}** is in \`kusion-approvers\`, the team of approvers of kusion, and the registry does not say so. ben added them on Monday 23 November 2026, 12:00 UTC.`,
      waysMarkdown: `Either \`/promote @eve-${at} approver kusion\`, or take them out of the team on GitHub.`,
    })),
    count,
    pending: ["**cho is invited** into `kusion-approvers` since 22 November 2026."],
    issue: 12,
    trouble: null,
  };
  const reading = { repository, installationId: 7, subject: "access", texts: "roles.yaml@a" };
  await saveWhole(db, reading, { wholeAt: NOON, memory: {}, shown });
}
