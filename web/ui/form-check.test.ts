import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkValues, emptyValue, isRequired, valueAt, withValue } from "./form-check.ts";

const schema = z.object({
  name: z.string().min(2).max(4),
  idNumber: z.string().regex(/^\d{17}[\dX]$/, "身份证号应为18位"),
  floor: z.number().int().min(0).max(99).optional(),
  sex: z.enum(["male", "female"]).optional(),
  groups: z.array(z.string()).min(1).optional(),
  endedOn: z.string().nullable().optional(),
  home: z.object({ street: z.string() }),
});
const good = { name: "王秀英", idNumber: "11010519491231002X", home: { street: "凤凰街道" } };

describe("checkValues", () => {
  it("has nothing to say of good values", () => expect(checkValues(schema, good)).toEqual([]));
  it("asks for what is missing, whatever the schema says of its format", () => {
    expect(checkValues(schema, {})).toEqual(["name", "idNumber", "home"].map((path) => ({ path, message: "请填写" })));
    expect(checkValues(schema, { ...good, home: {} })).toEqual([{ path: "home.street", message: "请填写" }]);
  });
  it.each([
    [{ name: "王" }, "name", "至少 2 个字"],
    [{ name: "王王王王王" }, "name", "最多 4 个字"],
    [{ idNumber: "123" }, "idNumber", "身份证号应为18位"],
    [{ floor: 1.5 }, "floor", "请填写整数"],
    [{ floor: "三" }, "floor", "请填写数字"],
    [{ floor: 100 }, "floor", "不能大于 99"],
    [{ floor: -1 }, "floor", "不能小于 0"],
    [{ sex: "other" }, "sex", "请从选项中选择"],
    [{ groups: [] }, "groups", "至少选 1 项"],
  ])("refuses %j at %s: %s", (values, path, message) => {
    expect(checkValues(schema, { ...good, ...values })).toEqual([{ path, message }]);
  });
  it("keeps the words of a rule between fields, even at a field that is empty", () => {
    const ruled = z.object({ graded: z.boolean(), grade: z.number().optional() }).refine((v) => !v.graded || v.grade !== undefined, { path: ["grade"], message: "有残疾证的请填写等级" });
    expect(checkValues(ruled, { graded: true })).toEqual([{ path: "grade", message: "有残疾证的请填写等级" }]);
  });
});

describe("fields by dotted name", () => {
  it("are read, set and taken away", () => {
    expect(valueAt(good, "home.street")).toBe("凤凰街道");
    expect(valueAt(good, "name.street.x")).toBeUndefined();
    expect(withValue({}, "home.street", "古楼街道")).toEqual({ home: { street: "古楼街道" } });
    expect(withValue({ a: 1, b: 2 }, "a", undefined)).toEqual({ b: 2 });
  });
  it("know whether they must be filled in, and what emptying them means", () => {
    expect(["name", "floor", "home.street"].map((name) => isRequired(schema, name))).toEqual([true, false, true]);
    expect(emptyValue(schema, "endedOn")).toBeNull();
    expect(emptyValue(schema, "floor")).toBeUndefined();
  });
});
