import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import type { Permission } from "../../src/kernel/contract.ts";
import { parseSearch, stringifySearch } from "../ui/address.ts";
import { asProblem, networkProblem } from "../ui/api.ts";
import { ErrorState, LoadingState, NoPermissionState, NotFoundState } from "../ui/states.tsx";
import { FEATURES, type FeaturePage } from "./features.ts";
import { may } from "./shell/session.ts";
import { Shell, useMe } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const first = createRoute({ getParentRoute: () => root, path: "/", component: First });

/** Who finds work on the day's page; the others begin with the first page that is theirs in particular. */
const HAS_DAILY_WORK: readonly Permission[] = ["policies.worklist", "policies.sign_off", "policies.publish"];

/** The first page that this user may see, and has something to do on. */
function First() {
  const user = useMe();
  const seen = FEATURES.filter((feature) => may(user, feature.permission));
  const own = HAS_DAILY_WORK.some((permission) => may(user, permission)) ? undefined : seen.find((feature) => feature.permission !== "signed-in");
  return <Navigate to={(own ?? seen[0]!).path} replace />;
}

/** The route of a page: its code comes with the first visit, and only for those who may see it. */
function routeOf(page: FeaturePage) {
  const Lazy = lazyRouteComponent(() => page.load().catch(missingCode), "Page");
  const Guarded = () => (may(useMe(), page.permission) ? <Lazy /> : <NoPermissionState />);
  return createRoute({ getParentRoute: () => root, path: page.path, component: Guarded });
}

/** The code of a page did not come: the server is away, or has been renewed since this tab was opened. A failed import stays failed. */
function missingCode(): never {
  throw networkProblem();
}

function NotFound() {
  return <NotFoundState />;
}

function PageError({ error }: ErrorComponentProps) {
  const router = useRouter();
  const isCodeMissing = asProblem(error).code === "network";
  return <ErrorState isPage error={error} retry={() => (isCodeMissing ? location.reload() : void router.invalidate())} />;
}

const pages = FEATURES.flatMap((feature) => [feature, ...(feature.pages ?? [])]);

export const router = createRouter({
  routeTree: root.addChildren([first, ...pages.map(routeOf)]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultErrorComponent: PageError,
  defaultPendingComponent: LoadingState,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});
