import { expect, test } from "vitest";
import { decide, loadPack, policySet, type Decision, type DecideOptions, type Pack, type PackSource } from "../src/engines/rules/index.ts";
import type { Facts, SubjectKind } from "../src/kernel/facts.ts";
import { readPackFolder } from "../src/modules/policies/pack-folder.ts";

const YEAR = "2026-01-01";

async function bundled(name: string, uppers: Pack[] = [], change = (policy: string) => policy): Promise<Pack> {
  const source = await readPackFolder(name);
  return mustLoad({ ...source, policy: change(source.policy) }, uppers);
}

function mustLoad(source: PackSource, uppers: Pack[]): Pack {
  const { pack, faults } = loadPack(source, { uppers });
  expect(faults).toEqual([]);
  return pack!;
}

const nation = await bundled("cn");
const ezhou = await bundled("cn-42-ezhou", [nation]);
const guizhou = await bundled("cn-52-guizhou", [nation]);
const yinzhou = await bundled("cn-33-yinzhou", [nation]);
const panjin = await bundled("cn-21-panjin", [nation]);

function decideAll(packs: Pack[], kind: SubjectKind, facts: Facts, date = YEAR, options: DecideOptions = {}): Decision[] {
  return decide(policySet(packs, kind, date), facts, date, options);
}

function decideOne(pack: Pack, benefit: string, facts: Facts, date = YEAR, options: DecideOptions = {}): Decision {
  const { subject } = pack.benefits.find(({ id }) => id === benefit)!;
  const [decision, ...others] = decideAll([pack], subject, facts, date, { ...options, benefit });
  expect(others).toEqual([]);
  return decision!;
}

const entitled = (decisions: Decision[]) => decisions.filter(({ eligible }) => eligible === true).map(({ benefit }) => benefit);
const shares = (decision: Decision) => Object.fromEntries(decision.shares.map(({ payer, amount }) => [payer, amount]));
const yuan = (value: number) => value * 100;

const privateHome: Facts = { kind: "institution", government_funded: false, filed: true, premises: "new_build", beds: 100, rating: 1 };
const senior: Facts = { birth_date: "1950-06-01", economic: "ordinary", ability_level: 0, disability_category: "none", receives: {} };

test("R-029 机构按自身情况列出适用的税费减免，未备案的没有", () => {
  const reliefs = (facts: Facts) => entitled(decideAll([ezhou], "facility", facts)).filter((id) => ezhou.benefits.find((one) => one.id === id)?.kind === "relief");
  expect(reliefs(privateHome)).toEqual(["tax-fee-relief", "resident-price-utilities", "credit-support"]);
  expect(reliefs({ ...privateHome, government_funded: true })).toEqual(["tax-fee-relief", "resident-price-utilities"]);
  expect(reliefs({ ...privateHome, filed: false, government_funded: true })).toEqual([]);
  expect(decideOne(ezhou, "tax-fee-relief", privateHome)).toMatchObject({ standing: "unspecified", amount: null });
});

test("R-030 水电气热按居民价格，房屋性质不影响", () => {
  for (const premises of ["new_build", "converted", "rented", "own_property"]) {
    expect(decideOne(ezhou, "resident-price-utilities", { ...privateHome, premises })).toMatchObject({ eligible: true, standing: "granted" });
  }
  expect(decideOne(ezhou, "resident-price-utilities", privateHome).clause.quote).toContain("不得以房屋性質等為由拒絕");
});

test("R-031 建设补贴按场所来源定标准，最高500张", () => {
  const amount = (premises: string, beds: number) => decideOne(ezhou, "construction-subsidy", { ...privateHome, premises, beds }).amount;
  expect(amount("new_build", 600)).toBe(yuan(2_000_000));
  expect(amount("rented", 600)).toBe(yuan(1_500_000));
  expect(amount("converted", 10)).toBe(yuan(30_000));
  expect(shares(decideOne(ezhou, "construction-subsidy", { ...privateHome, beds: 520 }))).toEqual({ city: yuan(1_200_000), district: yuan(800_000) });
});

const residents: Facts = { ...privateHome, residents_severe: 10, residents_other: 20 };

test("R-032 运营补贴随评定等级变化，未评定的没有", () => {
  const amounts = [1, 2, 3, 4, 5].map((rating) => decideOne(ezhou, "operating-subsidy", { ...residents, rating }).amount);
  expect(amounts).toEqual([60_000, 66_000, 75_000, 84_000, 96_000].map(yuan));
  expect(decideOne(ezhou, "operating-subsidy", { ...residents, rating: 0 })).toMatchObject({ eligible: false, amount: null });
});

test("R-033 一级机构按重度失能和其他老年人的人年计", () => {
  expect(decideOne(ezhou, "operating-subsidy", residents).amount).toBe(yuan(60_000));
  expect(decideOne(ezhou, "operating-subsidy", { ...residents, residents_severe: 0.5, residents_other: 0 }).amount).toBe(yuan(1200));
});

test("R-034 三级机构每人年2900元和2300元", () => {
  const three = { ...residents, rating: 3, residents_severe: 1, residents_other: 0 };
  expect(decideOne(ezhou, "operating-subsidy", three).amount).toBe(yuan(2900));
  expect(decideOne(ezhou, "operating-subsidy", { ...three, residents_severe: 0, residents_other: 1 }).amount).toBe(yuan(2300));
});

test("R-035 幅度内定额，幅度外不采纳", () => {
  const decided = (benefit: string, facts: Facts, figure: number) => decideOne(ezhou, benefit, facts, YEAR, { determinations: { [benefit]: yuan(figure) } });
  const centre: Facts = { kind: "home_care_centre", premises: "new_build" };
  expect(decided("centre-construction-subsidy", centre, 600_000)).toMatchObject({ standing: "granted", amount: yuan(600_000) });
  for (const figure of [399_999, 800_001]) expect(decided("centre-construction-subsidy", centre, figure)).toMatchObject({ standing: "to_be_decided", amount: null });
  const rural: Facts = { kind: "mutual_aid_home", setting: "rural" };
  expect(decided("mutual-aid-construction-subsidy", rural, 50_000).amount).toBe(yuan(50_000));
  for (const figure of [49_999, 100_001]) expect(decided("mutual-aid-construction-subsidy", rural, figure).amount).toBeNull();
});

test("R-036 运营补贴按设施类型和运营方式", () => {
  const centre: Facts = { kind: "home_care_centre", coverage: "radiating", operator: "provider-1" };
  expect(decideOne(ezhou, "centre-operating-subsidy", centre).amount).toBe(yuan(100_000));
  expect(decideOne(ezhou, "centre-operating-subsidy", { ...centre, coverage: "embedded" }).amount).toBe(yuan(50_000));
  expect(decideOne(ezhou, "centre-operating-subsidy", { ...centre, operator: "none" }).eligible).toBe(false);
  expect(decideOne(ezhou, "day-care-operating-subsidy", { kind: "day_care_centre", setting: "urban" }).amount).toBe(yuan(20_000));
});

test("R-037 评价得分的标准表在2万至5万元幅度内定额，理由里看得到得分", async () => {
  const rows = "[{ if: evaluation_score >= 90, value: 50000 }, { if: evaluation_score >= 75, value: 35000 }, { else: 20000 }]";
  const scored = await bundled("cn-42-ezhou", [nation], (policy) => policy.replace("{ min: 20000, max: 50000 }", `{ min: 20000, max: 50000, standard: ${rows} }`));
  const facts = (evaluation_score?: number): Facts => ({ kind: "mutual_aid_home", setting: "rural", evaluation_score });
  const amount = (score: number) => decideOne(scored, "mutual-aid-operating-subsidy", facts(score)).amount;
  expect([90, 89.99, 75, 74.99].map(amount)).toEqual([50_000, 35_000, 35_000, 20_000].map(yuan));
  expect(decideOne(scored, "mutual-aid-operating-subsidy", facts())).toMatchObject({ eligible: null, missing: ["evaluation_score"] });
  expect(JSON.stringify(decideOne(scored, "mutual-aid-operating-subsidy", facts(92.5), YEAR, { trace: true }).trace)).toContain("92.5");
  expect(decideOne(ezhou, "mutual-aid-operating-subsidy", facts(92.5))).toMatchObject({ standing: "to_be_decided", bounds: { min: yuan(20_000), max: yuan(50_000) } });
});

test("R-046 连锁8家全部达标，一次性20万元，全由市级负担", () => {
  const chain: Facts = { registered_in: "420704000000", facilities: 8, facilities_passing: 8 };
  expect(decideOne(ezhou, "chain-award", chain)).toMatchObject({ amount: yuan(200_000), period: "once", shares: [{ payer: "city", amount: yuan(200_000) }] });
  for (const changed of [{ facilities: 7, facilities_passing: 7 }, { facilities_passing: 7 }, { registered_in: "420100000000" }]) {
    expect(decideOne(ezhou, "chain-award", { ...chain, ...changed }).eligible).toBe(false);
  }
});

test("R-058 经济困难、高龄、失能任一类，每月100至500元；分档表在幅度内定额", async () => {
  for (const changed of [{ economic: "low_income" }, { birth_date: "1946-01-01" }, { ability_level: 2 }]) {
    expect(decideOne(ezhou, "care-service-subsidy", { ...senior, ...changed })).toMatchObject({ standing: "to_be_decided", bounds: { min: yuan(100), max: yuan(500) } });
  }
  expect(decideOne(ezhou, "care-service-subsidy", senior).eligible).toBe(false);
  const rows = '[{ if: ability_level >= 4, value: 500 }, { if: ability_level < 4 && economic == "destitute", value: 300 }, { else: 100 }]';
  const classed = await bundled("cn-42-ezhou", [nation], (policy) => policy.replace("{ min: 100, max: 500 }", `{ min: 100, max: 500, standard: ${rows} }`));
  const amount = (changed: Facts) => decideOne(classed, "care-service-subsidy", { ...senior, ...changed }).amount;
  expect([{ ability_level: 4 }, { economic: "destitute" }, { ability_level: 2 }].map(amount)).toEqual([500, 300, 100].map(yuan));
});

test("R-059 已领重度残疾人护理补贴的，就高享受并说明", () => {
  const severe = { ...senior, ability_level: 4, disability_category: "limb", disability_grade: 1 };
  const decided = (monthly: number) => decideOne(ezhou, "care-service-subsidy", { ...severe, receives: { "disability-care-allowance": yuan(monthly) } }, YEAR, { trace: true });
  expect(decided(600)).toMatchObject({ standing: "suppressed", excludedBy: "disability-care-allowance", eligible: false });
  expect(JSON.stringify(decided(600).trace)).toContain("重度残疾人护理补贴");
  expect(decided(80)).toMatchObject({ standing: "to_be_decided", excludedBy: null });
  expect(JSON.stringify(decided(300).trace)).toContain("重度残疾人护理补贴");
  const living = decideOne(ezhou, "care-service-subsidy", { ...severe, receives: { "disability-living-allowance": yuan(800) } });
  expect(living).toMatchObject({ standing: "to_be_decided", excludedBy: null });
});

test("R-059 与国家清单一起认定时结果相同；残疾情况不清楚而未领护理补贴的，不因此搁置", () => {
  const here = { ...senior, region: "420704000000", ability_level: 4, disability_category: undefined };
  const decided = (facts: Facts) => decideAll([nation, ezhou], "senior", { ...here, ...facts }, YEAR, { benefit: "care-service-subsidy" });
  expect(decided({ disability_category: "limb", disability_grade: 1, receives: { "disability-care-allowance": yuan(600) } })).toMatchObject([
    { pack: "cn-42-ezhou", standing: "suppressed", excludedBy: "disability-care-allowance" },
  ]);
  expect(decided({ disability_category: "limb", disability_grade: 1 })).toMatchObject([{ standing: "to_be_decided", excludedBy: null }]);
  expect(decided({})).toMatchObject([{ standing: "to_be_decided", missing: [] }]);
});

test("R-065 2021年底达标的补一半，次日达标的没有", () => {
  const home: Facts = { ...privateHome, fire_upgrade_cost: yuan(100_000), fire_upgrade_passed_on: "2021-12-31" };
  expect(decideOne(ezhou, "fire-upgrade-subsidy", home, "2022-03-01")).toMatchObject({ amount: yuan(50_000), shares: [{ payer: "city", amount: yuan(50_000) }] });
  expect(decideOne(ezhou, "fire-upgrade-subsidy", { ...home, fire_upgrade_passed_on: "2022-01-01" }, "2022-03-01")).toMatchObject({ eligible: false, amount: null });
});

test("R-108 录入一位老年人的情况，得到清单中应享的项目，区里重述的取代国家的", () => {
  const profile: Facts = { ...senior, region: "330212000000", birth_date: "1940-01-01", living: "alone", economic: "minimum_allowance", family_planning_special: "none" };
  const decisions = decideAll([nation, yinzhou], "senior", profile);
  expect(entitled(decisions)).toEqual(expect.arrayContaining(["ability-assessment", "old-age-allowance", "care-service-subsidy", "outreach-visits", "accident-insurance", "minimum-living-allowance"]));
  expect(decisions.filter(({ benefit }) => benefit === "outreach-visits").map(({ pack }) => pack)).toEqual(["cn-33-yinzhou"]);
  expect(decisions.find(({ benefit }) => benefit === "minimum-living-allowance")?.pack).toBe("cn");
  const elsewhere = decideAll([nation, yinzhou], "senior", { ...profile, region: "420704000000" });
  expect(elsewhere.find(({ benefit }) => benefit === "outreach-visits")?.pack).toBe("cn");
  expect(entitled(elsewhere)).not.toContain("accident-insurance");
});

test("R-177 没有签约也没有护理站的社区设施不享受医养融合补贴", () => {
  const station: Facts = { kind: "service_station", setting: "rural" };
  for (const medical_integration of ["contracted", "station"]) expect(decideOne(panjin, "integration-subsidy", { ...station, medical_integration }).eligible).toBe(true);
  expect(decideOne(panjin, "integration-subsidy", { ...station, medical_integration: "none" }).eligible).toBe(false);
  expect(decideOne(panjin, "integration-subsidy", station)).toMatchObject({ eligible: null, missing: ["medical_integration"] });
});

test("R-195 接收外地旅居老年人的公办机构适用责任保险补贴和运营补贴", () => {
  const home: Facts = { kind: "institution", government_funded: true, residents_migratory: 3.5 };
  const found = (facts: Facts) => entitled(decideAll([panjin], "facility", facts)).filter((id) => id.startsWith("migratory"));
  expect(found(home)).toEqual(["migratory-liability-insurance-subsidy", "migratory-operating-subsidy"]);
  expect(found({ ...home, residents_migratory: 0 })).toEqual([]);
});

test("R-219 长护险待遇与护理补贴重叠时按衔接规则处理", () => {
  const poor = { ...senior, economic: "minimum_allowance", ability_level: 3, receives: { "ltci-benefit": yuan(300) } };
  const decided = (figure: number) => decideOne(guizhou, "nursing-subsidy", poor, YEAR, { determinations: { "nursing-subsidy": yuan(figure) }, trace: true });
  expect(decided(200)).toMatchObject({ standing: "suppressed", excludedBy: "ltci-benefit" });
  expect(decided(400)).toMatchObject({ standing: "granted", amount: yuan(400) });
  expect(JSON.stringify(decided(200).trace)).toContain("长期护理保险待遇");
});

const MATRIX = `title: 某市护理补贴
document: { id: matrix-2025, title: 某市护理补贴办法, issuer: 某市人民政府, region: "520100000000", effective: 2025-01-01, text: document.txt }
inherits: true
benefits:
  - id: nursing-subsidy
    name: 护理补贴
    kind: money
    subject: senior
    class: 护理类
    clause: { at: 第二条, quote: 护理补贴按失能程度和经济困难程度发放 }
    when: age >= 60 && economic in ["destitute", "minimum_allowance", "low_income"] && ability_level >= 2 && !("nursing-care" in receives)
    period: month
    amount:
      - table:
          - { if: 'ability_level >= 3 && economic in ["destitute", "minimum_allowance"]', value: 400 }
          - { if: ability_level >= 3 && economic == "low_income", value: 300 }
          - { if: 'ability_level == 2 && economic in ["destitute", "minimum_allowance"]', value: 200 }
          - { else: 100 }
  - id: nursing-care
    name: 照护服务
    kind: care
    subject: senior
    class: 护理类
    clause: { at: 第三条, quote: 老年人可以选择照护服务代替护理补贴 }
    when: age >= 60 && economic in ["destitute", "minimum_allowance", "low_income"] && ability_level >= 2 && "nursing-care" in receives
    period: month
    amount: service
`;

test("R-221 失能程度与经济困难程度两维定标准，选照护服务的不再发补贴", () => {
  expect(decideOne(guizhou, "nursing-subsidy", { ...senior, economic: "low_income", ability_level: 2 })).toMatchObject({ eligible: true, standing: "unspecified" });
  const text = "护理补贴按失能程度和经济困难程度发放。老年人可以选择照护服务代替护理补贴。";
  const city = mustLoad({ name: "matrix", policy: MATRIX, texts: { "document.txt": text } }, [nation, guizhou]);
  const here = { ...senior, region: "520102000000" };
  const amount = (economic: string, ability_level: number) =>
    decideAll([nation, guizhou, city], "senior", { ...here, economic, ability_level }).find((one) => one.pack === "matrix" && one.benefit === "nursing-subsidy")?.amount;
  expect([amount("destitute", 4), amount("low_income", 3), amount("minimum_allowance", 2), amount("low_income", 2)]).toEqual([400, 300, 200, 100].map(yuan));
  const chosen = decideAll([guizhou, city], "senior", { ...here, economic: "low_income", ability_level: 3, receives: { "nursing-care": null } });
  expect(entitled(chosen)).toContain("nursing-care");
  expect(entitled(chosen)).not.toContain("nursing-subsidy");
});

test("R-254 医养补贴细则由三部门会签，未定之前只认资格", () => {
  expect(ezhou.signOffs).toEqual(["市民政局", "市财政局", "市卫健委"]);
  expect(decideOne(ezhou, "medical-care-integration-subsidy", { ...privateHome, medical_integration: "station" })).toMatchObject({ standing: "unspecified", amount: null, bounds: null });
  expect(ezhou.benefits.find(({ id }) => id === "medical-care-integration-subsidy")!.amount).toEqual({ form: "unspecified", authorised: "市卫健委会同市财政局、市民政局制定实施细则" });
});

test("R-255 境外资本与境内资本的结果相同", () => {
  const facilities: Facts[] = [
    { ...residents, rating: 3, fire_upgrade_cost: yuan(50_000), fire_upgrade_passed_on: "2021-06-01", medical_integration: "station" },
    { kind: "home_care_centre", coverage: "embedded", operator: "provider-1", premises: "own_property", filed: true },
    { kind: "mutual_aid_home", setting: "rural", filed: true },
    { kind: "day_care_centre", setting: "urban" },
  ];
  for (const facts of facilities) {
    const [domestic, foreign] = ["domestic", "foreign"].map((investor) => decideAll([ezhou], "facility", { ...facts, investor }));
    expect(entitled(domestic!)).not.toEqual([]);
    expect(foreign).toEqual(domestic);
  }
});

test("R-272 区县自定的床位和运营补助取代上级的，只在本区有效", () => {
  const policy = `title: 某区养老机构补助
document: { id: district-2025, title: 某区养老机构补助办法, issuer: 某区人民政府, region: "420704000000", effective: 2025-01-01, expires: 2025-12-31, text: document.txt }
inherits: true
benefits:
  - id: construction-subsidy
    name: 养老机构建设补助
    kind: subsidy
    subject: facility
    class: 建设补贴
    clause: { at: 第一条, quote: 养老机构建设补助每张床位6000元 }
    when: kind == "institution" && beds >= 1
    period: once
    amount: [{ times: beds, value: 6000 }]
`;
  const district = mustLoad({ name: "district", policy, texts: { "document.txt": "养老机构建设补助每张床位6000元。" } }, [ezhou]);
  const found = (region: string, date: string) =>
    decideAll([ezhou, district], "facility", { ...privateHome, region }, date)
      .filter(({ benefit, eligible }) => benefit === "construction-subsidy" && eligible)
      .map(({ pack, amount }) => [pack, amount]);
  expect(found("420704001000", "2025-06-01")).toEqual([["district", yuan(600_000)]]);
  expect(found("420703000000", "2025-06-01")).toEqual([["cn-42-ezhou", yuan(400_000)]]);
  expect(found("420704001000", "2026-06-01")).toEqual([["cn-42-ezhou", yuan(400_000)]]);
});
