import { sql } from "kysely";
import { dayNumber } from "../../kernel/dates.ts";
import type { Ctx } from "../../platform/context.ts";
import { encodeRows, type FieldType } from "./binary-copy.ts";

/** A table that takes many rows at a time: for each field of a row its column and type. */
export type BulkTable<Row> = { name: string; columns: { [Field in keyof Row]-?: readonly [column: string, type: FieldType] } };

/** Below this a single insert is as quick; and `copy` into a table with row-level security is its owner's alone. */
const COPY_FROM = 200;

/**
 * Appends rows. Many by binary copy, which only runs do (they act as the owner of the tables); few, as in a request, by
 * one insert. The caller sees to it that none is there yet.
 */
export async function putRows<Row extends object>(ctx: Ctx, table: BulkTable<Row>, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const fields = Object.entries(table.columns) as [keyof Row, readonly [string, FieldType]][];
  const columns = fields.map(([, [column]]) => `"${column}"`).join(", ");
  if (rows.length >= COPY_FROM) {
    const types = fields.map(([, [, type]]) => type);
    await ctx.connection.copyIn(`copy ${table.name} (${columns}) from stdin (format binary)`, [encodeRows(types, asFields(fields, rows))]);
    return;
  }
  const definition = fields.map(([, [column, type]]) => `"${column}" ${type}`).join(", ");
  const records = rows.map((row) => Object.fromEntries(fields.map(([field, [column]]) => [column, row[field]])));
  await sql`insert into ${sql.raw(table.name)} (${sql.raw(columns)})
    select ${sql.raw(columns)} from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(${sql.raw(definition)})`.execute(ctx.db);
}

/** Each row's values; the array is used again for the next row. */
function* asFields<Row>(fields: readonly [keyof Row, readonly [string, FieldType]][], rows: readonly Row[]): Generator<unknown[]> {
  const values: unknown[] = [];
  // the same few days in every row
  const days = new Map<string, number>();
  for (const row of rows) {
    for (let place = 0; place < fields.length; place += 1) {
      const [field, [, type]] = fields[place]!;
      const value: unknown = row[field];
      values[place] = type === "date" && typeof value === "string" ? dayOf(days, value) : value;
    }
    yield values;
  }
}

function dayOf(days: Map<string, number>, date: string): number {
  let day = days.get(date);
  if (day === undefined) days.set(date, (day = dayNumber(date)));
  return day;
}
