import { describe, expect, it } from "vitest";
import { loadPack } from "./load-pack.ts";
import { lineOf, SAMPLE_POLICY, samplePack } from "./sample-pack.fixture.ts";
import type { Fault } from "./pack.ts";

/** The faults of the sample with one text changed, and the line on which `mark` then stands. */
function refusal(find: string, replacement: string, mark: string): { faults: Fault[]; line: number } {
  const source = samplePack(find, replacement);
  const { pack, faults } = loadPack(source);
  expect(pack).toBeUndefined();
  for (const fault of faults) {
    expect(fault.file).toBe("sample/policy.yaml");
    expect(fault.message).not.toBe("");
    expect(fault.mend).not.toBe("");
  }
  return { faults, line: lineOf(source, mark) };
}

describe("a sound pack", () => {
  it("is read whole: money in 分, parts in ten-thousandths, quotes placed in the text", () => {
    const { pack, faults } = loadPack(samplePack());
    expect(faults).toEqual([]);
    expect(pack?.parameters["base_severe"]).toMatchObject({ kind: "money", scale: 0, values: [{ value: 240_000 }, { value: 240_050 }] });
    const [operating, centre, , care] = pack!.benefits;
    expect(operating).toMatchObject({ id: "operating-subsidy", period: "year", shares: [{ payer: "city", part: 6000 }, { payer: "district", part: 4000 }] });
    expect(operating?.amount).toMatchObject({ form: "parts", cap: { op: "literal", value: 200_000_000 } });
    expect(centre?.amount).toMatchObject({ form: "bounds", min: { value: 40_000_000 }, max: { value: 80_000_000 } });
    expect(samplePack().texts["document.txt"]?.slice(care!.clause.start)).toMatch(/^对残疾老年人发放护理补贴/);
    expect(pack?.overlaps.map(({ rule }) => rule)).toEqual(["take_higher", "stack"]);
    expect(pack?.signOffs).toEqual(["市民政局", "市财政局"]);
  });
  it("may be written on several lines", () => {
    const folded = samplePack('when: kind == "institution" && filed && rating >= 1', 'when: >-\n      kind == "institution" &&\n      filed && rating >= 1');
    expect(loadPack(folded).faults).toEqual([]);
  });
});

describe("names that nobody knows", () => {
  it.each([
    ["a fact", "filed && rating >= 1", "filed && ratng >= 1", "ratng", "fact.unknown", "是否应为 rating？"],
    ["a fact of another subject", "filed && rating >= 1", "filed && alive", "alive", "fact.other_subject", "检查 subject，或换用本对象的事实"],
    ["a function", "residents_severe + residents_other", "mx(residents_severe, residents_other)", "mx(", "function.unknown", "是否应为 max？"],
    ["a benefit in receives", "disability_grade <= 2", 'disability_grade <= 2 && "disability-care-alowance" in receives', "disability-care-alowance", "benefit.unknown", "是否应为 disability-care-allowance？"],
    ["a benefit in an overlap", "stack: [care-allowance", "stack: [care-alowance", "care-alowance", "benefit.unknown", "是否应为 care-allowance？"],
    ["a region in a condition", 'within(region, "420700000000")', 'within(region, "970700000000")', "970700000000", "region.unknown", "对照行政区划代码表核对"],
    ["a region code cut short", 'within(region, "420700000000")', 'within(region, "420700")', '"420700")', "region.unknown", '写12位数字并加引号，不足的以0补齐，例如 "420700000000"'],
    ["the document's region", 'region: "420700000000"', 'region: "990700000000"', "990700000000", "region.unknown", "对照行政区划代码表核对"],
    ["a value of an enumeration", '"own_property"', '"own_proprety"', "own_proprety", "enum.unknown", "是否应为 own_property？"],
    ["a key", "    kind: subsidy\n    subject: facility\n    class: 建设补贴", "    kind: subsidy\n    subjet: facility\n    class: 建设补贴", "subjet", "key.unknown", "是否应为 subject？"],
    ["a payer", "payer: district", "payer: distrct", "distrct", "value.unknown", "是否应为 district？"],
    ["a period", "period: once", "period: onec", "onec", "value.unknown", "是否应为 once？"],
    ["a file", "text: document.txt", "text: documnt.txt", "documnt.txt", "text.absent", "是否应为 document.txt？"],
  ])("%s: refused on its line with the nearest right word", (_, find, replacement, mark, code, mend) => {
    const { faults, line } = refusal(find, replacement, mark);
    const fault = faults.find((one) => one.code === code);
    expect(fault).toMatchObject({ line, mend });
  });
  it("asks the caller's table of regions where there is one", () => {
    const { faults } = loadPack(samplePack(), { knownRegion: (code) => code !== "420700000000" });
    expect(faults.map(({ code, line }) => [code, line])).toEqual([
      ["region.unknown", lineOf(samplePack(), "document: {")],
      ["region.unknown", lineOf(samplePack(), "within(region")],
    ]);
  });
  it("points at the character, also in a folded text", () => {
    const source = samplePack('when: kind == "institution" && filed && rating >= 1', 'when: >-\n      kind == "institution" &&\n      filed && ratng >= 1');
    const [fault] = loadPack(source).faults;
    const written = source.policy.split("\n")[fault!.line - 1]!;
    expect(written.slice(fault!.column - 1)).toMatch(/^ratng/);
  });
});

describe("comparing what cannot be compared", () => {
  it.each([
    ["a number with text", "age >= old_age", 'age >= "80"', "compare.kinds", "去掉数字两边的引号"],
    ["one equals sign", "age >= old_age", "age = old_age", "syntax", "比较是否相等要写两个等号：=="],
    ["and in words", "age >= old_age &&", "age >= old_age and", "syntax", "写作 &&"],
    ["not in words", "age >= old_age", "not alive", "syntax", "写作 !"],
    ["a sign the wrong way round", "age >= old_age", "age => old_age", "syntax", "写作 >="],
    ["a number in a list with text", "age >= old_age", 'ability_level in ["2"]', "compare.kinds", "去掉数字两边的引号"],
    ["full-width signs", "age >= old_age", "age ≥ old_age", "syntax", "改成半角：>="],
    ["a date with text", "age >= old_age", 'birth_date <= "1944-03-01"', "compare.kinds", '写作 date("1944-03-01")'],
    ["a date that is none", "age >= old_age", 'birth_date <= date("1944-02-30")', "date.malformed", "写作 2021-12-31"],
    ["options by size", "age >= old_age", 'economic >= "low_income"', "compare.kinds", "用 ==、!= 或 in"],
    ["money with a count", "age >= old_age", "age >= base_severe", "compare.kinds", "两边都写金额，或都写数值"],
    ["a level that there is not", "age >= old_age", "ability_level >= 5", "value.out_of_range", "核对数值与事实"],
    ["what always holds", "age >= old_age", "ability_level >= 0", "value.out_of_range", "去掉这个比较"],
    ["a list of every option", "age >= old_age", 'sex in ["male", "female"]', "value.out_of_range", "去掉这个条件"],
    ["half a year of age", "age >= old_age", "age >= 79.5", "value.out_of_range", "写整数"],
    ["two constants", "age >= old_age", "80 >= 70", "compare.constants", "至少一边写事实或参数"],
    ["a quantity for a condition", "age >= old_age", "age", "compare.kinds", "写成比较，例如 age >= 80"],
    ["a division", "age >= old_age", "age / 2 >= 40", "syntax.unsupported", "改为乘以小数，例如 fire_upgrade_cost * 0.5"],
  ])("%s", (_, find, replacement, code, mend) => {
    const { faults, line } = refusal(find, replacement, `when: ${replacement.slice(0, 6)}`);
    expect(faults[0]).toMatchObject({ code, mend, line });
  });
});

it("refuses a choice, a tag for a negation, and a benefit that is not quoted as a whole", () => {
  const whole = 'age >= old_age && within(region, "420700000000")';
  const asked = (text: string) => loadPack(samplePack(whole, text)).faults.map(({ code, mend }) => [code, mend]);
  expect(asked("'(age >= 80 ? true : false)'")).toEqual([["syntax.unsupported", "改用 table，一行一个条件"]]);
  expect(asked("!alive")).toEqual([["yaml.syntax", "整个值用单引号括起来，例如 '!filed'"]]);
  expect(asked('"care-allowance" in receives')[0]?.[0]).toBe("yaml.syntax");
  expect(asked("'\"care-allowance\" in receives'")).toEqual([]);
});

describe("tables", () => {
  const ROW_3 = "          - { if: rating == 3, value: 500 }\n";
  it("refuses a gap, and names one who falls into it", () => {
    const { faults, line } = refusal(ROW_3, "", "rating == 5");
    expect(faults).toMatchObject([{ code: "table.gap", line, mend: "补上这一档，或在最后加一行 else" }]);
    expect(faults[0]?.message).toContain("评定等级为3级");
  });
  it("refuses a row that earlier ones leave nothing", () => {
    const { faults, line } = refusal(ROW_3, `${ROW_3}          - { if: "rating >= 2 && rating <= 3", value: 900 }\n`, "value: 900");
    expect(faults).toMatchObject([{ code: "table.unreachable", line }]);
  });
  it("refuses a row that contradicts the benefit's condition", () => {
    const { faults, line } = refusal(ROW_3, `${ROW_3}          - { if: rating == 0, value: 900 }\n`, "value: 900");
    expect(faults).toMatchObject([{ code: "table.unreachable", line, message: "这一行永远不成立：与待遇的条件矛盾" }]);
  });
  it("refuses rows that overlap with different amounts", () => {
    const { faults, line } = refusal("rating == 3, value: 500", "rating >= 3 && beds >= 100, value: 500", "rating == 4");
    expect(faults.find(({ code }) => code === "table.overlap")).toMatchObject({ line, mend: "改写条件，使每种情况只落在一行" });
  });
  it("takes an exception before its rule", () => {
    expect(loadPack(samplePack("{ if: age >= 90, value: 200 }", "{ if: age >= 85, value: 200 }")).faults).toEqual([]);
  });
  it("refuses a second else", () => {
    const { faults, line } = refusal("          - { else: 100 }\n", "          - { else: 100 }\n          - { else: 50 }\n", "else: 100");
    expect(faults).toMatchObject([{ code: "table.unreachable", line }]);
  });
  it("asks for else where totality cannot be shown", () => {
    const { faults } = refusal(
      "          - { if: rating == 1, value: 0 }\n          - { if: rating == 2, value: 200 }\n          - { if: rating == 3, value: 500 }\n          - { if: rating == 4, value: 800 }\n          - { if: rating == 5, value: 1200 }\n",
      "          - { if: nursing_beds * 2 >= beds, value: 500 }\n",
      "nursing_beds",
    );
    expect(faults).toMatchObject([{ code: "table.gap", mend: "在最后加一行 else" }]);
  });
});

describe("money and shares", () => {
  it.each([
    ["an amount finer than a 分", "value: 1800 }", "value: 1800.005 }", "1800.005", "money.finer_than_fen"],
    ["a table's amount finer than a 分", "value: 800 }", "value: 800.001 }", "800.001", "money.finer_than_fen"],
    ["a parameter finer than a 分", "value: 2400.50", "value: 2400.505", "2400.505", "money.finer_than_fen"],
    ["a cap finer than a 分", "cap: 2000000", "cap: 2000000.123", "cap:", "money.finer_than_fen"],
    ["thousands set off by commas", "value: 800 }", "value: '1,800' }", "1,800", "syntax"],
    ["an amount with its unit", "value: 800 }", "value: 800元 }", "800元", "syntax"],
    ["a part that is not in a list", "- value: 100", "value: 100", "value: 100", "amount.form"],
    ["a negative amount", "value: 800 }", "value: -800 }", "-800", "money.negative"],
    ["a count for an amount", "value: 1800 }", "value: residents_other }", "value: residents_other", "compare.kinds"],
    ["an amount for a count", "times: residents_other,", "times: base_severe,", "times: base_severe", "compare.kinds"],
    ["shares short of one", "part: 0.4", "part: 0.3", "shares:", "shares.sum"],
    ["shares over one", "part: 0.4", "part: 0.4001", "shares:", "shares.sum"],
    ["a payer named twice", "payer: district", "payer: city", "shares:", "shares.repeated"],
    ["bounds the wrong way round", "max: 800000", "max: 300000", "min: 400000", "amount.bounds"],
    ["a standard outside its bounds", "max: 800000", "max: 800000\n      standard:\n        - { if: beds >= 10, value: 900000 }", "900000", "amount.bounds"],
  ])("%s", (_, find, replacement, mark, code) => {
    const { faults, line } = refusal(find, replacement, mark);
    expect(faults.map((fault) => [fault.code, fault.line])).toContainEqual([code, line]);
  });
  it("reads 万元", () => {
    const wan = samplePack("unit: 元/人/年", "unit: 万元/人/年");
    expect(loadPack({ ...wan, policy: wan.policy.replace("2400.50", "0.24005") }).pack?.parameters["base_severe"]?.values[1]?.value).toBe(240_050);
  });
});

describe("clauses", () => {
  it("refuses a benefit without a clause", () => {
    const { faults, line } = refusal("    clause: { at: （五）, quote: 给予40-80万元建设补贴 }\n", "", "id: centre-construction");
    expect(faults).toMatchObject([{ code: "key.missing", line, mend: "补上 clause" }]);
  });
  it("refuses a quote that is not in the text, and says what stands there", () => {
    const { faults, line } = refusal("quote: 给予40-80万元建设补贴", "quote: 给予40-90万元建设补贴", "40-90");
    expect(faults).toMatchObject([{ code: "clause.quote_absent", line }]);
    expect(faults[0]?.mend).toContain("80万元建设补贴");
  });
  it("refuses a parameter's quote that is not in the text", () => {
    const { faults, line } = refusal("quote: 80周岁以上老年人", "quote: 70周岁以上老年人", "70周岁");
    expect(faults).toMatchObject([{ code: "clause.quote_absent", line }]);
  });
});

describe("dates", () => {
  it.each([
    ["overlapping periods of a parameter", "from: 2024-01-01", "from: 2023-06-01", "2023-06-01", "parameter.overlap"],
    ["a hole between periods", "from: 2024-01-01", "from: 2024-02-01", "2024-02-01", "parameter.gap"],
    ["a period that ends before it begins", "to: 2023-12-31", "to: 2021-01-31", "2021-01-31", "parameter.period"],
    ["a day that there is not", "from: 2024-01-01", "from: 2024-02-30", "2024-02-30", "date.malformed"],
    ["a document that ends before it begins", "expires: 2026-12-12", "expires: 2020-12-12", "expires: 2020-12-12", "validity"],
  ])("%s", (_, find, replacement, mark, code) => {
    const { faults, line } = refusal(find, replacement, mark);
    expect(faults.map((fault) => [fault.code, fault.line])).toContainEqual([code, line]);
  });
  it("refuses a parameter that begins after a rule needs it, or ends before", () => {
    const late = refusal("- { from: 2021-12-13, value: 80,", "- { from: 2022-01-01, value: 80,", "old_age:");
    expect(late.faults).toMatchObject([{ code: "parameter.gap", line: late.line }]);
    const early = refusal("- { from: 2021-12-13, value: 80,", "- { from: 2021-12-13, to: 2025-12-31, value: 80,", "old_age:");
    expect(early.faults).toMatchObject([{ code: "parameter.gap", line: early.line }]);
    expect(early.faults[0]?.message).toContain("2026-01-01");
  });
});

describe("conditions that slip", () => {
  it.each([
    ["a condition that nobody meets", "age >= old_age &&", "age >= 80 && age < 60 &&", "age < 60", "when.never"],
    ["a condition that everybody meets", "filed && rating >= 1", 'filed || !filed || kind == "canteen"', "!filed", "when.never"],
    ["a grade without its certificate", 'disability_category != "none" && disability_grade <= 2', "disability_grade <= 2", "disability_grade", "fact.unguarded"],
    ["a grade guarded the wrong way", 'disability_category != "none" && disability_grade <= 2', 'disability_category == "none" && disability_grade <= 2', "disability_grade", "fact.unguarded"],
    ["has() alone", "age >= old_age &&", "has(ltci_level) &&", "has(", "has.misplaced"],
    ["not known taken for a reason", "age >= old_age &&", "age >= 80 && !has(ltci_level) &&", "has(", "has.misplaced"],
  ])("%s", (name, find, replacement, mark, code) => {
    const changed = name.includes("everybody") ? samplePack('kind == "institution" && filed && rating >= 1', "filed || !filed") : samplePack(find, replacement);
    const { pack, faults } = loadPack(changed);
    expect(pack).toBeUndefined();
    const wanted = name.includes("everybody") ? "when.always" : code;
    expect(faults.map((fault) => [fault.code, fault.line])).toContainEqual([wanted, lineOf(changed, mark)]);
  });
  it("accepts has() beside a use of the same fact", () => {
    expect(loadPack(samplePack("age >= old_age &&", "age >= old_age && has(ltci_level) && ltci_level >= 2 &&")).faults).toEqual([]);
  });
  it("accepts a condition for everybody where it is said", () => {
    expect(loadPack(samplePack('age >= old_age && within(region, "420700000000")', "true")).faults.map(({ code }) => code)).toEqual([]);
  });
});

describe("overlaps", () => {
  it.each([
    ["one alone", "stack: [care-allowance, old-age-allowance]", "stack: [care-allowance]", "overlap.too_few"],
    ["one twice", "stack: [care-allowance, old-age-allowance]", "stack: [care-allowance, care-allowance]", "overlap.repeated"],
    ["different subjects", "stack: [care-allowance, old-age-allowance]", "stack: [care-allowance, operating-subsidy]", "overlap.subjects"],
    ["none at all", "stack: [care-allowance, old-age-allowance]", "stak: [care-allowance, old-age-allowance]", "overlap.rule"],
    ["keeping a stranger", "stack: [care-allowance, old-age-allowance]", "exclusive: [care-allowance, old-age-allowance], keep: operating-subsidy", "benefit.unknown"],
    ["a cap without its period", "stack: [care-allowance, old-age-allowance]", "cap: 1000, over: [care-allowance, old-age-allowance]", "key.missing"],
  ])("refuses %s", (_, find, replacement, code) => {
    const { faults, line } = refusal(find, replacement, `- { ${replacement}`);
    expect(faults.map((fault) => [fault.code, fault.line])).toContainEqual([code, line]);
  });
  it("refuses to stack what another rule shuts out", () => {
    const { faults, line } = refusal("stack: [care-allowance, old-age-allowance]", "stack: [care-allowance, disability-care-allowance]", "stack:");
    expect(faults).toMatchObject([{ code: "overlap.contradiction", line }]);
  });
  it("refuses a cycle", () => {
    const rules = "exclusive: [care-allowance, old-age-allowance], keep: care-allowance }\n  - { exclusive: [old-age-allowance, care-allowance], keep: old-age-allowance";
    const { faults, line } = refusal("stack: [care-allowance, old-age-allowance]", rules, "keep: old-age-allowance");
    expect(faults).toMatchObject([{ code: "overlap.cycle", line }]);
  });
});

describe("the file itself", () => {
  it.each([
    ["a wrong indent", "    kind: subsidy\n    subject: facility\n    class: 运营补贴", "    kind: subsidy\n   subject: facility\n    class: 运营补贴"],
    ["a key twice", "    period: once", "    period: once\n    period: once"],
    ["a quote left open", "label: 高龄津贴起始年龄", "label: \"高龄津贴起始年龄"],
  ])("refuses %s", (_, find, replacement) => {
    const { pack, faults } = loadPack(samplePack(find, replacement));
    expect(pack).toBeUndefined();
    expect(faults[0]?.code).toBe("yaml.syntax");
    expect(faults[0]?.line).toBeGreaterThan(1);
  });
  it("refuses an empty file, an anchor and an id used twice", () => {
    expect(loadPack({ ...samplePack(), policy: "" }).faults[0]?.code).toBe("yaml.empty");
    expect(loadPack(samplePack("title: 示范市", "title: &t 示范市")).faults[0]?.code).toBe("yaml.anchor");
    const { faults, line } = refusal("id: centre-construction", "id: operating-subsidy", "id: operating-subsidy\n    name: 社区");
    expect(faults.find(({ code }) => code === "benefit.repeated")).toMatchObject({ line });
  });
  it("tells every fault at once, in the order of the file", () => {
    const policy = SAMPLE_POLICY.replace("ratng", "rating").replace("rating >= 1", "ratng >= 1").replace("part: 0.4", "part: 0.3").replace("old_age &&", "old_agee &&");
    const { faults } = loadPack({ ...samplePack(), policy });
    expect(faults.map(({ code }) => code)).toEqual(["fact.unknown", "shares.sum", "fact.unknown"]);
    const lines = faults.map(({ line }) => line);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });
});
