import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { splitClauses } from "./clauses.ts";

describe("clauses", () => {
  it("numbers clauses as officials cite them", () => {
    const text = "标题\n一、总体要求\n  略。\n二、主要任务\n  (一)扩大供给\n  1.落实规划。甲。\n  2.落实配建。乙。\n  (二)多元\n  1.融合。丙\n第三条 丁";
    expect(splitClauses(text).map(({ at, heading }) => `${at} ${heading}`)).toEqual([
      "一 总体要求", "二 主要任务", "二(一) 扩大供给", "二(一)1 落实规划", "二(一)2 落实配建", "二(二) 多元", "二(二)1 融合", "第三条 丁",
    ]);
  });
  it("gives offsets that cut the clause out of the text", () => {
    const text = "一、甲\n(一)乙\n1.丙\n2.丁\n二、戊";
    expect(splitClauses(text).map(({ start, end }) => text.slice(start, end).trim())).toEqual(["一、甲\n(一)乙\n1.丙\n2.丁", "(一)乙\n1.丙\n2.丁", "1.丙", "2.丁", "二、戊"]);
  });
  it("does not take a decimal or a year for a number", () => {
    expect(splitClauses("0.2平方米\n2021年\n12.5张")).toEqual([]);
  });
  it("finds the clauses that the Ezhou rules cite", async () => {
    const text = await readFile(new URL("../../../policies/cn-42-ezhou/document.txt", import.meta.url), "utf8");
    const ats = splitClauses(text).map(({ at }) => at);
    expect(ats).toEqual(expect.arrayContaining(["一", "二(一)3", "二(三)1", "二(四)4", "三3"]));
  });
});
