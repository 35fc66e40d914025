import { expect, test } from "vitest";
import type { SubjectKind } from "../../kernel/facts.ts";
import { readFact, readFacts } from "./read-facts.ts";

const value = (kind: SubjectKind, name: string, input: unknown) => {
  const reading = readFact(kind, name, input);
  expect(reading.fault).toBeUndefined();
  return reading.value;
};
const fault = (kind: SubjectKind, name: string, input: unknown) => {
  const reading = readFact(kind, name, input);
  expect(reading.value).toBeUndefined();
  return reading.fault!;
};

test("空格、null 和未知都是未知，既无值也无差错", () => {
  for (const input of ["", "  ", null, undefined, "未知", "不详"]) expect(readFact("senior", "economic", input)).toEqual({});
});

test("是与否认得四种写法，其他的不猜", () => {
  for (const input of [true, "true", "TRUE", "是", "1", 1]) expect(value("senior", "alive", input)).toBe(true);
  for (const input of [false, "false", "否", "0", 0]) expect(value("senior", "alive", input)).toBe(false);
  expect(fault("senior", "alive", "也许").code).toBe("fact.boolean");
});

test("枚举认值和中文名称；写错的列出可填的值", () => {
  expect(value("senior", "economic", "low_income")).toBe("low_income");
  expect(value("senior", "economic", "特困")).toBe("destitute");
  expect(fault("senior", "economic", "贫困").mend).toContain("destitute（特困）");
  expect(fault("senior", "economic", "constructor").code).toBe("fact.enum");
});

test("整数不收小数，超出字典范围的不收", () => {
  expect(value("facility", "beds", "520")).toBe(520);
  expect(value("facility", "beds", "５２０")).toBe(520);
  expect(value("facility", "beds", "520.0")).toBe(520);
  expect(fault("facility", "beds", "520.5").code).toBe("fact.decimals");
  expect(fault("facility", "rating", "6").code).toBe("fact.range");
  expect(fault("senior", "disability_grade", 0).code).toBe("fact.range");
  expect(fault("facility", "beds", "-1").code).toBe("fact.range");
  expect(fault("facility", "beds", "1e3").code).toBe("fact.number");
  expect(fault("facility", "beds", true).code).toBe("fact.kind");
});

test("人年保留四位小数，更细的不四舍五入而是退回", () => {
  expect(value("facility", "residents_severe", "10.25")).toBe(10.25);
  expect(value("facility", "residents_severe", 0.1234)).toBe(0.1234);
  expect(fault("facility", "residents_severe", "0.12345").code).toBe("fact.decimals");
});

test("金额以元填写，存为分；不足一分、负数和过大的退回", () => {
  expect(value("facility", "fire_upgrade_cost", "100,000.00")).toBe(10_000_000);
  expect(value("facility", "fire_upgrade_cost", "0.1元")).toBe(10);
  expect(value("facility", "fire_upgrade_cost", 99999.99)).toBe(9_999_999);
  expect(value("facility", "fire_upgrade_cost", "12.3400")).toBe(1234);
  expect(fault("facility", "fire_upgrade_cost", "0.005").message).toContain("不足一分");
  expect(fault("facility", "fire_upgrade_cost", "-5").code).toBe("fact.money");
  expect(fault("facility", "fire_upgrade_cost", "10万").code).toBe("fact.money");
  expect(fault("facility", "fire_upgrade_cost", "99999999999999").code).toBe("fact.range");
});

test("日期认中国表格里的写法，不存在的日期退回", () => {
  for (const input of ["1944-03-01", "1944/3/1", "1944年3月1日", "19440301", 19440301]) expect(value("senior", "birth_date", input)).toBe("1944-03-01");
  expect(fault("senior", "birth_date", "1945-02-29").code).toBe("fact.date");
});

test("行政区划是12位代码，数字写法也认", () => {
  expect(value("senior", "region", "420704000000")).toBe("420704000000");
  expect(value("senior", "region", 420704000000)).toBe("420704000000");
  expect(fault("senior", "region", "4207").code).toBe("fact.region");
});

test("现享待遇：编号、编号=元、编号:元，用分号、竖线、逗号或空格隔开", () => {
  const both = { "care-service-subsidy": null, "disability-care-allowance": 10_000 };
  for (const input of [
    "care-service-subsidy; disability-care-allowance=100.00",
    "care-service-subsidy|disability-care-allowance:100",
    "care-service-subsidy, disability-care-allowance = 100.0",
    "care-service-subsidy disability-care-allowance=100.00",
    "care-service-subsidy；disability-care-allowance＝100.00",
    ["care-service-subsidy", "disability-care-allowance=100.00"],
    { "care-service-subsidy": null, "disability-care-allowance": "100.00" },
    { "care-service-subsidy": null, "disability-care-allowance": 100 },
  ]) {
    expect(value("senior", "receives", input)).toEqual(both);
  }
});

test("现享待遇：没有任何待遇与不知道是两回事", () => {
  for (const input of ["none", "无", "[]", [], {}]) expect(value("senior", "receives", input)).toEqual({});
  expect(readFact("senior", "receives", "")).toEqual({});
});

test("现享待遇：写错编号、金额或写两次的退回", () => {
  expect(fault("senior", "receives", "高龄津贴").code).toBe("fact.receives");
  expect(fault("senior", "receives", "a 100.00").code).toBe("fact.receives");
  expect(fault("senior", "receives", "a=1;a=2").message).toContain("写了两次");
  expect(fault("senior", "receives", "a=0.001").code).toBe("fact.money");
  expect(fault("senior", "receives", [["a"]]).code).toBe("fact.receives");
  expect(fault("senior", "receives", { a: {} }).code).toBe("fact.money");
  expect(fault("senior", "receives", 5).code).toBe("fact.receives");
});

test("不认识的信息项给出最近的名称；年龄改填出生日期", () => {
  expect(fault("senior", "abilty_level", 2).mend).toContain("ability_level");
  expect(fault("senior", "age", 80)).toMatchObject({ code: "fact.derived", mend: "改填 birth_date" });
  expect(fault("facility", "toString", 1).code).toBe("fact.unknown");
});

test("一行的信息项一次读完，差错逐项列出", () => {
  const { facts, faults } = readFacts("senior", { birth_date: "1940-01-01", economic: "", ability_level: "9", receives: "none" });
  expect(facts).toEqual({ birth_date: "1940-01-01", receives: {} });
  expect(faults.map((one) => one.fact)).toEqual(["ability_level"]);
});
