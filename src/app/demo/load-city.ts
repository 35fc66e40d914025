import { addDays, type CivilDate, dateOfInstant } from "../../kernel/dates.ts";
import { AppError } from "../../kernel/errors.ts";
import { createOrganization, createUser, readRegions } from "../../modules/access/index.ts";
import { countRegister, registerSeniors } from "../../modules/people/index.ts";
import { startFullRun } from "../../modules/policies/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { type House, runAsSystem } from "../../platform/house.ts";
import { drainJobs } from "../../platform/jobs.ts";
import { actorsOf } from "./actor-of.ts";
import { generateCity } from "./city.ts";
import type { CityOptions, DemoCity } from "./city.types.ts";
import { findDemoAccounts, newDemoPassword, writeDemoAccounts } from "./demo-accounts.ts";
import { importProviders } from "./load-providers.ts";
import { publishFirstVersion } from "./policy-history.ts";
import { recordWorkHistory } from "./work-history.ts";

export const CITIES: readonly string[] = ["ezhou"];
export const DEFAULT_PEOPLE = 20_000;
export const DEFAULT_SEED = 42;
/** Decisions stand, and work on them goes on, since so many days. */
const WORKING_DAYS = 21;

export type LoadOptions = { city: string; people: number; seed: number; /** the city's day; today unless told */ asOf?: CivilDate; /** of every user; one of this installation's own unless told */ password?: string };
/** Told what is being done now, in Chinese. */
export type Progress = (text: string) => void;

/** `other`: seniors are there, and not of our making. */
export type CityState = { state: "empty" | "other" } | { state: "begun" | "finished"; options: LoadOptions };

/** What of a demonstration city the database holds, by what the loader wrote into the audit chain. */
export async function findCity(house: House): Promise<CityState> {
  return runAsSystem(house, "demo", async (ctx): Promise<CityState> => {
    const { rows } = await ctx.connection.query("select action, content from platform.audit_entry where action in ('demo.begun', 'demo.finished') order by at, seq", []);
    const begun = rows.find((row) => row.action === "demo.begun");
    if (!begun) return { state: (await countRegister(ctx)) > 0 ? "other" : "empty" };
    const options = (JSON.parse(begun.content as string) as unknown[]).at(-1) as LoadOptions;
    return { state: rows.some((row) => row.action === "demo.finished") ? "finished" : "begun", options };
  });
}

/**
 * Fills an empty database with a demonstration city: offices, users, seniors with a year of history, facilities; then
 * decides, and lets the workers have begun on what they found. An interrupted load is taken up where it stopped. The
 * same seed on the same day gives the same city.
 *
 * @returns how many of each were put in
 * @throws demo.city_unknown, db.not_empty
 */
export async function loadCity(house: House, options: LoadOptions, tell: Progress): Promise<{ organizations: number; users: number; seniors: number; facilities: number; providers: number }> {
  if (!CITIES.includes(options.city)) throw new AppError("demo.city_unknown", { city: options.city, known: CITIES.join("、") });
  const found = await findCity(house);
  if (found.state === "other" || found.state === "finished") throw new AppError("db.not_empty", { count: await runAsSystem(house, "demo", countRegister) });
  const chosen = found.state === "begun" ? found.options : { ...options, asOf: options.asOf ?? dateOfInstant(house.clock()) };
  const made: CityOptions = { people: chosen.people, seed: chosen.seed, asOf: chosen.asOf!, regions: readRegions() };
  const city = generateCity(made);
  // a while ago, so that the work done since has its dates
  const past: House = { ...house, clock: () => new Date(house.clock().getTime() - WORKING_DAYS * 86_400_000), wakeWorker: () => {} };
  if (found.state === "empty") {
    // what the packs brought along is decided on the empty register in no time
    await drainJobs(house);
    await register(house, city, chosen, tell);
    // the planner learns of the new rows
    await drainJobs(house);
  }
  tell("导入设施和服务商");
  await importProviders(past, city);
  tell("逐人认定待遇");
  const published = await publishFirstVersion(past, actorsOf(city));
  if (!published) await runAsSystem(past, "demo", (ctx) => startFullRun(ctx));
  await drainJobs(past);
  tell("生成近期的办理记录、起草中的政策和试算");
  await recordWorkHistory(house, city, made, addDays(made.asOf, -WORKING_DAYS));
  await drainJobs(house);
  await runAsSystem(house, "demo", async (ctx) => ctx.audit({ action: "demo.finished", subject: "city", subjectId: chosen.city }));
  return { organizations: city.organizations.length, users: city.users.length, seniors: chosen.people, facilities: city.facilities.length, providers: city.providers.length };
}

/** Offices, users and seniors in one transaction: they are there, or they are not. */
async function register(house: House, city: DemoCity, options: LoadOptions, tell: Progress): Promise<void> {
  const password = options.password ?? (await findDemoAccounts(house.config.dataDir))?.password ?? newDemoPassword();
  const accounts = city.users.map(({ account, title, name }) => ({ account, title, name }));
  await writeDemoAccounts(house.config.dataDir, { city: options.city, password, accounts });
  await runAsSystem(house, "demo", async (ctx) => {
    tell("登记机构和用户");
    await foundOffices(ctx, city, password);
    let count = 0;
    for (const seniors of city.seniors()) {
      await registerSeniors(ctx, seniors, { quiet: true });
      count += seniors.length;
      if (count % 5000 === 0 || count === options.people) tell(`登记老年人 ${count} / ${options.people}`);
    }
    ctx.audit({ action: "demo.begun", subject: "city", subjectId: options.city, details: { city: options.city, people: options.people, seed: options.seed, asOf: options.asOf! } });
  });
}

async function foundOffices(ctx: Ctx, city: DemoCity, password: string): Promise<void> {
  for (const { id, name, kind, region, parentId } of city.organizations) await createOrganization(ctx, { id, name, kind, region, parent: parentId ?? null });
  for (const { id, account, name, organizationId, grants } of city.users) await createUser(ctx, { id, account, name, organizationId, password, grants });
}
