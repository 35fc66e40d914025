import { type RawBuilder, sql } from "kysely";
import type { Standing } from "../../engines/rules/index.ts";
import type { CivilDate } from "../../kernel/dates.ts";
import type { Fen } from "../../kernel/money.ts";
import { regionPrefix, type RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import { type BulkTable, putRows } from "./bulk-write.store.ts";
import type { WorkAction, WorkState } from "./work.ts";

/** Unmet entitlements of seniors (应享未享): held by the rules, not received. */

/** `benefits` are ids; `due` means those to be contacted again by today; `working` those still to be worked on: open, or due. */
export type WorklistFilter = { region?: RegionCode; benefits?: readonly string[]; group?: string; state?: WorkState; q?: string; seniorId?: string; due?: boolean; working?: boolean };

const HELD = sql`s.subject_kind = 'senior' and s.standing in ('granted', 'to_be_decided', 'unspecified', 'reduced')`;
const UNMET = sql`not s.receiving and ${HELD}`;
/**
 * Entitlements with the cards of their seniors. That a card lies where the entitlement does is said once more for the
 * planner: row-level security's own condition cannot use the index by region, and hides how few rows are left.
 */
function cards(ctx: Ctx, filter: WorklistFilter): RawBuilder<unknown> {
  const range = filter.region === undefined ? undefined : regionRange(filter.region);
  return sql`policies.standing s join people.v_senior_card c on c.id = s.subject_id and ${inScope(ctx.scope, { region: "c.region" })}
    ${range ? sql`and c.region between ${range.from} and ${range.to}` : sql``}`;
}
/** For counting: the cards are only wanted where the filter asks about the person. */
const source = (ctx: Ctx, filter: WorklistFilter) => (filter.group === undefined && !filter.q ? sql`policies.standing s` : cards(ctx, filter));
/** The order of the list; names by their pinyin, which sorts as the dictionary does. */
const ORDER = sql`s.region, c.pinyin, c.name, s.subject_id`;

function where(ctx: Ctx, filter: WorklistFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [inScope(ctx.scope, { region: "s.region" })];
  if (filter.region !== undefined) {
    const { from, to } = regionRange(filter.region);
    parts.push(sql`s.region between ${from} and ${to}`);
  }
  if (filter.benefits) parts.push(sql`s.benefit = any(${filter.benefits}::text[])`);
  if (filter.seniorId !== undefined) parts.push(sql`s.subject_id = ${filter.seniorId}`);
  if (filter.group !== undefined) parts.push(sql`${filter.group} = any(c.groups)`);
  const state = stateOf(ctx, filter);
  if (state) parts.push(state);
  if (filter.q) {
    const begins = `${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    parts.push(sql`(c.name like ${begins} or c.pinyin like ${begins.toLowerCase()} or c.initials like ${begins.toLowerCase()})`);
  }
  return sql.join(parts, sql` and `);
}

/** What a filter asks of the state of the work. */
function stateOf(ctx: Ctx, { state, due, working }: WorklistFilter): RawBuilder<unknown> | undefined {
  const isDue = sql`(s.follow_up_on <= ${ctx.today} and s.work_state in ('contacted', 'unreachable', 'corrected'))`;
  if (state) return sql`s.work_state = ${state}`;
  if (due) return isDue;
  return working ? sql`(s.work_state = 'open' or ${isDue})` : undefined;
}

export type WorklistRow = {
  seniorId: string;
  name: string;
  sex: "male" | "female" | null;
  birthDate: CivilDate | null;
  region: RegionCode;
  regionName: string;
  groups: string[];
  benefit: string;
  pack: string;
  versionId: string;
  standing: Standing;
  amount: Fen | null;
  boundsMin: Fen | null;
  boundsMax: Fen | null;
  period: "once" | "month" | "year";
  since: CivilDate;
  state: WorkState;
  workedAt: Date | null;
  workedBy: string | null;
  followUpOn: CivilDate | null;
};

/** Orders by which the list can be asked for instead of its own. */
const SORTS = new Map<string, RawBuilder<unknown>>(Object.entries({
  follow_up_on: sql`s.follow_up_on nulls last, ${ORDER}`,
  since: sql`s.since, ${ORDER}`,
  "-since": sql`s.since desc, ${ORDER}`,
  amount: sql`s.amount nulls last, ${ORDER}`,
  "-amount": sql`s.amount desc nulls last, ${ORDER}`,
}));

export async function pageWorklist(ctx: Ctx, filter: WorklistFilter, page: { page: number; size: number; sort?: string | undefined }): Promise<{ rows: WorklistRow[]; total: number }> {
  const condition = where(ctx, filter);
  const { rows } = await sql<WorklistRow>`select s.subject_id as "seniorId", c.name, c.sex, c.birth_date as "birthDate", s.region,
      coalesce((select r.full_name from access.v_region r where r.code = s.region), s.region) as "regionName", c.groups, s.benefit, s.pack, s.version_id as "versionId", s.standing, s.amount, s.bounds_min as "boundsMin",
      s.bounds_max as "boundsMax", s.period, s.since, s.work_state as state, s.worked_at as "workedAt", s.worked_by as "workedBy", s.follow_up_on as "followUpOn"
    from ${cards(ctx, filter)}
    where ${UNMET} and ${condition} order by ${SORTS.get(page.sort ?? "") ?? ORDER}, s.benefit limit ${page.size} offset ${(page.page - 1) * page.size}`.execute(ctx.db);
  const count = await sql<{ n: number }>`select count(*) as n from ${source(ctx, filter)} where ${UNMET} and ${condition}`.execute(ctx.db);
  return { rows, total: count.rows[0]!.n };
}

export type SummaryRow = { region: RegionCode; regionName: string; benefit: string; unmet: number; worked: number; applying: number; refused: number; eligible: number; receiving: number };

/** Counts by the regions one level below `base` and by benefit. */
export async function summarize(ctx: Ctx, filter: WorklistFilter, base: RegionCode): Promise<SummaryRow[]> {
  const width = [2, 4, 6, 9, 12].find((candidate) => candidate > regionPrefix(base).length) ?? 12;
  const { state: _state, due: _due, working: _working, ...eligible } = filter;
  const state = stateOf(ctx, filter);
  const unmet = state ? sql`not s.receiving and ${state}` : sql`not s.receiving`;
  const { rows } = await sql<SummaryRow>`select g.*, coalesce(r.name, g.region) as "regionName" from (
      select rpad(left(s.region, ${width}::int), 12, '0') as region, s.benefit, count(*) filter (where ${unmet}) as unmet,
        count(*) filter (where ${unmet} and s.work_state <> 'open') as worked, count(*) filter (where ${unmet} and s.work_state = 'applying') as applying,
        count(*) filter (where ${unmet} and s.work_state = 'refused') as refused, count(*) as eligible, count(*) filter (where s.receiving) as receiving
      from ${source(ctx, filter)} where ${HELD} and ${where(ctx, eligible)} group by 1, 2
    ) g left join access.v_region r on r.code = g.region order by g.region, g.benefit`.execute(ctx.db);
  return rows;
}

/** How many seniors have something unmet. */
export async function countUnmetSeniors(ctx: Ctx, filter: WorklistFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct s.subject_id) as n from ${source(ctx, filter)} where ${UNMET} and ${where(ctx, filter)}`.execute(ctx.db);
  return rows[0]!.n;
}

/** Unmet entitlements of the members of each priority group; a senior in several counts in each. */
export async function countUnmetByGroup(ctx: Ctx, filter: WorklistFilter): Promise<{ group: string; unmet: number }[]> {
  const { rows } = await sql<{ group: string; unmet: number }>`select g.kind as "group", sum(u.n)::bigint as unmet
    from (select s.subject_id, count(*) as n from ${source(ctx, filter)} where ${UNMET} and ${where(ctx, filter)} group by s.subject_id) u
      join people.v_senior_card p on p.id = u.subject_id, unnest(p.groups) as g(kind)
    group by g.kind order by g.kind`.execute(ctx.db);
  return rows;
}

/** The first senior with something to work on behind `after` in the order of the list, else from its beginning. */
export async function findNext(ctx: Ctx, filter: WorklistFilter, after: string | undefined): Promise<string | null> {
  const others = after === undefined ? sql`true` : sql`s.subject_id <> ${after}`;
  const behind = after === undefined ? sql`true` : sql`(s.region, c.pinyin, c.name, s.subject_id) > (select a.region, a.pinyin, a.name, a.id from people.v_senior_card a where a.id = ${after})`;
  const { rows } = await sql<{ id: string }>`select s.subject_id as id from ${cards(ctx, filter)} where ${UNMET} and ${others} and ${where(ctx, filter)}
    order by coalesce(${behind}, false) desc, ${ORDER} limit 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

export type UnmetRow = { benefit: string; region: RegionCode; state: WorkState; workedAt: Date | null };

/** What this senior is entitled to and does not receive, of those benefits; locked until the end of the transaction. */
export async function takeEntitlements(ctx: Ctx, seniorId: string, benefits: readonly string[]): Promise<UnmetRow[]> {
  const { rows } = await sql<UnmetRow>`select s.benefit, s.region, s.work_state as state, s.worked_at as "workedAt" from policies.standing s
    where s.subject_id = ${seniorId} and s.benefit = any(${benefits}::text[]) and ${UNMET} and ${inScope(ctx.scope, { region: "s.region" })} order by s.benefit for update`.execute(ctx.db);
  return rows;
}

/** One action about one benefit; `state` is where it leads. */
export type NewAction = { seniorId: string; id: string; region: RegionCode; benefit: string; action: WorkAction; outcome: string; note: string; followUpOn: CivilDate | null; by: string; at: Date };

const ACTION: BulkTable<NewAction> = {
  name: "policies.action",
  columns: {
    seniorId: ["subject_id", "uuid"],
    id: ["id", "uuid"],
    region: ["region", "text"],
    benefit: ["benefit", "text"],
    action: ["action", "text"],
    outcome: ["outcome", "text"],
    note: ["note", "text"],
    followUpOn: ["follow_up_on", "date"],
    by: ["by_account", "text"],
    at: ["at", "timestamptz"],
  },
};

/** Appends one contact with a senior, and puts the states that it leads to where the list reads them. */
export async function appendActions(ctx: Ctx, seniorId: string, actions: readonly (NewAction & { state: WorkState })[]): Promise<void> {
  await putRows(ctx, ACTION, actions);
  for (const state of new Set(actions.map((action) => action.state))) {
    const led = actions.filter((action) => action.state === state);
    await sql`update policies.standing set work_state = ${state}, worked_at = ${ctx.now}, worked_by = ${ctx.actor.name}, follow_up_on = ${led[0]!.followUpOn}
      where subject_id = ${seniorId} and benefit = any(${led.map((action) => action.benefit)}::text[])`.execute(ctx.db);
  }
}

export type ActionRow = { id: string; benefit: string; action: WorkAction; outcome: string; note: string; followUpOn: CivilDate | null; by: string; at: Date };

/** What was done for a senior, the latest first. */
export async function listActions(ctx: Ctx, seniorId: string): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`select id, benefit, action, outcome, note, follow_up_on as "followUpOn", by_account as by, at from policies.action a
    where a.subject_id = ${seniorId} and ${inScope(ctx.scope, { region: "a.region" })} order by a.at desc, a.id desc limit 1000`.execute(ctx.db);
  return rows;
}
