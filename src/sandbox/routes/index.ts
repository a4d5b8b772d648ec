/** Every REST route of the sandbox. Order matters only where one path fits two of them: the narrower stands first. */
import type { Route } from "../http/router.ts";
import type { Webhooks } from "../webhooks.ts";
import { accountRoutes } from "./accounts.ts";
import { appRoutes } from "./app.ts";
import { checkRoutes } from "./checks.ts";
import { gitRoutes } from "./git.ts";
import { issueRoutes } from "./issues.ts";
import { pullRoutes } from "./pulls.ts";
import { repositoryRoutes } from "./repositories.ts";
import { searchRoutes } from "./search.ts";

export function allRoutes(hooks: Webhooks): Route[] {
  return [
    ...appRoutes(hooks),
    ...accountRoutes,
    ...repositoryRoutes,
    ...checkRoutes,
    ...pullRoutes,
    ...issueRoutes,
    ...gitRoutes,
    ...searchRoutes,
  ];
}
