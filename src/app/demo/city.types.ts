import type { CivilDate } from "../../kernel/dates.ts";
import type { Facts, FactValue } from "../../kernel/facts.ts";
import type { RegionCode, RegionLevel } from "../../kernel/regions.ts";
import type { FactSource, Relation } from "../../modules/people/people.contract.ts";

/** What the city is made from. The same options give the same city, to the last digit. */
export type CityOptions = {
  /** how many seniors, 1 to 10,000,000, those who died within the year included */
  people: number;
  seed: number;
  /** the day on which the city stands; the year of history ends here */
  asOf: CivilDate;
  /** the region table, parents before children; must hold Ezhou down to communities */
  regions: readonly CityRegion[];
  /** seniors per chunk; 1,000 unless told */
  chunk?: number;
};
export type CityRegion = { code: RegionCode; name: string; level: RegionLevel };

export type DemoCity = {
  region: RegionCode;
  organizations: DemoOrganization[];
  users: DemoUser[];
  providers: DemoProvider[];
  facilities: DemoFacility[];
  /** The seniors in chunks, each time from the first; memory does not grow with `people`. */
  seniors: () => Generator<DemoSenior[], void, undefined>;
};

/** One fact over one period: it holds from `from` up to but not including `to`; without `to` it still holds. */
export type FactPeriod = {
  fact: string;
  value: FactValue;
  from: CivilDate;
  to?: CivilDate;
  source: FactSource;
  /** the day on which the register learnt of it; never before `from` */
  learntOn: CivilDate;
};

export type DemoContact = { name: string; relation: Relation; phone: string; emergency: boolean };

export type DemoSenior = {
  /** UUIDv7, in the order of generation */
  id: string;
  name: string;
  sex: "male" | "female";
  birthDate: CivilDate;
  /** 汉族, 土家族… */
  ethnicity: string;
  /** well formed with a right check character, in a number range that no real person has (README) */
  idNumber: string;
  /** eleven digits that no real subscriber has (README); absent where the senior has none */
  phone?: string;
  address: string;
  /** community (12 significant digits) in which the senior lives */
  region: RegionCode;
  /** where the household register has the senior; absent where unknown */
  householdRegion?: RegionCode;
  /** the day of entry in the register, before the year of history begins */
  registeredOn: CivilDate;
  diedOn?: CivilDate;
  /** the senior facts (kernel/facts.ts) that hold on `asOf`; undefined is unknown */
  facts: Facts;
  /** the same facts and those that held before, by period; each fact's periods are in order and do not overlap */
  periods: FactPeriod[];
  contacts: DemoContact[];
};

export type DemoProvider = {
  id: string;
  name: string;
  /** well-formed 统一社会信用代码 with the address part 429999, which no registrar has */
  creditCode: string;
  /** the provider facts of kernel/facts.ts; `facilities` counts the facilities below that name it as operator */
  facts: Facts;
};

export type DemoFacility = {
  id: string;
  name: string;
  region: RegionCode;
  address: string;
  /** the provider that runs it; absent where it runs itself (fact `operator` is then "none") */
  providerId?: string;
  facts: Facts;
};

/** As the access module has them; an institution for the elderly is a provider there. */
export type OrganizationKind = "bureau" | "street_office" | "community_committee" | "provider";
export type DemoOrganization = {
  id: string;
  name: string;
  kind: OrganizationKind;
  region: RegionCode;
  /** the organization above; parents stand before children */
  parentId?: string;
  /** of kind provider: the provider, or the institution, whose staff these are */
  providerId?: string;
  facilityId?: string;
};

/** Ids of roles that the access module has built in. */
export type DemoRole =
  | "policy_officer"
  | "policy_publisher"
  | "leader"
  | "sign_off_officer"
  | "reviewer"
  | "street_worker"
  | "community_worker"
  | "institution_staff"
  | "system_administrator"
  | "security_administrator"
  | "auditor";

/** A role over a region and below, or over one organization's own records. */
export type DemoGrant = { role: DemoRole; jurisdiction: { kind: "region"; code: RegionCode } | { kind: "organization"; id: string } };
export type DemoUser = {
  id: string;
  /** what is typed at sign-in; whoever loads the city sets the passwords */
  account: string;
  name: string;
  organizationId: string;
  /** position as it stands beside the account in the list of demonstration accounts */
  title: string;
  grants: DemoGrant[];
};
