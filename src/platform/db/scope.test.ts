import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { probeModule } from "../../../test/support/probe-module.ts";
import { newId } from "../../kernel/ids.ts";
import { isWithin } from "../../kernel/regions.ts";
import { type Actor, type Jurisdiction, scopeOf } from "../context.ts";
import { inScope } from "./scope.ts";
import { transact } from "./transaction.ts";

const PERMISSIONS = ["probe.read", "probe.write"];
const PLACES = ["000000000000", "420000000000", "420700000000", "420703000000", "420704000000", "420704001000", "420704001002", "330212000000"];
const ORGANIZATIONS = PLACES.map((region) => ({ id: newId(), region }));
const USER = newId();
type Row = { id: string; region: string; organization: string | null; owner: string | null };
/** a row in every place, of nobody, of an organization there, and of the user */
const ROWS: Row[] = ORGANIZATIONS.flatMap(({ id, region }) => [
  { id: newId(), region, organization: null, owner: null },
  { id: newId(), region, organization: id, owner: newId() },
  { id: newId(), region, organization: null, owner: USER },
]);

const jurisdiction: fc.Arbitrary<Jurisdiction> = fc.oneof(
  fc.constantFrom(...PLACES).map((code) => ({ kind: "region" as const, code })),
  fc.constantFrom(...ORGANIZATIONS).map(({ id, region }) => ({ kind: "organization" as const, id, region })),
  fc.constantFrom(...PLACES).map((region) => ({ kind: "own" as const, region })),
);
const actor: fc.Arbitrary<Actor> = fc
  .array(fc.record({ role: fc.constant("r"), permissions: fc.subarray(PERMISSIONS).map((list) => new Set(list)), jurisdiction }), { maxLength: 4 })
  .map((grants) => ({ id: USER, account: "u", name: "张三", organizationId: null, grants }));

/** By one grant alone, without the code under test. */
function reaches(held: Jurisdiction, row: Row): boolean {
  if (held.kind === "region") return isWithin(row.region, held.code);
  return held.kind === "organization" ? row.organization === held.id : row.owner === USER;
}

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse([probeModule]);
  await transact(house.engine, {}, async (db) => {
    for (const { id, region, organization, owner } of ROWS) {
      await sql`insert into probe.note (id, region, organization, owner, text) values (${id}, ${region}, ${organization}, ${owner}, '')`.execute(db);
    }
  });
});
afterAll(() => house.close());

describe("the predicate of jurisdiction, with row-level security behind it", () => {
  it("shows a generated user exactly the rows that one single grant of the permission reaches", async () => {
    await fc.assert(
      fc.asyncProperty(actor, fc.constantFrom(...PERMISSIONS), async (user, permission) => {
        const expected = ROWS.filter((row) => user.grants.some((grant) => grant.permissions.has(permission) && reaches(grant.jurisdiction, row)));
        const scope = scopeOf(user, permission);
        const seen = scope
          ? await transact(house.engine, { scope }, async (db) =>
              (await sql<{ id: string }>`select n.id from probe.note n where ${inScope(scope, { region: "n.region", organization: "n.organization", owner: "n.owner" })}`.execute(db)).rows,
            )
          : [];
        expect(seen.map((row) => row.id).sort()).toEqual(expected.map((row) => row.id).sort());
      }),
      { numRuns: 300, seed: 4 },
    );
  });
  it("matches nothing by a column that a table does not have, and nothing for an empty scope", async () => {
    const count = (scope: Parameters<typeof inScope>[0], columns: Parameters<typeof inScope>[1]) =>
      transact(house.engine, {}, async (db) => (await sql<{ n: number }>`select count(*) as n from probe.note n where ${inScope(scope, columns)}`.execute(db)).rows[0]!.n);
    const empty = { regions: [], organizations: [], own: null, rows: [] };
    expect(await count(empty, { region: "n.region", organization: "n.organization", owner: "n.owner" })).toBe(0);
    expect(await count({ ...empty, own: USER, organizations: [ORGANIZATIONS[0]!.id] }, { region: "n.region" })).toBe(0);
    expect(await count({ ...empty, own: USER }, { owner: "n.owner" })).toBe(PLACES.length);
  });
});
