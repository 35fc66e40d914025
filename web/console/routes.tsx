import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "../ui/address.ts";
import { asProblem, networkProblem } from "../ui/api.ts";
import { ErrorState, LoadingState, NoPermissionState, NotFoundState } from "../ui/states.tsx";
import { FEATURES, type FeaturePage } from "./features.ts";
import { may } from "./shell/session.ts";
import { Shell, useMe } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const first = createRoute({ getParentRoute: () => root, path: "/", component: First });

/** The first page that this user may see. */
function First() {
  const user = useMe();
  return <Navigate to={FEATURES.find((feature) => may(user, feature.permission))!.path} replace />;
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
