import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { constraintOf, sqlState } from "./connection.ts";
import { transact, withConnection } from "./transaction.ts";

// The same expectations hold on both engines: that is what parity means here.
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([]);
});
afterAll(() => house.close());

const value = async (expression: string, parameters: unknown[] = []): Promise<unknown> =>
  withConnection(house.engine, async (_db, connection) => (await connection.query(`select ${expression} as v`, parameters)).rows[0]!.v);

describe("values come out alike from both engines", () => {
  it.each<[string, unknown]>([
    ["1::int2", 1],
    ["-7::int4", -7],
    ["9007199254740991::int8", 9_007_199_254_740_991],
    ["9007199254740993::int8", 9_007_199_254_740_993n],
    ["(-9223372036854775808)::int8", -9_223_372_036_854_775_808n],
    ["0.1::float8", 0.1],
    ["'NaN'::float8", Number.NaN],
    ["12345678901234567890.123::numeric", "12345678901234567890.123"],
    ["0.10::numeric", "0.10"],
    ["true", true],
    ["'鄂城区 𠮷'::text", "鄂城区 𠮷"],
    ["'x'::varchar(10)", "x"],
    ["'2026-11-21'::date", "2026-11-21"],
    ["'1800-01-01'::date", "1800-01-01"],
    ["'2026-11-21 10:00:00.123+08'::timestamptz", new Date("2026-11-21T02:00:00.123Z")],
    ["'0190a000-0000-7000-8000-000000000001'::uuid", "0190a000-0000-7000-8000-000000000001"],
    [`'{"a": [1, null, "二"]}'::jsonb`, { a: [1, null, "二"] }],
    ["'null'::jsonb", null],
    ["null::jsonb", null],
    ["'\\x00ff10'::bytea", new Uint8Array([0, 255, 16])],
    ["'\\x'::bytea", new Uint8Array()],
    ["array['a','二,{}','']::text[]", ["a", "二,{}", ""]],
    ["array[1,null]::int4[]", [1, null]],
    ["'{}'::text[]", []],
    ["null::text", null],
    ["(select count(*) from (values (1), (2)) t)", 2],
  ])("%s", async (expression, expected) => {
    const read = await value(expression);
    expect(read instanceof Uint8Array ? new Uint8Array(read) : read).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    ["$1::date", "2026-02-28", "2026-02-28"],
    ["$1::timestamptz", new Date("2026-11-21T02:00:00.001Z"), new Date("2026-11-21T02:00:00.001Z")],
    ["$1::int8", 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ["$1::int8", "42", 42],
    ["$1::numeric", "0.10", "0.10"],
    ["$1::text[]", ["甲", 'quote"', "a,b", "\\"], ["甲", 'quote"', "a,b", "\\"]],
    ["$1::text[]", [], []],
    ["$1::jsonb", JSON.stringify({ a: 1 }), { a: 1 }],
    ["$1::bool", false, false],
    ["$1::text", null, null],
    ["$1::bytea", Buffer.from([0, 1, 255]), new Uint8Array([0, 1, 255])],
  ])("%s given as a parameter", async (expression, parameter, expected) => {
    const read = await value(expression, [parameter]);
    expect(read instanceof Uint8Array ? new Uint8Array(read) : read).toEqual(expected);
  });

  it("bytes are a Uint8Array and an instant is a Date", async () => {
    expect(await value("'\\x01'::bytea")).toBeInstanceOf(Uint8Array);
    expect(await value("now()")).toBeInstanceOf(Date);
  });
  it("counts the rows that a statement touched", async () => {
    const counts = await transact(house.engine, {}, async (db) => {
      await sql`create temporary table touched (n int) on commit drop`.execute(db);
      const added = await sql`insert into touched values (1), (2), (3)`.execute(db);
      const changed = await sql`update touched set n = 9 where n > 1 returning n`.execute(db);
      return [added.numAffectedRows, changed.numAffectedRows, changed.rows.length];
    });
    expect(counts).toEqual([3n, 2n, 2]);
  });
  it("copies in and out", async () => {
    const text = await withConnection(house.engine, async (_db, connection) => {
      await connection.exec("create temporary table copied (id int, name text)");
      await connection.copyIn("copy copied from stdin with (format csv)", [Buffer.from("1,甲\n2,"), Buffer.from("乙\n")]);
      const parts: Uint8Array[] = [];
      for await (const chunk of connection.copyOut("copy copied to stdout with (format csv)")) parts.push(chunk);
      await connection.exec("drop table copied");
      return Buffer.concat(parts).toString("utf8");
    });
    expect(text).toBe("1,甲\n2,乙\n");
  });
  it("names the state and the constraint of an error", async () => {
    const failed = transact(house.engine, {}, async (db) => {
      await sql`create temporary table once (n int, constraint once_key unique (n)) on commit drop`.execute(db);
      await sql`insert into once values (1), (1)`.execute(db);
    });
    const error = await failed.then(() => undefined, (caught: unknown) => caught);
    expect([sqlState(error), constraintOf(error)]).toEqual(["23505", "once_key"]);
    expect(constraintOf({ constraint: "once_key_102008" })).toBe("once_key");
  });
});
