import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { requirementsPage, testsByRow } from "../scripts/requirements.ts";

const rows = JSON.parse(readFileSync(new URL("./requirements.json", import.meta.url), "utf8")) as { id: string; document: string; module: string; quote: string; must: string }[];

describe("docs/requirements.md", () => {
  const shown = testsByRow();
  it("knows all rows, and tests name no row that does not exist", () => {
    expect(rows).toHaveLength(272);
    const known = new Set(rows.map((row) => row.id));
    expect([...shown.keys()].filter((id) => !known.has(id))).toEqual([]);
  });
  it("says what the tests say; otherwise run: node scripts/requirements.ts", () => {
    expect(readFileSync(new URL("../docs/requirements.md", import.meta.url), "utf8")).toBe(requirementsPage(rows, shown));
  });
  it("has a test for every row of policies, and for R-214", () => {
    const owed = rows.filter((row) => row.module === "policies" || row.id === "R-214").map((row) => row.id);
    expect(owed.filter((id) => !shown.has(id))).toEqual([]);
  });
});
