import { describe, expect, it } from "vitest";
import { bundledPack } from "../../engines/rules/bundled-pack.fixture.ts";
import { describeExpression } from "../../engines/rules/index.ts";
import { ruleInWords } from "./words.ts";

const ezhou = bundledPack("cn-42-ezhou", [bundledPack("cn")]);
const benefit = (id: string) => ezhou.benefits.find((one) => one.id === id)!;

describe("a rule in words", () => {
  it("says the figures of its parameters", () => {
    expect(ruleInWords(benefit("care-service-subsidy"), ezhou).conditions.join()).toMatch(/年龄 ≥ 高龄起始年龄（\d+周岁）/);
    expect(ruleInWords(benefit("construction-subsidy"), ezhou).amount).toContain("新建养老机构建设补贴标准（4,000.00元/床位）");
  });

  it("brackets a sum that is multiplied", () => {
    expect(ruleInWords(benefit("operating-subsidy"), ezhou).amount).toMatch(/等级增发：（[^（）]*（[^（）]*）[^（）]* \+ [^（）]*） × （评定等级/);
  });

  it("leaves figures out where changes of rule and parameter are told apart", () => {
    expect(ruleInWords(benefit("construction-subsidy"), ezhou, describeExpression).amount).not.toContain("4,000.00");
  });

  it("shows no codes", () => {
    for (const one of ezhou.benefits) {
      const { conditions, amount } = ruleInWords(one, ezhou);
      expect([...conditions, amount].join()).not.toMatch(/\d{12}|none|_/);
    }
  });
});
