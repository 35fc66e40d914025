import { FACTS, type Facts } from "../../kernel/facts.ts";
import { formatYuan } from "../../kernel/money.ts";
import { importExternal } from "../../modules/policies/decisions.contract.ts";
import { SYSTEM } from "../../platform/context.ts";
import type { House } from "../../platform/house.ts";
import { actAs } from "../act-as.ts";
import type { DemoCity } from "./city.types.ts";

type Row = { code: string; name: string; region: string; facts: Facts };
/** What the importer takes at once. */
const ROWS_AT_ONCE = 5000;

/** Brings facilities and providers in as an office would: by the import of a table. */
export async function importProviders(house: House, city: DemoCity): Promise<void> {
  const codes = new Map(city.providers.map((provider) => [provider.id, provider.creditCode]));
  const facilities = city.facilities.map(({ name, region, providerId, facts }, index): Row => {
    const operator = providerId === undefined ? facts["operator"] : codes.get(providerId);
    return { code: `EZ${String(index + 1).padStart(5, "0")}`, name, region, facts: { ...facts, operator } };
  });
  const providers = city.providers.map(({ creditCode, name, facts }): Row => ({ code: creditCode, name, region: String(facts["registered_in"]), facts }));
  await importRows(house, "facility", facilities);
  await importRows(house, "provider", providers);
}

async function importRows(house: House, kind: "facility" | "provider", rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const bytes = Buffer.from(tableOf(kind, rows.slice(start, start + ROWS_AT_ONCE)));
    const files = { name: `${kind}.csv`, size: () => bytes.length, bytes: async () => new Uint8Array(bytes), stream: async function* () { yield new Uint8Array(bytes); } };
    const receipt = await actAs(house, SYSTEM, importExternal, { body: { kind, dryRun: "false" }, files });
    const refused = receipt.rows.find((row) => row.result === "refused");
    if (refused) throw new Error(`${kind} ${refused.code}: ${refused.faults.join("; ")}`);
  }
}

function tableOf(kind: "facility" | "provider", rows: readonly Row[]): string {
  const names = Object.keys(FACTS[kind]).filter((name) => name !== "region");
  const lines = rows.map(({ code, name, region, facts }) => [code, name, region, ...names.map((fact) => cellOf(kind, fact, facts[fact]))]);
  return [["code", "name", "region", ...names], ...lines].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");
}

function cellOf(kind: "facility" | "provider", name: string, value: Facts[string]): string {
  if (value === undefined) return "";
  return FACTS[kind][name]!.type === "money" ? formatYuan(value as number) : String(value as string | number | boolean);
}
