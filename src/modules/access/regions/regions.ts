import { readFileSync } from "node:fs";
import { AppError } from "../../../kernel/errors.ts";
import { isRegionCode, LEVEL_NAMES, NATION, parentRegion, regionLevel, type RegionCode, type RegionLevel } from "../../../kernel/regions.ts";

/**
 * One row of the region table. `parent` is absent for the nation only. `statisticalCode` is there for a local code
 * (development zones and what they administer): the official code that it stands for, under which feeds may name the place.
 */
export type RegionRow = { code: RegionCode; name: string; level: RegionLevel; parent?: RegionCode; statisticalCode?: RegionCode };

const HEADER = "code,name,level,parent,local";

/**
 * The bundled table of regions, parents before children. Source and scope: README.md.
 * Throws `region.table_malformed` with the line and what is wrong with it.
 */
export function readRegions(): RegionRow[] {
  return parseRegions(readFileSync(new URL("./regions.csv", import.meta.url), "utf8"));
}

/** Reads and checks a region table in the bundled form; for tables of other provinces. Throws as `readRegions`. */
export function parseRegions(text: string): RegionRow[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines[0] !== HEADER) throw malformed(1, `表头应为 ${HEADER}`);
  const known = new Set<RegionCode>();
  const rows: RegionRow[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line === "") return;
    const row = parseRow(line, index + 1);
    const fault = faultOf(row, known);
    if (fault) throw malformed(index + 1, fault);
    known.add(row.code);
    rows.push(row);
  });
  return rows;
}

function parseRow(line: string, number: number): RegionRow {
  const cells = line.split(",");
  if (cells.length !== 5) throw malformed(number, "应有 5 列");
  const [code, name, level, parent, local] = cells as [string, string, string, string, string];
  return {
    code,
    name,
    level: level as RegionLevel,
    ...(parent && { parent }),
    ...(local && { statisticalCode: local }),
  };
}

function faultOf(row: RegionRow, known: ReadonlySet<RegionCode>): string | undefined {
  if (!isRegionCode(row.code)) return `代码 ${row.code} 应为 12 位数字`;
  if (known.has(row.code)) return `代码 ${row.code} 重复`;
  if (row.name.trim() === "") return `代码 ${row.code} 没有名称`;
  const level = regionLevel(row.code);
  if (row.level !== level) return `代码 ${row.code} 按位数应为${LEVEL_NAMES[level]}（${level}），表中写作 ${row.level}`;
  if (row.parent !== parentRegion(row.code)) return `代码 ${row.code} 的上级应为 ${parentRegion(row.code) ?? "空"}`;
  if (row.code !== NATION && !known.has(row.parent!)) return `上级 ${row.parent} 未列在 ${row.code} 之前`;
  if (row.statisticalCode !== undefined && !isRegionCode(row.statisticalCode)) return `统计代码 ${row.statisticalCode} 应为 12 位数字`;
  return undefined;
}

function malformed(line: number, reason: string): AppError {
  return new AppError("region.table_malformed", { line, reason });
}
