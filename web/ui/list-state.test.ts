import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "./address.ts";
import { queryOf, readListState, writeListState } from "./list-state.ts";

const KEYS = ["region", "group"];

describe("the state of a list", () => {
  it("comes back from its address", () => {
    const state = { page: 3, size: 50, sort: "-amount", q: "王", filters: { region: "420704000000" } };
    const address = stringifySearch(writeListState({ tab: "all" }, state, KEYS));
    expect(address).toBe("?tab=all&page=3&size=50&sort=-amount&q=%E7%8E%8B&region=420704000000");
    expect(readListState(parseSearch(address), KEYS)).toEqual(state);
  });
  it("leaves its defaults out of the address", () => {
    const state = readListState({}, KEYS, { sort: "name" });
    expect(state).toEqual({ page: 1, size: 20, sort: "name", q: undefined, filters: {} });
    expect(stringifySearch(writeListState({}, state, KEYS, { sort: "name" }))).toBe("");
  });
  it.each(["page=0", "page=-1", "page=1.5", "page=x", "size=7", "size=99999"])("falls back on %s", (address) => {
    expect(readListState(parseSearch(address), KEYS)).toMatchObject({ page: 1, size: 20 });
  });
  it("forgets a filter that was cleared, and reads no foreign one", () => {
    const state = readListState({ region: "420704000000", tab: "all" }, KEYS);
    expect(state.filters).toEqual({ region: "420704000000" });
    expect(writeListState({ region: "420704000000", tab: "all" }, { ...state, filters: {} }, KEYS)).toEqual({ tab: "all" });
  });
  it("lets the page's own demands win over the user's", () => {
    const state = readListState({ group: "alone" }, KEYS);
    expect(queryOf(state, { group: "left_behind" })).toMatchObject({ group: "left_behind", page: 1, size: 20 });
  });
});
