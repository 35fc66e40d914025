import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, NOW, openTestHouse, type TestHouse } from "../../test/support/house.ts";
import { doneSoFar, probeModule } from "../../test/support/probe-module.ts";
import { type Engine } from "./db/connection.ts";
import { openEmbedded } from "./db/embedded.ts";
import { migrate } from "./db/migrate.ts";
import { openServer } from "./db/server.ts";
import { transact } from "./db/transaction.ts";
import { type House, migrationSources, runAsSystem } from "./house.ts";
import { drainJobs, enqueue, jobHandlers, lastDue, runNextJob, runSchedules, startWorker } from "./jobs.ts";

const CHILD = fileURLToPath(new URL("../../test/support/job-child.ts", import.meta.url));

type Waiting = { attempts: number; error: string | null; run_at: Date; failed_at: Date | null };
const done = (house: House) => runAsSystem(house, "test", (ctx) => doneSoFar(ctx));
const waiting = (house: House) => runAsSystem(house, "test", async (ctx) => (await sql<Waiting>`select attempts, error, run_at, failed_at from platform.job order by run_at`.execute(ctx.db)).rows);
const put = (house: House, payload: Record<string, unknown>, options = {}) => runAsSystem(house, "test", (ctx) => enqueue(ctx.db, ctx.now, "probe.note", payload, options));

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([probeModule]);
});
afterAll(() => house.close());
beforeEach(async () => {
  house.setClock(NOW);
  await transact(house.engine, {}, (_db, connection) => connection.exec("delete from platform.job; delete from platform.schedule; delete from probe.done"));
});

describe("jobs", () => {
  it("are done once each, in the order of their time", async () => {
    await put(house, { what: "later" }, { runAt: new Date(NOW.getTime() + 60_000) });
    await put(house, { what: "now" });
    expect(await drainJobs(house)).toBe(1);
    expect(await done(house)).toEqual(["now"]);
    house.setClock(new Date(NOW.getTime() + 60_000));
    expect(await drainJobs(house)).toBe(1);
    expect(await done(house)).toEqual(["later", "now"]);
    expect(await waiting(house)).toEqual([]);
  });
  it("wait once only under a key, and again when the first is done", async () => {
    await put(house, { what: "keyed" }, { key: "k" });
    await put(house, { what: "keyed" }, { key: "k" });
    expect(await drainJobs(house)).toBe(1);
    await put(house, { what: "keyed" }, { key: "k" });
    expect(await drainJobs(house)).toBe(1);
  });
  it("go on in chunks, each in its own transaction, keeping the key", async () => {
    await put(house, { what: "chunk", left: 2 }, { key: "k" });
    await runNextJob(house, jobHandlers(house));
    await put(house, { what: "other" }, { key: "k" });
    await drainJobs(house);
    expect(await done(house)).toEqual(["chunk", "chunk", "chunk"]);
  });
  it("leave nothing when they fail, and are tried again with growing pauses until kept as failed", async () => {
    await put(house, { what: "failing", fail: true });
    const handlers = jobHandlers(house);
    const pauses: number[] = [];
    let now = NOW;
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      expect(await runNextJob(house, handlers)).toBe(true);
      const [job] = await waiting(house);
      expect(job).toMatchObject({ attempts: attempt, error: "Error " });
      pauses.push(job!.run_at.getTime() - now.getTime());
      expect(await runNextJob(house, handlers)).toBe(false);
      now = job!.run_at;
      house.setClock(now);
    }
    expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect((await waiting(house))[0]!.failed_at).not.toBeNull();
    expect(await runNextJob(house, handlers)).toBe(false);
    expect(await done(house)).toEqual([]);
    await expect(drainJobs(house)).rejects.toThrow("probe.note failed");
  });
  it("may be done together; after a failure each is tried alone, so that the sound ones get through", async () => {
    const companies: number[] = [];
    const single = probeModule.jobs!["probe.note"]!;
    const both: House = {
      ...house,
      modules: [{ ...probeModule, jobsTogether: { "probe.note": async (ctx, payloads) => {
        companies.push(payloads.length);
        for (const payload of payloads) await single(ctx, payload);
      } } }],
    };
    for (const what of ["a", "b", "c"]) await put(both, { what });
    expect(await drainJobs(both)).toBe(1);
    expect(await done(both)).toEqual(["a", "b", "c"]);
    for (const payload of [{ what: "d" }, { what: "e", fail: true }, { what: "f" }]) await put(both, payload);
    expect(await runNextJob(both, jobHandlers(both))).toBe(true);
    expect((await waiting(both)).map((job) => job.attempts)).toEqual([1, 1, 1]);
    house.setClock(new Date(NOW.getTime() + 1000));
    await expect(drainJobs(both)).rejects.toThrow("probe.note failed");
    expect(await done(both)).toEqual(["a", "b", "c", "d", "f"]);
    expect(companies).toEqual([3, 3]);
  });
  it("of a name that nobody knows fail, and do not stop the others", async () => {
    await runAsSystem(house, "test", (ctx) => enqueue(ctx.db, ctx.now, "probe.unknown", {}));
    await put(house, { what: "next" });
    await runNextJob(house, jobHandlers(house));
    await runNextJob(house, jobHandlers(house));
    expect(await done(house)).toEqual(["next"]);
  });
  it("are done once when several workers look at once", async () => {
    for (let i = 0; i < 6; i += 1) await put(house, { what: `job ${i}` });
    const handlers = jobHandlers(house);
    const worker = async () => {
      while (await runNextJob(house, handlers));
    };
    await Promise.all([worker(), worker(), worker()]);
    // one may have found nothing while the others still worked
    await drainJobs(house);
    expect(await done(house)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `job ${i}`));
  });
  it("carry the news of a transaction to those who listen", async () => {
    await runAsSystem(house, "test", async (ctx) => {
      ctx.emit("note.added", { id: "7" });
      ctx.emit("note.ignored", { id: "8" });
    });
    await drainJobs(house);
    expect(await done(house)).toEqual(["heard 7"]);
  });
  it("are taken up by a worker when it is woken, and finished before it stops", async () => {
    const worker = startWorker({ ...house, modules: [{ ...probeModule, schedules: [] }] });
    await new Promise((next) => setTimeout(next, 100));
    await put(house, { what: "woken" });
    worker.wake();
    const deadline = Date.now() + 900;
    while ((await done(house)).length === 0 && Date.now() < deadline) await new Promise((next) => setTimeout(next, 20));
    await worker.stop();
    expect(await done(house)).toEqual(["woken"]);
  });
});

describe("schedules", () => {
  it("run a job once a day, whichever server looks, and catch up after a pause", async () => {
    const count = async (now: string) => {
      house.setClock(new Date(now));
      await Promise.all([runSchedules(house, probeModule.schedules!), runSchedules(house, probeModule.schedules!)]);
      return runAsSystem(house, "test", async (ctx) => (await sql`delete from platform.job`.execute(ctx.db)).numAffectedRows);
    };
    expect(await count("2026-11-21T02:00:00Z")).toBe(1n);
    expect(await count("2026-11-21T18:29:00Z")).toBe(0n);
    // 02:30 in Shanghai
    expect(await count("2026-11-21T18:30:00Z")).toBe(1n);
    expect(await count("2026-11-21T18:31:00Z")).toBe(0n);
    expect(await count("2026-11-25T02:00:00Z")).toBe(1n);
    expect(await count("2026-11-25T18:00:00Z")).toBe(0n);
  });
  it.each([
    [{ job: "j", at: "02:30" }, "2026-11-21T02:00:00Z", "2026-11-20T18:30:00Z"],
    [{ job: "j", at: "10:00" }, "2026-11-21T02:00:00Z", "2026-11-21T02:00:00Z"],
    [{ job: "j", at: "10:01" }, "2026-11-21T02:00:00Z", "2026-11-20T02:01:00Z"],
    [{ job: "j", everyMinutes: 15 }, "2026-11-21T02:00:00Z", "2026-11-21T01:45:00Z"],
  ])("%o was last due before %s at %s", (schedule, now, due) => expect(lastDue(schedule, new Date(now)).toISOString()).toBe(due.replace("Z", ".000Z")));
});

describe("a server killed in the middle of a job", () => {
  const WORK = ["a", "b", "c", "d", "e"];
  let dir: string;
  let child: ChildProcess | undefined;
  let drop = async () => {};
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "songhe-kill-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await drop();
    await rm(dir, { recursive: true });
  });

  it("neither loses nor doubles its work", { timeout: 30_000 }, async () => {
    const database = process.env.TEST_DATABASE_URL ? await createDatabase(process.env.TEST_DATABASE_URL) : undefined;
    drop = database?.drop ?? drop;
    const open = async (): Promise<[Engine, House]> => {
      const engine = database ? await openServer(database.url, 4) : await openEmbedded(dir);
      const modules = [probeModule];
      await migrate(engine, migrationSources(modules));
      const house = { engine, modules, clock: () => new Date(), log: { with: () => ({}) }, wakeWorker: () => {} } as unknown as House;
      return [engine, house];
    };
    const [before, first] = await open();
    for (const what of WORK) await put(first, { what });
    await before.close();
    for (const moment of ["working b", "working d"]) {
      child = spawn(process.execPath, [CHILD, dir, ...(database ? [database.url] : [])], { stdio: ["ignore", "pipe", "inherit"] });
      await said(child, moment);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    const [after, last] = await open();
    expect(await done(last)).toEqual(["a", "b", "c"]);
    expect(await drainJobs(last)).toBe(2);
    expect(await done(last)).toEqual(WORK);
    await after.close();
  });

  async function said(process: ChildProcess, line: string): Promise<void> {
    for await (const chunk of process.stdout!) if ((chunk as Buffer).toString().includes(line)) return;
    throw new Error(`ended before "${line}"`);
  }
});
