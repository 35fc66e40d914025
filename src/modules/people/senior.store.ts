import { type RawBuilder, sql } from "kysely";
import type { CivilDate } from "../../kernel/dates.ts";
import type { FactValue } from "../../kernel/facts.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import { SENIOR_FACT_NAMES } from "./fact-values.ts";
import type { GroupKind } from "./people.contract.ts";

/** A row of the register as lists show it, its sensitive fields still sealed. */
export type ListedSenior = {
  id: string;
  version: number;
  name: string;
  sex: "male" | "female" | null;
  birth_date: CivilDate | null;
  region: RegionCode;
  id_number: Uint8Array;
  phone: Uint8Array | null;
  alive: boolean | null;
  died_on: CivilDate | null;
  groups: GroupKind[];
};
/** A whole row; the facts of today stand under their own names. */
export type StoredSenior = Omit<ListedSenior, "groups"> & {
  pinyin: string;
  ethnicity: string | null;
  address: Uint8Array | null;
  household_region: RegionCode | null;
  registered_on: CivilDate;
  updated_at: Date;
} & Record<string, unknown>;

export type SeniorFilter = {
  region?: RegionCode | undefined;
  group?: GroupKind | undefined;
  alive: "yes" | "no" | "all";
  /** one of these ways to search */
  search?: { by: "id"; id: string | null } | { by: "phone"; hash: Uint8Array } | { by: "pinyin" | "name"; text: string } | undefined;
};

const LISTED = sql`s.id, s.version, s.name, s.sex, s.birth_date, s.region, s.id_number, s.phone, s.alive, s.died_on,
  (select coalesce(array_agg(g.kind order by g.kind), '{}') from people.priority_group g
    where g.senior_id = s.id and g.valid_to is null and g.withdrawn_at is null) as groups`;
const ORDER: Record<string, RawBuilder<unknown>> = { name: sql`s.pinyin`, birth_date: sql`s.birth_date`, region: sql`s.region`, updated_at: sql`s.updated_at` };
/** Sorts after every character, so that a range of texts with one beginning can be told by comparison alone. */
const LAST = "\u{10FFFF}";

function beginsWith(column: string, text: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(column)} >= ${text} and ${sql.ref(column)} < ${text + LAST})`;
}

export function reversed(text: string): string {
  return [...text].reverse().join("");
}

function matching(ctx: Ctx, filter: SeniorFilter): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [inScope(ctx.scope, { region: "s.region" })];
  const { search } = filter;
  if (filter.region) {
    const { from, to } = regionRange(filter.region);
    parts.push(sql`s.region >= ${from} and s.region <= ${to}`);
  }
  if (filter.alive === "yes") parts.push(sql`s.alive is not false`);
  if (filter.alive === "no") parts.push(sql`s.alive is false`);
  if (filter.group) {
    parts.push(sql`exists (select 1 from people.priority_group g where g.senior_id = s.id and g.kind = ${filter.group}
      and g.valid_to is null and g.withdrawn_at is null)`);
  }
  if (search?.by === "id") parts.push(search.id === null ? sql`false` : sql`s.id = ${search.id}`);
  if (search?.by === "phone") parts.push(sql`s.phone_hash = ${Buffer.from(search.hash)}`);
  if (search?.by === "pinyin") parts.push(sql`(${beginsWith("s.pinyin", search.text)} or ${beginsWith("s.initials", search.text)})`);
  if (search?.by === "name") parts.push(sql`(${beginsWith("s.name", search.text)} or ${beginsWith("s.name_reversed", reversed(search.text))})`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

export async function listSeniors(ctx: Ctx, filter: SeniorFilter, page: { sort: string; limit: number; offset: number }): Promise<ListedSenior[]> {
  const down = page.sort.startsWith("-");
  const column = ORDER[page.sort.replace("-", "")] ?? ORDER.name!;
  const direction = down ? sql`desc` : sql`asc`;
  const found = await sql<ListedSenior>`select ${LISTED} from people.senior s where ${matching(ctx, filter)}
    order by ${column} ${direction}, s.id ${direction} limit ${page.limit} offset ${page.offset}`.execute(ctx.db);
  return found.rows;
}

export async function countSeniors(ctx: Ctx, filter: SeniorFilter): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from people.senior s where ${matching(ctx, filter)}`.execute(ctx.db);
  return found.rows[0]!.count;
}

/** The senior who has this id number, wherever registered; jurisdiction is for the caller to apply. */
export async function findSeniorIdByHash(ctx: Ctx, hash: Uint8Array): Promise<string | undefined> {
  const found = await sql<{ senior_id: string }>`select senior_id from people.id_number where hash = ${Buffer.from(hash)}`.execute(ctx.db);
  return found.rows[0]?.senior_id;
}

/** For many id numbers at once: hash in hex → senior. */
export async function findSeniorIdsByHash(ctx: Ctx, hashes: readonly Uint8Array[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const list = sql.join(hashes.map((hash) => sql`${Buffer.from(hash)}::bytea`));
  const found = await sql<{ hash: Uint8Array; senior_id: string }>`select hash, senior_id from people.id_number where hash in (${list})`.execute(ctx.db);
  return new Map(found.rows.map((row) => [Buffer.from(row.hash).toString("hex"), row.senior_id]));
}

export async function findSenior(ctx: Ctx, id: string, options: { lock?: boolean } = {}): Promise<StoredSenior | undefined> {
  const found = await sql<StoredSenior>`select s.* from people.senior s where s.id = ${id} and ${inScope(ctx.scope, { region: "s.region" })}
    ${options.lock ? sql`for update` : sql``}`.execute(ctx.db);
  return found.rows[0];
}

/** Of many at once, those in scope; with their groups. */
export async function findListedSeniors(ctx: Ctx, ids: readonly string[]): Promise<ListedSenior[]> {
  if (ids.length === 0) return [];
  const found = await sql<ListedSenior>`select ${LISTED} from people.senior s
    where s.id in (${sql.join(ids)}) and ${inScope(ctx.scope, { region: "s.region" })}`.execute(ctx.db);
  return found.rows;
}

/** Whole rows of many at once, wherever registered; for work that applies jurisdiction itself. */
export async function loadSeniors(ctx: Ctx, ids: readonly string[]): Promise<Map<string, StoredSenior>> {
  if (ids.length === 0) return new Map();
  const found = await sql<StoredSenior>`select s.* from people.senior s where s.id in (${sql.join(ids)})`.execute(ctx.db);
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** People in scope who may be the same: same name and birth date, or the same phone. */
export async function findAlike(ctx: Ctx, person: { name: string; birthDate: CivilDate; phoneHash: Uint8Array | null }): Promise<(ListedSenior & { same_phone: boolean })[]> {
  const samePhone = person.phoneHash ? sql`s.phone_hash = ${Buffer.from(person.phoneHash)}` : sql`false`;
  const found = await sql<ListedSenior & { same_phone: boolean }>`
    select ${LISTED}, coalesce(${samePhone}, false) as same_phone from people.senior s
    where ((s.name = ${person.name} and s.birth_date = ${person.birthDate}) or ${samePhone}) and ${inScope(ctx.scope, { region: "s.region" })}
    order by same_phone, s.id limit 10`.execute(ctx.db);
  return found.rows;
}

/** Takes an id number for a senior. False when somebody has it already. */
export async function claimIdNumber(ctx: Ctx, hash: Uint8Array, seniorId: string): Promise<boolean> {
  const result = await sql`insert into people.id_number (hash, senior_id) values (${Buffer.from(hash)}, ${seniorId}) on conflict (hash) do nothing`.execute(ctx.db);
  return result.numAffectedRows === 1n;
}

export async function releaseIdNumber(ctx: Ctx, hash: Uint8Array, seniorId: string): Promise<void> {
  await sql`delete from people.id_number where hash = ${Buffer.from(hash)} and senior_id = ${seniorId}`.execute(ctx.db);
}

/** Columns of a senior to write; bytes are already sealed. */
export type SeniorColumns = Record<string, string | number | boolean | null | Uint8Array | Date>;

const asParameter = (value: SeniorColumns[string]) => (value instanceof Uint8Array ? Buffer.from(value) : value);

/** Changes columns and raises the version by one. */
export async function updateSenior(ctx: Ctx, id: string, columns: SeniorColumns): Promise<number> {
  const sets = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${asParameter(value)}`);
  const result = await sql<{ version: number }>`update people.senior set ${sql.join([...sets, sql`updated_at = ${ctx.now}`, sql`version = version + 1`])}
    where id = ${id} returning version`.execute(ctx.db);
  return result.rows[0]!.version;
}

/** Carries a senior's rows in the other tables along to another region. */
export async function moveRows(ctx: Ctx, id: string, region: RegionCode): Promise<void> {
  await sql`update people.fact_record set region = ${region} where senior_id = ${id}`.execute(ctx.db);
  await sql`update people.contact set region = ${region} where senior_id = ${id}`.execute(ctx.db);
  await sql`update people.priority_group set region = ${region} where senior_id = ${id}`.execute(ctx.db);
}

/** The facts of today as the row has them; unknown ones are absent. */
export function factsOfRow(row: StoredSenior): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const name of SENIOR_FACT_NAMES) {
    const value = row[name] as FactValue | null;
    if (value !== null && value !== undefined) facts[name] = value;
  }
  return facts;
}

/** Living seniors with a fact that begins or ends by itself on or before the day. */
export async function listTurning(ctx: Ctx, limit: number): Promise<string[]> {
  const found = await sql<{ id: string }>`select id from people.senior where turns_on <= ${ctx.today} order by turns_on, id limit ${limit}`.execute(ctx.db);
  return found.rows.map((row) => row.id);
}

/** How many seniors the register holds, whatever the scope. */
export async function countRegister(ctx: Ctx): Promise<number> {
  const found = await sql<{ count: number }>`select count(*) as count from people.senior`.execute(ctx.db);
  return found.rows[0]!.count;
}
