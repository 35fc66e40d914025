import { NATION } from "../../kernel/regions.ts";
import type { DemoFacility, DemoGrant, DemoOrganization, DemoRole, DemoUser } from "./city.types.ts";
import type { Offices } from "./organizations.ts";
import { drawYoungerName } from "./person-names.ts";
import { EZHOU, type Places } from "./places.ts";
import type { Random } from "./random.ts";

/** A street or town of each district and zone with staff accounts, and in each its first community; 凤凰街道 comes first. */
const STAFFED_TOWNS = ["420704001000", "420704002000", "420703100000", "420702100000", "420771101000", "420772105000"];
const HOMES = 3;
/** Short names of the counties for accounts. */
const COUNTY_ACCOUNTS: Readonly<Record<string, string>> = {
  "420702000000": "liangzi",
  "420703000000": "huarong",
  "420704000000": "echeng",
  "420771000000": "gedian",
  "420772000000": "linkong",
};

/**
 * The people who sign in, one or more of each role. What one policy officer drafts another publishes;
 * system, security and audit in three hands (三员分立).
 */
export function hireUsers(random: Random, places: Places, offices: Offices, facilities: readonly DemoFacility[], nextId: () => string): DemoUser[] {
  const users: DemoUser[] = [];
  const hire = (account: string, title: string, organization: DemoOrganization, grants: DemoGrant[]): void => {
    const name = drawYoungerName(random, random.chance(0.5) ? "male" : "female");
    users.push({ id: nextId(), account, name, organizationId: organization.id, title, grants });
  };
  const over = (role: DemoRole, region: string): DemoGrant[] => [{ role, jurisdiction: { kind: "region", code: region } }];
  hire("zhengce1", "政策管理员", offices.civilAffairs, over("policy_officer", EZHOU));
  hire("zhengce2", "政策发布人", offices.civilAffairs, over("policy_publisher", EZHOU));
  // 民政局 is itself among the departments that must agree.
  hire("juzhang1", "民政局局长（会签人）", offices.civilAffairs, [...over("leader", EZHOU), ...over("sign_off_officer", EZHOU)]);
  hire("caizheng1", "财政局会签人", offices.finance, over("sign_off_officer", EZHOU));
  hire("weijian1", "卫健委会签人", offices.health, over("sign_off_officer", EZHOU));
  for (const [code, account] of Object.entries(COUNTY_ACCOUNTS)) {
    const office = offices.byRegion.get(code);
    if (!office) throw new RangeError(`the region table lacks ${code}`);
    hire(`${account}1`, "区级审核员", office, over("reviewer", code));
  }
  STAFFED_TOWNS.forEach((town, index) => {
    const office = offices.byRegion.get(town);
    const first = places.communities.find((community) => community.townCode === town);
    if (!office || !first) throw new RangeError(`the region table lacks ${town} or its communities`);
    hire(`jiedao${index + 1}`, "街道（乡镇）经办人", office, over("street_worker", town));
    hire(`shequ${index + 1}`, "社区（村）工作人员", offices.byRegion.get(first.code)!, over("community_worker", first.code));
  });
  spread(facilities.filter((facility) => offices.byFacility.has(facility.id)), HOMES).forEach((home, index) => {
    const organization = offices.byFacility.get(home.id)!;
    hire(`jigou${index + 1}`, "养老机构工作人员", organization, [{ role: "institution_staff", jurisdiction: { kind: "organization", id: organization.id } }]);
  });
  hire("xitong1", "系统管理员", offices.information, over("system_administrator", NATION));
  hire("anquan1", "安全管理员", offices.information, over("security_administrator", NATION));
  hire("shenji1", "审计员", offices.audit, over("auditor", NATION));
  return users;
}

/** So many of the list, evenly spaced. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: Math.min(count, list.length) }, (_, index) => list[Math.floor(((index + 0.5) * list.length) / count)]!);
}
