import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import type { FactValue } from "../../kernel/facts.ts";
import { type GroupKind, listSeniorsRoute } from "./people.contract.ts";
import { actAs, aSenior, aUser, ECHENG, EZHOU, HUARONG, seed } from "./people.fixtures.ts";
import { recordFacts } from "./index.ts";
import { countPriorityGroups, getSeniorPage, searchSeniors } from "./seniors.service.ts";

let house: TestHouse;
const city = aUser(EZHOU);
const huarong = aUser(HUARONG);
/** One way into each of the six groups, and the nearest value that is not. */
const WAYS: [GroupKind, string, FactValue, FactValue][] = [
  ["alone", "living", "alone", "with_family"],
  ["empty_nest", "living", "empty_nest", "institution"],
  ["left_behind", "living", "left_behind", "with_family"],
  ["disabled", "ability_level", 2, 1],
  ["severely_disabled", "disability_grade", 2, 3],
  ["family_planning_special", "family_planning_special", "bereaved", "none"],
];
const page = (id: string) => actAs(house, city, "people.read", (ctx) => getSeniorPage(ctx, id));
const record = (id: string, fact: string, value: FactValue | null, validFrom: string) => actAs(house, city, "people.write", (ctx) => recordFacts(ctx, id, [{ fact, value, validFrom }], "community"));

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe("R-214 六类特殊困难老年人", () => {
  it.each(WAYS)("R-214 %s: enters by %s with source and start, leaves by the next value with an end, keeps both", async (kind, fact, value, beside) => {
    const senior = aSenior({ region: ECHENG, periods: [{ fact, value, from: "2026-02-01", source: "disabled_federation", learntOn: "2026-02-03" }] });
    await seed(house, [senior]);
    expect((await page(senior.id)).groupPeriods).toMatchObject([{ kind, source: "disabled_federation", validFrom: "2026-02-01", validTo: null, withdrawn: false }]);
    await record(senior.id, fact, beside, "2026-08-01");
    const left = await page(senior.id);
    expect(left.groups).toEqual([]);
    expect(left.groupPeriods).toMatchObject([{ kind, validFrom: "2026-02-01", validTo: "2026-08-01", withdrawn: false }]);
  });

  it("R-214 unknown never puts anyone into a group", async () => {
    const senior = aSenior();
    await seed(house, [senior]);
    expect((await page(senior.id)).groupPeriods).toEqual([]);
    await record(senior.id, "living", "alone", "2026-01-01");
    await record(senior.id, "living", null, "2026-03-01");
    expect((await page(senior.id)).groups).toEqual([]);
  });

  it("R-214 a correction of the past keeps what the register once said", async () => {
    const senior = aSenior({ periods: [{ fact: "living", value: "alone", from: "2026-02-01", source: "community", learntOn: "2026-02-01" }] });
    await seed(house, [senior]);
    await record(senior.id, "living", "empty_nest", "2026-02-01");
    const corrected = await page(senior.id);
    expect(corrected.groups).toEqual(["empty_nest"]);
    expect(corrected.groupPeriods.find(({ kind }) => kind === "alone")).toMatchObject({ withdrawn: true });
  });

  it("R-214 lists by group with counts by region, within the jurisdiction", async () => {
    const before = await actAs(house, city, "people.read", (ctx) => countPriorityGroups(ctx, { region: EZHOU }));
    const countIn = (counts: typeof before, region: string) => counts.regions.find((row) => row.region === region)?.counts.alone ?? 0;
    const two = [HUARONG, HUARONG].map((region) => aSenior({ region, periods: [{ fact: "living", value: "alone", from: "2025-01-01", source: "community" }, { fact: "ability_level", value: 3, from: "2025-01-01", source: "assessment" }] }));
    const dead = aSenior({ region: HUARONG, diedOn: "2026-01-05", periods: [{ fact: "living", value: "alone", from: "2025-01-01", source: "community" }] });
    await seed(house, [...two, dead]);
    const after = await actAs(house, city, "people.read", (ctx) => countPriorityGroups(ctx, { region: EZHOU }));
    expect(countIn(after, HUARONG) - countIn(before, HUARONG)).toBe(2);
    expect(countIn(after, ECHENG)).toBe(countIn(before, ECHENG));
    expect(after.inAnyGroup - before.inAnyGroup).toBe(2);
    expect(after.seniors - before.seniors).toBe(2);
    expect(after.groups.map(({ label }) => label)).toEqual(["独居", "空巢", "留守", "失能", "重残", "计划生育特殊家庭"]);
    const listed = await actAs(house, city, "people.read", (ctx) => searchSeniors(ctx, listSeniorsRoute.query.parse({ group: "alone", region: HUARONG })));
    expect(listed.total).toBe(countIn(after, HUARONG));
    expect(listed.rows.every(({ groups }) => groups.includes("alone"))).toBe(true);
    const own = await actAs(house, huarong, "people.read", (ctx) => countPriorityGroups(ctx, {}));
    expect(own.groups.find(({ kind }) => kind === "alone")!.total).toBe(listed.total);
    expect(own.seniors).toBe(3 - 1);
  });
});
