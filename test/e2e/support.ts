import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFailed, onTestFinished } from "vitest";
import { MAIN, NOW, PASSWORD, ROOT } from "./city.setup.ts";

export { NOW, PASSWORD };
/** Most bureau PCs, and the phone of a street worker. */
export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };
const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const STEP_MS = 15_000;

export type Stage = {
  /** where the server of this file answers, `http://127.0.0.1:41234` */
  address: () => string;
  /** A page of a browser of its own, closed after the test. With an account, somebody is signed in already. */
  open: (path: string, options?: { account?: string; size?: { width: number; height: number } }) => Promise<Page>;
};

/** For the top of a file of journeys: a server on a copy of the demonstration city, and a browser, for all its tests. */
export function useStage(): Stage {
  let server: { address: string; stop: () => Promise<void> } | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--headless=new", "--disable-gpu"] })]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const address = () => {
    if (server === undefined) throw new Error("the server starts before the tests, not while the file is read");
    return server.address;
  };
  return {
    address,
    async open(path, { account, size = DESKTOP } = {}) {
      const context = await browser!.newContext({ viewport: size, baseURL: address(), locale: "zh-CN", timezoneId: "Asia/Shanghai" });
      context.setDefaultTimeout(STEP_MS);
      await context.clock.setSystemTime(NOW);
      if (account !== undefined) await signIn(context, account);
      const page = await context.newPage();
      watch(page);
      await page.goto(path);
      return page;
    },
  };
}

async function startServer(): Promise<{ address: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "songhe-stage-"));
  cpSync(inject("city"), folder, { recursive: true });
  const env = { ...process.env, SONGHE_DATA: folder, DATABASE_URL: "", LOG_LEVEL: "error", SONGHE_CLOCK: NOW, RATE_PER_MINUTE: "1000000" };
  const child = spawn(process.execPath, [MAIN, "start", "--port", "0", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
  return {
    address: await firstAddress(child),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server says where it answers in its first line. */
async function firstAddress(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith("{")) return (JSON.parse(line) as { address: string }).address;
  }
  throw new Error("the server ended before it answered");
}

/** Signs in without the screen, for journeys that are not about signing in. */
async function signIn(context: BrowserContext, account: string): Promise<void> {
  const answer = await context.request.post("/api/access/sign-in", { headers: { "x-songhe": "1" }, data: { account, password: PASSWORD } });
  if (!answer.ok()) throw new Error(`sign-in of ${account}: ${await answer.text()}`);
}

/** Faults of the page's own code fail the test; a picture of a failed test is kept; what it opened is closed. */
function watch(page: Page): void {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  onTestFailed(async ({ task }) => {
    mkdirSync(join(ROOT, "test-results"), { recursive: true });
    await page.screenshot({ path: join(ROOT, "test-results", `${task.name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}.png`), fullPage: true }).catch(() => undefined);
  });
  onTestFinished(async () => {
    await page.context().close();
    expect(faults).toEqual([]);
  });
}

/** No violation of WCAG and of good practice by axe, as the page stands now, and nothing to scroll sideways to. */
export async function expectNoViolations(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

/** Reads an answer of the interface as whoever is signed in on the page: to know what the screen has to show. */
export async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  if (!answer.ok()) throw new Error(`GET ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
