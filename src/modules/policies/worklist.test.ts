import { sql } from "kysely";
import type { z } from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import { newId } from "../../kernel/ids.ts";
import type { Actor, Ctx } from "../../platform/context.ts";
import { runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { recordFacts } from "../people/index.ts";
import { addSeniors, as, ECHENG, EZHOU, HUARONG, officer, openPolicyHouse, WELL, YINZHOU } from "./decisions.fixture.ts";
import { listWorklist, recordWork as recordContract, type summarizeWorklist } from "./decisions.contract.ts";
import { workAfter } from "./work.ts";
import { listUnmet, listWorkOf, nextUnmet, recordWork, summarizeUnmet } from "./worklist.service.ts";

let house: TestHouse;
const street = "420704001000";
const ids: Record<string, string> = {};
const SUBSIDY = "care-service-subsidy";

beforeAll(async () => {
  house = await openPolicyHouse();
  const people = {
    zhao: { ...WELL, name: "赵桂英", birth_date: "1940-03-01", living: "alone" },
    an: { ...WELL, name: "安国强", birth_date: "1941-03-01" },
    chen: { ...WELL, name: "陈腊梅", birth_date: "1942-03-01", region: "420704002001", receives: { [SUBSIDY]: 20_000 } },
    huang: { ...WELL, name: "黄水生", birth_date: "1943-03-01", region: "420703100001" },
    young: { ...WELL, name: "丁小满", birth_date: "1962-03-01" },
  };
  const added = await addSeniors(house, Object.values(people));
  Object.keys(people).forEach((name, place) => {
    ids[name] = added[place]!;
  });
});
afterAll(() => house.close());

type ListQuery = Partial<z.output<(typeof listWorklist)["query"]>>;
const list = (query: ListQuery = {}, actor: Actor = officer()) =>
  as(house, actor, "policies.worklist", (ctx) => listUnmet(ctx, { params: {}, query: { page: 1, size: 50, ...query }, body: undefined }));
const summary = (query: z.output<(typeof summarizeWorklist)["query"]> = {}, actor: Actor = officer()) =>
  as(house, actor, "policies.worklist", (ctx) => summarizeUnmet(ctx, { params: {}, query, body: undefined }));
const next = (after?: string, actor: Actor = officer()) => as(house, actor, "policies.work", (ctx) => nextUnmet(ctx, { params: {}, query: { benefit: SUBSIDY, ...(after ? { after } : {}) }, body: undefined }));
const work = (seniorId: string, body: Partial<z.output<(typeof recordContract)["body"]>>, actor: Actor = officer()) =>
  as(house, actor, "policies.work", (ctx) => recordWork(ctx, { params: { seniorId }, query: {}, body: { benefits: [SUBSIDY], action: "call", outcome: "", note: "", followUpOn: null, ...body } }));

describe("应享未享", () => {
  it("lists who is entitled and does not receive, by region and name, with clause and payers", async () => {
    const page = await list({ benefit: SUBSIDY });
    expect(page.rows.map((row) => row.name)).toEqual(["黄水生", "安国强", "赵桂英"]);
    expect(page.total).toBe(3);
    expect(page.rows[1]).toMatchObject({ age: 85, benefitName: "购买居家养老服务补贴", kind: "money", standing: "to_be_decided", bounds: { min: "100.00", max: "500.00" }, period: "month", state: "open", since: "2026-11-21", clause: { at: "二(四)3" } });
    expect(listWorklist.response.safeParse(page).success).toBe(true);
  });

  it("filters by region, benefit, group, state, kind and name, and pages", async () => {
    const names = async (query: ListQuery) => [...new Set((await list(query)).rows.map((row) => row.name))];
    expect(await names({ region: HUARONG })).toEqual(["黄水生"]);
    expect(await names({ region: street, benefit: SUBSIDY })).toEqual(["安国强", "赵桂英"]);
    expect(await names({ group: "alone" })).toEqual(["赵桂英"]);
    expect(await names({ state: "refused" })).toEqual([]);
    expect(await names({ seniorId: ids.huang! })).toEqual(["黄水生"]);
    expect(await names({ q: "zhao" })).toEqual(["赵桂英"]);
    expect(await names({ q: "安" })).toEqual(["安国强"]);
    expect(await names({ q: "%" })).toEqual([]);
    expect((await list({ kind: "care" })).rows.every((row) => row.kind === "care")).toBe(true);
    expect((await list({ kind: "care", benefit: SUBSIDY })).total).toBe(0);
    const [first, second] = [await list({ page: 1, size: 2 }), await list({ page: 2, size: 2 })];
    expect(first.total).toBe((await list()).total);
    expect(new Set([...first.rows, ...second.rows].map((row) => `${row.seniorId} ${row.benefit}`)).size).toBe(4);
  });

  it("stays within the jurisdiction, in lists, counts and sums alike", async () => {
    expect((await list({}, officer(YINZHOU))).total).toBe(0);
    expect((await list({ benefit: SUBSIDY }, officer(HUARONG))).rows.map((row) => row.name)).toEqual(["黄水生"]);
    expect((await list({ region: EZHOU, benefit: SUBSIDY }, officer(street))).total).toBe(2);
    expect((await summary({ benefit: SUBSIDY }, officer(street))).seniors).toBe(2);
    expect((await summary({ benefit: SUBSIDY }, officer(YINZHOU))).entitlements).toBe(0);
  });

  it("sums up by the regions one level down, by benefit and by group", async () => {
    const sums = await summary({ benefit: SUBSIDY });
    expect(sums).toMatchObject({ seniors: 3, entitlements: 3 });
    expect(sums.byRegion).toEqual([
      { region: HUARONG, regionName: "华容区", unmet: 1, worked: 0, applying: 0, refused: 0, eligible: 1, receiving: 0 },
      { region: ECHENG, regionName: "鄂城区", unmet: 2, worked: 0, applying: 0, refused: 0, eligible: 3, receiving: 1 },
    ]);
    expect(sums.byBenefit).toEqual([{ benefit: SUBSIDY, name: "购买居家养老服务补贴", unmet: 3, worked: 0, eligible: 4, receiving: 1 }]);
    expect(sums.byGroup.find((row) => row.group === "alone")).toMatchObject({ name: "独居", unmet: 1 });
    expect((await summary({ region: ECHENG, benefit: SUBSIDY })).byRegion.map((row) => [row.region, row.unmet])).toEqual([["420704001000", 2], ["420704002000", 0]]);
    expect((await summary({ group: "alone", benefit: SUBSIDY })).entitlements).toBe(1);
  });

  it("costs a fixed number of statements, however many rows", async () => {
    const statements = async (run: (ctx: Ctx) => Promise<unknown>) =>
      as(house, officer(), "policies.worklist", async (ctx) => {
        const before = ctx.connection.statements;
        await run(ctx);
        return ctx.connection.statements - before;
      });
    expect(await statements((ctx) => listUnmet(ctx, { params: {}, query: { page: 1, size: 200 }, body: undefined }))).toBeLessThanOrEqual(3);
    expect(await statements((ctx) => summarizeUnmet(ctx, { params: {}, query: {}, body: undefined }))).toBeLessThanOrEqual(5);
  });
});

describe("working through the list", () => {
  it("goes from one senior to the next in the order of the list, and round again", async () => {
    expect(await next()).toEqual({ seniorId: ids.huang, remaining: 3 });
    expect((await next(ids.huang)).seniorId).toBe(ids.an);
    expect((await next(ids.an)).seniorId).toBe(ids.zhao);
    expect((await next(ids.zhao)).seniorId).toBe(ids.huang);
    // someone who is not on the list has a place in its order all the same
    expect((await next(ids.chen)).seniorId).toBe(ids.huang);
    expect((await next(ids.young)).seniorId).toBe(ids.zhao);
    expect(await next(undefined, officer(YINZHOU))).toEqual({ seniorId: null, remaining: 0 });
  });

  it("records several benefits at once, and leaves each where its actions lead", async () => {
    const benefits = (await list({ q: "安国强" })).rows.map((row) => row.benefit);
    expect(benefits.length).toBeGreaterThan(1);
    const answer = await work(ids.an!, { benefits, action: "call", outcome: "已接通", note: "下周上门", followUpOn: "2026-11-28" });
    expect(answer.states).toEqual([...benefits].sort().map((benefit) => ({ benefit, state: "contacted" })));
    expect((await list({ q: "安国强" })).rows[0]).toMatchObject({ state: "contacted", workedBy: "王办事员", followUpOn: "2026-11-28" });
    expect((await next(ids.huang)).seniorId).toBe(ids.zhao);
    const done = await as(house, officer(), "policies.worklist", (ctx) => listWorkOf(ctx, { params: { seniorId: ids.an! }, query: {}, body: undefined }));
    expect(done.rows).toHaveLength(benefits.length);
    expect(done.rows[0]).toMatchObject({ action: "call", outcome: "已接通", note: "下周上门", by: "王办事员" });
    expect((await list({ state: "due" })).total).toBe(0);
    house.setClock(new Date("2026-11-28T02:00:00Z"));
    expect((await next(ids.huang)).seniorId).toBe(ids.an);
    expect((await list({ state: "due" })).rows.map((row) => row.benefit).sort()).toEqual([...benefits].sort());
    expect(await summary({ state: "due" })).toMatchObject({ seniors: 1, entitlements: benefits.length });
    house.setClock(new Date("2026-11-21T02:00:00Z"));
  });

  it("counts what was applied for and refused", async () => {
    await work(ids.huang!, { action: "refuse", outcome: "本人放弃" });
    await work(ids.zhao!, { action: "apply" });
    const sums = await summary({ benefit: SUBSIDY });
    expect(sums.byRegion.map(({ worked, applying, refused }) => [worked, applying, refused])).toEqual([[1, 0, 1], [2, 1, 0]]);
    expect((await list({ state: "applying" })).rows.map((row) => row.name)).toEqual(["赵桂英"]);
  });

  it("wants the reason of a refusal and the words of a correction", () => {
    const faults = (body: object) => recordContract.body.safeParse({ benefits: [SUBSIDY], ...body }).error?.issues.map((issue) => issue.path.join("."));
    expect(faults({ action: "refuse" })).toEqual(["outcome"]);
    expect(faults({ action: "refuse", note: "儿子照料，不需要" })).toBeUndefined();
    expect(faults({ action: "correct", outcome: "已搬离", note: "  " })).toEqual(["note"]);
    expect(faults({ action: "call" })).toBeUndefined();
    expect(faults({ action: "call", benefits: [] })).toEqual(["benefits"]);
  });

  it("is refused as stale when a colleague has worked on it since", async () => {
    const [row] = (await list({ seniorId: ids.zhao!, benefit: SUBSIDY })).rows;
    await expect(work(ids.zhao!, { seenAt: null })).rejects.toMatchObject({ code: "record.stale" });
    await expect(work(ids.zhao!, { seenAt: "2026-11-01T00:00:00Z" })).rejects.toMatchObject({ code: "record.stale" });
    await expect(work(ids.zhao!, { seenAt: row!.workedAt })).resolves.toMatchObject({ states: [{ state: "applying" }] });
  });

  it("is refused outside the jurisdiction, and for what is not an unmet entitlement", async () => {
    await expect(work(ids.zhao!, {}, officer(HUARONG))).rejects.toMatchObject({ code: "record.not_found" });
    await expect(work(ids.chen!, {})).rejects.toMatchObject({ code: "record.not_found" });
    await expect(work(newId(), {})).rejects.toMatchObject({ code: "record.not_found" });
    await expect(work(ids.zhao!, { benefits: [SUBSIDY, "no-such-benefit"] })).rejects.toMatchObject({ code: "record.not_found" });
    const other = await as(house, officer(HUARONG), "policies.worklist", (ctx) => listWorkOf(ctx, { params: { seniorId: ids.an! }, query: {}, body: undefined }));
    expect(other.rows).toEqual([]);
  });

  it("begins anew when an entitlement ends and comes back, and is done when it is received", async () => {
    const change = async (facts: Record<string, unknown>) => {
      await runAsSystem(house, "test", (ctx) => recordFacts(ctx, ids.huang!, Object.entries(facts).map(([fact, value]) => ({ fact, value: value as never, validFrom: "2026-11-21" })), "household_register"));
      await drainJobs(house);
    };
    await change({ alive: false });
    expect((await list({ q: "黄水生" })).total).toBe(0);
    await change({ alive: true });
    expect((await list({ q: "黄水生", benefit: SUBSIDY })).rows[0]).toMatchObject({ state: "open", workedBy: null });
    await change({ receives: { [SUBSIDY]: 10_000 } });
    expect((await list({ q: "黄水生", benefit: SUBSIDY })).total).toBe(0);
  });

  it("tells the house who has become entitled, once", async () => {
    const heard: unknown[] = [];
    const listening = { ...house, modules: [...house.modules, { name: "ear", dependsOn: [], permissions: {}, errors: {}, routes: [], listeners: [{ event: "entitlement.identified", job: "ear.hear" }], jobs: { "ear.hear": async (_ctx: Ctx, payload: Record<string, unknown>) => void heard.push(payload) } }] };
    const [id] = await addSeniors(listening, [{ ...WELL, birth_date: "1939-01-01" }]);
    expect(heard).toEqual([{ seniorId: id, benefits: expect.arrayContaining([SUBSIDY]) }]);
    await runAsSystem(listening, "test", (ctx) => recordFacts(ctx, id!, [{ fact: "living", value: "alone", validFrom: "2026-11-21" }], "household_register"));
    await drainJobs(listening);
    const again = heard.slice(1).flatMap((payload) => (payload as { benefits: string[] }).benefits);
    expect(again).not.toContain(SUBSIDY);
    const states = await runAsSystem(house, "test", async (ctx) => (await sql<{ n: number }>`select count(*) as n from policies.action`.execute(ctx.db)).rows[0]!.n);
    expect(states).toBeGreaterThan(0);
  });
});

describe("the state of work", () => {
  it("keeps an application or a refusal until another answer is given", () => {
    expect((["call", "visit", "unreachable", "apply", "unreachable", "call"] as const).reduce(workAfter, "open")).toBe("applying");
    expect((["refuse", "call", "unreachable"] as const).reduce(workAfter, "open")).toBe("refused");
    expect((["refuse", "apply"] as const).reduce(workAfter, "open")).toBe("applying");
    expect((["unreachable", "visit"] as const).reduce(workAfter, "open")).toBe("contacted");
    expect((["apply", "correct", "unreachable"] as const).reduce(workAfter, "open")).toBe("unreachable");
  });
});
