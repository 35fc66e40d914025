import { dateOfInstant } from "../kernel/dates.ts";
import { newId } from "../kernel/ids.ts";
import { appendAudit, type AuditEntry } from "./audit.ts";
import type { Config } from "./config.ts";
import { type Actor, type Ctx, RecordedRefusal, type Scope, SYSTEM, WHOLE_NATION } from "./context.ts";
import type { Crypto } from "./crypto.ts";
import type { Engine } from "./db/connection.ts";
import type { MigrationSource } from "./db/migrate.ts";
import { transact } from "./db/transaction.ts";
import { enqueueNews } from "./jobs.ts";
import type { Log } from "./log.ts";
import type { Module } from "./module.ts";

/** The running program: what is opened once and shared by requests, jobs and commands. */
export type House = {
  config: Config;
  engine: Engine;
  crypto: Crypto;
  clock: () => Date;
  log: Log;
  modules: readonly Module[];
  /** called when a transaction has left jobs behind */
  wakeWorker: () => void;
};

export type RunOptions = { actor: Actor; scope: Scope; requestId: string; readOnly: boolean; /** bound by row-level security */ asApplication: boolean };

/**
 * Opens a context over one transaction, runs the work in it, and before committing puts in its news and its audit
 * entries. If the work throws, nothing of it is left, unless it is a `RecordedRefusal`.
 */
export async function runIn<T>(house: House, options: RunOptions, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  let left = false;
  let refusal: RecordedRefusal | undefined;
  const result = await transact(house.engine, { readOnly: options.readOnly, ...(options.asApplication ? { scope: options.scope } : {}) }, async (db, connection) => {
    const now = house.clock();
    const news: { event: string; payload: Record<string, unknown> }[] = [];
    const entries: AuditEntry[] = [];
    const ctx: Ctx = {
      db,
      connection,
      actor: options.actor,
      scope: options.scope,
      now,
      today: dateOfInstant(now),
      log: house.log.with({ requestId: options.requestId }),
      config: house.config,
      requestId: options.requestId,
      crypto: house.crypto,
      subjects: new Map(house.modules.flatMap((module) => module.subjects ?? []).map((source) => [source.kind, source])),
      permissions: new Map(house.modules.flatMap((module) => Object.entries(module.permissions))),
      emit: (event, payload) => {
        news.push({ event, payload });
      },
      audit: (entry) => {
        entries.push(entry);
      },
    };
    refusal = undefined;
    const answer = await work(ctx).catch((error: unknown) => {
      if (!(error instanceof RecordedRefusal)) throw error;
      refusal = error;
      return undefined;
    });
    await enqueueNews(house, ctx, news);
    left = news.length > 0;
    await appendAudit(db, now, options.actor.account, options.requestId, entries);
    return answer;
  });
  if (left) house.wakeWorker();
  if (refusal) throw refusal;
  return result as T;
}

/** The migrations of the platform, then of the modules in their order. */
export function migrationSources(modules: readonly Module[]): MigrationSource[] {
  return [
    { module: "platform", folder: new URL("./migrations/", import.meta.url) },
    ...modules.flatMap((module) => (module.migrations ? [{ module: module.name, folder: module.migrations }] : [])),
  ];
}

/** Number of the advisory lock by which servers that start together prepare one after the other. */
const PREPARING = 727_003;

/** Migrated and ready: lets every module bring its bundled data up to date. */
export async function prepareModules(house: House): Promise<void> {
  for (const { prepare } of house.modules) {
    if (!prepare) continue;
    await runAsSystem(house, "prepare", async (ctx) => {
      await ctx.connection.exec(`select pg_advisory_xact_lock(${PREPARING})`);
      await prepare(ctx);
    });
  }
}

/** Work of the program itself: jobs, commands, loading. Not bound by row-level security, and written in the audit as 系统. */
export function runAsSystem<T>(house: House, what: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return runIn(house, { actor: SYSTEM, scope: WHOLE_NATION, requestId: `${what}-${newId()}`, readOnly: false, asApplication: false }, work);
}
