import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../test/support/house.ts";
import { type AuditFault, CHAINS, verifyAudit } from "./audit.ts";
import { sm3 } from "./crypto.ts";
import { transact } from "./db/transaction.ts";
import { runAsSystem } from "./house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([]);
});
afterAll(() => house.close());
beforeEach(async () => {
  await change("delete from platform.audit_entry");
  await change(`delete from platform.audit_head; insert into platform.audit_head select chain, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 7) as chain`);
  for (let i = 0; i < 40; i += 1) {
    await runAsSystem(house, "test", async (ctx) => ctx.audit({ action: "note.read", subject: "note", subjectId: String(i), region: "420704000000", reason: "核对", details: { b: i, a: [`${i}`] } }));
  }
});

const change = (statement: string) => transact(house.engine, {}, (_db, connection) => connection.exec(statement));
const verify = () => transact(house.engine, {}, (db) => verifyAudit(db));
/** a chain with at least four entries */
async function longChain(): Promise<number> {
  const rows = await transact(house.engine, {}, (db) => sql<{ chain: number }>`select chain from platform.audit_entry group by chain having count(*) >= 4 order by chain limit 1`.execute(db));
  return rows.rows[0]!.chain;
}

describe("the audit chain", () => {
  it("holds over many entries in several chains", async () => {
    const outcome = await verify();
    expect(outcome).toMatchObject({ entries: 40, faults: [] });
    expect(outcome.heads.filter((head) => head.seq > 0).length).toBeGreaterThan(3);
  });
  it("holds over entries written at once, and gives each its place", async () => {
    await Promise.all(Array.from({ length: 30 }, () => runAsSystem(house, "test", async (ctx) => { ctx.audit({ action: "one" }); ctx.audit({ action: "two" }); })));
    expect(await verify()).toMatchObject({ entries: 100, faults: [] });
  });
  it.each<[string, (chain: number) => string, (chain: number) => AuditFault[]]>([
    ["content that was edited", (c) => `update platform.audit_entry set content = replace(content, '核对', '抽查') where chain = ${c} and seq = 2`, (c) => [{ chain: c, seq: 2, fault: "altered" }]],
    ["a column that was edited", (c) => `update platform.audit_entry set actor = 'nobody' where chain = ${c} and seq = 2`, (c) => [{ chain: c, seq: 2, fault: "altered" }]],
    ["a time that was moved", (c) => `update platform.audit_entry set at = at - interval '1 day' where chain = ${c} and seq = 2`, (c) => [{ chain: c, seq: 2, fault: "altered" }]],
    ["an entry that was removed", (c) => `delete from platform.audit_entry where chain = ${c} and seq = 2`, (c) => [{ chain: c, seq: 2, fault: "missing" }, { chain: c, seq: 3, fault: "altered" }]],
    ["the first that was removed", (c) => `delete from platform.audit_entry where chain = ${c} and seq = 1`, (c) => [{ chain: c, seq: 1, fault: "missing" }, { chain: c, seq: 2, fault: "altered" }]],
  ])("finds %s", async (_what, statement, faults) => {
    const chain = await longChain();
    await change(statement(chain));
    expect((await verify()).faults).toEqual(faults(chain));
  });
  it("finds two entries that were swapped", async () => {
    const chain = await longChain();
    await change(`update platform.audit_entry set seq = -2 where chain = ${chain} and seq = 2`);
    await change(`update platform.audit_entry set seq = 2 where chain = ${chain} and seq = 3`);
    await change(`update platform.audit_entry set seq = 3 where chain = ${chain} and seq = -2`);
    expect((await verify()).faults.map((fault) => fault.seq)).toEqual([2, 3, 4]);
  });
  it("finds the end cut off, and a head that was put back", async () => {
    const chain = await longChain();
    await change(`delete from platform.audit_entry where chain = ${chain} and seq = (select max(seq) from platform.audit_entry where chain = ${chain})`);
    expect((await verify()).faults).toMatchObject([{ chain, fault: "head" }]);
    await change(`delete from platform.audit_head where chain = ${chain}`);
    expect((await verify()).faults).toMatchObject([{ chain, fault: "head" }]);
  });
  it("finds an entry that was put in", async () => {
    const chain = await longChain();
    await change(`insert into platform.audit_entry select chain, (select max(seq) + 1 from platform.audit_entry where chain = ${chain}), at, actor, action, subject, subject_id, region, content, hash
      from platform.audit_entry where chain = ${chain} and seq = 1`);
    expect((await verify()).faults.map((fault) => fault.fault)).toEqual(["altered", "head"]);
  });
  it("has eight chains under SM3 as GM/T 0004 gives it", () => {
    expect(CHAINS).toBe(8);
    expect(Buffer.from(sm3("abc")).toString("hex")).toBe("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  });
});
