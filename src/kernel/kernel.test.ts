import { describe, expect, it } from "vitest";
import { addMonths, dateOfDay, dateOfInstant, dayNumber, fullMonths, fullYears, isCivilDate, parseDate } from "./dates.ts";
import { creditCodeCheck, isCreditCode } from "./credit-code.ts";
import { maskIdCard, readIdCard } from "./id-card.ts";
import { isId, newId } from "./ids.ts";
import { displayYuan, divideAmount, formatYuan, parseYuan } from "./money.ts";
import { isWithin, lineage, NATION, regionLevel, regionPrefix } from "./regions.ts";

describe("money", () => {
  it("reads and writes 元 without losing a 分", () => {
    expect(parseYuan("2,000,000.00")).toBe(200_000_000);
    expect(parseYuan("0.1")).toBe(10);
    expect(parseYuan("-1.05")).toBe(-105);
    expect(formatYuan(200_000_000)).toBe("2000000.00");
    expect(formatYuan(-5)).toBe("-0.05");
    expect(displayYuan(123_456_789n)).toBe("1,234,567.89");
  });
  it.each(["1.005", "", "一百", "1e3", "NaN"])("refuses %s", (text) => {
    expect(() => parseYuan(text)).toThrow("money.malformed");
  });
  it("gives the last payer the remainder, so that shares add up", () => {
    expect(divideAmount(200_000_000, [6000, 4000])).toEqual([120_000_000, 80_000_000]);
    expect(divideAmount(1, [6000, 4000])).toEqual([1, 0]);
    expect(divideAmount(101, [5000, 5000])).toEqual([51, 50]);
    for (let amount = 0; amount < 1000; amount += 1) {
      const shares = divideAmount(amount, [3333, 3333, 3334]);
      expect(shares[0]! + shares[1]! + shares[2]!).toBe(amount);
    }
    expect(divideAmount(2, [2500, 2500, 2500, 2500])).toEqual([1, 1, 0, 0]);
    expect(divideAmount(-2, [2500, 2500, 2500, 2500]).map((share) => share + 0)).toEqual([-1, -1, 0, 0]);
    expect(() => divideAmount(100, [6000, 3999])).toThrow("money.parts_not_whole");
  });
});

describe("dates", () => {
  it("counts full years and months to the day", () => {
    expect(fullYears("1946-11-21", "2026-11-20")).toBe(79);
    expect(fullYears("1946-11-21", "2026-11-21")).toBe(80);
    expect(fullYears("1944-02-29", "2025-02-28")).toBe(80);
    expect(fullYears("1944-02-29", "2025-03-01")).toBe(81);
    expect(fullMonths("2026-01-31", "2026-02-28")).toBe(0);
    expect(fullMonths("2026-01-15", "2026-02-15")).toBe(1);
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  });
  it("knows the calendar", () => {
    expect(isCivilDate("2024-02-29")).toBe(true);
    expect(isCivilDate("2023-02-29")).toBe(false);
    expect(parseDate("1944年3月1日")).toBe("1944-03-01");
    expect(parseDate("19440301")).toBe("1944-03-01");
    expect(parseDate("1944/13/1")).toBeUndefined();
    expect(dateOfDay(dayNumber("1944-03-01"))).toBe("1944-03-01");
    expect(dateOfInstant(new Date("2026-11-20T16:00:00Z"))).toBe("2026-11-21");
  });
});

describe("id numbers", () => {
  it.each(["11010519491231002X", "440524188001010014", "34052419800101001x"])("accepts %s", (number) => {
    expect(readIdCard(number)).toHaveProperty("card");
  });
  it("reads birth and sex", () => {
    expect(readIdCard("11010519491231002X")).toEqual({
      card: { number: "11010519491231002X", address: "110105", birthDate: "1949-12-31", sex: "female" },
    });
  });
  it.each([
    ["1101051949123100", "length"],
    ["1101051949123100AX", "characters"],
    ["110105194913310020", "birth_date"],
    ["110105194912310021", "check_digit"],
  ])("refuses %s for its %s", (number, fault) => {
    expect(readIdCard(number)).toEqual({ fault });
  });
  it("masks", () => expect(maskIdCard("11010519491231002X")).toBe("110105********002X"));
  it("checks credit codes", () => {
    expect(isCreditCode("91350100M000100Y43")).toBe(true);
    expect(isCreditCode("91350100M000100Y44")).toBe(false);
    expect(creditCodeCheck("91350100M000100Y4")).toBe("3");
  });
});

describe("regions", () => {
  it("knows levels, prefixes and lineage", () => {
    expect(regionLevel(NATION)).toBe("nation");
    expect(regionPrefix("420700000000")).toBe("4207");
    expect(regionPrefix("420704001000")).toBe("420704001");
    expect(regionPrefix("420000000000")).toBe("42");
    expect(regionLevel("420704001002")).toBe("village");
    expect(lineage("420704001000")).toEqual(["420704001000", "420704000000", "420700000000", "420000000000", NATION]);
    expect(isWithin("420704001000", "420700000000")).toBe(true);
    expect(isWithin("420800000000", "420700000000")).toBe(false);
    expect(isWithin("420800000000", NATION)).toBe(true);
  });
});

describe("ids", () => {
  it("are ordered within a process", () => {
    const ids = Array.from({ length: 10_000 }, () => newId());
    expect(ids.every(isId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
