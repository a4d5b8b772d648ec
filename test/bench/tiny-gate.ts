/** The smallest possible gate, for the test of the comparison: its status says what a review says. */

import { createServer } from "node:http";
import { z } from "zod";
import { openGitHub } from "../../src/github/client/client.ts";

const { APP_ID, PRIVATE_KEY = "", GITHUB_API_URL = "", GITHUB_GRAPHQL_URL = "", PORT } = process.env;
const urls = { apiUrl: GITHUB_API_URL, graphqlUrl: GITHUB_GRAPHQL_URL };
const github = openGitHub({ ...urls, appId: Number(APP_ID), privateKey: PRIVATE_KEY });

const event = z.object({
  action: z.string(),
  installation: z.object({ id: z.number() }),
  repository: z.object({ full_name: z.string() }),
  review: z.object({ state: z.string(), commit_id: z.string() }),
});

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on("end", () => {
    response.end();
    if (request.headers["x-github-event"] !== "pull_request_review") return;
    const { installation, repository, review } = event.parse(JSON.parse(body));
    const state = review.state === "approved" ? "success" : "failure";
    void github
      .installation(installation.id)
      .rest("POST", `/repos/${repository.full_name}/statuses/${review.commit_id}`, {
        body: { state, context: "tiny: gate" },
      });
  });
});
server.listen(Number(PORT), "127.0.0.1");
