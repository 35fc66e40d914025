import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { allNotes, probeModule } from "../../../test/support/probe-module.ts";
import { newId } from "../../kernel/ids.ts";
import { NATION } from "../../kernel/regions.ts";
import { RecordedRefusal, type Scope, SYSTEM, WHOLE_NATION } from "../context.ts";
import { runAsSystem, runIn } from "../house.ts";
import type { Db } from "./connection.ts";
import { transact } from "./transaction.ts";

const NOTES: [string, string][] = [
  ["420704001000", "鄂城"],
  ["420703100000", "华容"],
  ["330212001000", "鄞州"],
];
const OWNER = newId();

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([probeModule]);
  await transact(house.engine, {}, async (db) => {
    for (const [region, text] of NOTES) await add(db, region, text, text === "鄞州" ? OWNER : null);
  });
});
afterAll(() => house.close());
afterEach(() => vi.useRealTimers());

const add = (db: Db, region: string, text: string, owner: string | null = null) =>
  sql`insert into probe.note (id, region, owner, text) values (${newId()}, ${region}, ${owner}, ${text})`.execute(db);
const scopeAt = (...regions: string[]): Scope => ({ regions, organizations: [], own: null, rows: regions });
const see = (scope: Scope) => transact(house.engine, { scope }, (db) => allNotes({ db }));

describe("a transaction", () => {
  it("leaves nothing when it throws, and hands the connection on", async () => {
    for (let i = 0; i < 12; i += 1) {
      const failed = transact(house.engine, {}, async (db) => {
        await add(db, NATION, "lost");
        throw new Error("after all");
      });
      await expect(failed).rejects.toThrow("after all");
    }
    expect(await see(WHOLE_NATION)).not.toContain("lost");
  });
  it("is done again from the start on a serialization failure, and no more than four times", async () => {
    let tries = 0;
    const clash = (db: Db) => sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(db);
    const done = await transact(house.engine, {}, async (db) => {
      tries += 1;
      await add(db, NATION, "retried");
      if (tries < 3) await clash(db);
      return tries;
    });
    expect(done).toBe(3);
    expect((await see(WHOLE_NATION)).filter((text) => text === "retried")).toHaveLength(1);
    tries = 0;
    await expect(
      transact(house.engine, {}, async (db) => {
        tries += 1;
        await clash(db);
      }),
    ).rejects.toMatchObject({ code: "40001" });
    expect(tries).toBe(4);
    await transact(house.engine, {}, (db) => sql`delete from probe.note where text = 'retried'`.execute(db));
  });
  it("does not write when it is read-only", async () => {
    await expect(transact(house.engine, { readOnly: true }, (db) => add(db, NATION, "x"))).rejects.toMatchObject({ code: "25006" });
  });
  it("refuses another one inside through the query builder", async () => {
    await expect(transact(house.engine, {}, (db) => db.transaction().execute(async () => 1))).rejects.toThrow("nested transaction");
  });
  it("whose connection does not come within the limit is told that the system is busy", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const held = await Promise.all(Array.from({ length: house.engine.kind === "embedded" ? 1 : 8 }, () => house.engine.acquire()));
    const waiting = house.engine.acquire().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await waiting).toMatchObject({ code: "db.busy" });
    for (const connection of held) house.engine.release(connection);
    vi.useRealTimers();
    expect(await see(scopeAt("420704000000"))).toEqual(["鄂城"]);
  });
});

describe("row-level security alone", () => {
  it.each<[string, string[], string[]]>([
    ["a street", ["420704001000"], ["鄂城"]],
    ["a district", ["420703000000"], ["华容"]],
    ["a city", ["420700000000"], ["华容", "鄂城"]],
    ["two places", ["420704000000", "330000000000"], ["鄂城", "鄞州"]],
    ["the nation", [NATION], ["华容", "鄂城", "鄞州"]],
    ["nothing", [], []],
    ["a neighbour whose code begins alike", ["420704001001"], []],
  ])("shows the rows of %s and no others", async (_what, regions, texts) => {
    expect((await see(scopeAt(...regions))).sort()).toEqual([...texts].sort());
  });
  it("shows one's own rows where the scope reaches to them", async () => {
    expect(await see({ ...scopeAt("420704000000"), own: OWNER })).toEqual(["鄂城", "鄞州"]);
    expect(await see({ ...scopeAt(), own: newId() })).toEqual([]);
  });
  it("refuses to add, change or remove a row elsewhere", async () => {
    const scope = scopeAt("420704000000");
    await expect(transact(house.engine, { scope }, (db) => add(db, "420703100000", "x"))).rejects.toMatchObject({ code: "42501" });
    const touched = await transact(house.engine, { scope }, async (db) => [
      (await sql`update probe.note set text = 'x' where text = '华容'`.execute(db)).numAffectedRows,
      (await sql`delete from probe.note where text = '华容'`.execute(db)).numAffectedRows,
    ]);
    expect(touched).toEqual([0n, 0n]);
    await expect(transact(house.engine, { scope }, (db) => sql`update probe.note set region = '420703100000' where text = '鄂城'`.execute(db))).rejects.toMatchObject({ code: "42501" });
  });
  it("shows nothing while the setting is unset, nor to the role on a connection that had one", async () => {
    const connection = await house.engine.acquire();
    const count = async () => (await connection.query("select count(*) as n from probe.note", [])).rows[0]!.n;
    try {
      await connection.exec("begin; set local role songhe_app");
      expect(await count()).toBe(0);
      await connection.exec("commit; begin; set local role songhe_app; set local app.scope = '4207%'");
      expect(await count()).toBe(2);
      // after a transaction the setting is the empty string, not unset
      await connection.exec("commit; begin; set local role songhe_app");
      expect((await connection.query("select current_setting('app.scope', true) as s", [])).rows[0]!.s).toBe("");
      expect(await count()).toBe(0);
      await connection.exec("commit");
    } finally {
      house.engine.release(connection);
    }
  });
  it("takes no setting that is not digits", async () => {
    await expect(see(scopeAt("4207' or true --"))).rejects.toThrow("not a region prefix");
    await expect(see({ ...scopeAt(), own: "' or true --" })).rejects.toThrow("not an id");
  });
});

describe("a context over one transaction", () => {
  const run = (work: Parameters<typeof runIn>[2]) => runIn(house, { actor: SYSTEM, scope: WHOLE_NATION, requestId: newId(), readOnly: false, asApplication: false }, work);
  it("keeps what a recorded refusal left behind, with its audit, and throws it", async () => {
    const refused = run(async (ctx) => {
      await add(ctx.db, NATION, "counted");
      ctx.audit({ action: "probe.counted" });
      throw new RecordedRefusal("probe.refused");
    });
    await expect(refused).rejects.toMatchObject({ code: "probe.refused" });
    const kept = await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select (select count(*) from probe.note where text = 'counted')
      + (select count(*) from platform.audit_entry where action = 'probe.counted') as n`.execute(ctx.db));
    expect(kept.rows[0]!.n).toBe(2);
  });
  it("puts neither news nor audit entries out when the work throws", async () => {
    const failed = run(async (ctx) => {
      ctx.emit("note.added", { id: "lost" });
      ctx.audit({ action: "probe.lost" });
      throw new Error("after all");
    });
    await expect(failed).rejects.toThrow("after all");
    const left = await runAsSystem(house, "test", (ctx) => sql<{ n: number }>`select (select count(*) from platform.job where payload->>'id' = 'lost')
      + (select count(*) from platform.audit_entry where action = 'probe.lost') as n`.execute(ctx.db));
    expect(left.rows[0]!.n).toBe(0);
  });
});
