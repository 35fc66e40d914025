import { describe, expect, it } from "vitest";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { bundledPack } from "./bundled-pack.fixture.ts";
import { decide } from "./decide.ts";
import { explain } from "./explain.ts";
import type { Decision } from "./pack.ts";
import { policySet } from "./policy-set.ts";

const ezhou = bundledPack("cn-42-ezhou");

function traced(kind: SubjectKind, benefit: string, facts: Facts): Decision {
  return decide(policySet([ezhou], kind, "2026-01-01"), facts, "2026-01-01", { benefit, trace: true })[0]!;
}

describe("for an officer", () => {
  const home = { kind: "institution", filed: true, rating: 3, residents_severe: 10, residents_other: 20, region: "420704000000" };
  it("tells result, clause, conditions with what was found, how the amount came about, and who pays", () => {
    const sentences = explain(traced("facility", "operating-subsidy", home), "officer");
    expect(sentences[0]).toBe("养老机构运营补贴：符合条件，予以享受。");
    expect(sentences[1]).toBe("依据：二(三)1“養老機構運營補貼與評定等級掛鉤”。");
    expect(sentences).toContain("评定等级 ≥ 1级——符合（评定等级：3级）。");
    expect(sentences).toContain("等级增发：入住重度失能（含二级以上失智）老年人 + 入住其他老年人 30人年 × 评定等级为3级的标准500.00元，得15,000.00元。");
    expect(sentences).toContain("每年金额：75,000.00元。");
    expect(sentences.at(-1)).toBe("资金分担：市级财政45,000.00元，区级财政30,000.00元。");
  });
  it("tells what is missing", () => {
    expect(explain(traced("facility", "operating-subsidy", { ...home, rating: undefined }), "officer").at(-1)).toBe("尚缺信息：评定等级。");
  });
  it("tells bounds and what another benefit has to do with it (R-059)", () => {
    const sentences = explain(traced("senior", "care-service-subsidy", { birth_date: "1944-03-01", receives: { "disability-care-allowance": 20_000 } }), "officer");
    expect(sentences).toContain("由经办人员在100.00元至500.00元幅度内定额，并说明理由。");
    expect(sentences.find((sentence) => sentence.startsWith("与其他待遇衔接："))).toContain("定额须高于重度残疾人护理补贴（每月200.00元）方可发放");
  });
});

describe("for a senior", () => {
  it("says in plain words why not, without signs and codes", () => {
    const sentences = explain(traced("senior", "care-service-subsidy", { birth_date: "1950-03-01", economic: "ordinary", ability_level: 1 }), "senior");
    expect(sentences[0]).toBe("按目前登记的情况，您暂时不能享受“购买居家养老服务补贴”。");
    expect(sentences[1]).toContain("年龄达到80周岁");
    expect(sentences[1]).toContain("登记的是：经济状况一般，年龄75周岁，能力等级1级");
    expect(sentences.join("")).not.toMatch(/[<>≥≤=]|\d{12}/);
  });
  it("asks for what is missing", () => {
    const sentences = explain(traced("senior", "care-service-subsidy", { birth_date: "1950-03-01", economic: "ordinary" }), "senior");
    expect(sentences).toContain("请向社区（村）工作人员补充：能力等级。");
  });
});

describe("the trace", () => {
  it("carries the clause of every parameter it used, and gives the same answer as the decision without it", () => {
    const facts = { kind: "institution", filed: true, rating: 1, residents_severe: 1, residents_other: 1 };
    const decision = traced("facility", "operating-subsidy", facts);
    const parameters: string[] = [];
    const visit = (step: NonNullable<Decision["trace"]>): void => {
      if (step.step === "parameter") parameters.push(`${step.text} ${step.clause!.at}`);
      step.children?.forEach(visit);
    };
    visit(decision.trace!);
    expect(parameters).toContain("重度失能（含二级以上失智）老年人运营补贴标准 二(三)1");
    const { trace, ...plain } = decision;
    expect(trace).toBeDefined();
    expect(decide(policySet([ezhou], "facility", "2026-01-01"), facts, "2026-01-01", { benefit: "operating-subsidy" })[0]).toEqual(plain);
  });
});
