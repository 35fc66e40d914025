import { describe, expect, it } from "vitest";
import { figureKind, formulaInWords, isFigure, quantitiesOf, readCapped, writeCapped } from "./figures.ts";

const PARAMETERS = [{ name: "construction_bed_cap", label: "建设补贴最高床位数", unit: "张" }];

describe("figures of an amount", () => {
  it.each([
    ["", "none"],
    ["200", "number"],
    ["0.5", "number"],
    ["construction_bed_cap", "parameter"],
    ["beds", "fact"],
    ["min(beds, construction_bed_cap)", "capped"],
    ["min(beds, )", "capped"],
    ["min(beds, nursing_beds)", "expression"],
    ["no_such", "expression"],
  ])("%j is %s", (text, kind) => expect(figureKind(text, "facility", PARAMETERS)).toBe(kind));

  it("reads a capped fact as it writes it, and knows one that is not filled in", () => {
    expect(readCapped(writeCapped("beds", "500"))).toEqual({ fact: "beds", limit: "500" });
    expect(isFigure(writeCapped("beds", "500"))).toBe(true);
    expect(isFigure(writeCapped("beds", ""))).toBe(false);
    expect(isFigure(" ")).toBe(false);
  });
  it("reads a formula in words", () => {
    expect(formulaInWords("min(beds, construction_bed_cap) * 2", "facility", PARAMETERS, { min: "较小者", max: "较大者" })).toBe("较小者(登记床位, 建设补贴最高床位数) × 2");
  });
  it("offers only what can be counted", () => {
    const names = quantitiesOf("facility").map((one) => one.value);
    expect(names).toContain("beds");
    expect(names).not.toContain("premises");
  });
});
