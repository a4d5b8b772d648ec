import { describe, expect, it } from "vitest";
import { joined } from "../../src/registry/extends.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import { aRegistry, faultsOf, KUSION, parsed } from "./a-registry.ts";

/** Every way to write nothing in YAML; each stands behind `KEY: `. */
const EMPTY = ["", "~", "null", "Null", "\n    # - something", "{}", '""', "[null]", "[~]", '[""]'];

/** A registry with a hole for the value of a key that names people, areas, repositories or paths. */
const HOLES: Readonly<Record<string, (value: string) => string>> = {
  "a role's list": (value) => `maintainers: [ann, ben]\napprovers: ${value}\n`,
  "an entry's areas": (value) =>
    `areas: { docs: { paths: ["docs/**"] } }\nmaintainers: [ann, ben]\napprovers:\n- login: cho\n  areas: ${value}\n`,
  "a team's areas": (value) =>
    `areas: { docs: { paths: ["docs/**"] } }\nmaintainers: [ann, ben]\napprovers:\n- team: KusionStack/t\n  areas: ${value}\n`,
  "an entry's login": (value) => `maintainers: [ann, ben]\napprovers:\n- login: ${value}\n`,
  "an entry's team": (value) => `maintainers: [ann, ben]\napprovers:\n- team: ${value}\n`,
  "an entry's id": (value) => `maintainers: [ann, ben]\napprovers:\n- login: cho\n  id: ${value}\n`,
  "an area's paths": (value) => `maintainers: [ann, ben]\nareas:\n  docs:\n    repos: [kusion]\n    paths: ${value}\n`,
  "an area's repositories": (value) =>
    `maintainers: [ann, ben]\nareas:\n  docs:\n    paths: ["docs/**"]\n    repos: ${value}\n`,
  "an area": (value) => `maintainers: [ann, ben]\nareas:\n  docs: ${value}\n`,
  "an area's role": (value) =>
    `maintainers: [ann, ben]\nareas:\n  docs:\n    paths: ["docs/**"]\n    approval:\n      from: ${value}\n`,
  "the role that approves": (value) => `maintainers: [ann, ben]\napproval:\n  from: ${value}\n`,
  "the role that reviews": (value) => `maintainers: [ann, ben]\nreviews:\n  from: ${value}\n`,
  "the role that nominates": (value) => `maintainers: [ann, ben]\npromotion:\n  nominate: ${value}\n`,
  "the role of a command": (value) => `maintainers: [ann, ben]\ncommands:\n  hold: ${value}\n`,
  "what is extended": (value) => `maintainers: [ann, ben]\nextends: ${value}\n`,
  "the paths of docs": (value) => `maintainers: [ann, ben]\nkinds:\n  docs:\n    paths: ${value}\n`,
  "the sponsors' role": (value) =>
    `maintainers: [ann, ben]\nroles:\n  maintainers:\n    promotion:\n      sponsors:\n        from: ${value}\n`,
  emeritus: (value) => `maintainers: [ann, ben]\nemeritus: ${value}\n`,
};

const sound = (text: string) => parsed(text).registry !== null;

describe("R77: a key without a value is a fault with its place", () => {
  it.each(Object.entries(HOLES))("%s, however nothing is spelled", (_what, text) => {
    for (const value of EMPTY) {
      const [fault = ""] = faultsOf(text(value));
      expect([value, sound(text(value)), /^[2-9]:\d+ [^w]/.test(fault) || fault]).toEqual([value, false, true]);
    }
  });

  it("areas: nothing is a fault, and {} is written for none", () => {
    const text = (value: string) => `maintainers: [ann, ben]\nareas: ${value}\n`;
    for (const value of ["", "~", "null", "\n  # docs: { paths: [docs] }", "[null]", '""'])
      expect([value, sound(text(value))]).toEqual([value, false]);
    expect(sound(text("{}"))).toBe(true);
  });

  it("with what to do", () => {
    expect(faultsOf("maintainers: [ann, ben]\napprovers:\n  # - cho\n")).toEqual([
      '2:1 "approvers" has no value, and nothing that is empty means everything; write one, or [] for nobody, or leave the key out',
    ]);
    expect(faultsOf("maintainers: [ann, ben]\nareas:\n  docs:\n    paths:\n")).toEqual([
      '4:5 "paths" has no value, and nothing that is empty means everything; write one, or leave the key out',
    ]);
    expect(faultsOf("maintainers: [ann, ben, ~]\n")).toEqual([
      "1:25 this item of the list has no value; write one or remove it",
    ]);
  });

  it("[] is written for nobody, and names of roles are names", () => {
    const text =
      "roles: { members: , approvers: {}, maintainers: ~ }\nmaintainers: [ann, ben]\napprovers: []\nemeritus: []\n";
    expect(faultsOf(text)).toEqual([]);
  });
});

describe("R77: an area says its repositories or its paths", () => {
  it.each(["", "~", "{}", "{ approval: { min: 0 } }", "{ exclusive: true }"])("docs: %s", (value) => {
    expect(faultsOf(`maintainers: [ann, ben]\nareas:\n  docs: ${value}\n`)).toEqual([
      '3:3 area "docs" says neither its repositories nor its paths; write `repos`, or `paths: ["**"]` for everything',
    ]);
  });

  it("or it reaches nothing: neither does what a file leaves to the registry that it extends, which does not say it", () => {
    const organisation = aRegistry("maintainers: [root, max]");
    const own = aRegistry(
      "extends: true\nareas: { docs: { approval: { min: 0 } } }\nmaintainers: [{ login: eve, areas: [docs] }]",
      {},
      "kusion",
    );
    const index = indexed(joined(own, organisation));
    expect(index.areaPathsOf(KUSION, "a.go")).toMatchObject([{ areas: [], open: true }]);
    expect(index.holdsAnyRole({ login: "eve", id: 9, type: "User" })).toBe(false);
  });
});

describe("R77: a ladder without a role called approvers", () => {
  it("has its top role approve, unless it says who does", () => {
    const text = "roles: { reviewers: , owners: }\nowners: [ann, ben]\nreviewers: [cho]\n";
    expect(aRegistry(text).approval.from).toBe("owners");
    expect(aRegistry(`${text}approval: { from: reviewers }\n`).approval.from).toBe("reviewers");
  });
});
