import { describe, expect, it } from "vitest";
import { Gone } from "../../../src/github/client/errors.ts";
import { putLabelsOn, takeLabelsOff } from "../../../src/github/write/label-writes.ts";
import { aClient } from "../a-client.ts";

const place = { repository: { owner: "o", name: "r" }, number: 3 };

describe("labels", () => {
  const label = (name: string) => ({ name, color: "00ff00", description: "what it says" });

  it("go on in one request; one that GitHub just made gets its looks, others keep theirs", async () => {
    const made = [
      { name: "new", color: "ededed", description: null },
      { name: "Old", color: "ededed", description: "ours since 2019" },
      { name: "red", color: "ff0000", description: null },
      { name: "other", color: "ededed", description: null },
    ];
    const client = aClient({ rest: () => made });
    await putLabelsOn({ ...place, labels: ["new", "old", "red"].map(label) }, client);
    expect(client.asked).toEqual([
      { what: "POST /repos/o/r/issues/3/labels", body: { labels: ["new", "old", "red"] } },
      { what: "PATCH /repos/o/r/labels/new", body: { color: "00ff00", description: "what it says" } },
    ]);
  });

  it("that come without looks keep those they have, even where GitHub just made them", async () => {
    const client = aClient({ rest: () => [{ name: "new", color: "ededed", description: null }] });
    await putLabelsOn({ ...place, labels: [{ name: "new" }] }, client);
    expect(client.asked).toEqual([{ what: "POST /repos/o/r/issues/3/labels", body: { labels: ["new"] } }]);
  });

  it("go off in one request; one that is gone already is no error", async () => {
    const off = {
      ...place,
      nodeId: "PR_3",
      labels: [label("a/b c"), label("lgtm")].map(({ name }) => ({ name, id: `LA_${name}` })),
    };
    const client = aClient();
    await takeLabelsOff(off, client);
    expect(client.asked).toEqual([{ what: "graphql TakeOff", body: { id: "PR_3", labels: ["LA_a/b c", "LA_lgtm"] } }]);
    const gone = aClient({
      graph: () => {
        throw new Gone("NOT_FOUND");
      },
    });
    await takeLabelsOff(off, gone);
    expect(gone.asked.map(({ what }) => what)).toEqual([
      "graphql TakeOff",
      "DELETE /repos/o/r/issues/3/labels/a%2Fb%20c",
      "DELETE /repos/o/r/issues/3/labels/lgtm",
    ]);
  });

  it("goes off by its name where it is one, as do all whose ids are out of date", async () => {
    const one = { ...place, nodeId: "PR_3", labels: [{ name: "a/b c", id: "LA_1" }] };
    const client = aClient();
    await takeLabelsOff(one, client);
    expect(client.asked).toEqual([{ what: "DELETE /repos/o/r/issues/3/labels/a%2Fb%20c", body: undefined }]);
    const stale = aClient({
      graph: () => {
        throw new Gone("NOT_FOUND");
      },
      rest: (what) => {
        if (what.endsWith("/x")) throw new Gone("404");
      },
    });
    await takeLabelsOff({ ...one, labels: ["x", "y"].map((name) => ({ name, id: `LA_${name}` })) }, stale);
    expect(stale.asked.map(({ what }) => what).slice(1)).toEqual([
      "DELETE /repos/o/r/issues/3/labels/x",
      "DELETE /repos/o/r/issues/3/labels/y",
    ]);
  });
});
