import { NOW, openTestHouse, type TestHouse } from "../../../test/support/house.ts";
import { type Fact, FACTS, type Facts, type FactValue } from "../../kernel/facts.ts";
import { newId } from "../../kernel/ids.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import { type Actor, type Ctx, scopeOf } from "../../platform/context.ts";
import { type House, runAsSystem, runIn } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { accessModule } from "../access/module.ts";
import { registerSeniors } from "../people/index.ts";
import { peopleModule } from "../people/module.ts";
import { policiesModule } from "./module.ts";

export const EZHOU = "420700000000";
export const ECHENG = "420704000000";
export const HUARONG = "420703000000";
export const YINZHOU = "330212000000";

const ALL = ["policies.worklist", "policies.work", "policies.decide", "policies.determine", "policies.import_subjects"];
let serial = 0;

/** A house with the bundled lists in force and nobody on the register. */
export async function openPolicyHouse(): Promise<TestHouse> {
  const house = await openTestHouse([accessModule, peopleModule, policiesModule]);
  await drainJobs(house);
  return house;
}

export function officer(region: RegionCode = EZHOU, permissions: string[] = ALL): Actor {
  return { id: newId(), account: `officer-${region}`, name: "王办事员", organizationId: null, grants: [{ role: "r", permissions: new Set(permissions), jurisdiction: { kind: "region", code: region } }] };
}

/** Runs a use case as a user, bound by row-level security, as a request would. */
export function as<T>(house: House, actor: Actor, permission: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  serial += 1;
  return runIn(house, { actor, scope: scopeOf(actor, permission)!, requestId: `test-${serial}`, readOnly: false, asApplication: true }, work);
}

/** A senior of whom everything is known, and nothing calls for a benefit but age. */
export const WELL: TestSenior = {
  birth_date: "1960-05-01",
  living: "with_family",
  economic: "ordinary",
  registered_poor: false,
  ability_level: 0,
  dementia_level: 0,
  disability_category: "none",
  family_planning_special: "none",
  honoured: "none",
  support: "able",
  centralised: false,
  receives: {},
  pension: "resident",
  wandering: false,
  carer_trained: false,
};

export type TestSenior = Facts & { region?: RegionCode; name?: string };

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const REGIONS = ["420704001001", "420703100001", "420702001001", "330212001001", "520102001001"];

/** Someone of whom some things are known. */
export function randomSenior(random: () => number): TestSenior {
  const senior: TestSenior = { birth_date: `${1925 + Math.floor(random() * 42)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`, region: REGIONS[Math.floor(random() * REGIONS.length)]! };
  for (const [name, fact] of Object.entries(FACTS.senior)) {
    if (["birth_date", "region", "household_region", "alive", "sex"].includes(name) || random() < 0.15) continue;
    senior[name] = randomValue(fact, random);
  }
  return senior;
}

export function randomValue(fact: Fact, random: () => number): FactValue {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  if (fact.type === "boolean") return random() < 0.4;
  if (fact.type === "enum") return pick(Object.keys(fact.values));
  if (fact.type === "integer") return fact.min + Math.floor(random() * (fact.max - fact.min + 1));
  if (fact.type !== "benefits") throw new Error(`no random ${fact.type}`);
  return Object.fromEntries(["care-service-subsidy", "disability-care-allowance", "old-age-allowance"].filter(() => random() < 0.3).map((id) => [id, random() < 0.3 ? null : Math.floor(random() * 60_000)]));
}

/** Puts seniors on the register; facts that are not given are unknown. Returns their ids. */
export async function addSeniors(house: House, seniors: readonly TestSenior[], options: { quiet?: boolean } = {}): Promise<string[]> {
  const registrations = seniors.map(({ name, ...facts }) => {
    serial += 1;
    const { birth_date: birthDate, sex, region, ...others } = facts;
    return {
      id: newId(),
      name: name ?? `老人${serial}`,
      idNumber: `42070419${String(serial).padStart(10, "0")}`,
      sex: (sex ?? "female") as "male" | "female",
      birthDate: (birthDate ?? "1950-01-01") as string,
      region: region ?? "420704001001",
      registeredOn: "2025-11-21",
      periods: Object.entries(others).map(([fact, value]) => ({ fact, value: value as FactValue, from: "2025-11-21", source: "household_register" as const })),
      contacts: [],
    };
  });
  await runAsSystem(house, "test", (ctx) => registerSeniors(ctx, registrations, { quiet: options.quiet ?? false }));
  if (!options.quiet) await drainJobs(house);
  return registrations.map((registration) => registration.id);
}

export { NOW };
