import { bind, type BoundRoute } from "../../platform/module.ts";
import { accessContract as contract } from "./access.contract.ts";
import { checkAudit, listAudit } from "./audit.service.ts";
import { createOrganization, listOrganizations } from "./organization.service.ts";
import { getRegion, listRegions } from "./region.service.ts";
import { createRole, editRole, grantRole, listGrants, listPermissions, listRoles, revokeGrant } from "./role.service.ts";
import { changePassword, getMe, listSessions, revokeSession, signIn, signOut } from "./session.service.ts";
import { createUser, disableUser, enableUser, getUser, listUsers, resetPassword, unlockUser } from "./user.service.ts";

export const ACCESS_ROUTES: readonly BoundRoute[] = [
  bind(contract.signIn, (ctx, { body }) => signIn(ctx, body)),
  bind(contract.signOut, (ctx) => signOut(ctx)),
  bind(contract.me, (ctx) => getMe(ctx)),
  bind(contract.changePassword, (ctx, { body }) => changePassword(ctx, body)),
  bind(contract.listSessions, (ctx) => listSessions(ctx)),
  bind(contract.revokeSession, (ctx, { params }) => revokeSession(ctx, params.id)),
  bind(contract.listRegions, (ctx, { query }) => listRegions(ctx, query)),
  bind(contract.getRegion, (ctx, { params }) => getRegion(ctx, params.code)),
  bind(contract.listUsers, (ctx, { query }) => listUsers(ctx, query)),
  bind(contract.getUser, (ctx, { params }) => getUser(ctx, params.id)),
  bind(contract.createUser, (ctx, { body }) => createUser(ctx, { ...body, grants: [], mustChangePassword: true })),
  bind(contract.disableUser, (ctx, { params, body }) => disableUser(ctx, { ...params, ...body })),
  bind(contract.enableUser, (ctx, { params, body }) => enableUser(ctx, { ...params, ...body })),
  bind(contract.resetPassword, (ctx, { params, body }) => resetPassword(ctx, { ...params, ...body })),
  bind(contract.unlockUser, (ctx, { params, body }) => unlockUser(ctx, { ...params, ...body })),
  bind(contract.listPermissions, (ctx) => listPermissions(ctx)),
  bind(contract.listRoles, (ctx) => listRoles(ctx)),
  bind(contract.createRole, (ctx, { body }) => createRole(ctx, body)),
  bind(contract.editRole, (ctx, { params, body }) => editRole(ctx, { ...params, ...body })),
  bind(contract.listGrants, (ctx, { params }) => listGrants(ctx, params.id)),
  bind(contract.grantRole, (ctx, { params, body }) => grantRole(ctx, { userId: params.id, ...body })),
  bind(contract.revokeGrant, (ctx, { params }) => revokeGrant(ctx, { userId: params.id, grantId: params.grant })),
  bind(contract.listOrganizations, (ctx, { query }) => listOrganizations(ctx, query)),
  bind(contract.createOrganization, (ctx, { body }) => createOrganization(ctx, body)),
  bind(contract.listAudit, (ctx, { query }) => listAudit(ctx, query)),
  bind(contract.verifyAudit, (ctx) => checkAudit(ctx)),
];
