import { type CivilDate, fullYears } from "../../kernel/dates.ts";
import type { RegionCode } from "../../kernel/regions.ts";
import type { Ctx } from "../../platform/context.ts";
import { regionNames } from "../access/index.ts";
import type { SeniorRow } from "./people.contract.ts";
import { masked } from "./sealed.ts";
import type { ListedSenior } from "./senior.store.ts";

/** Age in full years today, or on the day of death. */
export function ageOf(birthDate: CivilDate | null, diedOn: CivilDate | null, today: CivilDate): number | null {
  return birthDate === null ? null : fullYears(birthDate, diedOn ?? today);
}

/** A stored row as everybody with access to it sees it: id number and phone masked. */
export function rowView(ctx: Ctx, senior: ListedSenior, names: ReadonlyMap<RegionCode, string>): SeniorRow {
  return {
    id: senior.id,
    version: senior.version,
    name: senior.name,
    sex: senior.sex,
    birthDate: senior.birth_date,
    age: ageOf(senior.birth_date, senior.died_on, ctx.today),
    region: senior.region,
    regionName: names.get(senior.region) ?? senior.region,
    idNumber: masked(ctx, "idNumber", senior.id_number) ?? "",
    phone: masked(ctx, "phone", senior.phone),
    alive: senior.alive,
    diedOn: senior.died_on,
    groups: senior.groups,
  };
}

/** The same for many, with the names of their regions in one query. */
export async function rowViews(ctx: Ctx, seniors: readonly ListedSenior[]): Promise<SeniorRow[]> {
  if (seniors.length === 0) return [];
  const names = await regionNames(ctx, seniors.map((senior) => senior.region));
  return seniors.map((senior) => rowView(ctx, senior, names));
}
