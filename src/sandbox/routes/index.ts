/** Every REST route of the sandbox. Order matters only where one path fits two of them: the narrower stands first. */

import type { Route } from "../http/router.ts";
import type { Webhooks } from "../webhooks.ts";
import { accountRoutes } from "./accounts.ts";
import { appRoutes } from "./app.ts";
import { branchRoutes } from "./branches.ts";
import { checkRoutes } from "./checks.ts";
import { collaboratorRoutes } from "./collaborators.ts";
import { gitRoutes } from "./git.ts";
import { issueRoutes } from "./issues.ts";
import { manifestRoutes, type Registrations } from "./manifests.ts";
import { organizationRoutes } from "./organizations.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repositories.ts";
import { searchRoutes } from "./search.ts";
import { teamRoutes } from "./teams.ts";

export function allRoutes(hooks: Webhooks, registrations: Registrations): Route[] {
  return [
    ...appRoutes(hooks),
    ...accountRoutes,
    ...organizationRoutes,
    ...teamRoutes,
    ...manifestRoutes(registrations),
    ...repositoryRoutes,
    ...collaboratorRoutes,
    ...branchRoutes,
    ...checkRoutes,
    ...pullRoutes,
    ...issueRoutes,
    ...gitRoutes,
    ...searchRoutes,
  ];
}
