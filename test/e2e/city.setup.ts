import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const MAIN = join(ROOT, "src/app/main.ts");
/** Of every account of the demonstration city in these tests. */
export const PASSWORD = "Songhe-2026-yzsm";
const PEOPLE = 1000;
/** When the journeys take place: Ezhou's document is in force, and its end on 12 December 2026 is near. */
export const NOW = "2026-11-21T10:00:00+08:00";

/** Loads the demonstration city once; each file of journeys gets a copy of its own, so that none sees what another did. */
export function setup(project: TestProject): () => void {
  if (!existsSync(join(ROOT, "dist/console/index.html"))) throw new Error("the console is not built: call `npm run test:e2e`, which builds it");
  const folder = mkdtempSync(join(tmpdir(), "songhe-city-"));
  const env = { ...process.env, SONGHE_DATA: folder, SONGHE_DEMO_PASSWORD: PASSWORD, DATABASE_URL: "", SONGHE_CLOCK: NOW };
  const { status, stderr } = spawnSync(process.execPath, [MAIN, "demo", "ezhou", "--people", String(PEOPLE), "--json"], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the demonstration city was not loaded:\n${stderr}`);
  project.provide("city", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

declare module "vitest" {
  // the folder of the loaded city
  interface ProvidedContext {
    city: string;
  }
}
