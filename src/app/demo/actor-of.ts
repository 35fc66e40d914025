import { BUILT_IN_ROLES } from "../../modules/access/index.ts";
import type { Actor, Jurisdiction } from "../../platform/context.ts";
import type { DemoOrganization, DemoUser } from "./city.types.ts";

/** A user of the city as the house knows one who has signed in. */
export function actorOf(user: DemoUser, organizations: ReadonlyMap<string, DemoOrganization>): Actor {
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
