import { creditCodeCheck } from "../../kernel/credit-code.ts";
import { addDays, type CivilDate } from "../../kernel/dates.ts";
import type { Facts } from "../../kernel/facts.ts";
import type { DemoFacility, DemoProvider } from "./city.types.ts";
import { drawSite, EZHOU, type Community, type Places } from "./places.ts";
import { drawIndex, pick, type Random } from "./random.ts";

const BRANDS = "颐康 福寿 夕阳红 康乐 九久 静安 安康 敬亲 孝亲 晚晴 鹤鸣 长青 金秋 仁爱 乐龄 祥和 春晖 百善 怡宁 福满堂".split(" ");
/** Providers: name, where registered, share of the facilities run by a provider. */
const PROVIDERS: readonly (readonly [string, string, number])[] = [
  ["鄂州市颐康养老服务有限公司", EZHOU, 0.22],
  ["鄂州市晚晴居家养老服务中心", EZHOU, 0.17],
  ["武汉市孝亲养老产业集团有限公司", "420100000000", 0.15],
  ["鄂州市敬亲社会工作服务中心", EZHOU, 0.1],
  ["鄂州市乐龄健康管理有限公司", EZHOU, 0.08],
  ["黄石市春晖养老服务有限公司", "420200000000", 0.07],
  ["鄂州市梁子湖区祥和养老服务社", "420702000000", 0.05],
  ["鄂州市华容区安康家政服务有限公司", "420703000000", 0.05],
  ["鄂州市鄂城区长青护理服务有限公司", "420704000000", 0.04],
  ["葛店开发区怡宁养老服务有限公司", "420771000000", 0.03],
  ["临空经济区鹤鸣养老服务有限公司", "420772000000", 0.02],
  ["鄂州市百善餐饮服务有限公司", EZHOU, 0.02],
];
const PRIVATE_HOMES = 20;
const RATINGS = [0.3, 0.25, 0.22, 0.14, 0.06, 0.03];

/** Draws what stands in the city; `operator` of each facility and the counts of each provider agree with each other. */
export function buildFacilities(random: Random, places: Places, nextId: () => string, asOf: CivilDate): { facilities: DemoFacility[]; providers: DemoProvider[] } {
  const providers = PROVIDERS.map(([name, registered], index) => ({ id: nextId(), name, creditCode: creditCode(index), facts: { registered_in: registered } as Facts }));
  const site: Site = { random, nextId, asOf, providers };
  const facilities = [
    ...publicHomes(site, places),
    ...privateHomes(site, places),
    ...communityPlaces(site, places),
  ];
  providers.forEach((provider, index) => countFacilities(random, provider, index, facilities));
  return { facilities, providers };
}

/** 91 is a company registered by market supervision; 429999 is no registrar's address, so the code is no real one. */
function creditCode(index: number): string {
  const first17 = `91429999MADEM${String(1000 + index)}`;
  return first17 + creditCodeCheck(first17);
}

/** The first, the city's own chain, passes everywhere; of the others, one facility in twelve fails. */
function countFacilities(random: Random, provider: DemoProvider, index: number, facilities: readonly DemoFacility[]): void {
  const run = facilities.filter((facility) => facility.providerId === provider.id);
  provider.facts["facilities"] = run.length;
  provider.facts["facilities_passing"] = index === 0 ? run.length : run.filter(() => !random.chance(1 / 12)).length;
}

type Site = { random: Random; nextId: () => string; asOf: CivilDate; providers: readonly DemoProvider[] };

function build(site: Site, name: string, community: Community, operated: number, facts: Facts): DemoFacility {
  const { random } = site;
  const provider = random.chance(operated) ? site.providers[drawIndex(random, PROVIDERS.map(([, , share]) => share))]! : undefined;
  return {
    id: site.nextId(),
    name,
    region: community.code,
    address: drawSite(random, community),
    providerId: provider?.id,
    facts: {
      setting: community.setting,
      region: community.code,
      operator: provider?.id ?? "none",
      opened_on: addDays(site.asOf, -(200 + random.below(4200))),
      investor: "domestic",
      hospital_run: false,
      guesthouse_dual_use: false,
      ...facts,
    },
  };
}

/** Those that the document of 2021 names, and a rural welfare home in every town. 依据：鄂州市实施意见 二(二)2 */
function publicHomes(site: Site, places: Places): DemoFacility[] {
  const seat = (county: string, setting: Community["setting"]): Community =>
    places.communities.find((community) => community.countyCode.startsWith(county) && community.setting === setting) ?? places.communities[0]!;
  const named: [string, Community, number][] = [
    ["鄂州市城市福利中心", seat("420704", "urban"), 420],
    ["葛店开发区福利中心", seat("420771", "urban"), 180],
    ["鄂城区失能、半失能特困人员集中供养中心", seat("420704", "rural"), 240],
    ["华容区失能、半失能特困人员集中供养中心", seat("420703", "rural"), 160],
    ["梁子湖区失能、半失能特困人员集中供养中心", seat("420702", "rural"), 120],
  ];
  const rural = new Map(places.communities.filter((community) => community.setting === "rural").map((community) => [community.townCode, community]));
  const towns = [...rural.values()].filter((community) => /[镇乡]$/.test(community.townName)).slice(0, 15);
  return [
    ...named.map(([name, community, beds]) => build(site, name, community, 0.3, home(site, beds, true))),
    ...towns.map((community) => build(site, `${community.townName}农村福利院`, community, 0.1, home(site, 40 + site.random.below(100), true))),
  ];
}

function privateHomes(site: Site, places: Places): DemoFacility[] {
  const { random } = site;
  return BRANDS.slice(0, PRIVATE_HOMES).map((brand, index) => {
    const community = places.drawCommunity(random);
    const suffix = pick(random, ["养老院", "老年公寓", "护理院", "颐养中心", "养护中心"]);
    // One home beyond the 500 beds up to which the construction subsidy counts.
    const beds = index === 0 ? 520 : 30 + 10 * random.below(24);
    const premises = index === 0 ? "new_build" : pick(random, ["new_build", "converted", "rented", "rented", "own_property"]);
    const place = community.townName.replace(/(街道|镇|乡)$/, "");
    return build(site, `鄂州市${place}${brand}${suffix}`, community, 0.5, { ...home(site, beds, false), premises, ...fireUpgrade(random) });
  });
}

function home(site: Site, beds: number, government: boolean): Facts {
  const { random } = site;
  const occupied = beds * (0.35 + 0.5 * random.next());
  const severe = occupied * (0.15 + 0.4 * random.next());
  return {
    kind: "institution",
    coverage: "none",
    government_funded: government,
    filed: government || random.chance(0.92),
    premises: government ? "new_build" : "rented",
    beds,
    nursing_beds: Math.round(beds * (0.3 + 0.5 * random.next())),
    memory_beds: random.chance(0.35) ? Math.round(beds * 0.08) : 0,
    rating: drawIndex(random, RATINGS),
    residents_severe: fourPlaces(severe),
    residents_other: fourPlaces(occupied - severe),
    residents_migratory: random.chance(0.1) ? fourPlaces(occupied * 0.05) : 0,
    medical_integration: pick(random, ["none", "contracted", "contracted", "station"]),
    non_profit: government || random.chance(0.7),
    ...(random.chance(0.8) && { evaluation_score: Math.round((60 + 38 * random.next()) * 100) / 100 }),
  };
}

function fourPlaces(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Two in five upgraded their fire safety, some after the end of 2021, which the subsidy asks for. */
function fireUpgrade(random: Random): Facts {
  if (!random.chance(0.4)) return {};
  return { fire_upgrade_cost: (40_000 + 1000 * random.below(260)) * 100, fire_upgrade_passed_on: addDays("2020-03-01", random.below(900)) };
}

/**
 * A home-care centre in every urban community and a mutual-aid home in four villages of five (the document's goals for
 * 2025), day care, canteens and stations in some. 依据：鄂州市实施意见 二(二)1
 */
function communityPlaces(site: Site, places: Places): DemoFacility[] {
  const { random } = site;
  const towns = new Set<string>();
  return places.communities.flatMap((community) => {
    const built: DemoFacility[] = [];
    const add = (suffix: string, operated: number, facts: Facts): void => {
      built.push(build(site, community.townName + community.name.replace(/居委会$|（.*）$/, "") + suffix, community, operated, { ...smallPlace(random), ...facts }));
    };
    if (community.setting === "urban") {
      const coverage = towns.has(community.townCode) ? "embedded" : "radiating";
      towns.add(community.townCode);
      const premises = pick(random, ["new_build", "own_property", "converted", "rented"]);
      add("居家养老服务中心", 0.65, { kind: "home_care_centre", coverage, premises, beds: coverage === "radiating" ? 10 + random.below(20) : random.below(8) });
      if (random.chance(0.25)) add("日间照料中心", 0.4, { kind: "day_care_centre", premises: "rented", beds: 6 + random.below(15) });
      if (random.chance(0.3)) add("老年食堂", 0.6, { kind: "canteen", premises: "rented" });
      if (random.chance(0.2)) add("养老服务站", 0.3, { kind: "service_station", premises: "rented" });
      if (community.townName.endsWith("街道") && random.chance(0.08)) add("养老服务综合体", 1, { kind: "complex", coverage: "radiating", premises: "new_build", beds: 40 });
    } else if (random.chance(0.8)) {
      add("互助幸福院", 0.08, { kind: "mutual_aid_home", premises: pick(random, ["own_property", "converted"]), beds: random.below(10) });
      if (random.chance(0.06)) add("农村日间照料中心", 0.1, { kind: "day_care_centre", premises: "converted", beds: 5 + random.below(10) });
      if (random.chance(0.05)) add("幸福食堂", 0.2, { kind: "canteen", premises: "own_property" });
    }
    return built;
  });
}

function smallPlace(random: Random): Facts {
  return {
    coverage: "none",
    government_funded: random.chance(0.7),
    filed: random.chance(0.95),
    beds: 0,
    nursing_beds: 0,
    memory_beds: 0,
    rating: 0,
    medical_integration: random.chance(0.3) ? "contracted" : "none",
    non_profit: random.chance(0.85),
    ...(random.chance(0.7) && { evaluation_score: Math.round((55 + 43 * random.next()) * 100) / 100 }),
  };
}
