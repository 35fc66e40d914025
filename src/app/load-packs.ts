import { checkTogether, type Fault, loadPack, type Pack, type PackSource } from "../engines/rules/index.ts";
import { AppError } from "../kernel/errors.ts";
import { isWithin } from "../kernel/regions.ts";
import { readRegions } from "../modules/access/index.ts";
import { bundledPackNames, readPackFolder } from "../modules/policies/index.ts";

export type ReadPack = { source: PackSource; pack?: Pack; faults: Fault[] };

/**
 * Reads and checks packs by folder or by the name of a bundled one, each against the lists above its region (the bundled
 * ones, or those named beside it), then together. Throws `policy.pack_unknown`.
 */
export async function checkPacks(names: readonly string[]): Promise<ReadPack[]> {
  const sources = await Promise.all(names.map((name) => readPackFolder(name)));
  const own = new Set(sources.map(({ name }) => name));
  const others = await Promise.all((await bundledPackNames()).filter((name) => !own.has(name)).map((name) => readPackFolder(name)));
  const codes = new Set(readRegions().map(({ code }) => code));
  const knownRegion = (code: string) => codes.has(code);
  const loaded = new Map<string, Pack>();
  const read = (source: PackSource): ReadPack => {
    const around = [...loaded.values()].filter((pack) => pack.name !== source.name);
    const first = loadPack(source, { uppers: around, knownRegion });
    if (!first.pack) return { source, faults: first.faults };
    const { region } = first.pack.document;
    const uppers = around.filter(({ document }) => document.region !== region && isWithin(region, document.region));
    return { source, ...loadPack(source, { uppers, knownRegion }) };
  };
  // names of packs are in the order of the tree: the nation's first, then provinces before their cities
  const results = new Map<PackSource, ReadPack>();
  for (const source of [...others, ...sources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const result = read(source);
    results.set(source, result);
    if (result.pack) loaded.set(source.name, result.pack);
  }
  const asked = sources.map((source) => results.get(source)!);
  const together = checkTogether(asked.flatMap(({ pack }) => (pack ? [pack] : [])));
  for (const fault of together) asked.find(({ source }) => fault.file.startsWith(`${source.name}/`))?.faults.push(fault);
  return asked;
}

/** Packs that must be without fault to go on. Throws `packs.faulty`. */
export async function loadPacks(names: readonly string[]): Promise<Pack[]> {
  const read = await checkPacks(names);
  const faults = read.flatMap((one) => one.faults);
  if (faults.length > 0) throw new AppError("packs.faulty", { count: faults.length, first: faultText(faults[0]!) });
  return read.map((one) => one.pack!);
}

export function faultText({ file, line, column, message, mend }: Fault): string {
  return `${file}:${line}:${column} ${message}。${mend ? `改法：${mend}` : ""}`;
}
