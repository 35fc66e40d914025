import { describe, expect, test } from "vitest";
import { loadPack } from "./load-pack.ts";
import type { PackSource } from "./pack.ts";
import { runCases } from "./run-cases.ts";

const TEXT = "年满八十周岁的老年人每月发放高龄津贴；残疾老年人发放护理补贴，两项合计不超过三百元。";
const POLICY = `title: 试验清单
document: { id: trial-2024, title: 试验办法, issuer: 试验市人民政府, region: "420700000000", effective: 2024-01-01, expires: 2026-12-31, text: document.txt }
external_benefits:
  - { id: disability-care-allowance, name: 重度残疾人护理补贴, class: 护理类 }
parameters:
  old_age:
    label: 高龄起始年龄
    unit: 周岁
    values:
      - { from: 2024-01-01, to: 2024-12-31, value: 80, clause: { at: 一, quote: 年满八十周岁 } }
      - { from: 2025-01-01, value: 75, clause: { at: 一, quote: 年满八十周岁 } }
benefits:
  - id: old-age-allowance
    name: 高龄津贴
    kind: money
    subject: senior
    class: 普惠津贴
    clause: { at: 一, quote: 每月发放高龄津贴 }
    when: age >= old_age && economic in ["destitute", "minimum_allowance"]
    period: month
    amount:
      - table:
          - { if: age >= 90, value: 200 }
          - { else: 100 }
  - id: care-allowance
    name: 护理补贴
    kind: money
    subject: senior
    class: 护理类
    clause: { at: 二, quote: 残疾老年人发放护理补贴 }
    when: disability_category != "none" && !(living == "institution")
    period: month
    amount:
      - { times: ability_level, value: 60 }
    cap: 180
overlaps:
  - { take_higher: [care-allowance, disability-care-allowance] }
`;

function run(cases: string, policy = POLICY) {
  const source: PackSource = { name: "trial", policy, cases, texts: { "document.txt": TEXT } };
  const { pack, faults } = loadPack(source);
  expect(faults).toEqual([]);
  return runCases(source, pack!);
}

const old = (birth: string, asOf: string, expected: string, economic = "destitute") =>
  `- { subject: senior, benefit: old-age-allowance, as_of: ${asOf}, facts: { birth_date: ${birth}, economic: ${economic} }, expect: ${expected}, why: 年龄 }\n`;
const care = (facts: string, expected: string) =>
  `- { subject: senior, benefit: care-allowance, as_of: 2025-06-01, facts: { disability_category: limb, living: alone, ${facts} }, expect: ${expected}, why: 护理 }\n`;

const YES = "{ eligible: true }";
const NO = "{ eligible: false }";
const FULL = [
  old("1944-01-01", "2024-01-01", '{ eligible: true, amount: "100.00" }'),
  old("1944-01-02", "2024-01-01", NO),
  old("1944-01-01", "2023-12-31", "{ standing: not_in_force }"),
  old("1949-12-31", "2024-12-31", NO),
  old("1950-01-01", "2025-01-01", YES),
  old("1950-01-02", "2025-01-01", NO),
  old("1950-01-01", "2025-01-01", YES, "minimum_allowance"),
  old("1950-01-01", "2025-01-01", NO, "ordinary"),
  old("1936-12-31", "2026-12-31", '{ amount: "200.00" }'),
  old("1937-01-01", "2026-12-31", '{ amount: "100.00" }'),
  old("1937-01-01", "2027-01-01", "{ standing: not_in_force }"),
  care("ability_level: 2", '{ amount: "120.00" }'),
  care("ability_level: 4", '{ amount: "180.00" }'),
  care("ability_level: 2, disability_category: none", NO).replace("disability_category: limb, ", ""),
  care("ability_level: 2, living: institution", NO).replace("living: alone, ", ""),
  care("ability_level: 2, receives: { disability-care-allowance: 100 }", "{ excluded_by: null }"),
  care("ability_level: 1, receives: { disability-care-allowance: 100 }", "{ standing: suppressed, excluded_by: disability-care-allowance }"),
];

const without = (index: number) => run(FULL.filter((_, at) => at !== index).join("")).uncovered.map(({ what }) => what);

describe("用例", () => {
  test("全部通过且没有遗漏", () => {
    expect(run(FULL.join(""))).toEqual({ passed: FULL.length, failed: [], faults: [], uncovered: [] });
  });

  test("结果不符的写明差在哪里、在第几行", () => {
    const wrong = '- { subject: senior, benefit: care-allowance, as_of: 2025-06-01, facts: { disability_category: limb, living: alone, ability_level: 2 }, expect: { eligible: null, amount: "1.00", shares: { city: "1.00" }, missing: [birth_date] }, why: 写错的 }';
    const { failed, passed } = run(`${FULL[0]}${wrong}`);
    expect(passed).toBe(1);
    expect(failed).toEqual([
      {
        file: "trial/cases.yaml",
        place: { line: 2, column: 3 },
        benefit: "care-allowance",
        asOf: "2025-06-01",
        why: "写错的",
        differences: ["是否符合应为信息不全，实为符合", "金额应为1.00元，实为120.00元", "分担应为市级财政 1.00元，实为无", "缺少的信息应为出生日期，实为无"],
      },
    ]);
  });

  test("看不懂的用例是差错，不当作通过", () => {
    const bad = (cases: string) => run(cases).faults.map(({ code }) => code);
    expect(bad(old("1944-01-01", "2024-01-01", "{ eligble: true }"))).toEqual(["key.unknown"]);
    expect(bad(old("1944-01-01", "2024-01-01", "{}"))).toEqual(["expect.empty"]);
    expect(bad(old("1944-02-30", "2024-01-01", YES))).toEqual(["fact.date"]);
    expect(bad(old("1944-01-01", "2024-02-30", YES))).toEqual(["date.malformed"]);
    expect(bad(old("1944-01-01", "2024-01-01", '{ amount: "1.001" }'))).toEqual(["money.malformed"]);
    expect(bad(old("1944-01-01", "2024-01-01", YES).replace("old-age-allowance", "old-age"))).toEqual(["benefit.unknown"]);
    expect(bad(old("1944-01-01", "2024-01-01", YES).replace("economic", "economics"))).toEqual(["fact.unknown"]);
    expect(bad("subject: senior")).toEqual(["cases.list"]);
    expect(run(old("1944-01-01", "2024-01-01", "{ eligble: true }")).passed).toBe(0);
  });
});

describe("遗漏", () => {
  test("没有用例时，每条规则、界限和衔接都列出，带行号", () => {
    const { uncovered } = run("[]");
    expect(uncovered.map(({ what }) => what)).toEqual(expect.arrayContaining(["高龄津贴：没有符合条件的用例", "高龄津贴：没有用例落在表格行“年龄 ≥ 90周岁”", "护理补贴：没有达到封顶的用例"]));
    expect(uncovered.find(({ what }) => what.includes("表格行“年龄"))!.place.line).toBe(23);
  });

  test.each([
    [1, []],
    [2, ["文件：没有生效前一日（2023-12-31）的用例"]],
    [3, ["参数高龄起始年龄：没有2024-12-31的用例"]],
    [6, ["高龄津贴：没有用例取到“经济状况为低保”"]],
    [7, ["高龄津贴：没有用例使“经济状况为特困、低保之一”不成立"]],
    [9, ["高龄津贴：边界“年龄 ≥ 90周岁”缺少比界限小一个单位的一侧的用例"]],
    [12, ["护理补贴：没有达到封顶的用例"]],
    [14, ["护理补贴：没有用例使“居住状况为入住机构”成立"]],
    [15, ["护理补贴与重度残疾人护理补贴：没有两项相遇而保留的用例"]],
    [16, ["护理补贴与重度残疾人护理补贴：没有一项让位于另一项的用例"]],
  ])("缺第%i个用例时说出缺的是什么", (index, expected) => {
    expect(without(index)).toEqual(expected);
  });

  test("因别的条件不符的用例不算触到界限", () => {
    const masked = FULL.filter((_, at) => at !== 1 && at !== 5);
    const { uncovered } = run([...masked, old("1944-01-02", "2024-01-01", NO, "ordinary")].join(""));
    expect(uncovered.map(({ what }) => what)).toContain("高龄津贴：边界“年龄 ≥ 高龄起始年龄”缺少比界限小一个单位的一侧的用例");
  });

  test("两个信息项相比的，除两种结果外还要有恰好相等的用例", () => {
    const policy = POLICY.replace('when: disability_category != "none"', "when: ability_level >= dementia_level");
    const levels = (ability: number, dementia: number) => care(`ability_level: ${ability}, dementia_level: ${dementia}`, "{ standing: granted }");
    const missed = (cases: string) => run(cases, policy).uncovered.filter(({ what }) => what.includes("恰好相等")).length;
    expect(missed(levels(3, 2) + levels(1, 2))).toBe(1);
    expect(missed(levels(3, 2) + levels(1, 2) + levels(2, 2))).toBe(0);
  });
});
