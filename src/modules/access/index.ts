export { authenticate } from "./session.service.ts";
export { findRegion, importRegions, regionNames } from "./region.service.ts";
export type { Region } from "./region.store.ts";
export { createOrganization, findOrganization, loadOrganizations, type NewOrganization } from "./organization.service.ts";
export type { Organization } from "./organization.store.ts";
export { createUser, listUsers, type NewUser, resetPassword, userNames } from "./user.service.ts";
export { BUILT_IN_ROLES, type BuiltInRole } from "./role.ts";
export { readRegions, type RegionRow } from "./regions/regions.ts";
