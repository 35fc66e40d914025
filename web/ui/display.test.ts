import { afterEach, describe, expect, it } from "vitest";
import { ApiProblem } from "./api.ts";
import { runEach } from "./bulk.tsx";
import { daysUntil, showCount, showDate, showIdNumber, showInstant, showPhone } from "./display.ts";
import { defineTexts, setLocale, textOf } from "./i18n.ts";
import { showWan, showYuan } from "./money.tsx";

afterEach(() => setLocale("zh-Hans"));

describe("money", () => {
  it("stands in 元 with thousands separated, in 万元 rounded half up", () => {
    expect(showYuan("1200000.00")).toBe("1,200,000.00元");
    expect(showYuan(5)).toBe("0.05元");
    expect(showWan("1234567.80")).toBe("123.46万元");
    expect(showWan("49.99")).toBe("0.00万元");
    expect(showWan("50.00")).toBe("0.01万元");
  });
});

describe("dates", () => {
  it("are civil, instants are at the clock of Shanghai", () => {
    expect(showDate("2026-01-05")).toBe("2026年1月5日");
    expect(showDate(null)).toBe("不详");
    expect(showInstant("2026-11-20T16:30:00Z")).toBe("2026-11-21 00:30");
    expect(daysUntil("2026-12-12", "2026-11-21")).toBe(21);
    expect(daysUntil("2026-11-20", "2026-11-21")).toBe(-1);
  });
});

describe("numbers", () => {
  it("are grouped, masked or not", () => {
    expect(showIdNumber("420704********1234")).toBe("420704 ******** 1234");
    expect(showPhone("138****8000")).toBe("138 **** 8000");
    expect(showPhone("0711-12345")).toBe("0711-12345");
    expect(showCount(1234567)).toBe("1,234,567");
  });
});

describe("texts", () => {
  const t = defineTexts({ "zh-Hans": { a: "共 {n} 条" }, "zh-Hant": { a: "共 {n} 筆" }, en: { a: "{n} in total" } });
  it("follow the language and keep a detail that is missing visible", () => {
    expect(t("a", { n: 3 })).toBe("共 3 条");
    setLocale("zh-Hant");
    expect(t("a", { n: 3 })).toBe("共 3 筆");
    setLocale("en");
    expect(t("a")).toBe("{n} in total");
    expect(textOf({ "zh-Hans": "今日", "zh-Hant": "今日", en: "Today" })).toBe("Today");
  });
});

describe("runEach", () => {
  it("goes on after a row that fails and says which it was", async () => {
    const progress: number[] = [];
    const action = {
      name: (row: number) => `第${row}行`,
      run: async (row: number) => {
        if (row === 2) throw new ApiProblem({ status: 409, code: "senior.dead", title: "已去世", detail: "已登记去世" });
      },
    };
    const receipt = await runEach(action, [1, 2, 3], (count) => progress.push(count));
    expect(receipt).toEqual({ done: 2, failed: [{ name: "第2行", reason: "已登记去世" }] });
    expect(progress).toEqual([1, 2, 3]);
  });
});
