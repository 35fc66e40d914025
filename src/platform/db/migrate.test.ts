import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { migrationSources } from "../house.ts";
import { migrate, migrationStatus } from "./migrate.ts";
import { withConnection } from "./transaction.ts";

let house: TestHouse;
let folder: string;
beforeEach(async () => {
  house = await openTestHouse([]);
  folder = await mkdtemp(join(tmpdir(), "songhe-migrations-"));
  await writeFile(join(folder, "0001-first.sql"), "create schema shop; create table shop.thing (id int primary key);");
});
afterEach(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

const sources = () => [...migrationSources([]), { module: "shop", folder: pathToFileURL(folder) }];
const run = () => migrate(house.engine, sources());
const query = (text: string) => withConnection(house.engine, async (_db, connection) => (await connection.query(text, [])).rows);

describe("migrations", () => {
  it("apply what is new, in order, once", async () => {
    await writeFile(join(folder, "0002-second.sql"), "alter table shop.thing add column name text;");
    expect((await migrationStatus(house.engine, sources())).filter((each) => !each.applied).map((each) => each.name)).toEqual(["0001-first.sql", "0002-second.sql"]);
    expect(await run()).toEqual(["shop/0001-first.sql", "shop/0002-second.sql"]);
    expect(await run()).toEqual([]);
    await writeFile(join(folder, "0003-third.sql"), "create table shop.other (id int primary key);");
    expect(await run()).toEqual(["shop/0003-third.sql"]);
    expect((await migrationStatus(house.engine, sources())).every((each) => each.applied)).toBe(true);
  });
  it("refuse an applied one that reads otherwise now, and apply nothing", async () => {
    await run();
    await writeFile(join(folder, "0001-first.sql"), "create schema shop;");
    await writeFile(join(folder, "0002-second.sql"), "create table shop.more (id int);");
    await expect(run()).rejects.toMatchObject({ code: "db.migration_changed", details: { migration: "shop/0001-first.sql" } });
    expect(await query("select to_regclass('shop.more') as t")).toEqual([{ t: null }]);
  });
  it("refuse a database that is newer than the program", async () => {
    await run();
    await expect(migrate(house.engine, migrationSources([]))).rejects.toMatchObject({ code: "db.newer_than_program", details: { migrations: "shop/0001-first.sql" } });
  });
  it("leave nothing of one that fails, and keep those before it", async () => {
    await writeFile(join(folder, "0002-second.sql"), "create table shop.half (id int); select 1 / 0;");
    await expect(run()).rejects.toMatchObject({ code: "22012" });
    expect(await query("select to_regclass('shop.thing') is not null as first, to_regclass('shop.half') as half")).toEqual([{ first: true, half: null }]);
    await writeFile(join(folder, "0002-second.sql"), "create table shop.half (id int);");
    expect(await run()).toEqual(["shop/0002-second.sql"]);
  });
  it("let two programs start at once", async () => {
    const both = await Promise.all([run(), run()]);
    expect(both.flat()).toEqual(["shop/0001-first.sql"]);
  });
  it("give the application's role the tables, but not the audit's past", async () => {
    await run();
    const can = (table: string, what: string) => `has_table_privilege('songhe_app', '${table}', '${what}')`;
    const rows = await query(
      `select ${can("shop.thing", "insert")} as thing, ${can("platform.audit_entry", "insert")} as append, ${can("platform.audit_entry", "update")} as alter,
        ${can("platform.audit_entry", "delete")} as remove, ${can("platform.migration", "select")} as migration`,
    );
    expect(rows).toEqual([{ thing: true, append: true, alter: false, remove: false, migration: false }]);
  });
});
