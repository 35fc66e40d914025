import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { refreshStatistics, vacuum } from "./statistics.ts";
import { withConnection } from "./transaction.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([]);
});
afterAll(() => house.close());

const exec = (statement: string) => withConnection(house.engine, (_db, connection) => connection.exec(statement));

describe("statistics", () => {
  it("are refreshed for a table that has grown, once", async () => {
    await exec("create table platform.grown (a int); insert into platform.grown select generate_series(1, 20000)");
    expect(await refreshStatistics(house.engine)).toContain("platform.grown");
    expect(await refreshStatistics(house.engine)).not.toContain("platform.grown");
    const { rows } = await withConnection(house.engine, (_db, connection) => connection.query("select reltuples from pg_class where relname = 'grown'", []));
    expect(Number(rows[0]!.reltuples)).toBe(20_000);
  });
  it("are kept by vacuuming without an error", async () => {
    await exec("delete from platform.grown where a < 10000");
    await vacuum(house.engine);
    const { rows } = await withConnection(house.engine, (_db, connection) => connection.query("select count(*) as n from platform.grown", []));
    expect(rows[0]!.n).toBe(10_001);
  });
});
