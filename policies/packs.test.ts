import { describe, expect, test } from "vitest";
import { checkTogether, conform, loadPack, runCases, type Pack } from "../src/engines/rules/index.ts";
import { bundledPackNames, readPackFolder } from "../src/modules/policies/pack-folder.ts";

const names = await bundledPackNames();
const sources = new Map(await Promise.all(names.map(async (name) => [name, await readPackFolder(name)] as const)));
const nation = loadPack(sources.get("cn")!);
const uppers = nation.pack ? [nation.pack] : [];
const loaded = new Map(names.map((name) => [name, name === "cn" ? nation : loadPack(sources.get(name)!, { uppers })] as const));
const packs = [...loaded.values()].flatMap(({ pack }) => (pack ? [pack] : []));
const pack = (name: string): Pack => loaded.get(name)!.pack!;

/** Texts in traditional print and web furniture differ in white space only. */
const bare = (text: string) => text.replace(/\s/g, "");

test("六个政策包都在", () => {
  expect(names).toEqual(["cn", "cn-21-panjin", "cn-23-qitaihe", "cn-33-yinzhou", "cn-42-ezhou", "cn-52-guizhou"]);
});

describe.each(names)("%s", (name) => {
  test("载入没有差错，单独载入也没有", () => {
    expect(loaded.get(name)!.faults).toEqual([]);
    expect(loadPack(sources.get(name)!).faults).toEqual([]);
  });

  test("用例全部通过，规则、表格行和界限两侧都有用例", () => {
    const report = runCases(sources.get(name)!, pack(name));
    expect(report.faults).toEqual([]);
    expect(report.failed).toEqual([]);
    expect(report.uncovered).toEqual([]);
    expect(report.passed).toBeGreaterThan(pack(name).benefits.length * 2);
  });

  test("条款引文逐字在政策文本中，位置无误", () => {
    const { benefits, document, overlaps, parameters } = pack(name);
    const text = sources.get(name)!.texts[document.text]!;
    const clauses = [
      ...benefits.map(({ clause }) => clause),
      ...overlaps.flatMap(({ clause }) => (clause ? [clause] : [])),
      ...Object.values(parameters).flatMap(({ values }) => values.map(({ clause }) => clause)),
    ];
    expect(clauses.length).toBeGreaterThan(0);
    for (const { quote, start } of clauses) expect(text.slice(start, start + quote.length)).toBe(quote);
  });
});

test.each(names.filter((name) => name !== "cn"))("%s 的政策文本是原文去掉网页部分，一字未改", (name) => {
  const { texts } = sources.get(name)!;
  const original = bare(texts["original.txt"]!);
  let from = 0;
  for (const paragraph of texts["document.txt"]!.split("\n").map(bare).filter((line) => line !== "")) {
    const at = original.indexOf(paragraph, from);
    expect(at, paragraph.slice(0, 30)).toBeGreaterThanOrEqual(0);
    from = at + paragraph.length;
  }
  expect(bare(texts["document.txt"]!).length).toBeGreaterThan(original.length * 0.85);
});

test("各包放在一起没有编号冲突和版本重叠", () => {
  expect(packs).toHaveLength(names.length);
  expect(checkTogether(packs)).toEqual([]);
});

test.each(names.filter((name) => name !== "cn"))("%s 重述的项目不低于国家清单", (name) => {
  expect(pack(name).inherits).toBe(true);
  expect(conform([pack(name)], pack("cn"))).toEqual([]);
});

test("凡有待定之处的规则都写明由谁确认什么；国家清单各项都待与印发原表核对", () => {
  for (const benefit of pack("cn").benefits) expect(benefit.confirm, benefit.id).toMatch(/核对|确认|未定/);
  for (const one of packs) {
    for (const benefit of one.benefits.filter(({ amount }) => amount.form === "unspecified")) expect(benefit.confirm, `${one.name} ${benefit.id}`).toBeTruthy();
  }
});
