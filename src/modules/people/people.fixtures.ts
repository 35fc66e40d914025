import { idCardCheck } from "../../kernel/id-card.ts";
import { newId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Actor, type Ctx, scopeOf } from "../../platform/context.ts";
import { type House, runIn, runAsSystem } from "../../platform/house.ts";
import { registerSeniors } from "./register.service.ts";
import type { SeniorRegistration } from "./registration.ts";

/** Places of Ezhou in the bundled region table. */
export const EZHOU: RegionCode = "420700000000";
export const ECHENG: RegionCode = "420704000000";
export const HUARONG: RegionCode = "420703000000";
export const PEOPLE_PERMISSIONS = ["people.read", "people.read_sensitive", "people.write", "people.import", "people.export"] as const;

let serial = 0;

/** A well-formed id number that no real person has; each call another. */
export function anIdNumber(birthDate = "1944-03-01", sex: "male" | "female" = "female"): string {
  serial += 1;
  const sequence = (serial % 500) * 2 + (sex === "male" ? 1 : 0);
  const first17 = `${429_999 - Math.floor(serial / 500)}${birthDate.replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  return first17 + idCardCheck(first17);
}

/** A senior ready to be registered; what is given stands, the rest is made up. */
export function aSenior(overrides: Partial<SeniorRegistration> = {}): SeniorRegistration {
  const sex = overrides.sex ?? "female";
  const birthDate = overrides.birthDate ?? "1944-03-01";
  return { id: newId(), name: "王秀英", idNumber: anIdNumber(birthDate, sex), sex, birthDate, region: ECHENG, registeredOn: "2025-11-01", periods: [], contacts: [], ...overrides };
}

/** A user with these permissions over a region and below. */
export function aUser(region: RegionCode, permissions: readonly string[] = PEOPLE_PERMISSIONS): Actor {
  const id = newId();
  return { id, account: `u${id.slice(-6)}`, name: "测试人员", organizationId: null, grants: [{ role: "tester", permissions: new Set(permissions), jurisdiction: { kind: "region", code: region } }] };
}

/** Puts seniors on the register of a test. */
export async function seed(house: House, seniors: readonly SeniorRegistration[]): Promise<void> {
  await runAsSystem(house, "seed", (ctx) => registerSeniors(ctx, seniors));
}

/** Runs a use case as a user, bound by row-level security, under the jurisdiction of a permission. */
export function actAs<T>(house: House, actor: Actor, permission: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const scope = scopeOf(actor, permission);
  if (!scope) throw new Error(`the user lacks ${permission}`);
  return runIn(house, { actor, scope, requestId: newId(), readOnly: false, asApplication: true }, work);
}
