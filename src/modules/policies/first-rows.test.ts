import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestHouse } from "../../../test/support/house.ts";
import { runAsSystem } from "../../platform/house.ts";
import { versionsInForce } from "./pack-library.ts";
import { decideBatch } from "./decide-batch.ts";
import { addSeniors, openPolicyHouse, randomFrom, randomSenior } from "./decisions.fixture.ts";
import { countSubjects, readSubjectRange } from "./subject-reader.store.ts";
import { NATION } from "../../kernel/regions.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openPolicyHouse();
});
afterAll(() => house.close());

const query = (text: string) => runAsSystem(house, "test", async (ctx) => (await sql.raw<Record<string, unknown>>(text).execute(ctx.db)).rows);

/** Everything that a batch writes, with what an id points at in the place of ids made anew. */
const written = async () => ({
  evidence: await query("select subject_id, subject_kind, region, basis_id, as_of, decided_at, cause, facts, figures from policies.evidence order by subject_id"),
  decisions: await query(`select d.subject_id, d.region, benefit, version_id, standing, amount, bounds_min, bounds_max, period, shares, excluded_by, missing, e.region as evidence_region
    from policies.decision d join policies.evidence e on e.subject_id = d.subject_id and e.id = d.evidence_id order by d.subject_id, benefit`),
  standings: await query(`select s.*, null as decision_id, d.benefit as decided_benefit, d.standing as decided from policies.standing s
    join policies.decision d on d.subject_id = s.subject_id and d.id = s.decision_id order by s.subject_id, s.benefit`),
  states: await query("select * from policies.subject_state order by subject_id"),
});

const decideEveryone = (dense: boolean) =>
  runAsSystem(house, "test", async (ctx) => {
    const subjects = await readSubjectRange(ctx, "senior", { region: NATION, after: null, limit: await countSubjects(ctx, "senior", NATION) });
    const told: unknown[] = [];
    const { changed } = await decideBatch({ ...ctx, emit: (name, payload) => told.push({ name, ...payload, benefits: new Set(payload["benefits"] as string[]) }) }, "senior", subjects, { asOf: ctx.today, cause: "run", dense });
    return { changed, told: new Set(told) };
  });

describe("the first decisions of a run", () => {
  it("are, column by column, what deciding one by one writes", async () => {
    const random = randomFrom(20261122);
    await addSeniors(house, Array.from({ length: 400 }, () => randomSenior(random)), { quiet: true });
    expect(await runAsSystem(house, "test", async (ctx) => (await versionsInForce(ctx, ctx.today)).length)).toBeGreaterThan(1);
    const oneByOne = await decideEveryone(false);
    const expected = await written();
    expect(expected.decisions.length).toBeGreaterThan(1000);
    await query("truncate policies.evidence, policies.decision, policies.standing, policies.subject_state");
    expect(await decideEveryone(true)).toEqual(oneByOne);
    expect(await written()).toEqual(expected);
  });
});
