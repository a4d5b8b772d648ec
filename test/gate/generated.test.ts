import { describe, expect, it } from "vitest";
import { aFile, aLadder, aPull, approval } from "../support/a-pull.ts";
import { judged, states } from "./judged.ts";

const AREAS = {
  api: { paths: ["api/**"] },
  web: { paths: ["web/**"] },
  free: { paths: ["vendor/**"], approval: { min: 0 } },
  secrets: { paths: ["**/secrets/**"], exclusive: true },
};
const index = aLadder({
  approvers: ["ann", { login: "wes", areas: ["web"] }, { login: "sue", areas: ["secrets"] }],
  areas: AREAS,
  generated: ["**/*.pb.go", "roles.yaml"],
});
const of = (files: readonly (string | ReturnType<typeof aFile>)[], ...by: string[]) =>
  states(judged(aPull({ files, reviews: by.map((login) => approval(login)) }), index));

describe("files that a program writes from others", () => {
  it("need nobody beside a change that somebody must approve", () => {
    expect(of(["web/a.ts", "api/a.pb.go"])).toEqual({ web: "waiting" });
    expect(of(["web/a.ts", "api/a.pb.go"], "wes")).toEqual({ web: "approved" });
  });

  it("R15: alone they are asked for as if the key were not there", () => {
    expect(of(["api/a.pb.go", "web/b.pb.go"])).toEqual({ api: "waiting", web: "waiting" });
    expect(of(["api/a.pb.go"], "wes")).toEqual({ api: "waiting" });
  });

  it("R15: likewise beside files that need nobody, which would approve by vacuity", () => {
    expect(of(["vendor/x.js", "api/a.pb.go"])).toEqual({ free: "nobody-needed", api: "waiting" });
  });

  it("R76: are asked for in an exclusive area, beside whatever else", () => {
    expect(of(["web/a.ts", "web/secrets/a.pb.go"], "wes")).toEqual({ web: "approved", secrets: "waiting" });
  });

  it("and beside an exclusive one they need nobody", () => {
    expect(of(["web/secrets/key", "api/a.pb.go"], "sue")).toEqual({ secrets: "approved" });
  });

  it("never roles.yaml itself, whatever a pattern says", () => {
    expect(Object.values(of(["web/a.ts", "roles.yaml"], "wes"))).toEqual(["approved", "nobody-can"]);
  });

  it("R12: a file that was not generated under its former name is asked for under that", () => {
    const renamed = aFile("api/a.pb.go", { change: "renamed", previousPath: "api/a.go" });
    expect(of([renamed, "web/a.ts"], "wes")).toEqual({ api: "waiting", web: "approved" });
  });
});

describe("R66: files that are what the registry beside them publishes", () => {
  const follows = ["docs/OWNERS", "web/secrets/L.md"];
  const by = (files: readonly string[]) => Object.keys(states(judged(aPull({ files, follows }), index)));

  it("need nobody of their own, unless an area is exclusive", () => {
    expect(by(["docs/OWNERS", "roles.yaml"])).toEqual(["roles.yaml"]);
    expect(by(["web/secrets/L.md", "roles.yaml"])).toEqual(["secrets", "roles.yaml"]);
  });

  it("R15: without it, are asked for as any other", () => {
    expect(by(["docs/OWNERS"])).toEqual(["kusion"]);
  });
});

describe("a branch's own role", () => {
  const release = aLadder({
    maintainers: ["max"],
    approvers: ["ann"],
    areas: { core: { paths: ["core/**"], approval: { from: "maintainers" } } },
    approval: {
      branches: [
        { pattern: "release-*", min: 0, from: ["maintainers"] },
        { pattern: "release-old", min: 0, from: ["approvers"] },
      ],
    },
  });
  const into = (base: string, files: readonly string[], by: string) =>
    judged(aPull({ base, files, reviews: [approval(by)] }), release).state.kind;

  it("is asked for on that branch alone", () => {
    expect(into("main", ["a.ts"], "ann")).toBe("approved");
    expect(into("release-1", ["a.ts"], "ann")).toBe("waiting");
    expect(into("release-1", ["a.ts"], "max")).toBe("approved");
  });

  it("only ever asks for a higher one: of several, and of the area's, the highest holds", () => {
    expect(into("release-old", ["a.ts"], "ann")).toBe("waiting");
    expect(into("release-old", ["core/a.ts"], "ann")).toBe("waiting");
    expect(into("release-old", ["core/a.ts"], "max")).toBe("approved");
  });
});
