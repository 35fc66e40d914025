import { describe, expect, it } from "vitest";
import type { Facts, SubjectKind } from "../../kernel/facts.ts";
import { bundledPack } from "./bundled-pack.fixture.ts";
import { decide, type DecideOptions } from "./decide.ts";
import type { Decision, Pack } from "./pack.ts";
import { loadPack } from "./load-pack.ts";
import { policySet } from "./policy-set.ts";
import { samplePack } from "./sample-pack.fixture.ts";

const ezhou = bundledPack("cn-42-ezhou");

function ask(kind: SubjectKind, benefit: string, facts: Facts, date = "2026-01-01", options: DecideOptions = {}, packs: Pack[] = [ezhou]): Decision {
  return decide(policySet(packs, kind, date), facts, date, { ...options, benefit })[0]!;
}

const home = { kind: "institution", filed: true, government_funded: false };

describe("the documents' own figures", () => {
  it("R-031 gives 4000 a new bed and 3000 a converted or rented one, for at most 500 beds", () => {
    const build = (premises: string, beds: number) => ask("facility", "construction-subsidy", { ...home, premises, beds });
    expect(build("new_build", 520)).toMatchObject({ eligible: true, standing: "granted", amount: 200_000_000, period: "once" });
    expect(build("new_build", 520).shares).toEqual([{ payer: "city", amount: 120_000_000 }, { payer: "district", amount: 80_000_000 }]);
    expect(build("new_build", 600).amount).toBe(200_000_000);
    expect(build("rented", 600).amount).toBe(150_000_000);
    expect(build("converted", 499).amount).toBe(149_700_000);
    expect(build("own_property", 100)).toMatchObject({ eligible: false, amount: null, shares: [] });
    expect(ask("facility", "construction-subsidy", { ...home, government_funded: true, premises: "new_build", beds: 520 }).eligible).toBe(false);
  });
  it("R-032 gives nothing to a home without a rating", () => {
    const rated = (rating: number | undefined) => ask("facility", "operating-subsidy", { ...home, rating, residents_severe: 10, residents_other: 20 });
    expect(rated(0)).toMatchObject({ eligible: false, standing: "not_eligible", amount: null });
    expect(rated(undefined)).toMatchObject({ eligible: null, standing: "unknown", amount: null, missing: ["rating"] });
  });
  it("R-033 counts 2400 and 1800 a person-year at rating 1", () => {
    expect(ask("facility", "operating-subsidy", { ...home, rating: 1, residents_severe: 10, residents_other: 20 }).amount).toBe(6_000_000);
  });
  it("R-034 adds 200, 500, 800 and 1200 at ratings 2 to 5", () => {
    const rated = (rating: number) => ask("facility", "operating-subsidy", { ...home, rating, residents_severe: 10, residents_other: 20 });
    expect([2, 3, 4, 5].map((rating) => rated(rating).amount)).toEqual([6_600_000, 7_500_000, 8_400_000, 9_600_000]);
    expect(rated(3).shares).toEqual([{ payer: "city", amount: 4_500_000 }, { payer: "district", amount: 3_000_000 }]);
  });
  it("R-035 takes an officer's figure only within the bounds", () => {
    const centre = { kind: "home_care_centre", premises: "new_build" };
    const decided = (fen: number) => ask("facility", "centre-construction-subsidy", centre, "2026-01-01", { determinations: { "centre-construction-subsidy": fen } });
    const bounds = { min: 40_000_000, max: 80_000_000 };
    expect(ask("facility", "centre-construction-subsidy", centre)).toMatchObject({ standing: "to_be_decided", eligible: true, amount: null, bounds });
    expect(decided(40_000_000)).toMatchObject({ standing: "granted", amount: 40_000_000, bounds });
    expect(decided(80_000_000).shares).toEqual([{ payer: "city", amount: 48_000_000 }, { payer: "district", amount: 32_000_000 }]);
    expect(decided(39_999_999)).toMatchObject({ standing: "to_be_decided", amount: null });
    expect(decided(80_000_001)).toMatchObject({ standing: "to_be_decided", amount: null });
  });
  it("R-036 pays centres by the way they serve, run by society only", () => {
    const run = (coverage: string, operator: string) => ask("facility", "centre-operating-subsidy", { kind: "home_care_centre", coverage, operator });
    expect(run("radiating", "p-1").amount).toBe(10_000_000);
    expect(run("embedded", "p-1").amount).toBe(5_000_000);
    expect(run("radiating", "none").eligible).toBe(false);
    expect(ask("facility", "day-care-operating-subsidy", { kind: "day_care_centre", setting: "urban" }).amount).toBe(2_000_000);
  });
  it("R-039 divides 6 to 4, the district taking the remainder", () => {
    const { amount, shares } = ask("facility", "operating-subsidy", { ...home, rating: 1, residents_severe: 0, residents_other: 0.0101 });
    expect(amount).toBe(1818);
    expect(shares).toEqual([{ payer: "city", amount: 1091 }, { payer: "district", amount: 727 }]);
  });
  it("R-059 sets the care service subsidy against the allowance of the disabled", () => {
    const senior = (monthly: number | null) => ({ birth_date: "1940-01-01", receives: { "disability-care-allowance": monthly } });
    const options = { determinations: { "care-service-subsidy": 30_000 } };
    const with_ = (monthly: number | null, determined = true) => ask("senior", "care-service-subsidy", senior(monthly), "2026-01-01", determined ? options : {});
    expect(with_(20_000)).toMatchObject({ standing: "granted", amount: 30_000, excludedBy: null });
    expect(with_(30_000)).toMatchObject({ standing: "granted", amount: 30_000 });
    expect(with_(30_001)).toMatchObject({ standing: "suppressed", eligible: false, amount: null, excludedBy: "disability-care-allowance" });
    expect(with_(null)).toMatchObject({ standing: "unknown", eligible: null, missing: ["receives"] });
    expect(with_(10_000, false)).toMatchObject({ standing: "to_be_decided", bounds: { min: 10_000, max: 50_000 } });
    expect(with_(50_000, false)).toMatchObject({ standing: "suppressed", bounds: null });
    expect(with_(20_000, false)).toMatchObject({ standing: "to_be_decided", eligible: true });
  });
  it("R-065 pays half of an upgrade that passed by the end of 2021, and nothing of a later one", () => {
    const upgrade = (date: string | undefined) => ask("facility", "fire-upgrade-subsidy", { ...home, fire_upgrade_cost: 10_000_000, fire_upgrade_passed_on: date });
    expect(upgrade("2021-12-31")).toMatchObject({ amount: 5_000_000, shares: [{ payer: "city", amount: 5_000_000 }] });
    expect(upgrade("2022-01-01")).toMatchObject({ eligible: false, amount: null });
    expect(upgrade(undefined).missing).toEqual(["fire_upgrade_passed_on"]);
  });
});

describe("nothing unknown matches", () => {
  it("makes nobody eligible who is wholly unknown", () => {
    for (const kind of ["senior", "facility", "provider"] as const) {
      for (const decision of decide(policySet([ezhou], kind, "2026-01-01"), {}, "2026-01-01")) {
        expect(decision.eligible, decision.benefit).not.toBe(true);
        expect(decision.missing, decision.benefit).not.toEqual([]);
      }
    }
  });
  it("names only the facts that still matter", () => {
    expect(ask("senior", "care-service-subsidy", { birth_date: "1950-01-01", economic: "ordinary" }).missing).toEqual(["ability_level"]);
    expect(ask("senior", "care-service-subsidy", { birth_date: "1940-01-01" })).toMatchObject({ eligible: true, missing: [] });
    expect(ask("senior", "care-service-subsidy", {}).missing).toEqual(["birth_date", "economic", "ability_level"]);
  });
  it("asks for facts of the amount when the condition holds without them", () => {
    const decision = ask("facility", "operating-subsidy", { ...home, rating: 2, residents_severe: 3 });
    expect(decision).toMatchObject({ eligible: null, standing: "unknown", amount: null, missing: ["residents_other"] });
  });
  it.each([
    ["a level out of range", { rating: 9 }],
    ["a level as text", { rating: "3" }],
    ["a figure with too many decimals", { rating: 3, residents_severe: 1.000_01 }],
    ["an enumeration's misspelling", { kind: "instituton", rating: 3 }],
    ["not a number", { rating: Number.NaN }],
  ])("takes %s as unknown", (_, facts) => {
    const decision = ask("facility", "operating-subsidy", { ...home, residents_severe: 1, residents_other: 1, ...facts });
    expect(decision.eligible).toBeNull();
    expect(decision.missing).toHaveLength(1);
  });
  it("takes a date that does not exist, or one after today, as unknown", () => {
    expect(ask("senior", "care-service-subsidy", { birth_date: "1940-02-30", economic: "ordinary", ability_level: 0 }).missing).toEqual(["birth_date"]);
    expect(ask("senior", "care-service-subsidy", { birth_date: "2026-01-02", economic: "destitute" }).missing).toEqual(["birth_date"]);
  });
  it("gives nothing to one known to have died", () => {
    expect(ask("senior", "care-service-subsidy", { birth_date: "1930-01-01", alive: false }).standing).toBe("not_eligible");
    expect(ask("senior", "care-service-subsidy", { birth_date: "1930-01-01", alive: true }).eligible).toBe(true);
  });
});

describe("time", () => {
  it("reaches 80 on the birthday, and on 1 March for 29 February", () => {
    const on = (birth_date: string, date: string) => ask("senior", "care-service-subsidy", { birth_date, economic: "ordinary", ability_level: 0 }, date).eligible;
    expect([on("1946-06-15", "2026-06-14"), on("1946-06-15", "2026-06-15")]).toEqual([false, true]);
    expect([on("1944-02-29", "2024-02-28"), on("1944-02-29", "2024-02-29")]).toEqual([false, true]);
  });
  it("is in force on the first and the last day of the document", () => {
    const on = (date: string) => ask("facility", "operating-subsidy", { ...home, rating: 1, residents_severe: 1, residents_other: 1 }, date).standing;
    expect(["2021-12-12", "2021-12-13", "2026-12-12", "2026-12-13"].map(on)).toEqual(["not_in_force", "granted", "granted", "not_in_force"]);
  });
  it("takes the figure of the day", () => {
    const sample = loadPack(samplePack()).pack!;
    const on = (date: string) => ask("facility", "operating-subsidy", { ...home, rating: 1, residents_severe: 1, residents_other: 0 }, date, {}, [sample]).amount;
    expect([on("2023-12-31"), on("2024-01-01")]).toEqual([240_000, 240_050]);
  });
});

describe("regions", () => {
  const nation = bundledPack("cn");
  const set = policySet([nation, ezhou], "senior", "2026-01-01");
  const from = (facts: Facts) => decide(set, facts, "2026-01-01").map(({ pack, benefit }) => `${pack}/${benefit}`);
  it("lets the lower list speak in place of the upper within its region only", () => {
    const shared = ezhou.benefits.find((benefit) => benefit.subject === "senior" && nation.benefits.some(({ id }) => id === benefit.id || id === benefit.implements))!;
    const upper = shared.implements ?? shared.id;
    expect(from({ region: "420704001002" })).toContain(`cn-42-ezhou/${shared.id}`);
    expect(from({ region: "420704001002" })).not.toContain(`cn/${upper}`);
    expect(from({ region: "421100000000" })).toContain(`cn/${upper}`);
    expect(from({ region: "421100000000" }).some((name) => name.startsWith("cn-42-ezhou/"))).toBe(false);
  });
  it("cannot say what a lower list grants to one whose region is unknown", () => {
    const decisions = decide(set, { birth_date: "1930-01-01" }, "2026-01-01", { benefit: "care-service-subsidy" });
    expect(decisions.find(({ pack }) => pack === "cn-42-ezhou")).toMatchObject({ eligible: null, missing: ["region"] });
  });
  it("takes a pack named alone to be meant for whom it is asked about, unless they live elsewhere", () => {
    expect(ask("senior", "care-service-subsidy", { birth_date: "1930-01-01" }).eligible).toBe(true);
    expect(ask("senior", "care-service-subsidy", { birth_date: "1930-01-01", region: "421100000000" }).standing).toBe("not_eligible");
  });
  it("counts a received allowance before what another list says of it", () => {
    const facts = { birth_date: "1930-01-01", region: "420704001002", receives: { "disability-care-allowance": 60_000 } };
    const decision = decide(set, facts, "2026-01-01", { benefit: "care-service-subsidy" })[0]!;
    expect(decision).toMatchObject({ standing: "suppressed", excludedBy: "disability-care-allowance" });
  });
});
