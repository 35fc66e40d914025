import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conform } from "./conform.ts";
import { checkTogether } from "./check-together.ts";
import { everySubject, sampleCondition } from "./conditions.fixture.ts";
import { loadPack } from "./load-pack.ts";
import type { Pack } from "./pack.ts";
import { parseExpression } from "./parse-expression.ts";

const TEXT = "为80周岁及以上老年人发放高龄津贴。为65周岁及以上老年人提供能力评估。每月至少探访一次。给予建设补贴。按人发放。";

const HEAD = (name: string, region: string, effective: string, more = "") => `title: ${name}
${more}document: { id: ${name}-list, title: ${name}, issuer: 政府, region: "${region}", effective: ${effective}, text: t.txt }
`;

/** A benefit in few words. */
function benefit(id: string, when: string, amount: string, more = "", subject = "senior", period = "month"): string {
  const clause = "clause: { at: 一, quote: 发放高龄津贴 }";
  return `  - { id: ${id}, name: ${id}, kind: money, subject: ${subject}, class: 津贴, ${clause}, when: '${when}', period: ${period}, amount: ${amount}${more} }\n`;
}

function load(head: string, benefits: string, parameters = ""): Pack {
  const { pack, faults } = loadPack({ name: head.slice(7, head.indexOf("\n")), policy: `${head}${parameters}benefits:\n${benefits}`, texts: { "t.txt": TEXT } });
  expect(faults).toEqual([]);
  return pack!;
}

const nation = (benefits: string) => load(HEAD("nation", "000000000000", "2023-05-21"), benefits);
const province = (benefits: string, more = "", parameters = "") => load(HEAD("province", "520000000000", "2023-11-27", more), benefits, parameters);
const brief = (lower: Pack, upper: Pack) => conform([lower], upper).map(({ benefit: id, aspect, proven, example }) => ({ id, aspect, proven, example }));

const ALLOWANCE = benefit("old-age", "age >= 80", "[{ value: 100 }]");

describe("R-205 a lower list is no lower in item, scope and standard", () => {
  it("R-205 finds nothing where the lower list gives the same or more", () => {
    const upper = nation(ALLOWANCE);
    expect(brief(province(benefit("old-age", "age >= 70", "[{ value: 120 }]")), upper)).toEqual([]);
    expect(brief(province(benefit("seventy", "age >= 70", "[{ value: 100 }]", ", implements: old-age")), upper)).toEqual([]);
  });
  it("R-205 finds the item that is left out", () => {
    const upper = nation(ALLOWANCE + benefit("assessment", "age >= 65", "service"));
    expect(brief(province(ALLOWANCE), upper)).toEqual([{ id: "assessment", aspect: "item", proven: true, example: undefined }]);
  });
  it("R-205 finds the age raised by a year, and one whom it shuts out", () => {
    const found = conform([province(benefit("old-age", "age >= 81", "[{ value: 100 }]"))], nation(ALLOWANCE));
    expect(found).toMatchObject([{ aspect: "scope", proven: true, lower: { pack: "province", benefit: "old-age", line: 4 } }]);
    expect(found[0]?.example).toContain("年龄为80周岁");
  });
  it("R-205 finds a condition added, and asks only about people of the lower region", () => {
    const narrowed = 'age >= 80 && within(household_region, "520000000000")';
    expect(brief(province(benefit("old-age", narrowed, "[{ value: 100 }]")), nation(ALLOWANCE))).toMatchObject([{ aspect: "scope", proven: true }]);
    const own = 'age >= 80 && within(region, "520000000000")';
    expect(brief(province(benefit("old-age", own, "[{ value: 100 }]")), nation(ALLOWANCE))).toEqual([]);
  });
  it("R-205 takes several benefits below together for one above", () => {
    const two = benefit("rural", 'age >= 80 && sex == "male"', "[{ value: 100 }]", ", implements: old-age") + benefit("urban", 'age >= 80 && sex == "female"', "[{ value: 100 }]", ", implements: old-age");
    expect(brief(province(two), nation(ALLOWANCE))).toEqual([]);
  });
  it("R-205 finds less money, in the row where it is less", () => {
    const table = (low: number) => `[{ table: [{ if: age >= 90, value: 200 }, { else: ${low} }] }]`;
    const upper = nation(benefit("old-age", "age >= 80", table(100)));
    expect(brief(province(benefit("old-age", "age >= 80", table(100))), upper)).toEqual([]);
    const [less] = conform([province(benefit("old-age", "age >= 80", table(99)))], upper);
    expect(less).toMatchObject({ aspect: "amount", proven: true, message: "下级给 99.00元，低于上级的 100.00元" });
    expect(less?.example).toMatch(/年龄为8\d周岁/);
  });
  it("R-205 compares the same money by month and by year", () => {
    expect(brief(province(benefit("old-age", "age >= 80", "[{ value: 1200 }]", "", "senior", "year")), nation(ALLOWANCE))).toEqual([]);
    expect(brief(province(benefit("old-age", "age >= 80", "[{ value: 1199 }]", "", "senior", "year")), nation(ALLOWANCE))).toMatchObject([{ aspect: "amount", proven: true }]);
    expect(brief(province(benefit("old-age", "age >= 80", "[{ value: 1200 }]", "", "senior", "once")), nation(ALLOWANCE))).toMatchObject([{ aspect: "amount", proven: false }]);
  });
  it("R-205 compares rates for each quantity, and says so where it cannot tell", () => {
    const rates = (severe: number, other: number) => `[{ times: residents_severe, value: ${severe} }, { times: residents_other, value: ${other} }]`;
    const upper = nation(benefit("operating", "filed", rates(2400, 1800), "", "facility", "year"));
    const lower = (severe: number, other: number) => province(benefit("operating", "filed", rates(severe, other), "", "facility", "year"));
    expect(brief(lower(2400, 1800), upper)).toEqual([]);
    expect(brief(lower(2400, 1700), upper)).toMatchObject([{ aspect: "amount", proven: true }]);
    expect(brief(lower(2500, 1700), upper)).toMatchObject([{ aspect: "amount", proven: false }]);
  });
  it("R-205 compares bounds at both ends, and asks for a figure where the upper list has one", () => {
    const upper = nation(benefit("building", "filed", "{ min: 400000, max: 800000 }", "", "facility", "once"));
    const lower = (amount: string) => province(benefit("building", "filed", amount, "", "facility", "once"));
    expect(brief(lower("{ min: 400000, max: 900000 }"), upper)).toEqual([]);
    expect(brief(lower("{ min: 300000, max: 800000 }"), upper)).toMatchObject([{ aspect: "amount", proven: true }]);
    expect(brief(lower("{ min: 500000, max: 700000 }"), upper)).toMatchObject([{ aspect: "amount", proven: true }]);
    expect(brief(lower("[{ value: 400000 }]"), upper)).toEqual([]);
    expect(brief(lower("{ unspecified: 省民政厅 }"), upper)).toMatchObject([{ aspect: "amount", proven: true }]);
  });
  it("R-205 finds a cap that lowers a plain sum", () => {
    const capped = (cap: number) => province(benefit("old-age", "age >= 80", "[{ value: 100 }]", `, cap: ${cap}`));
    expect(brief(capped(100), nation(ALLOWANCE))).toEqual([]);
    expect(brief(capped(90), nation(ALLOWANCE))).toMatchObject([{ aspect: "amount", proven: true }]);
  });
  it("R-205 compares rates under caps, where the lower cap is no tighter", () => {
    const rate = (per: number, cap: string) => benefit("operating", "filed", `[{ times: beds, value: ${per} }]`, cap, "facility", "year");
    const upper = nation(rate(2400, ", cap: 2000000"));
    expect(brief(province(rate(2400, ", cap: 2000000")), upper)).toEqual([]);
    expect(brief(province(rate(2400, "")), upper)).toEqual([]);
    expect(brief(province(rate(2300, ", cap: 2500000")), upper)).toMatchObject([{ aspect: "amount", proven: true }]);
    expect(brief(province(rate(2400, ", cap: 1900000")), upper)).toMatchObject([{ aspect: "amount", proven: false }]);
  });
  it("R-205 finds an amount that a later period lowers", () => {
    const clause = "clause: { at: 一, quote: 发放高龄津贴 }";
    const parameters = `parameters:\n  rate: { label: 津贴, unit: 元/月, values: [{ from: 2023-11-27, to: 2025-12-31, value: 100, ${clause} }, { from: 2026-01-01, value: 90, ${clause} }] }\n`;
    const lower = province(benefit("old-age", "age >= 80", "[{ value: rate }]"), "", parameters);
    expect(conform([lower], nation(ALLOWANCE))).toMatchObject([{ aspect: "amount", message: "下级给 90.00元，低于上级的 100.00元" }]);
  });
  it("R-205 finds a lower standard of service", () => {
    const visits = (times: number) => benefit("visits", "age >= 60", "service", `, standard: { text: 每年 ${times} 次, level: ${times} }`);
    expect(brief(province(visits(12)), nation(visits(12)))).toEqual([]);
    expect(brief(province(visits(11)), nation(visits(12)))).toMatchObject([{ aspect: "standard", proven: true }]);
  });
  it("R-205 finds a benefit given to another kind of subject", () => {
    const found = brief(province(benefit("old-age", "filed", "[{ value: 100 }]", "", "facility")), nation(ALLOWANCE));
    expect(found).toMatchObject([{ aspect: "subject", proven: true }]);
  });
  it("R-205 does not call proven what turns on computed quantities", () => {
    const upper = nation(benefit("chain", "facilities >= 8", "service", "", "provider"));
    const lower = province(benefit("chain", "facilities >= 8 && facilities_passing * 2 >= facilities", "service", "", "provider"));
    expect(brief(lower, upper)).toMatchObject([{ aspect: "scope", proven: false }]);
  });
});

describe("R-205 against brute force", () => {
  const ezhou = load(HEAD("city", "420700000000", "2023-11-27"), ALLOWANCE);
  const subjects = everySubject().filter(({ region }) => String(region).startsWith("4207"));
  const withWhen = (pack: Pack, text: string): Pack => {
    const when = parseExpression(text, { subject: "senior", parameters: {}, benefits: new Set() }, "boolean").expr!;
    return { ...pack, benefits: pack.benefits.map((one) => ({ ...one, when })) };
  };

  it("R-205 finds a gap in scope exactly when somebody of the lower region falls into it", () => {
    fc.assert(
      fc.property(sampleCondition, sampleCondition, (above, below) => {
        const found = conform([withWhen(ezhou, below.text)], withWhen(nation(ALLOWANCE), above.text));
        const leftOut = subjects.some((subject) => above.holds(subject) && !below.holds(subject));
        expect(found.map(({ aspect, proven }) => [aspect, proven])).toEqual(leftOut ? [["scope", true]] : []);
      }),
      { numRuns: 300, seed: 205 },
    );
  });
});

describe("R-206 a lower list extends the upper and removes nothing", () => {
  const upper = nation(ALLOWANCE + benefit("assessment", "age >= 65", "service"));

  it("R-206 accepts what the lower list adds", () => {
    const added = ALLOWANCE + benefit("assessment", "age >= 60", "service") + benefit("meals", "age >= 70", "[{ value: 60 }]");
    expect(brief(province(added), upper)).toEqual([]);
  });
  it("R-206 lets a list that inherits leave unsaid what stays in force, but not lower what it says", () => {
    expect(brief(province(ALLOWANCE, "inherits: true\n"), upper)).toEqual([]);
    const lowered = province(benefit("old-age", "age >= 85", "[{ value: 100 }]"), "inherits: true\n");
    expect(brief(lowered, upper)).toMatchObject([{ id: "old-age", aspect: "scope" }]);
  });
});

describe("packs together", () => {
  it("finds nothing wrong with a list and those below it", () => {
    expect(checkTogether([nation(ALLOWANCE), province(benefit("seventy", "age >= 70", "[{ value: 100 }]", ", implements: old-age"))])).toEqual([]);
  });
  it("refuses versions of one document that overlap in time, at the document's line", () => {
    const version = (from: string, to: string) => load(HEAD("city", "420700000000", `${from}, expires: ${to}`), ALLOWANCE);
    expect(checkTogether([version("2021-01-01", "2023-12-31"), version("2024-01-01", "2026-12-31")])).toEqual([]);
    const faults = checkTogether([version("2021-01-01", "2024-01-01"), version("2024-01-01", "2026-12-31")]);
    expect(faults).toMatchObject([{ code: "version.overlap", file: "city/policy.yaml", line: 2 }]);
  });
  it("refuses one id in two documents of a region, and an `implements` that no list above has", () => {
    const other = load(HEAD("decree", "520000000000", "2024-01-01"), ALLOWANCE);
    expect(checkTogether([province(ALLOWANCE), other])).toMatchObject([{ code: "benefit.repeated", file: "decree/policy.yaml", line: 4 }]);
    const lost = province(benefit("seventy", "age >= 70", "[{ value: 100 }]", ", implements: old-agee"));
    expect(checkTogether([lost])).toEqual([]);
    expect(checkTogether([nation(ALLOWANCE), lost])).toMatchObject([{ code: "benefit.unknown", line: 4, mend: "是否应为 old-age？" }]);
  });
});
