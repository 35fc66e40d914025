import { sql } from "kysely";
import type { Fact, Facts, FactValue, SubjectKind } from "../../kernel/facts.ts";
import { type CivilDate, dateOfDay } from "../../kernel/dates.ts";
import { isId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Ctx, regionRange } from "../../platform/context.ts";
import { inScope } from "../../platform/db/scope.ts";
import type { SubjectSource } from "../../platform/module.ts";
import { eachRow, type FieldType, readField, readUuid } from "./binary-copy.ts";

/** One thing that policies decide on: where it belongs, and what is known of it. */
export type Subject = { id: string; region: RegionCode; facts: Facts };

/** The view that holds a kind of subject. Throws where no module of the house registers it. */
export function getSource(ctx: Ctx, kind: SubjectKind): SubjectSource {
  const source = ctx.subjects.get(kind);
  if (!source) throw new Error(`no module holds subjects of kind ${kind}`);
  return source;
}

/** One subject within the caller's jurisdiction. */
export async function findSubject(ctx: Ctx, kind: SubjectKind, id: string): Promise<Subject | undefined> {
  return (await readSubjects(ctx, kind, [id]))[0];
}

/** Subjects by id, those within the caller's jurisdiction. */
export async function readSubjects(ctx: Ctx, kind: SubjectKind, ids: readonly string[]): Promise<Subject[]> {
  const source = getSource(ctx, kind);
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(source.view)} as s
    where s.id = any(${ids}::uuid[]) and ${inScope(ctx.scope, { region: "s.region", organization: "s.organization_id" })} order by s.id`.execute(ctx.db);
  return rows.map((row) => ({ id: row.id as string, region: row.region as string, facts: factsOfRow(source, row) }));
}

function factsOfRow(source: SubjectSource, row: Record<string, unknown>): Facts {
  const facts: Facts = {};
  for (const [name, fact] of Object.entries(source.facts)) {
    const value = row[name];
    if (value !== null && value !== undefined) facts[name] = fact.type === "number" || fact.type === "money" ? Number(value) : (value as FactValue);
  }
  return facts;
}

/** How many subjects of a kind belong to a region and below. */
export async function countSubjects(ctx: Ctx, kind: SubjectKind, region: RegionCode): Promise<number> {
  const { from, to } = regionRange(region);
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(getSource(ctx, kind).view)} as s where s.region between ${from} and ${to}`.execute(ctx.db);
  return rows[0]!.n;
}

const FIELDS: Record<Fact["type"], FieldType> = { boolean: "bool", integer: "int4", number: "float8", money: "int8", date: "date", region: "text", enum: "text", text: "text", benefits: "text" };

/**
 * The next subjects of a region in the order of their ids, as one binary copy: for runs, which are not bound by
 * row-level security. Empty when there are none after `after`.
 */
export async function readSubjectRange(ctx: Ctx, kind: SubjectKind, range: { region: RegionCode; after: string | null; limit: number }): Promise<Subject[]> {
  const source = getSource(ctx, kind);
  const names = Object.keys(source.facts);
  const types = names.map((name) => FIELDS[source.facts[name]!.type]);
  const bytes = await copyBytes(ctx, rangeQuery(source, names, types, range));
  const subjects: Subject[] = [];
  eachRow(bytes, names.length + 2, (at, length) => {
    const facts: Facts = {};
    for (let place = 0; place < names.length; place += 1) {
      const value = readField(bytes, types[place]!, at[place + 2]!, length[place + 2]!);
      if (value !== undefined) facts[names[place]!] = factOfField(source.facts[names[place]!]!, value);
    }
    subjects.push({ id: readUuid(bytes, at[0]!), region: bytes.toString("latin1", at[1]!, at[1]! + length[1]!), facts });
  });
  return subjects;
}

/** `copy` takes no parameters: what is put into its text is digits, a checked id, or comes from the dictionary. */
function rangeQuery(source: SubjectSource, names: readonly string[], types: readonly FieldType[], range: { region: RegionCode; after: string | null; limit: number }): string {
  const { from, to } = regionRange(range.region);
  if (!/^\d{12}$/.test(from) || (range.after !== null && !isId(range.after))) throw new Error("not a region or id");
  const columns = names.map((name, place) => `"${name}"::${types[place]!}`).join(", ");
  const after = range.after === null ? "" : `and id > '${range.after}'`;
  return `select id, region, ${columns} from ${source.view} where region between '${from}' and '${to}' ${after} order by id limit ${Math.trunc(range.limit)}`;
}

/** The answer of a query as one binary copy. */
export async function copyBytes(ctx: Ctx, query: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of ctx.connection.copyOut(`copy (${query}) to stdout (format binary)`)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Dates of birth of a whole register are some 20,000 days; writing each out once saves half the reading. */
const dates = new Map<number, CivilDate>();

function factOfField(fact: Fact, value: unknown): FactValue {
  if (fact.type === "date") return dateOf(value as number);
  if (fact.type !== "benefits") return value as FactValue;
  return value === "{}" ? {} : (JSON.parse(value as string) as FactValue);
}

function dateOf(day: number): CivilDate {
  let date = dates.get(day);
  if (date === undefined) dates.set(day, (date = dateOfDay(day)));
  return date;
}
