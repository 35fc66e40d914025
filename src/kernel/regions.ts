/**
 * Codes of the administrative tree, 12 digits (GB/T 2260 and the statistical code of towns and villages):
 * province 2, city 4, county 6, town 9, village 12 significant digits, padded with zeros. The nation is all zeros.
 */
export type RegionCode = string;
export type RegionLevel = "nation" | "province" | "city" | "county" | "town" | "village";

export const NATION: RegionCode = "000000000000";

const WIDTHS: readonly [number, RegionLevel][] = [
  [0, "nation"],
  [2, "province"],
  [4, "city"],
  [6, "county"],
  [9, "town"],
  [12, "village"],
];

/** The Chinese name of a level, as officials say it. */
export const LEVEL_NAMES: Record<RegionLevel, string> = {
  nation: "全国",
  province: "省（自治区、直辖市）",
  city: "市（州）",
  county: "县（市、区）",
  town: "街道（乡镇）",
  village: "社区（村）",
};

export function isRegionCode(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The significant digits of a code: what every code below it begins with. `"420700000000"` → `"4207"`, the nation `""`. */
export function regionPrefix(code: RegionCode): string {
  for (const [width] of WIDTHS) if (/^0*$/.test(code.slice(width))) return code.slice(0, width);
  return code;
}

export function regionLevel(code: RegionCode): RegionLevel {
  const width = regionPrefix(code).length;
  return WIDTHS.find(([w]) => w === width)?.[1] ?? "village";
}

/** Whether `code` is `ancestor` or lies below it. */
export function isWithin(code: RegionCode, ancestor: RegionCode): boolean {
  return code.startsWith(regionPrefix(ancestor));
}

/** The code itself and all above it, the nation last. */
export function lineage(code: RegionCode): RegionCode[] {
  const length = regionPrefix(code).length;
  return WIDTHS.map(([width]) => width)
    .filter((width) => width <= length)
    .map((width) => code.slice(0, width).padEnd(12, "0"))
    .reverse();
}

/** The code above, by prefix; undefined for the nation. A table of regions may know better (development zones). */
export function parentRegion(code: RegionCode): RegionCode | undefined {
  return lineage(code)[1];
}
