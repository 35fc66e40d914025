import { describe, expect, it } from "vitest";
import { segmentsOf } from "./document-segments.ts";

const TEXT = "通知\n一、补贴\n每人每月100元,每床4000元。\n二、评估\n年满65岁评估。\n";
const at = (quote: string) => ({ start: TEXT.indexOf(quote), quote });
const CLAUSES = [
  { at: "一", level: 1, heading: "补贴", start: TEXT.indexOf("一、") },
  { at: "二", level: 1, heading: "评估", start: TEXT.indexOf("二、") },
];

describe("a document beside its rules", () => {
  const rules = [
    { id: "monthly", clause: at("每人每月100元") },
    { id: "whole", clause: at("每人每月100元,每床4000元") },
    { id: "assessment", clause: at("年满65岁评估") },
  ];
  const segments = segmentsOf(TEXT, CLAUSES, rules);

  it("loses nothing of the text, however sentences overlap", () => {
    expect(segments.flatMap((segment) => segment.pieces.map((piece) => piece.text)).join("")).toBe(TEXT);
  });
  it("puts each rule beside the clause in which its sentence begins", () => {
    expect(segments.map((segment) => [segment.at, segment.rules.map((rule) => rule.id)])).toEqual([["", []], ["一", ["monthly", "whole"]], ["二", ["assessment"]]]);
  });
  it("marks of a sentence that several rules share who rests on which part", () => {
    expect(segments[1]!.pieces.filter((piece) => piece.rules.length > 0)).toMatchObject([
      { text: "每人每月100元", rules: ["monthly", "whole"] },
      { text: ",每床4000元", rules: ["whole"] },
    ]);
  });
  it("shows a text without numbering as one piece", () => {
    expect(segmentsOf("全文", [], [])).toMatchObject([{ at: "", pieces: [{ text: "全文", rules: [] }] }]);
  });
});
