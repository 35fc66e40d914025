import { sql } from "kysely";
import type { Ctx } from "../../platform/context.ts";
import { putContact } from "./contact.store.ts";
import { insertPeriod, insertRecords } from "./fact.store.ts";
import { type PreparedSenior, SENIOR_COLUMNS } from "./registration.ts";

/** Puts one prepared senior in; the id number must have been claimed. */
export async function insertSenior(ctx: Ctx, senior: PreparedSenior): Promise<void> {
  const { columns } = senior;
  const values = SENIOR_COLUMNS.map((name) => {
    const value = columns[name] ?? null;
    return sql`${value instanceof Uint8Array ? Buffer.from(value) : value}`;
  });
  await sql`insert into people.senior (${sql.join(SENIOR_COLUMNS.map((name) => sql.ref(name)))}) values (${sql.join(values)})`.execute(ctx.db);
  const [id, region] = [columns.id as string, columns.region as string];
  await insertRecords(ctx, id, region, senior.records);
  for (const { id: periodId, kind, source, from, to } of senior.groups) await insertPeriod(ctx, id, region, { id: periodId, kind, source, valid_from: from, valid_to: to });
  for (const contact of senior.contacts) await putContact(ctx, id, region, contact);
}

/** Puts many prepared seniors in by COPY: for jobs and commands, since row-level security does not allow it to requests. */
export async function copySeniors(ctx: Ctx, seniors: readonly PreparedSenior[]): Promise<void> {
  if (seniors.length === 0) return;
  const tables: Record<string, string[]> = { senior: [], id_number: [], fact_record: [], priority_group: [], contact: [] };
  const learnt = ctx.now.toISOString();
  for (const { columns, idHash, records, groups, contacts } of seniors) {
    const id = columns.id as string;
    const region = columns.region as string;
    tables.senior!.push(line(SENIOR_COLUMNS.map((name) => columns[name] ?? null)));
    tables.id_number!.push(line([idHash, id]));
    for (const record of records) {
      tables.fact_record!.push(line([id, record.seq, region, record.source, record.validFrom, record.validTo, record.learntAt, record.recordedBy, record.note, JSON.stringify(record.facts), record.sources ? JSON.stringify(record.sources) : null]));
    }
    for (const group of groups) tables.priority_group!.push(line([id, group.id, region, group.kind, group.source, group.from, group.to, learnt]));
    for (const contact of contacts) tables.contact!.push(line([id, contact.id, region, contact.name, contact.relation, contact.phone, contact.emergency]));
  }
  const copy = async (table: string, columns: readonly string[]) => {
    const lines = tables[table]!;
    if (lines.length > 0) await ctx.connection.copyIn(`copy people.${table} (${columns.join(", ")}) from stdin`, [Buffer.from(lines.join(""))]);
  };
  await copy("senior", SENIOR_COLUMNS);
  await copy("id_number", ["hash", "senior_id"]);
  await copy("fact_record", ["senior_id", "seq", "region", "source", "valid_from", "valid_to", "learnt_at", "recorded_by", "note", "facts", "sources"]);
  await copy("priority_group", ["senior_id", "id", "region", "kind", "source", "valid_from", "valid_to", "learnt_at"]);
  await copy("contact", ["senior_id", "id", "region", "name", "relation", "phone", "emergency"]);
}

type CopyValue = string | number | boolean | null | Uint8Array | Date;

/** One line of COPY's text format. */
function line(values: readonly CopyValue[]): string {
  let built = text(values[0]!);
  for (let index = 1; index < values.length; index += 1) built += `\t${text(values[index]!)}`;
  return `${built}\n`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function text(value: CopyValue): string {
  if (typeof value === "string") return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]!) : value;
  if (value === null) return "\\N";
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return value.toISOString();
  return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
}
