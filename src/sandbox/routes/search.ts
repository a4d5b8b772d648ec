/** The route of the issue search, and the one that tells the rate limit. */

import { ok } from "../http/answer.ts";
import { sees } from "../http/auth.ts";
import { paged } from "../http/paging.ts";
import type { Route } from "../http/router.ts";
import { issueJson } from "../render/subjects.ts";
import { searched } from "../search.ts";
import { Refusal } from "../world/refusal.ts";

/** GitHub lists no more hits of a search. */
const MAX_HITS = 1_000;

export const searchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/search/issues",
    needs: null,
    answer: (request) => {
      const query = request.query.get("q");
      if (query === null || query.trim() === "")
        throw new Refusal(422, "Validation Failed", [{ resource: "Search", field: "q", code: "missing" }]);
      const found = searched(request.world, query, (subject) => sees(request.world, request.caller, subject.repo));
      const { items, headers } = paged(request, found, MAX_HITS);
      const shown = items.map((subject) => ({ ...issueJson(request.world, subject), score: 1 }));
      return {
        status: 200,
        body: { total_count: found.length, incomplete_results: false, search_type: "lexical", items: shown },
        headers,
      };
    },
  },
  {
    method: "GET",
    path: "/rate_limit",
    needs: null,
    answer: (request) => {
      const reset = Math.floor(request.world.clock.now() / 1000) + 3_600;
      const full = (limit: number) => ({ limit, used: 0, remaining: limit, reset });
      const core = full(5_000);
      return ok({ resources: { core, search: full(30), graphql: full(5_000) }, rate: core });
    },
  },
];
