import { describe, expect, it } from "vitest";
import { readFactText, displayFact, factFault } from "./fact-values.ts";
import { namePinyin } from "./name-pinyin.ts";
import { checkIdentity, tidyName, tidyPhone } from "./senior-entry.ts";

const NUMBER = "11010519491231002X";

describe("identity", () => {
  it("gives the one written form", () => {
    expect(checkIdentity({ name: " 张 三 ", idNumber: "110105 19491231 002x", phone: "+86 138-1234-5678" }, "2026-11-21")).toEqual({
      faults: [],
      identity: { name: "张三", idNumber: NUMBER, birthDate: "1949-12-31", sex: "female", phone: "13812345678" },
    });
    expect(tidyName("阿不都•热合曼")).toBe("阿不都·热合曼");
    expect(tidyPhone("(0711)335-1234")).toBe("07113351234");
  });
  it("names all faults at once, each at its field", () => {
    const { faults } = checkIdentity({ name: "张3", idNumber: NUMBER, birthDate: "1949-12-30", sex: "male", phone: "123" }, "2026-11-21");
    expect(faults.map(({ path }) => path)).toEqual(["name", "phone", "birthDate", "sex"]);
    expect(faults[2]!.message).toContain("1949-12-31");
  });
  it("refuses a wrong check digit and a birth date to come", () => {
    expect(checkIdentity({ name: "张三", idNumber: "110105194912310021" }, "2026-11-21").faults[0]!.message).toContain("校验位");
    expect(checkIdentity({ name: "张三", idNumber: NUMBER }, "1949-12-30").faults[0]!.path).toBe("idNumber");
  });
});

describe("pinyin of names", () => {
  it.each([
    ["单雪梅", "shanxuemei", "sxm"],
    ["曾国强", "zengguoqiang", "zgq"],
    ["欧阳春兰", "ouyangchunlan", "oycl"],
    ["吕秀英", "lvxiuying", "lxy"],
    ["仇英", "qiuying", "qy"],
    ["阿依·Guli", "ayiguli", "ayguli"],
  ])("%s", (name, full, initials) => expect(namePinyin(name)).toEqual({ pinyin: full, initials }));
});

describe("values of facts", () => {
  it.each([
    ["living", "独居", "alone"],
    ["ability_level", "二级", 2],
    ["ability_level", "3", 3],
    ["disability_grade", "1级", 1],
    ["registered_poor", "是", true],
    ["economic", "低收入", "low_income"],
    ["honoured", "残疾军人", "disabled_serviceman"],
  ])("reads %s %s", (fact, text, value) => expect(readFactText(fact, text)).toEqual({ value }));
  it("says what may stand there", () => {
    expect(readFactText("ability_level", "5")).toEqual({ fault: "能力等级应为0至4的整数" });
    expect(readFactText("living", "一个人")).toHaveProperty("fault", expect.stringContaining("独居、空巢"));
    expect(factFault("toString", true)).toContain("没有");
    expect(factFault("receives", { "old-age-allowance": 1.5 })).toBeDefined();
    expect(displayFact("ability_level", 2)).toBe("2级");
  });
});
