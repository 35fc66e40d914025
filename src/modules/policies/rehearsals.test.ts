import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { idCardCheck } from "../../kernel/id-card.ts";
import { newId } from "../../kernel/ids.ts";
import { type Actor, type Ctx, scopeOf } from "../../platform/context.ts";
import { runAsSystem, runIn } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { registerSeniors, type SeniorRegistration } from "../people/index.ts";
import { getRehearsal, listRehearsalChanges, listRehearsals, rehearseVersion } from "./rehearsals.service.ts";
import { draftVersion, editVersion, listVersions } from "./versions.service.ts";
import { endVersion } from "./versions.store.ts";

const EZHOU = "420700000000";
const CITY = "420704";
let house: TestHouse;
let serial = 0;
const officer: Actor = {
  id: newId(),
  account: "officer",
  name: "officer",
  organizationId: null,
  grants: [{ role: "r", permissions: new Set(["policies.read", "policies.draft", "policies.rehearse"]), jurisdiction: { kind: "region", code: EZHOU } }],
};

function as<T>(permission: string, work: (ctx: Ctx) => Promise<T>, actor = officer): Promise<T> {
  serial += 1;
  return runIn(house, { actor, scope: scopeOf(actor, permission)!, requestId: `rehearse-${serial}`, readOnly: false, asApplication: true }, work);
}

/** A senior born in a year, living in a community of 鄂城区 or 华容区, with facts known since 2024. */
function senior(year: number, district: string, facts: Record<string, string | boolean | number | Record<string, number>>): SeniorRegistration {
  serial += 1;
  const first = `429999${year}0601${String(serial).padStart(3, "0").slice(-3)}`;
  return {
    id: newId(),
    name: `测试${serial}`,
    idNumber: first + idCardCheck(first),
    sex: Number(first[16]) % 2 === 1 ? "male" : "female",
    birthDate: `${year}-06-01`,
    region: `${district}001001`,
    registeredOn: "2024-01-01",
    periods: Object.entries({ alive: true, receives: {}, disability_category: "none", dementia_level: 0, registered_poor: false, family_planning_special: "none", honoured: "none", ...facts }).map(([fact, value]) => ({ fact, value, from: "2024-01-01", source: "community" as const })),
    contacts: [],
  };
}

async function draft(edits: Parameters<typeof editVersion>[3]): Promise<string> {
  const { rows } = await as("policies.read", (ctx) => listVersions(ctx, { pack: "cn-42-ezhou", status: "published", page: 1, size: 20 }));
  const { id } = await as("policies.draft", (ctx) => draftVersion(ctx, { basedOn: rows[0]!.id, effectiveFrom: "2026-12-01", note: "" }));
  const after = await as("policies.draft", (ctx) => editVersion(ctx, id, 1, edits));
  expect(after.faults).toEqual([]);
  return id;
}

beforeAll(async () => {
  house = await openTestHouse();
  await runAsSystem(house, "test", (ctx) =>
    registerSeniors(ctx, [
      senior(1940, CITY, { economic: "ordinary", ability_level: 0, living: "alone" }),
      senior(1944, CITY, { economic: "ordinary", ability_level: 0, living: "with_family" }),
      senior(1955, "420703", { economic: "minimum_allowance", ability_level: 0, living: "with_family" }),
      senior(1958, "420703", { economic: "ordinary", ability_level: 0, living: "with_family" }),
      senior(1947, CITY, { economic: "ordinary", ability_level: 0, living: "alone" }),
    ]),
  );
  await drainJobs(house);
});
afterAll(() => house.close());

describe("rehearsal", () => {
  it("counts who gains a higher amount, what it costs, by region and month", async () => {
    const version = await draft([{ what: "amount", benefit: "care-service-subsidy", amount: { form: "bounds", min: "150", max: "500", standard: null } }]);
    const { id } = await as("policies.rehearse", (ctx) => rehearseVersion(ctx, version));
    expect((await as("policies.rehearse", (ctx) => getRehearsal(ctx, id))).summary).toBeNull();
    await drainJobs(house);
    const done = await as("policies.rehearse", (ctx) => getRehearsal(ctx, id));
    expect(done).toMatchObject({ status: "done", done: 5, total: 5, asOf: "2026-12-01" });
    const { summary } = done;
    expect(summary).toMatchObject({ subjects: 5, wins: 0, loses: 0, more: 3, less: 0, unchanged: 2 });
    expect(summary!.byBenefit.find((row) => row.benefit === "care-service-subsidy")).toMatchObject({ before: "300.00", after: "450.00", period: "month", more: 3, less: 0 });
    expect(summary!.costs).toContainEqual({ payer: "条文未载明", before: "300.00", after: "450.00", period: "month" });
    expect(summary!.byRegion.map((row) => [row.region, row.before, row.after])).toEqual([["420703000000", "100.00", "150.00"], ["420704000000", "200.00", "300.00"]]);
    // the document ends on 12 December 2026, so from January on neither version pays
    expect(summary!.byMonth.map((row) => row.after)).toEqual(["450.00", ...Array<string>(11).fill("0.00")]);
    expect(summary!.remarks.join()).toContain("按下限计");
    const changes = await as("policies.rehearse", (ctx) => listRehearsalChanges(ctx, id, { change: "more", region: "420703000000", page: 1, size: 20 }));
    expect(changes).toMatchObject({ total: 1, rows: [{ benefit: "care-service-subsidy", before: "100.00", after: "150.00" }] });
  });
  it("names those who lose, and leaves the register's own decisions alone", async () => {
    const before = await decisions();
    const version = await draft([{ what: "condition", benefit: "care-service-subsidy", when: { rows: [{ any: [{ all: [{ fact: "age", operator: ">=", values: ["85"] }] }] }] } }]);
    const { id } = await as("policies.rehearse", (ctx) => rehearseVersion(ctx, version));
    await drainJobs(house);
    const { summary } = await as("policies.rehearse", (ctx) => getRehearsal(ctx, id));
    expect(summary).toMatchObject({ loses: 2, wins: 0 });
    const losers = await as("policies.rehearse", (ctx) => listRehearsalChanges(ctx, id, { change: "loses", page: 1, size: 20 }));
    expect(losers.rows.map((row) => row.after)).toEqual([null, null]);
    expect(await decisions()).toEqual(before);
  });
  it("measures the rules and the version before them as they were when it began, whatever is done to them meanwhile", async () => {
    const amount = (min: string) => [{ what: "amount" as const, benefit: "care-service-subsidy", amount: { form: "bounds" as const, min, max: "500", standard: null } }];
    const version = await draft(amount("200"));
    const { id } = await as("policies.rehearse", (ctx) => rehearseVersion(ctx, version));
    await as("policies.draft", (ctx) => editVersion(ctx, version, 2, amount("300")));
    await runAsSystem(house, "test", async (ctx) => {
      const { rows } = await sql<{ id: string }>`select id from policies.version where pack = 'cn-42-ezhou' and status = 'published'`.execute(ctx.db);
      await endVersion(ctx, rows[0]!.id, "2026-11-30");
      await sql`update policies.version set status = 'published' where id = ${version}`.execute(ctx.db);
    });
    await drainJobs(house);
    const { summary } = await as("policies.rehearse", (ctx) => getRehearsal(ctx, id));
    expect(summary).toMatchObject({ more: 3, wins: 0, loses: 0 });
    expect(summary!.byBenefit.find((row) => row.benefit === "care-service-subsidy")).toMatchObject({ before: "300.00", after: "600.00" });
  });
  it("names people only to those who may know them", async () => {
    const { rows } = await as("policies.rehearse", (ctx) => listRehearsals(ctx, { page: 1, size: 20 }));
    const names = async (permissions: string[]) => {
      const actor: Actor = { ...officer, grants: [{ ...officer.grants[0]!, permissions: new Set(["policies.rehearse", ...permissions]) }] };
      return (await as("policies.rehearse", (ctx) => listRehearsalChanges(ctx, rows[0]!.id, { page: 1, size: 20 }), actor)).rows.map((row) => row.name);
    };
    expect(new Set(await names([]))).toEqual(new Set(["测某某"]));
    expect((await names(["people.read"])).every((name) => /^测试\d+$/.test(name))).toBe(true);
  });
  it("is measured once more after an edit, and shown to nobody outside the region", async () => {
    const stranger: Actor = { ...officer, id: newId(), account: "stranger", grants: [{ ...officer.grants[0]!, jurisdiction: { kind: "region", code: "421100000000" } }] };
    const { rows } = await as("policies.rehearse", (ctx) => listRehearsals(ctx, { page: 1, size: 20 }));
    expect(rows).toHaveLength(3);
    await expect(as("policies.rehearse", (ctx) => getRehearsal(ctx, rows[0]!.id), stranger)).rejects.toThrow("record.not_found");
    expect((await as("policies.rehearse", (ctx) => listRehearsals(ctx, { page: 1, size: 20 }), stranger)).total).toBe(0);
  });
});

async function decisions(): Promise<unknown> {
  return runAsSystem(house, "test", async (ctx) => (await sql`select subject_id, benefit, standing, amount from policies.standing order by 1, 2`.execute(ctx.db)).rows);
}
