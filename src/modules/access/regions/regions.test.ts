import { describe, expect, it } from "vitest";
import { isWithin, NATION } from "../../../kernel/regions.ts";
import { parseRegions, readRegions } from "./regions.ts";

const rows = readRegions();
const byCode = new Map(rows.map((row) => [row.code, row]));
const HEADER = "code,name,level,parent,local";
const NATION_ROW = `${NATION},全国,nation,,`;

describe("the bundled table", () => {
  it("has the nation and all 34 provinces", () => {
    expect(byCode.get(NATION)).toEqual({ code: NATION, name: "全国", level: "nation" });
    expect(rows.filter((row) => row.level === "province")).toHaveLength(34);
  });
  it.each([
    ["湖北省", "420000000000", 14, 107],
    ["黑龙江省", "230000000000", 13, 126],
    ["浙江省", "330000000000", 11, 90],
    ["辽宁省", "210000000000", 14, 100],
    ["贵州省", "520000000000", 9, 88],
  ])("has every city and county of %s", (name, code, cities, counties) => {
    const within = rows.filter((row) => isWithin(row.code, code));
    expect(byCode.get(code)?.name).toBe(name);
    expect(within.filter((row) => row.level === "city")).toHaveLength(cities);
    expect(within.filter((row) => row.level === "county")).toHaveLength(counties);
  });
  it.each([
    ["420704000000", "鄂城区"],
    ["420704001002", "吴都社区"],
    ["420702100202", "朝英村"],
    ["330212000000", "鄞州区"],
    ["230904000000", "茄子河区"],
    ["211122000000", "盘山县"],
    ["520100000000", "贵阳市"],
    ["422800000000", "恩施土家族苗族自治州"],
  ])("knows %s as %s", (code, name) => expect(byCode.get(code)?.name).toBe(name));
  it("puts the development zones beside the districts, with the official codes they stand for", () => {
    expect(rows.filter((row) => row.parent === "420700000000").map((row) => row.name)).toEqual([
      "梁子湖区",
      "华容区",
      "鄂城区",
      "葛店开发区",
      "临空经济区",
    ]);
    const local = rows.filter((row) => row.statisticalCode !== undefined);
    expect(local.every((row) => isWithin(row.code, "420771000000") || isWithin(row.code, "420772000000"))).toBe(true);
    expect(local.some((row) => byCode.has(row.statisticalCode!))).toBe(false);
    expect(byCode.get("420771101006")).toEqual({
      code: "420771101006",
      name: "大湾社区",
      level: "village",
      parent: "420771101000",
      statisticalCode: "420703101006",
    });
  });
  it("has no two places of one name under one parent", () => {
    expect(new Set(rows.map((row) => `${row.parent}/${row.name}`)).size).toBe(rows.length);
  });
});

describe("reading a table", () => {
  it.each([
    ["表头", "code,name\n"],
    ["5 列", `${HEADER}\n${NATION},全国`],
    ["12 位", `${HEADER}\n${NATION_ROW}\n42,湖北省,province,${NATION},`],
    ["按位数应为", `${HEADER}\n${NATION_ROW}\n420000000000,湖北省,city,${NATION},`],
    ["的上级应为", `${HEADER}\n${NATION_ROW}\n420000000000,湖北省,province,,`],
    ["未列在", `${HEADER}\n${NATION_ROW}\n420700000000,鄂州市,city,420000000000,`],
    ["重复", `${HEADER}\n${NATION_ROW}\n${NATION_ROW}`],
    ["没有名称", `${HEADER}\n${NATION_ROW}\n420000000000,,province,${NATION},`],
    ["统计代码", `${HEADER}\n${NATION_ROW}\n420000000000,湖北省,province,${NATION},42`],
  ])("refuses a table for its %s", (reason, text) => {
    expect(() => parseRegions(text)).toThrow(reason);
  });
  it("names the line", () => {
    expect(() => parseRegions(`${HEADER}\n${NATION_ROW}\nx,y,z`)).toThrow('"line":3');
  });
});
