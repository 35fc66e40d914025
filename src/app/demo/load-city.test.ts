import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { accessContract } from "../../modules/access/access.contract.ts";
import { countRegister } from "../../modules/people/index.ts";
import { listExternal, summarizeWorklist } from "../../modules/policies/decisions.contract.ts";
import { listFilings, listRehearsals, listVersions } from "../../modules/policies/policies.contract.ts";
import { SYSTEM } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { verifyAudit } from "../../platform/audit.ts";
import { actAs } from "../act-as.ts";
import { buildApp } from "../server.ts";
import { findDemoAccounts } from "./demo-accounts.ts";
import { findCity, loadCity, type LoadOptions } from "./load-city.ts";

const OPTIONS: LoadOptions = { city: "ezhou", people: 1500, seed: 7 };
let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe("the demonstration city in the database", () => {
  it("refuses a city that there is not", async () => {
    await expect(loadCity(house, { ...OPTIONS, city: "atlantis" }, () => {})).rejects.toMatchObject({ code: "demo.city_unknown" });
    expect(await findCity(house)).toEqual({ state: "empty" });
  });

  it("is taken up where an interrupted load stopped, with what was chosen then", async () => {
    const interrupt = (text: string) => {
      if (text.startsWith("逐人认定")) throw new Error("interrupted");
    };
    await expect(loadCity(house, { ...OPTIONS, password: "Songhe-2026-test" }, interrupt)).rejects.toThrow("interrupted");
    expect(await findCity(house)).toMatchObject({ state: "begun", options: { people: 1500, seed: 7, asOf: "2026-11-21" } });
    const counts = await loadCity(house, { ...OPTIONS, people: 20 }, () => {});
    expect(counts.seniors).toBe(1500);
    expect(await runAsSystem(house, "test", countRegister)).toBe(1500);
    expect(await findCity(house)).toMatchObject({ state: "finished" });
  });

  it("is not loaded a second time", async () => {
    await expect(loadCity(house, OPTIONS, () => {})).rejects.toMatchObject({ code: "db.not_empty", details: { count: 1500 } });
  });

  it("keeps the accounts where only this user can read them, and lets them in", async () => {
    const { accounts, password } = (await findDemoAccounts(house.config.dataDir))!;
    expect((await stat(join(house.config.dataDir, "demo-accounts.json"))).mode & 0o077).toBe(0);
    expect(password).toBe("Songhe-2026-test");
    const app = await buildApp(house);
    for (const title of new Set(accounts.map((one) => one.title))) {
      const { account } = accounts.find((one) => one.title === title)!;
      const { statusCode } = await app.inject({ method: "POST", url: accessContract.signIn.path, headers: { "x-songhe": "1" }, payload: { account, password } });
      expect([title, statusCode]).toEqual([title, 200]);
    }
    await app.close();
  });

  it("has unmet entitlements, work on them, decided facilities, a draft under rehearsal, and an unbroken audit", async () => {
    const summary = await actAs(house, SYSTEM, summarizeWorklist, { query: { region: "420700000000" } });
    expect(summary.seniors).toBeGreaterThan(100);
    expect(summary.byRegion.reduce((sum, row) => sum + row.worked, 0)).toBeGreaterThan(20);
    const days = await runAsSystem(house, "test", (ctx) => ctx.connection.query("select distinct (at at time zone 'Asia/Shanghai')::date as day from policies.action order by 1", []));
    expect(days.rows.length).toBeGreaterThan(10);
    expect([days.rows[0]!.day, days.rows.at(-1)!.day]).toEqual(["2026-10-31", "2026-11-20"]);
    const facilities = await actAs(house, SYSTEM, listExternal, { query: { kind: "facility" } });
    expect(facilities.total).toBeGreaterThan(10);
    expect(facilities.rows.some((row) => row.benefits.length > 0)).toBe(true);
    const versions = await actAs(house, SYSTEM, listVersions, { query: { size: 200 } });
    expect(versions.rows.filter((row) => row.status === "submitted").map((row) => row.pack)).toEqual(["cn-42-ezhou"]);
    expect(versions.rows.filter((row) => row.status === "published" && row.pack === "cn-42-ezhou").map((row) => row.number).sort()).toEqual([1, 2]);
    expect((await actAs(house, SYSTEM, listFilings, { query: {} })).rows.map((row) => row.state)).toEqual(["filed"]);
    const rehearsals = await actAs(house, SYSTEM, listRehearsals, { query: {} });
    expect(rehearsals.rows.map((row) => row.status)).toEqual(["done"]);
    expect((await runAsSystem(house, "test", (ctx) => verifyAudit(ctx.db))).faults).toEqual([]);
  });
});
