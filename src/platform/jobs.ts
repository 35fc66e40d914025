import { sql } from "kysely";
import { newId } from "../kernel/ids.ts";
import type { Ctx } from "./context.ts";
import type { Db } from "./db/connection.ts";
import { refreshStatistics, vacuum } from "./db/statistics.ts";
import { transact } from "./db/transaction.ts";
import { errorFields } from "./log.ts";
import type { JobHandler, Schedule } from "./module.ts";
import { runAsSystem, type House } from "./house.ts";

const MAX_ATTEMPTS = 12;
/** Jobs that are worked off together at most. */
const MOST_TOGETHER = 2500;

/**
 * Puts a job into the caller's transaction. With a key, at most one such job waits: a second one is not added.
 */
export async function enqueue(db: Db, now: Date, name: string, payload: Record<string, unknown>, options: { key?: string; runAt?: Date } = {}): Promise<void> {
  await sql`insert into platform.job (id, name, key, payload, run_at, created_at)
    values (${newId()}, ${name}, ${options.key ?? null}, ${JSON.stringify(payload)}::jsonb, ${options.runAt ?? now}, ${now})
    on conflict (name, key) where key is not null and failed_at is null do nothing`.execute(db);
}

type JobRow = { id: string; name: string; key: string | null; payload: Record<string, unknown>; attempts: number };

/**
 * Runs one due job, if there is one, or with it others of its name that may be done together. Claiming, the work and
 * removing the job are one transaction; a failure is counted in another, with growing pauses, and after twelve the job is
 * kept as failed for someone to look at. A job that has failed before runs alone, so that it takes no other down.
 */
export async function runNextJob(house: House, handlers: ReadonlyMap<string, JobHandler>): Promise<boolean> {
  let claimed: JobRow | undefined;
  let company: JobRow[] = [];
  try {
    await runAsSystem(house, "job", async (ctx) => {
      const found = await sql<JobRow>`select id, name, key, payload, attempts from platform.job
        where failed_at is null and run_at <= ${ctx.now} order by run_at, id limit 1 for update skip locked`.execute(ctx.db);
      claimed = found.rows[0];
      if (!claimed) return;
      const handler = handlers.get(claimed.name);
      if (!handler) throw new Error(`no handler for job ${claimed.name}`);
      await sql`delete from platform.job where id = ${claimed.id}`.execute(ctx.db);
      const together = house.modules.find((module) => module.jobsTogether?.[claimed!.name])?.jobsTogether?.[claimed.name];
      if (together && claimed.attempts === 0) company = await takeCompany(ctx, claimed.name);
      if (together && company.length > 0) return together(ctx, [claimed, ...company].map((job) => job.payload));
      const outcome = await handler(ctx, claimed.payload);
      if (outcome) await enqueue(ctx.db, ctx.now, claimed.name, outcome.again, { key: claimed.key ?? undefined, runAt: new Date(ctx.now.getTime() + (outcome.after ?? 0)) });
    });
  } catch (error) {
    if (!claimed) throw error;
    await countFailure(house, [claimed, ...company], error);
  }
  return claimed !== undefined;
}

/** Other due jobs of a name that have not failed, taken off the table. */
async function takeCompany(ctx: Pick<Ctx, "db" | "now">, name: string): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`delete from platform.job where id in (
      select id from platform.job where name = ${name} and attempts = 0 and failed_at is null and run_at <= ${ctx.now}
      order by run_at, id limit ${MOST_TOGETHER - 1} for update skip locked)
    returning id, name, key, payload, attempts`.execute(ctx.db);
  return rows;
}

/** `jobs` were run together, and have failed equally often. */
async function countFailure(house: House, jobs: readonly JobRow[], error: unknown): Promise<void> {
  const [job] = jobs as [JobRow, ...JobRow[]];
  const attempts = job.attempts + 1;
  const fields = errorFields(error);
  house.log.error("job.failed", { job: job.name, id: job.id, together: jobs.length, attempts, ...fields });
  const now = house.clock();
  const pause = Math.min(3_600_000, 500 * 2 ** attempts);
  await transact(house.engine, {}, (db) =>
    sql`update platform.job set attempts = ${attempts}, error = ${`${fields.error as string} ${(fields.code as string | undefined) ?? ""}`},
      run_at = ${new Date(now.getTime() + pause)}, failed_at = ${attempts >= MAX_ATTEMPTS ? now : null} where id = any(${jobs.map(({ id }) => id)}::uuid[])`.execute(db),
  );
}

/** Enqueues what is due by the schedules; each run is noted, so that several servers do it once. */
export async function runSchedules(house: House, schedules: readonly Schedule[]): Promise<void> {
  const now = house.clock();
  for (const schedule of schedules) {
    const since = lastDue(schedule, now);
    await transact(house.engine, {}, async (db) => {
      const noted = await sql`insert into platform.schedule (name, ran_at) values (${schedule.job}, ${now})
        on conflict (name) do update set ran_at = excluded.ran_at where platform.schedule.ran_at < ${since}`.execute(db);
      if (noted.numAffectedRows) await enqueue(db, now, schedule.job, {}, { key: "schedule" });
    });
  }
}

/** The latest instant at which a schedule should have run. */
export function lastDue(schedule: Schedule, now: Date): Date {
  if (schedule.everyMinutes !== undefined) return new Date(now.getTime() - schedule.everyMinutes * 60_000);
  const [hour = 0, minute = 0] = (schedule.at ?? "00:00").split(":").map(Number);
  const shanghai = now.getTime() + 8 * 3_600_000;
  const due = Math.floor(shanghai / 86_400_000) * 86_400_000 + (hour * 60 + minute) * 60_000;
  return new Date((due > shanghai ? due - 86_400_000 : due) - 8 * 3_600_000);
}

/** Works until stopped: jobs one after another, schedules every half minute. `stop` waits for the job in hand. */
export function startWorker(house: House): { stop: () => Promise<void>; wake: () => void } {
  const handlers = jobHandlers(house);
  const schedules = house.modules.flatMap((module) => module.schedules ?? []);
  let running = true;
  let wake = () => {};
  const loop = (async () => {
    let lookedAt = 0;
    let vacuumedAt = house.clock();
    while (running) {
      try {
        if (Date.now() - lookedAt > 30_000) {
          await runSchedules(house, schedules);
          await refreshStatistics(house.engine);
          if (vacuumedAt < lastDue({ job: "vacuum", at: "04:00" }, house.clock())) {
            await vacuum(house.engine);
            vacuumedAt = house.clock();
          }
          lookedAt = Date.now();
        }
        if (await runNextJob(house, handlers)) {
          // let waiting requests in between two jobs of the embedded engine
          await new Promise((next) => setImmediate(next));
          continue;
        }
      } catch (error) {
        house.log.error("worker.failed", errorFields(error));
      }
      await new Promise<void>((next) => {
        const timer = setTimeout(next, 1000);
        wake = () => {
          clearTimeout(timer);
          next();
        };
      });
    }
  })();
  return {
    wake: () => wake(),
    async stop() {
      running = false;
      wake();
      await loop;
    },
  };
}

/** Every job of every module by its name. */
export function jobHandlers(house: House): ReadonlyMap<string, JobHandler> {
  return new Map(house.modules.flatMap((module) => Object.entries(module.jobs ?? {})));
}

/** Runs all due jobs to the end, for commands and tests. Throws where a job has failed. */
export async function drainJobs(house: House): Promise<number> {
  const handlers = jobHandlers(house);
  let count = 0;
  while (await runNextJob(house, handlers)) count += 1;
  await refreshStatistics(house.engine);
  const failed = await transact(house.engine, {}, (db) => sql<{ name: string; error: string }>`select name, error from platform.job where attempts > 0 limit 1`.execute(db));
  if (failed.rows[0]) throw new Error(`job ${failed.rows[0].name} failed: ${failed.rows[0].error}`);
  return count;
}

/** Puts the news of a transaction in as jobs, one for each listener: the outbox is the job table (ADR 4). */
export async function enqueueNews(house: House, ctx: Pick<Ctx, "db" | "now">, news: readonly { event: string; payload: Record<string, unknown> }[]): Promise<void> {
  for (const { event, payload } of news) {
    for (const module of house.modules) {
      for (const listener of module.listeners ?? []) {
        if (listener.event === event) await enqueue(ctx.db, ctx.now, listener.job, payload);
      }
    }
  }
}
