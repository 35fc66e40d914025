import { describe, expect, it } from "vitest";
import type { VersionEdit } from "../../../../src/modules/policies/policies.contract.ts";
import { findEdit, isFinished, keyOf, touchesForm, withEdit, without } from "./edits.ts";

const parameter = (value: string): VersionEdit => ({ what: "parameter", name: "advanced_age", from: "2027-01-01", value });
const amount = (form: Extract<VersionEdit, { what: "amount" }>["amount"]): VersionEdit => ({ what: "amount", benefit: "b", amount: form });

describe("unsaved changes", () => {
  it("hold one edit a place, the last", () => {
    const edits = withEdit(withEdit({}, parameter("80")), parameter("75"));
    expect(Object.keys(edits)).toEqual(["parameter:advanced_age"]);
    expect(findEdit(edits, "parameter", "advanced_age")?.value).toBe("75");
    expect(findEdit(edits, "condition", "advanced_age")).toBeUndefined();
    expect(without(edits, keyOf(parameter("75")))).toEqual({});
  });
  it("tell the form from the file, which cannot be changed at once", () => {
    expect(touchesForm({ file: { what: "file", policy: "" } })).toBe(false);
    expect(touchesForm(withEdit({}, parameter("80")))).toBe(true);
  });
  it.each<[boolean, VersionEdit]>([
    [true, parameter("80.5")],
    [false, parameter("八十")],
    [true, { what: "condition", benefit: "b", when: { rows: [] } }],
    [false, { what: "condition", benefit: "b", when: { rows: [{ any: [{ all: [{ fact: "age", operator: ">=", values: [] }] }] }] } }],
    [true, { what: "shares", benefit: "b", shares: [{ payer: "city", percent: 33.33 }, { payer: "district", percent: 66.67 }] }],
    [false, { what: "shares", benefit: "b", shares: [{ payer: "city", percent: 60 }] }],
    [true, amount({ form: "bounds", min: "100", max: "500", standard: null })],
    [false, amount({ form: "bounds", min: "100", max: "", standard: null })],
    [true, amount({ form: "parts", cap: null, parts: [{ label: "", times: "min(beds, cap)", value: null, table: [{ when: null, value: "200" }] }] })],
    [false, amount({ form: "parts", cap: null, parts: [{ label: "", times: "min(beds, )", value: "200", table: null }] })],
    [false, amount({ form: "parts", cap: null, parts: [{ label: "", times: "", value: null, table: [] }] })],
    [false, amount({ form: "unspecified", authorised: " " })],
  ])("%s: can be sent %j", (finished, edit) => expect(isFinished(edit)).toBe(finished));
});
