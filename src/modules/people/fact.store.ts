import { sql } from "kysely";
import type { CivilDate } from "../../kernel/dates.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange, SYSTEM } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { FactRecord } from "./fact-history.ts";
import type { FactSource, GroupKind } from "./people.contract.ts";

export type StoredPeriod = {
  id: string;
  kind: GroupKind;
  source: FactSource;
  valid_from: CivilDate;
  valid_to: CivilDate | null;
  learnt_at: Date;
  withdrawn_at: Date | null;
};

type RecordRow = { senior_id: string; seq: number; source: FactSource; sources: FactRecord["sources"]; valid_from: CivilDate; valid_to: CivilDate | null; learnt_at: Date; recorded_by: string; note: string | null; facts: FactRecord["facts"] };

const recordOf = (row: RecordRow): FactRecord => ({
  seq: row.seq,
  source: row.source,
  sources: row.sources,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  learntAt: row.learnt_at,
  recordedBy: row.recorded_by,
  note: row.note,
  facts: row.facts,
});

/** All that was ever recorded of one senior, in the order of recording. The senior must have been found in scope. */
export async function listRecords(ctx: Ctx, seniorId: string): Promise<FactRecord[]> {
  const found = await sql<RecordRow>`select * from people.fact_record where senior_id = ${seniorId} order by seq`.execute(ctx.db);
  return found.rows.map(recordOf);
}

/** The same for reading, each with the name of who recorded it instead of the account. */
export async function listSignedRecords(ctx: Ctx, seniorId: string): Promise<FactRecord[]> {
  const found = await sql<RecordRow>`select r.senior_id, r.seq, r.source, r.sources, r.valid_from, r.valid_to, r.learnt_at, r.note, r.facts,
      coalesce(u.name, case when r.recorded_by = ${SYSTEM.account} then ${SYSTEM.name}::text else r.recorded_by end) as recorded_by
    from people.fact_record r left join access.v_user_name u on u.account = r.recorded_by where r.senior_id = ${seniorId} order by r.seq`.execute(ctx.db);
  return found.rows.map(recordOf);
}

/** All that was ever recorded of many at once. */
export async function loadRecords(ctx: Ctx, seniorIds: readonly string[]): Promise<Map<string, FactRecord[]>> {
  const bySenior = new Map<string, FactRecord[]>(seniorIds.map((id) => [id, []]));
  if (seniorIds.length === 0) return bySenior;
  const found = await sql<RecordRow>`select * from people.fact_record where senior_id in (${sql.join(seniorIds)}) order by senior_id, seq`.execute(ctx.db);
  for (const row of found.rows) bySenior.get(row.senior_id)?.push(recordOf(row));
  return bySenior;
}

export async function insertRecords(ctx: Ctx, seniorId: string, region: RegionCode, records: readonly FactRecord[]): Promise<void> {
  const rows = records.map(
    (record) => sql`(${seniorId}::uuid, ${record.seq}::int, ${region}, ${record.source}, ${record.validFrom}::date, ${record.validTo}::date,
      ${record.learntAt}::timestamptz, ${record.recordedBy}, ${record.note}::text, ${JSON.stringify(record.facts)}::jsonb, ${record.sources ? JSON.stringify(record.sources) : null}::jsonb)`,
  );
  await sql`insert into people.fact_record (senior_id, seq, region, source, valid_from, valid_to, learnt_at, recorded_by, note, facts, sources)
    values ${sql.join(rows)}`.execute(ctx.db);
}

export async function listPeriods(ctx: Ctx, seniorId: string): Promise<StoredPeriod[]> {
  const found = await sql<StoredPeriod>`select id, kind, source, valid_from, valid_to, learnt_at, withdrawn_at from people.priority_group
    where senior_id = ${seniorId} order by valid_from desc, kind`.execute(ctx.db);
  return found.rows;
}

export async function insertPeriod(ctx: Ctx, seniorId: string, region: RegionCode, period: Omit<StoredPeriod, "learnt_at" | "withdrawn_at">): Promise<void> {
  await sql`insert into people.priority_group (senior_id, id, region, kind, source, valid_from, valid_to, learnt_at)
    values (${seniorId}, ${period.id}, ${region}, ${period.kind}, ${period.source}, ${period.valid_from}, ${period.valid_to}, ${ctx.now})`.execute(ctx.db);
}

export async function endPeriod(ctx: Ctx, seniorId: string, id: string, validTo: CivilDate | null): Promise<void> {
  await sql`update people.priority_group set valid_to = ${validTo}, learnt_at = ${ctx.now} where senior_id = ${seniorId} and id = ${id}`.execute(ctx.db);
}

export async function withdrawPeriod(ctx: Ctx, seniorId: string, id: string): Promise<void> {
  await sql`update people.priority_group set withdrawn_at = ${ctx.now} where senior_id = ${seniorId} and id = ${id}`.execute(ctx.db);
}

/** Numbers by group and by the regions next below, whose codes are the first `width` digits. */
export async function countGroups(ctx: Ctx, region: RegionCode, width: number): Promise<{ prefix: string; kind: GroupKind; count: number }[]> {
  const { from, to } = regionRange(region);
  const found = await sql<{ prefix: string; kind: GroupKind; count: number }>`
    select left(g.region, ${width}::int) as prefix, g.kind, count(*) as count from people.priority_group g
    where g.valid_to is null and g.withdrawn_at is null and g.region >= ${from} and g.region <= ${to} and ${inScope(ctx.scope, { region: "g.region" })}
    group by 1, 2`.execute(ctx.db);
  return found.rows;
}

/** Living seniors by the regions next below, and how many of them are in any group. */
export async function countLiving(ctx: Ctx, region: RegionCode, width: number): Promise<{ prefix: string; seniors: number; grouped: number }[]> {
  const { from, to } = regionRange(region);
  const found = await sql<{ prefix: string; seniors: number; grouped: number }>`
    select left(s.region, ${width}::int) as prefix, count(*) as seniors, count(g.senior_id) as grouped
    from people.senior s left join (select distinct senior_id from people.priority_group where valid_to is null and withdrawn_at is null
      and region >= ${from} and region <= ${to}) g on g.senior_id = s.id
    where s.alive is not false and s.region >= ${from} and s.region <= ${to} and ${inScope(ctx.scope, { region: "s.region" })}
    group by 1`.execute(ctx.db);
  return found.rows;
}
