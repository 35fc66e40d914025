import { isWithin, NATION } from "../../kernel/regions.ts";
import type { CityRegion, DemoFacility, DemoOrganization, DemoProvider, OrganizationKind } from "./city.types.ts";
import { EZHOU, type Places } from "./places.ts";

/** The organizations that users belong to, found by what they are. */
export type Offices = {
  organizations: DemoOrganization[];
  civilAffairs: DemoOrganization;
  finance: DemoOrganization;
  health: DemoOrganization;
  disabled: DemoOrganization;
  audit: DemoOrganization;
  information: DemoOrganization;
  /** by region code: district bureaus and zone offices, town offices, community committees */
  byRegion: ReadonlyMap<string, DemoOrganization>;
  byFacility: ReadonlyMap<string, DemoOrganization>;
};

/** The city's bureaus, the districts' and zones' offices, every town office and community committee, providers and homes. */
export function foundOffices(
  places: Places,
  regions: readonly CityRegion[],
  nextId: () => string,
  providers: readonly DemoProvider[],
  facilities: readonly DemoFacility[],
): Offices {
  const organizations: DemoOrganization[] = [];
  const byRegion = new Map<string, DemoOrganization>();
  const byFacility = new Map<string, DemoOrganization>();
  const found = (name: string, kind: OrganizationKind, region: string, parent?: DemoOrganization, extra: Partial<DemoOrganization> = {}): DemoOrganization => {
    const organization: DemoOrganization = { id: nextId(), name, kind, region, parentId: parent?.id, ...extra };
    organizations.push(organization);
    return organization;
  };
  const city = found("鄂州市人民政府", "bureau", EZHOU);
  const civilAffairs = found("鄂州市民政局", "bureau", EZHOU, city);
  const bureau = (name: string): DemoOrganization => found(name, "bureau", EZHOU, city);
  const offices = {
    civilAffairs,
    finance: bureau("鄂州市财政局"),
    health: bureau("鄂州市卫生健康委员会"),
    disabled: bureau("鄂州市残疾人联合会"),
    audit: bureau("鄂州市审计局"),
    information: found("鄂州市民政局信息中心", "bureau", EZHOU, civilAffairs),
  };
  const inCity = regions.filter((region) => isWithin(region.code, EZHOU));
  for (const { code, name } of inCity.filter((region) => region.level === "county")) {
    const zone = /(开发|经济)区$/.test(name);
    const district = found(zone ? `${name}管委会社会事务局` : `${name}民政局`, "bureau", code, civilAffairs);
    byRegion.set(code, district);
  }
  for (const { code, name } of inCity.filter((region) => region.level === "town")) {
    byRegion.set(code, found(townOffice(name), "street_office", code, byRegion.get(`${code.slice(0, 6)}000000`)));
  }
  for (const community of places.communities) {
    byRegion.set(community.code, found(committee(community.name), "community_committee", community.code, byRegion.get(community.townCode)));
  }
  for (const provider of providers) {
    const region = String(provider.facts["registered_in"] ?? NATION);
    found(provider.name, "provider", region, undefined, { providerId: provider.id });
  }
  for (const home of facilities.filter((facility) => facility.facts["kind"] === "institution")) {
    byFacility.set(home.id, found(home.name, "provider", home.region, undefined, { facilityId: home.id }));
  }
  return { organizations, ...offices, byRegion, byFacility };
}

function townOffice(name: string): string {
  if (name.endsWith("街道")) return `${name}办事处`;
  return /[镇乡]$/.test(name) ? `${name}人民政府` : `${name}管理委员会`;
}

function committee(name: string): string {
  if (name.endsWith("社区")) return `${name}居民委员会`;
  if (name.endsWith("居委会")) return `${name.slice(0, -3)}居民委员会`;
  return name.endsWith("村") ? `${name}民委员会` : `${name}村民委员会`;
}
