import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "../../../test/support/house.ts";
import { NATION } from "../../kernel/regions.ts";
import { type House, runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { openHouseOn } from "./decide-child.fixture.ts";
import { addSeniors, randomFrom, randomSenior } from "./decisions.fixture.ts";
import { startRun } from "./decisions.jobs.ts";

const CHILD = fileURLToPath(new URL("./decide-child.fixture.ts", import.meta.url));
const SENIORS = 240;
let dir: string;
let url: string | undefined;
let drop = async () => {};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "songhe-kill-"));
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
const startFull = (house: House) => runAsSystem(house, "test", (ctx) => startRun(ctx, { kind: "senior", region: NATION, cause: "run", chunk: 20 }));

/** Lets a process of its own work until it has written so many chunks, and kills it before the last of them is committed. */
async function workUntil(chunks: number): Promise<"killed" | "finished"> {
  const child = spawn(process.execPath, [CHILD, dir, ...(url ? [url] : [])], { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  let written = 0;
  for await (const text of child.stdout) {
    if (String(text).includes("finished")) break;
    written += String(text).split("written").length - 1;
    if (written < chunks) continue;
    child.kill("SIGKILL");
    await gone;
    return "killed";
  }
  await gone;
  return "finished";
}

describe("SIGKILL during decisions", () => {
  it("loses and doubles nothing", async () => {
    const random = randomFrom(9);
    await inHouse(async (house) => {
      await drainJobs(house);
      await addSeniors(house, Array.from({ length: SENIORS }, () => randomSenior(random)), { quiet: true });
      await startFull(house);
    });
    for (const chunks of [1, 3, 2]) expect(await workUntil(chunks)).toBe("killed");
    expect(await workUntil(1000)).toBe("finished");
    await inHouse(async (house) => {
      const ask = <T>(text: string) => runAsSystem(house, "test", async (ctx) => (await sql.raw<T>(text).execute(ctx.db)).rows);
      expect(await ask("select done, total, changed, status from policies.run where total > 0")).toEqual([{ done: SENIORS, total: SENIORS, changed: SENIORS, status: "done" }]);
      expect(await ask("select count(*) as evidence, count(distinct subject_id) as subjects from policies.evidence")).toEqual([{ evidence: SENIORS, subjects: SENIORS }]);
      expect(await ask("select subject_id, benefit from policies.decision group by 1, 2 having count(*) > 1")).toEqual([]);
      expect(await ask("select s.subject_id from policies.standing s full join policies.decision d on d.subject_id = s.subject_id and d.id = s.decision_id where s.subject_id is null or d.subject_id is null")).toEqual([]);
      await startFull(house);
      await drainJobs(house);
      expect(await ask("select changed from policies.run where total > 0 order by id desc limit 1")).toEqual([{ changed: 0 }]);
    });
  }, 120_000);
});
