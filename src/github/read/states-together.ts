/** What several comparisons of one pull request need to know about trees, in one request: none waits longer than the slowest of them. */

import type { RepositoryName } from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { readStatesTogether, type StatesQuestion, type StatesRead } from "./states.ts";

interface StatesTogether {
  /** Somebody who will ask once or not at all; everybody has to join before the first of them does either. */
  join(): Joined;
}

interface Joined {
  ask(question: StatesQuestion): Promise<StatesRead>;
  /** Nothing more is asked; needless after `ask`. */
  leave(): void;
}

interface Waiting {
  readonly question: StatesQuestion;
  readonly answered: (answer: Promise<StatesRead>) => void;
}

export function statesTogether(client: Client, repository: RepositoryName): StatesTogether {
  const waiting: Waiting[] = [];
  let undecided = 0;

  function decided(): void {
    undecided -= 1;
    if (undecided > 0 || waiting.length === 0) return;
    const all = waiting.splice(0);
    const questions = all.map(({ question }) => question);
    const answers = readStatesTogether(client, repository, questions);
    for (const { question, answered } of all) answered(answers.then((answerTo) => answerTo(question)));
  }

  return {
    join() {
      undecided += 1;
      let isDecided = false;
      const decide = () => {
        if (isDecided) return;
        isDecided = true;
        decided();
      };
      return {
        ask: (question) =>
          new Promise((answered) => {
            waiting.push({ question, answered });
            decide();
          }),
        leave: decide,
      };
    },
  };
}
