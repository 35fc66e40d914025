import { sql } from "kysely";
import type { CivilDate } from "../../kernel/dates.ts";
import type { SubjectKind } from "../../kernel/facts.ts";
import { lineage } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { Cause } from "./settle.ts";

/** A pass over the subjects of one kind in a region. */
export type RunRow = {
  id: string;
  subjectKind: SubjectKind;
  cause: Cause;
  region: string;
  asOf: CivilDate;
  status: "waiting" | "running" | "done";
  cursor: string | null;
  done: number;
  total: number;
  changed: number;
  startedAt: Date;
  finishedAt: Date | null;
};

const COLUMNS = sql.raw(`id, subject_kind as "subjectKind", cause, region, as_of as "asOf", status, cursor, done, total, changed, started_at as "startedAt", finished_at as "finishedAt"`);

export async function insertRun(ctx: Ctx, run: Pick<RunRow, "id" | "subjectKind" | "cause" | "region" | "asOf" | "total">): Promise<void> {
  await sql`insert into policies.run (id, subject_kind, cause, region, as_of, status, total, started_at)
    values (${run.id}, ${run.subjectKind}, ${run.cause}, ${run.region}, ${run.asOf}, 'waiting', ${run.total}, ${ctx.now})`.execute(ctx.db);
}

/** A run of the same kind, region and date that has not begun: a second one would find nothing left to do. */
export async function findWaitingRun(ctx: Ctx, kind: SubjectKind, region: string, asOf: CivilDate): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from policies.run
    where subject_kind = ${kind} and region = ${region} and as_of = ${asOf} and status = 'waiting' limit 1`.execute(ctx.db);
  return rows[0]?.id;
}

/** The run, for this transaction alone. */
export async function takeRun(ctx: Ctx, id: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${COLUMNS} from policies.run where id = ${id} for update`.execute(ctx.db);
  return rows[0];
}

export async function advanceRun(ctx: Ctx, run: RunRow, step: { cursor: string | null; done: number; changed: number; finished: boolean }): Promise<void> {
  await sql`update policies.run set cursor = ${step.cursor}, done = done + ${step.done}, changed = changed + ${step.changed},
      status = ${step.finished ? "done" : "running"}, finished_at = ${step.finished ? ctx.now : null} where id = ${run.id}`.execute(ctx.db);
}

export async function pageRuns(ctx: Ctx, page: number, size: number): Promise<{ rows: RunRow[]; total: number }> {
  // a run over a region above says how far the caller's own has come, too
  const above = ctx.scope.regions.flatMap(lineage);
  const where = sql`(${inScope(ctx.scope, { region: "region" })} or region = any(${above}))`;
  const { rows } = await sql<RunRow>`select ${COLUMNS} from policies.run where ${where} order by id desc limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from policies.run where ${where}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

/** When the latest full pass over seniors that reached a region ended. */
export async function findLastRun(ctx: Ctx): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select max(finished_at) as at from policies.run where subject_kind = 'senior' and status = 'done'`.execute(ctx.db);
  return rows[0]?.at ?? null;
}

/** Up to which day the calendar has been followed; undefined before the first time. */
export async function findCalendar(ctx: Ctx): Promise<CivilDate | undefined> {
  const { rows } = await sql<{ day: CivilDate }>`select checked_to as day from policies.calendar where id = 1`.execute(ctx.db);
  return rows[0]?.day;
}

export async function setCalendar(ctx: Ctx, day: CivilDate): Promise<void> {
  await sql`insert into policies.calendar (id, checked_to) values (1, ${day}) on conflict (id) do update set checked_to = excluded.checked_to`.execute(ctx.db);
}
