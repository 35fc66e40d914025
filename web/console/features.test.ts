import { describe, expect, it } from "vitest";
import { FEATURES, GROUPS } from "./features.ts";

const pages = FEATURES.flatMap((feature) => [feature, ...(feature.pages ?? [])]);

describe("the features of the console", () => {
  it("have ids and paths of their own", () => {
    expect(new Set(FEATURES.map((feature) => feature.id)).size).toBe(FEATURES.length);
    expect(new Set(pages.map((page) => page.path)).size).toBe(pages.length);
    expect(pages.filter((page) => !/^\/[a-z][a-z/$A-Z-]*$/.test(page.path))).toEqual([]);
  });
  it("stand under a heading and are named in every language", () => {
    expect(FEATURES.filter((feature) => !GROUPS.includes(feature.group))).toEqual([]);
    expect(FEATURES.flatMap((feature) => Object.values(feature.label)).filter((label) => label.trim() === "")).toEqual([]);
  });
  it("hold one that everybody may see, for those who may see nothing else", () => expect(FEATURES.map((feature) => feature.permission)).toContain("signed-in"));
  it.each(pages.map((page) => [page.path, page.load] as const))("%s exports its Page", async (_, load) => {
    expect((await load()).Page).toBeTypeOf("function");
  });
});
