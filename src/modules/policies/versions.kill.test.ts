import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "../../../test/support/house.ts";
import { type House, runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { openHouseOn } from "./decide-child.fixture.ts";
import { asOfficer } from "./publish-child.fixture.ts";
import { draftVersion, listVersions, publishVersion, signVersion, submitVersion } from "./versions.service.ts";

const CHILD = fileURLToPath(new URL("./publish-child.fixture.ts", import.meta.url));
let dir: string;
let url: string | undefined;
let drop = async () => {};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "songhe-publish-"));
  if (process.env.TEST_DATABASE_URL) ({ url, drop } = await createDatabase(process.env.TEST_DATABASE_URL));
});
afterAll(async () => {
  await drop();
  await rm(dir, { recursive: true, force: true });
});

async function inHouse<T>(work: (house: House) => Promise<T>): Promise<T> {
  const house = await openHouseOn(dir, url);
  try {
    return await work(house);
  } finally {
    await house.engine.close();
  }
}

/** Lets a process of its own publish, and kills it when all is written and nothing committed. */
async function killWhilePublishing(id: string, edition: number): Promise<void> {
  const child = spawn(process.execPath, [CHILD, id, String(edition), dir, ...(url ? [url] : [])], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  for await (const text of child.stdout) if (String(text).includes("written")) break;
  child.kill("SIGKILL");
  expect(await gone).toEqual([null, "SIGKILL"]);
}

type State = { versions: unknown[]; filings: unknown[]; jobs: unknown[] };
const stateOf = (house: House): Promise<State> =>
  runAsSystem(house, "test", async (ctx) => ({
    versions: (await sql`select number, status, edition, effective_to from policies.version where pack = 'cn-42-ezhou' order by number`.execute(ctx.db)).rows,
    filings: (await sql`select version_id from policies.filing`.execute(ctx.db)).rows,
    jobs: (await sql`select name, payload->>'versionId' as version from platform.job where name = 'policies.follow-version'`.execute(ctx.db)).rows,
  }));

describe("SIGKILL during publishing", () => {
  it("leaves all as it was, and publishing again does it once", async () => {
    const { id, edition, before } = await inHouse(async (house) => {
      await drainJobs(house);
      const { rows } = await asOfficer(house, "drafter", "policies.read", (ctx) => listVersions(ctx, { pack: "cn-42-ezhou", page: 1, size: 20 }));
      const draft = await asOfficer(house, "drafter", "policies.draft", (ctx) => draftVersion(ctx, { basedOn: rows[0]!.id, effectiveFrom: "2026-11-21", note: "" }));
      const submitted = await asOfficer(house, "drafter", "policies.draft", (ctx) => submitVersion(ctx, draft.id, 1));
      for (const { department } of submitted.signOffs) await asOfficer(house, "signer", "policies.sign_off", (ctx) => signVersion(ctx, draft.id, { edition: submitted.edition, agreed: true, note: "" }, `鄂州${department}`));
      return { id: draft.id, edition: submitted.edition, before: await stateOf(house) };
    });
    for (let kill = 0; kill < 3; kill += 1) {
      await killWhilePublishing(id, edition);
      expect(await inHouse(stateOf)).toEqual(before);
    }
    await inHouse(async (house) => {
      await asOfficer(house, "publisher", "policies.publish", (ctx) => publishVersion(ctx, id, edition));
      expect(await stateOf(house)).toEqual({
        versions: [expect.objectContaining({ number: 1, status: "published", effective_to: "2026-11-20" }), expect.objectContaining({ number: 2, status: "published", effective_to: null })],
        filings: [{ version_id: id }],
        jobs: [{ name: "policies.follow-version", version: id }],
      });
    });
  }, 120_000);
});
