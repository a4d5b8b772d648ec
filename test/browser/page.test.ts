/** The page by itself, over a sandbox of three facts: what the script must keep, and what must work without it. */

import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/index.ts";
import { sandboxPage } from "../../src/sandbox/page/page.ts";
import { aComment, anIssueDetail, aPort, aPullDetail, aState } from "../sandbox/page/a-port.ts";
import { aBrowser, served } from "./browser.ts";

const path = "/KusionStack/kusion/pull/3";
const visit = aBrowser();

/** A page whose pull request the test can change under the visitor's eyes. */
async function aLivePage() {
  const { port, acts } = aPort();
  let pull = aPullDetail({ timeline: [aComment()] });
  const watchers = new Set<() => void>();
  const app = sandboxPage({
    commands,
    port: {
      ...port,
      state: async () => aState(pull, anIssueDetail()),
      pull: async () => pull,
      watch: (changed) => {
        watchers.add(changed);
        return () => watchers.delete(changed);
      },
    },
  });
  const change = (next: Partial<typeof pull>) => {
    pull = { ...pull, ...next };
    for (const changed of watchers) changed();
  };
  return { url: await served(app), change, acts, watching: () => watchers.size };
}

describe("the page in a browser", () => {
  it("shows what happens without losing what is being typed, what is open, or the focus", async () => {
    const { url, change } = await aLivePage();
    const { page, complaints } = await visit(`${url}${path}`);
    await page.locator("#own-comment-11 summary").click();
    await page.getByLabel("Comment", { exact: true }).last().fill("half a thou");
    await page.locator("#say").focus();
    change({
      timeline: [aComment(), aComment({ id: 12, author: "rung[bot]", app: true, body: "I cannot take that." })],
    });
    await page.getByText("I cannot take that.").waitFor();
    expect(await page.locator("#say").inputValue()).toBe("half a thou");
    expect(await page.locator("#own-comment-11").getAttribute("open")).not.toBeNull();
    expect(await page.evaluate("document.activeElement?.id")).toBe("say");
    expect(complaints).toEqual([]);
  });

  it("tells a screen reader when the check changes", async () => {
    const { url, change } = await aLivePage();
    const { page } = await visit(`${url}${path}`);
    const [check] = aPullDetail().checksInFull;
    if (check === undefined) throw new Error("the pull request of the test has no check");
    change({ checksInFull: [{ ...check, status: "completed", conclusion: "success", title: "Approved: kusion" }] });
    await page.locator("#announce", { hasText: "rung: Approved: kusion" }).waitFor({ state: "attached" });
    expect(await page.locator("#check-rung").getAttribute("class")).toContain("success");
  });

  it("sends a comment from the keyboard, with a command put in by its chip, and empties the box", async () => {
    const { url, acts } = await aLivePage();
    const { page } = await visit(`${url}${path}`);
    await page.getByRole("button", { name: "/approve", exact: true }).click();
    await page.keyboard.press("Control+Enter");
    // Looked at from outside: the page forbids to evaluate text, which a second look from inside would be.
    await expect.poll(() => page.locator("#say").inputValue(), { timeout: 30_000 }).toBe("");
    expect(acts).toEqual([
      { as: "octo-fan", owner: "KusionStack", repo: "kusion", number: 3, action: "comment", body: "/approve" },
    ]);
  });

  it("finds a command by what it does, keeps to the search while the page changes, and takes it with Enter", async () => {
    const { url, change } = await aLivePage();
    const { page, complaints } = await visit(`${url}${path}`);
    const command = (name: string) => page.getByRole("button", { name, exact: true });
    expect(await command("/label").isVisible()).toBe(false);
    await page.getByLabel("Find a command").fill("labels on");
    await command("/label").waitFor();
    expect(await command("/approve").isVisible()).toBe(false);
    change({
      timeline: [aComment(), aComment({ id: 12, author: "rung[bot]", app: true, body: "I cannot take that." })],
    });
    await page.getByText("I cannot take that.").waitFor();
    expect(await command("/approve").isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await page.locator("#say").inputValue()).toBe("/label");
    expect(await command("/approve").isVisible()).toBe(true);
    await page.getByLabel("Find a command").fill("no such thing");
    await page.getByText("No command is called that or does that.").waitFor();
    expect(complaints).toEqual([]);
  });

  it("changes the person played without losing what is being typed", async () => {
    const { url } = await aLivePage();
    const { page } = await visit(`${url}${path}`);
    await page.locator("#say").fill("looks right");
    await page.locator("#picker > summary").click();
    await page.getByRole("button", { name: "hoangndst approver of kusion" }).click();
    await page.getByText("Speak as hoangndst").waitFor();
    expect(await page.locator("#say").inputValue()).toBe("looks right");
    expect(await page.locator("#picker").getAttribute("open")).toBeNull();
  });

  it("works without the script: reading, choosing a person, approving", async () => {
    const { url, acts } = await aLivePage();
    const { page } = await visit(`${url}${path}`, { javaScriptEnabled: false });
    await page.locator("#picker > summary").click();
    await page.locator('#picker button[value="hoangndst"]').click();
    await page.locator('#composer button[value="approve"]').click();
    expect(page.url()).toBe(`${url}${path}`);
    expect(acts).toEqual([
      {
        as: "hoangndst",
        owner: "KusionStack",
        repo: "kusion",
        number: 3,
        action: "review",
        event: "APPROVE",
        body: "",
      },
    ]);
  });

  it("asks no other host for anything", async () => {
    const { url } = await aLivePage();
    const { asked, complaints } = await visit(`${url}${path}`);
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((address) => !address.startsWith(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("fits a narrow phone and a laptop without scrolling sideways", async () => {
    const { url } = await aLivePage();
    for (const at of ["/", path, "/new"]) {
      const { page } = await visit(`${url}${at}`);
      for (const width of [360, 390, 820, 1240, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect([at, width, over]).toEqual([at, width, 0]);
      }
    }
  });

  it("keeps the colours one chose", async () => {
    const { url } = await aLivePage();
    const { page } = await visit(url, { colorScheme: "light" });
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/_page/theme"));
    await page.getByLabel("Colours").selectOption("dark");
    await kept;
    await page.goto(`${url}${path}`);
    expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe("dark");
  });

  it("stops watching when the visitor leaves", async () => {
    const { url, watching } = await aLivePage();
    const { page } = await visit(`${url}${path}`);
    await expect.poll(watching).toBe(1);
    await page.goto("about:blank");
    await expect.poll(watching).toBe(0);
  });
});
