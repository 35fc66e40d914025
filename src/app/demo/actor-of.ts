import { BUILT_IN_ROLES } from "../../modules/access/index.ts";
import type { Actor, Jurisdiction } from "../../platform/context.ts";
import type { DemoCity, DemoOrganization, DemoUser } from "./city.types.ts";

/** The users of the city by account. */
export function actorsOf(city: DemoCity): Map<string, Actor> {
  const organizations = new Map(city.organizations.map((one) => [one.id, one]));
  return new Map(city.users.map((user) => [user.account, actorOf(user, organizations)]));
}

/** A user of the city as the house knows one who has signed in. */
function actorOf(user: DemoUser, organizations: ReadonlyMap<string, DemoOrganization>): Actor {
  const grants = user.grants.map(({ role, jurisdiction }) => ({
    role,
    permissions: new Set(BUILT_IN_ROLES.find((one) => one.id === role)!.permissions),
    jurisdiction: jurisdictionOf(jurisdiction, organizations),
  }));
  return { id: user.id, account: user.account, name: user.name, organizationId: user.organizationId, grants };
}

function jurisdictionOf(jurisdiction: DemoUser["grants"][number]["jurisdiction"], organizations: ReadonlyMap<string, DemoOrganization>): Jurisdiction {
  if (jurisdiction.kind === "region") return jurisdiction;
  return { ...jurisdiction, region: organizations.get(jurisdiction.id)!.region };
}
