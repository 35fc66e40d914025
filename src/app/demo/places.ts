import { isWithin, type RegionCode } from "../../kernel/regions.ts";
import type { CityRegion } from "./city.types.ts";
import { aliasTable, pick, seededRandom, textSeed, type Random } from "./random.ts";

export const EZHOU: RegionCode = "420700000000";

/** A community or village with what decides the lives in it. */
export type Community = {
  code: RegionCode;
  name: string;
  townCode: RegionCode;
  townName: string;
  countyCode: RegionCode;
  countyName: string;
  setting: "urban" | "rural";
  /** relative number of seniors */
  weight: number;
  /** how well benefits reach people here, −0.22 to 0.13, added to each benefit's usual take-up */
  reach: number;
  /** address down to the community */
  addressHead: string;
  roads: readonly string[];
};

export type Places = {
  communities: Community[];
  drawCommunity: (random: Random) => Community;
  /** counties of Hubei outside the city, and of the other provinces in the table */
  nearCounties: RegionCode[];
  farCounties: RegionCode[];
};

const ROADS = "文星大道 滨湖北路 滨湖南路 凤凰路 南浦路 武昌大道 吴都大道 古城路 江碧路 明堂路 寒溪路 西山路 洋澜路 葛洪大道 鄂东大道 建设街 人民路 解放街".split(" ");
const TOWN_ROADS = "建设街 人民路 兴业路 振兴大道 解放街 中心街 文化路 富民路".split(" ");

/** The city's communities from the region table, with their weights and reach (by seed and code, not by order). */
export function surveyPlaces(regions: readonly CityRegion[], seed: number): Places {
  const names = new Map(regions.map((region) => [region.code, region.name]));
  const communities = regions
    .filter((region) => region.level === "village" && isWithin(region.code, EZHOU))
    .map((region) => describeCommunity(region, names, seed));
  if (communities.length === 0) throw new RangeError(`the region table holds no community within ${EZHOU}`);
  const counties = regions.filter((region) => region.level === "county" && !isWithin(region.code, EZHOU)).map((region) => region.code);
  const draw = aliasTable(communities.map((community) => community.weight));
  return {
    communities,
    drawCommunity: (random) => communities[draw(random)]!,
    nearCounties: counties.filter((code) => isWithin(code, "420000000000")),
    farCounties: counties.filter((code) => !isWithin(code, "420000000000")),
  };
}

function describeCommunity(region: CityRegion, names: ReadonlyMap<RegionCode, string>, seed: number): Community {
  const random = seededRandom(textSeed(seed, region.code));
  const townCode = `${region.code.slice(0, 9)}000`;
  const countyCode = `${region.code.slice(0, 6)}000000`;
  const [townName, countyName] = [names.get(townCode) ?? "", names.get(countyCode) ?? ""];
  const setting = /社区|居委会/.test(region.name) ? "urban" : "rural";
  const street = townName.endsWith("街道");
  const size = setting === "rural" ? 1 : street ? 4.2 : 2.4;
  return {
    code: region.code,
    name: region.name,
    townCode,
    townName,
    countyCode,
    countyName,
    setting,
    weight: size * (0.6 + 0.9 * random.next()),
    reach: 0.13 - 0.35 * skewed(random.next()),
    addressHead: `鄂州市${countyName}${townName}${region.name}`,
    roads: [0, 1, 2].map(() => pick(random, street ? ROADS : TOWN_ROADS)),
  };
}

/** Where a building stands: road and house number in town; group and house in a village. */
export function drawSite(random: Random, community: Community): string {
  if (community.setting === "rural") return `${community.addressHead}${1 + random.below(12)}组${1 + random.below(80)}号`;
  return `${community.addressHead}${pick(random, community.roads)}${1 + random.below(180)}号`;
}

/** A home's address: its site, and in town mostly a block and a flat. */
export function drawAddress(random: Random, community: Community): string {
  const site = drawSite(random, community);
  if (community.setting === "rural" || random.chance(0.15)) return site;
  const room = (1 + random.below(7)) * 100 + 1 + random.below(4);
  return `${site}${1 + random.below(12)}栋${1 + random.below(4)}单元${room}室`;
}

/** x^1.5: most communities are reached well, some badly. */
function skewed(x: number): number {
  return x * Math.sqrt(x);
}
