import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import { runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { recordFacts } from "../people/index.ts";
import { as, addSeniors, EZHOU, HUARONG, NOW, officer, openPolicyHouse, WELL, YINZHOU } from "./decisions.fixture.ts";
import { determine, getHistory, getSubjectDecisions, replay } from "./decisions.service.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openPolicyHouse();
});
afterAll(() => house.close());

type Stands = { benefit: string; standing: string; amount: number | null; receiving: boolean };

function standings(id: string): Promise<Stands[]> {
  return runAsSystem(house, "test", async (ctx) => (await sql<Stands>`select benefit, standing, amount, receiving from policies.standing where subject_id = ${id} order by benefit`.execute(ctx.db)).rows);
}
const standing = async (id: string, benefit: string) => (await standings(id)).find((row) => row.benefit === benefit);

async function change(id: string, facts: Record<string, unknown>): Promise<void> {
  await runAsSystem(house, "test", (ctx) =>
    recordFacts(ctx, id, Object.entries(facts).map(([fact, value]) => ({ fact, value: value as never, validFrom: "2026-11-21" })), "household_register"),
  );
  await drainJobs(house);
}

const decisionsOf = (id: string, query: { asOf?: string; all?: "true" | "false" } = {}, actor = officer()) =>
  as(house, actor, "policies.worklist", (ctx) => getSubjectDecisions(ctx, { params: { kind: "senior", id }, query, body: undefined }));

describe("decisions on a senior", () => {
  it("stand as soon as the senior is registered", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    expect(await standing(id!, "care-service-subsidy")).toMatchObject({ standing: "to_be_decided", amount: null, receiving: false });
    expect(await standing(id!, "ability-assessment")).toMatchObject({ standing: "granted" });
  });

  it("R-122 follow a change of the facts that a benefit reads, and keep what was decided before", async () => {
    const [id] = await addSeniors(house, [WELL]);
    expect(await standing(id!, "care-service-subsidy")).toBeUndefined();
    await change(id!, { ability_level: 3 });
    expect(await standing(id!, "care-service-subsidy")).toMatchObject({ standing: "to_be_decided" });
    await change(id!, { ability_level: 0 });
    expect(await standing(id!, "care-service-subsidy")).toBeUndefined();
    const { rows } = await as(house, officer(), "policies.worklist", (ctx) => getHistory(ctx, { params: { kind: "senior", id: id! }, query: { benefit: "care-service-subsidy" }, body: undefined }));
    expect(rows.map((row) => row.standing)).toEqual(["not_eligible", "to_be_decided"]);
    expect(rows[0]!.cause).toBe("信息变更");
  });

  it("end with the senior's death", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    expect((await standings(id!)).length).toBeGreaterThan(0);
    await change(id!, { alive: false });
    expect(await standings(id!)).toEqual([]);
  });

  it("know what is received, under its own id or that of the upper benefit that it carries out", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01", receives: { "care-service-subsidy": 30_000 } }]);
    expect(await standing(id!, "care-service-subsidy")).toMatchObject({ receiving: true });
  });

  it("are not decided again by a change that no benefit reads", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    const history = () => runAsSystem(house, "test", async (ctx) => (await sql<{ n: number }>`select count(*) as n from policies.decision where subject_id = ${id}`.execute(ctx.db)).rows[0]!.n);
    const count = await history();
    await change(id!, { household_region: "420704000000" });
    expect(await history()).toBe(count);
  });

  it("are shown with clause, reasons and what is missing, under the caller's jurisdiction only", async () => {
    const [id] = await addSeniors(house, [{ birth_date: "1962-05-01" }]);
    const { rows } = await decisionsOf(id!);
    const row = rows.find((each) => each.benefit === "care-service-subsidy")!;
    expect(row).toMatchObject({ standing: "unknown", eligible: null, documentId: "ezhou-2021" });
    expect(row.missing.map((each) => each.label)).toContain("经济状况");
    expect(row.clause.quote.length).toBeGreaterThan(5);
    expect(row.sentences.length).toBeGreaterThan(0);
    await expect(decisionsOf(id!, {}, officer(HUARONG))).rejects.toMatchObject({ code: "record.not_found" });
    await expect(decisionsOf(id!, {}, officer(YINZHOU))).rejects.toMatchObject({ code: "record.not_found" });
  });

  it("of a day in the past are by the policies and the age of that day", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1946-11-20" }]);
    const on = async (asOf: string) => (await decisionsOf(id!, { asOf, all: "true" })).rows.find((row) => row.benefit === "care-service-subsidy")?.standing;
    expect(await on("2026-11-20")).toBe("to_be_decided");
    expect(await on("2026-11-19")).toBe("not_eligible");
    // before the document
    expect([undefined, "not_in_force"]).toContain(await on("2021-12-12"));
  });
});

describe("an officer's figure", () => {
  const figure = (id: string, decisionId: string, amount: string, actor = officer()) =>
    as(house, actor, "policies.determine", (ctx) => determine(ctx, { params: { kind: "senior", id }, query: {}, body: { benefit: "care-service-subsidy", amount, reason: "按失能程度分档", decisionId } }));
  const stood = async (id: string) => (await decisionsOf(id)).rows.find((row) => row.benefit === "care-service-subsidy")!;

  it("R-035 is refused outside the bounds of the clause, and within them turns the decision into a grant", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    const { decisionId } = await stood(id!);
    await expect(figure(id!, decisionId!, "99.99")).rejects.toMatchObject({ code: "decision.outside_bounds", details: { min: "100.00", max: "500.00" } });
    await expect(figure(id!, decisionId!, "500.01")).rejects.toMatchObject({ code: "decision.outside_bounds" });
    const { decision } = await figure(id!, decisionId!, "300.00");
    expect(decision).toMatchObject({ standing: "granted", amount: "300.00", determination: { amount: "300.00", reason: "按失能程度分档" } });
    expect(await standing(id!, "care-service-subsidy")).toMatchObject({ standing: "granted", amount: 30_000 });
    // the officer's screen is out of date now
    await expect(figure(id!, decisionId!, "200.00")).rejects.toMatchObject({ code: "record.stale" });
    await expect(figure(id!, (await stood(id!)).decisionId!, "200.00")).resolves.toMatchObject({ decision: { amount: "200.00" } });
  });

  it("is another region's business", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    const { decisionId } = await stood(id!);
    await expect(figure(id!, decisionId!, "300.00", officer(HUARONG))).rejects.toMatchObject({ code: "record.not_found" });
  });

  it("is not asked for where the rules leave nothing open", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    const assessment = (await decisionsOf(id!)).rows.find((row) => row.benefit === "ability-assessment")!;
    await expect(
      as(house, officer(), "policies.determine", (ctx) =>
        determine(ctx, { params: { kind: "senior", id: id! }, query: {}, body: { benefit: "ability-assessment", amount: "1.00", reason: "没有理由", decisionId: assessment.decisionId! } }),
      ),
    ).rejects.toMatchObject({ code: "decision.not_determinable" });
  });
});

describe("replay", () => {
  it("gives the same answer years later, by the version and the facts of then", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    await change(id!, { economic: "minimum_allowance" });
    const history = await as(house, officer(), "policies.worklist", (ctx) => getHistory(ctx, { params: { kind: "senior", id: id! }, query: {}, body: undefined }));
    expect(history.rows.length).toBeGreaterThan(2);
    house.setClock(new Date("2031-06-01T02:00:00Z"));
    for (const row of history.rows) {
      const answer = await as(house, officer(), "policies.worklist", (ctx) => replay(ctx, { params: { kind: "senior", id: id!, decisionId: row.id }, query: {}, body: undefined }));
      expect(answer).toMatchObject({ same: true, recomputed: { benefit: row.benefit } });
    }
    house.setClock(NOW);
  });

  it("is within the caller's jurisdiction", async () => {
    const [id] = await addSeniors(house, [{ ...WELL, birth_date: "1940-05-01" }]);
    const history = await as(house, officer(EZHOU), "policies.worklist", (ctx) => getHistory(ctx, { params: { kind: "senior", id: id! }, query: {}, body: undefined }));
    const again = as(house, officer(HUARONG), "policies.worklist", (ctx) => replay(ctx, { params: { kind: "senior", id: id!, decisionId: history.rows[0]!.id }, query: {}, body: undefined }));
    await expect(again).rejects.toMatchObject({ code: "record.not_found" });
  });
});
