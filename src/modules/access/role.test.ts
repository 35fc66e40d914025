import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import { type Actor, type Jurisdiction, regionInScope, scopeOf } from "../../platform/context.ts";
import { BUILT_IN_ROLES, covers, holdsOver, sidesOf } from "./role.ts";

const PERMISSIONS = ["people.read", "people.write", "policies.read", "policies.publish", "access.manage_roles"];
const REGIONS: RegionCode[] = ["000000000000", "420000000000", "420700000000", "420703000000", "420704000000", "420704001000", "420704001002", "330212000000"];
const ORGANIZATIONS = ["0190a000-0000-7000-8000-000000000001", "0190a000-0000-7000-8000-000000000002"];

const region = fc.constantFrom(...REGIONS);
const jurisdiction: fc.Arbitrary<Jurisdiction> = fc.oneof(
  fc.record({ kind: fc.constant("region" as const), code: region }),
  fc.record({ kind: fc.constant("organization" as const), id: fc.constantFrom(...ORGANIZATIONS), region }),
  fc.record({ kind: fc.constant("own" as const), region }),
);
const grant = fc.record({ role: fc.string(), permissions: fc.subarray(PERMISSIONS).map((list) => new Set(list)), jurisdiction });
const actor: fc.Arbitrary<Actor> = fc
  .array(grant, { maxLength: 5 })
  .map((grants) => ({ id: "0190a000-0000-7000-8000-0000000000aa", account: "u", name: "张三", organizationId: null, grants }));
const anyPermission = fc.constantFrom(...PERMISSIONS);

/** What the user may see of a row, from one grant alone. */
function grantReaches(held: Jurisdiction, row: { region: RegionCode; organization: string; owner: string }, userId: string): boolean {
  if (held.kind === "region") return isWithin(row.region, held.code);
  return held.kind === "organization" ? held.id === row.organization : row.owner === userId;
}

describe("several roles never widen each other", () => {
  it("reaches a row exactly where one single grant of the permission does", () => {
    fc.assert(
      fc.property(actor, anyPermission, region, fc.constantFrom(...ORGANIZATIONS), fc.boolean(), (user, permission, code, organization, isOwn) => {
        const row = { region: code, organization, owner: isOwn ? user.id : "someone" };
        const byOneGrant = user.grants.some((each) => each.permissions.has(permission) && grantReaches(each.jurisdiction, row, user.id));
        const scope = scopeOf(user, permission);
        const byScope = scope !== undefined && (regionInScope(scope, code) || scope.organizations.includes(organization) || scope.own === row.owner);
        expect(byScope).toBe(byOneGrant);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
  it("is not changed by further grants of other permissions", () => {
    fc.assert(
      fc.property(actor, grant, anyPermission, (user, extra, permission) => {
        const other = { ...extra, permissions: new Set([...extra.permissions].filter((each) => each !== permission)) };
        expect(scopeOf({ ...user, grants: [...user.grants, other] }, permission)).toEqual(scopeOf(user, permission));
      }),
      { numRuns: 1000, seed: 2 },
    );
  });
  it("holds a permission over a jurisdiction only by one grant that covers all of it", () => {
    fc.assert(
      fc.property(actor, anyPermission, jurisdiction, (user, permission, wanted) => {
        const held = user.grants.some((each) => each.permissions.has(permission) && covers(each.jurisdiction, wanted));
        expect(holdsOver(user, permission, wanted)).toBe(held);
        if (held && wanted.kind === "region") expect(regionInScope(scopeOf(user, permission)!, wanted.code)).toBe(true);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});

describe("built-in roles", () => {
  it("each stay on one of the four sides", () => {
    for (const role of BUILT_IN_ROLES) expect([role.id, sidesOf(role.permissions).length]).toEqual([role.id, 1]);
  });
  it("let none of the three administrators see people", () => {
    for (const id of ["system_administrator", "security_administrator", "auditor"]) {
      const role = BUILT_IN_ROLES.find((each) => each.id === id)!;
      expect(role.permissions.filter((permission) => !permission.startsWith("access."))).toEqual([]);
    }
  });
  it("let nobody both draft and publish", () => {
    for (const role of BUILT_IN_ROLES) expect(role.permissions.includes("policies.draft") && role.permissions.includes("policies.publish")).toBe(false);
  });
});
